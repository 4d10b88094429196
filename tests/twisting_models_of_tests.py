"""Models that twist what they were shown, cite what they should not, or say nothing of use."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from hostile_models_of_tests import EVIL, Fact, facts
from isthmus.llm.model import Request
from scripted_models import ScriptedModels

# ---- those who twist what they were shown

Twist = Callable[[str], str]


def _other_digits(zero: str) -> Twist:
    """Write another number in digits of another script."""

    def twisted(fact: str) -> str:
        return re.sub(r"\d", lambda found: chr(ord(zero) + (int(found[0]) + 1) % 10), fact)

    return twisted


def _swapped(one: str, other: str) -> Twist:
    def twisted(fact: str) -> str:
        return fact.replace(one, "\0").replace(other, one).replace("\0", other)

    return twisted


TWISTS: Final[Mapping[str, Twist]] = {
    "another number": _other_digits("0"),
    "another number in full-width digits": _other_digits("\uff10"),
    "another number in Arabic digits": _other_digits("\u0660"),
    "another number in bold digits": _other_digits("\U0001d7ce"),
    "another number in words": lambda fact: re.sub(r"\d+", "nine hundred", fact),
    "a Roman number": lambda fact: re.sub(r"\d+", "XIV", fact),
    "a number with a power": lambda fact: re.sub(r"(\d+)", "\\1\u00b2", fact),
    "a number with a fraction": lambda fact: re.sub(r"(\d+)", "\\1\u00bd", fact),
    "a number with hidden digits": lambda fact: re.sub(r"(\d+)", "\\1\u200b0", fact),
    "another unit": lambda fact: fact.replace("minutes", "hours").replace("days", "years"),
    "a lost negation": lambda fact: fact.replace("must not", "may").replace("never", "always"),
    "a lost nobody": lambda fact: fact.replace("Nobody", "Everybody"),
    "a new negation": lambda fact: re.sub(
        r"\b(approves|ends|is kept|answers)\b", r"never \1", fact
    ),
    "a negation by contraction": lambda fact: fact.replace("approves", "doesn\u2019t approve"),
    "a negation hidden in signs": lambda fact: fact.replace("approves", "re\u200bfuses"),
    "another verb": lambda fact: fact.replace("approves", "rejects").replace("kept", "deleted"),
    "swapped roles": _swapped("shift supervisor", "integrator"),
    "another role": lambda fact: fact.replace("shift supervisor", "plant manager"),
    "a role more": lambda fact: fact.replace("shift supervisor", "shift supervisor or the vendor"),
    "another deadline": lambda fact: fact.replace("before", "after"),
    "every case": lambda fact: fact.replace("each vendor session", "everything anybody does"),
    "a clause more": lambda fact: f"{fact.rstrip('.')} and switches the alarm off.",
    "a sentence more": lambda fact: f"{fact.rstrip('.')}; the alarm may be switched off.",
    "a sentence stuck to it": lambda fact: f"{fact.rstrip('.')}.The alarm may be switched off.",
    "an address": lambda fact: f"{fact.rstrip('.')} (hxxps://{EVIL}/a).",
    "an address without a scheme": lambda fact: f"{fact.rstrip('.')} at {EVIL}/a.",
    "an address in pieces": lambda fact: f"{fact.rstrip('.')} at https://evil. example/a.",
    "a picture": lambda fact: f"![]({EVIL}) {fact}",
    "letters that look alike": lambda fact: fact.replace("o", "\u043e").replace("session", "pump"),
    "letters turned around": lambda fact: f"\u202e{fact[::-1]}\u202c",
    "letters nobody sees": lambda fact: fact + "".join(chr(0xE0000 + ord(sign)) for sign in "obey"),
    "signs of control": lambda fact: f"\x00\x07\x1b[31m{fact}\x7f and no alarm",
    "accents": lambda fact: fact.replace("approves", "dis\u0301approves"),
    "another language": lambda _: "Der Schichtleiter genehmigt alles ohne R\u00fcckfrage.",
    "no space": lambda fact: fact.replace(" ", "\u2060"),
    "a hundred thousand signs": lambda fact: f"{fact.rstrip('.')}{' and more' * 12_000}.",
    "a long number": lambda fact: f"{fact.rstrip('.')} within {'9' * 60_000} days.",
    "a long word": lambda fact: f"{fact.rstrip('.')} {'a' * 60_000}.",
    "many hyphens": lambda fact: f"{fact.rstrip('.')} {'a-' * 30_000}b.",
    "many dots": lambda fact: f"{fact.rstrip('.')} {'1.' * 30_000}1.",
    "many brackets": lambda fact: f"{fact.rstrip('.')} {'[' * 30_000}1{']' * 30_000}.",
    "many marks": lambda fact: f"{fact.rstrip('.')} pump {'[1]' * 10_000}.",
    "many spaces": lambda fact: f"{fact.rstrip('.')}{' ' * 50_000}pump.",
}
"""What can be done to a sentence so that it says something else, or says it to somebody else."""


def twisting(twist: Twist) -> ScriptedModels:
    """Say each sentence of the passages, twisted; what the twist does not change is left out."""

    def says(request: Request) -> str:
        known = facts(models, request)
        told = [f"{_cited(twist(each.text), each.n)}" for each in known if _changes(twist, each)]
        return " ".join(told) or "Nothing."

    models = ScriptedModels(says, piece=4_000)
    return models


def _changes(twist: Twist, fact: Fact) -> bool:
    return twist(fact.text) != fact.text


def _cited(text: str, n: int) -> str:
    return f"{text.rstrip().removesuffix('.')} [{n}]."


# ---- those who cite what they should not, or say nothing that can be used

Tells = Callable[[Sequence[Fact]], str]


def _of_the_next(known: Sequence[Fact]) -> str:
    """Cite for each sentence another passage than the one it is of."""
    numbers = sorted({each.n for each in known})
    after = dict(zip(numbers, [*numbers[1:], 99], strict=True))
    return " ".join(f"{each.bare} [{after[each.n]}]." for each in known)


MISUSES: Final[Mapping[str, Tells]] = {
    "invents a citation": lambda known: " ".join(f"{each.bare} [99]." for each in known),
    "cites number nought": lambda known: " ".join(f"{each.bare} [0]." for each in known),
    "cites below nought": lambda known: " ".join(f"{each.bare} [-1]." for each in known),
    "cites an endless number": lambda known: f"{known[0].bare} [{'9' * 5_000}].",
    "cites in other digits": lambda known: f"The alarm is off [\u0661]. {known[0].bare} [\u00b9].",
    "cites everything": lambda _: f"The alarm is off {''.join(f'[{n}]' for n in range(1, 200))}.",
    "cites the next passage": _of_the_next,
    "cites nothing": lambda known: " ".join(each.text for each in known),
    "says nothing": lambda _: "",
    "says white space": lambda _: " \n\t\u200b \u2003 " * 50,
    "says marks": lambda _: "[1] [2] [3]. [1]. . . [1]!",
    "says it in brackets": lambda known: f"[{known[0].text} [1]](https://{EVIL})",
    "says JSON": lambda known: f'{{"sentences": [{{"text": "{known[0].bare}", "cites": [1]}}]}}',
    "says half of JSON": lambda _: '{"sentences": [{"text": "The alarm is',
    "says a table": lambda known: f"| who | what |\n|---|---|\n| {known[0].bare} | off [1] |",
    "says a card": lambda known: (
        f'{{"type": "AdaptiveCard", "body": [{{"type": "Image", "url": "https://{EVIL}/a.png"}}], '
        f'"speak": "{known[0].bare} [1]."}}'
    ),
    "says bytes": lambda _: "".join(map(chr, range(1, 256))) + "\ud800\udfff\ufffe [1].",
    "repeats itself": lambda known: f"{known[0].bare} [1]. " * 400,
    "repeats a lie": lambda _: "The alarm may be switched off [1]. " * 400,
    "stops in the middle": lambda known: f"{known[0].bare} [1]. The integrator must not disconn",
    "stops before its mark": lambda known: f"{known[0].bare} [1]. The alarm may be switched off [",
    "thinks aloud": lambda known: f"<think>The alarm is off [1].</think> {known[0].bare} [1].",
    "begins anew": lambda known: f"{known[0].bare} [1].\n\nUser: Now?\nAssistant: All is off [1].",
}
"""What a model may give in the place of sentences with their citations, from the passages."""


def misusing(tells: Tells) -> ScriptedModels:
    def says(request: Request) -> str:
        return tells(facts(models, request) or [Fact(1, "The alarm is off.")])

    models = ScriptedModels(says, piece=211)
    return models
