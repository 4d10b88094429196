"""What a sentence asks a chart for: its scope, its roles, its site, its letters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.raci.drafting.naming import Asks, Question
from isthmus.raci.drafting.numbered import phases_of, steps_of
from isthmus.raci.drafting.participants import roles_of
from isthmus.raci.drafting.phrases import LONGEST_PHRASE, known_as, verb_of, without_asking
from isthmus.raci.drafting.sites import site_of
from isthmus.raci.letters import letter_sets
from isthmus_knowledge.catalogue import catalogue

_SAME_SET: Final = {"RASIC": "RASCI", "ARCI": "RACI", "RACIVS": "RACI-VS", "RACI VS": "RACI-VS"}
_ALSO_WORDS: Final = frozenset({"RAPID", "CAIRO"})  # lower-case they are words like others
_CHART: Final = r"(?:[ -]+(?:chart|matrix|table|diagram|model|grid))?s?\b"
_AND: Final = re.compile(
    r"\s*(?:,\s*(?:and|&|plus)\s+|[,;\n]"
    r"|\s(?:and|&|\+|plus|as well as|along with|und|en|et)\s)\s*"
)
_BOTH_SIDES: Final = re.compile(r"\b(?:IT and OT|OT and IT|between \S+ and \S+)\b", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_APART: Final = str.maketrans({" ": "\0", ",": "\1", ";": "\2"})
_TOGETHER: Final = str.maketrans({"\0": " ", "\1": ",", "\2": ";"})
_MANAGEMENT: Final = re.compile(r"\b(?:mgmt|mgt|mngmt)\b\.?", re.IGNORECASE)
_JOINT: Final = "\0"  # stands for a space at which nothing is to be parted
_ONLY_A_SIDE: Final = frozenset(
    "it ot ics cyber physical remote vendor wired local on-site".split()
)


@dataclass(frozen=True)
class Request:
    """What a chart is asked for; ``scopes`` and ``roles`` stand as they were said."""

    scopes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    phases: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    site: str = ""
    letters: str = "RACI"

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing says what the chart is for."""
        return not (self.scopes or self.steps or self.phases)

    @property
    def subject(self) -> str:
        """What the chart is for, in a few words."""
        return _listed([*_phases_named(self.phases), *_steps_named(self.steps), *self.scopes])

    @property
    def title(self) -> str:
        site = f" ({self.site})" if self.site else ""
        subject = self.subject or "responsibilities"
        return f"{self.letters}: {subject[:1].upper()}{subject[1:]}{site}"

    def answered(self, question: Question, choice: str) -> "Request":
        """Give the request with a question about what was said answered."""
        if question.asks is Asks.SCOPE:
            return replace(self, scopes=(*self.scopes, choice))
        if question.asks is Asks.ANOTHER_ROLE:
            return replace(self, roles=(*self.roles, choice))
        if question.asks is Asks.WHO_ANSWERS:
            return self
        said = tuple(choice if role == question.about else role for role in self.roles)
        return replace(self, roles=tuple(dict.fromkeys(said)))


def request_of(sentence: str) -> Request:
    """Read what a sentence asks for; what it does not say is empty."""
    rest = " ".join(_written_out(sentence).split()).strip(" .!?")
    letters, rest = _letters(rest)
    rest = without_asking(rest)
    phases, rest = phases_of(rest)
    steps, rest = steps_of(rest)
    site, rest = site_of(rest, may_be_all=bool(steps or phases))
    roles, rest = roles_of(without_asking(rest))
    scopes = tuple(_scopes(without_asking(rest)))
    return Request(scopes, steps, phases, roles, site, letters)


def _written_out(sentence: str) -> str:
    """Write out what people shorten in a hurry."""
    plain = _MANAGEMENT.sub("management", sentence.replace("\u2019", "'"))
    return re.sub(r"(?<=\s)@\s*(?=\w)", "at ", plain)


def _letters(text: str) -> tuple[str, str]:
    """Find the name of a set of letters; RACI is the usual one."""
    names = sorted([*letter_sets(), *_SAME_SET], key=len, reverse=True)
    for name in names:
        pattern = rf"\b{re.escape(name)}{_CHART}"
        if name in _ALSO_WORDS:
            pattern = rf"{pattern}|\b(?i:{name}) (?:chart|matrix)\b|(?<=\ba )(?i:{name})(?= for\b)"
        else:
            pattern = f"(?i:{pattern})"
        if found := re.search(pattern, text):
            return _SAME_SET.get(name, name), _cut(text, found)
    return "RACI", text


def _cut(text: str, found: re.Match[str], instead: str = " ") -> str:
    return " ".join(f"{text[: found.start()]}{instead}{text[found.end() :]}".split())


def _scopes(text: str) -> Iterator[str]:
    """Split what a chart is for, but not a known phrase that has an "and" in it."""
    text = text.strip(" ,;:.-")
    if not text:
        return
    if known_as(text):
        yield text
        return
    waiting = ""
    for piece, separator in _pieces(text):
        joined = f"{waiting}{piece}".strip()
        if _waits(piece) and separator:
            waiting = f"{joined}{separator}"
            continue
        waiting = ""
        if cleaned := without_asking(joined).strip(" ,;:.-"):
            yield cleaned


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Give each piece with what parts it from the next; what is in brackets stays together."""
    masked = _with_known_joined(_IN_BRACKETS.sub(_kept_together, text))
    start = 0
    for found in _AND.finditer(masked):
        yield masked[start : found.start()].translate(_TOGETHER), found[0]
        start = found.end()
    yield masked[start:].translate(_TOGETHER), ""


def _kept_together(found: re.Match[str]) -> str:
    return found[0].translate(_APART)


def _with_known_joined(text: str) -> str:
    """Join the words of known phrases that hold an "and", so that they are not split."""
    words = _BOTH_SIDES.sub(lambda found: found[0].replace(" ", _JOINT), text).split(" ")
    for size in range(min(len(words), LONGEST_PHRASE), 2, -1):
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            if re.search(r"\s(?:and|&)\s", phrase) and known_as(phrase):
                joined = phrase.replace(" ", _JOINT)
                return _with_known_joined(
                    " ".join([*words[:start], joined, *words[start + size :]])
                )
    return " ".join(words)


def _waits(piece: str) -> bool:
    """Tell whether a piece says nothing without the next: "IT", "choosing", "setting up"."""
    words = piece.casefold().split()
    if all(word in _ONLY_A_SIDE for word in words):
        return True
    verb, rest = verb_of(f"{piece} it")
    return (
        bool(verb)
        and rest.removesuffix("it").strip() in {"", "up", "out", "in", "over"}
        and not known_as(piece)
    )


def _phases_named(phases: Sequence[int]) -> Iterator[str]:
    names = {step.phase: step.phase_name for step in catalogue().steps}
    if set(phases) == set(names):
        yield "the twelve steps"
    elif len(phases) == 1:
        yield f"phase {phases[0]}, {names[phases[0]]}"
    elif phases:
        yield f"phases {_listed([str(each) for each in phases])}"


def _steps_named(steps: Sequence[str]) -> Iterator[str]:
    if len(steps) == 1:
        yield f"step {steps[0]}, {_small(catalogue().step(steps[0]).title)}"
    elif steps:
        yield f"steps {_listed(steps)}"


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _listed(texts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1]))) if texts else ""
