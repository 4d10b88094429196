"""The words that duties are said with, in all their forms."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import yaml

from isthmus.raci.duties.grammar import as_name, singular, tokens_of
from isthmus_knowledge.catalogue import catalogue

Name = tuple[str, ...]
"""A name as its words, folded."""

_VOWELS: Final = "aeiou"
_STRESSED_AT_THE_END: Final = frozenset(
    "plan ship stop run set get cut map log refer submit".split()
)


@dataclass(frozen=True)
class Forms:
    """Each form of the verbs, with the base form it belongs to."""

    base: Mapping[str, str]
    third: Mapping[str, str]
    participle: Mapping[str, str]
    gerund: Mapping[str, str]

    def any(self, word: str) -> str | None:
        """Give the base form of a verb in whichever form; None where it is no known verb."""
        forms = (self.base, self.third, self.participle, self.gerund)
        return next((form[word] for form in forms if word in form), None)


@dataclass(frozen=True)
class Wording:
    """``names`` are names of roles; ``functions`` are roles only where a sentence treats them so.

    ``starts`` are the first words of both, ``capitals`` the names that are written in capitals.
    """

    heads: frozenset[str]
    need_a_word: frozenset[str]
    names: frozenset[Name]
    functions: frozenset[Name]
    starts: frozenset[str]
    capitals: frozenset[str]
    generic: frozenset[str]
    loose: frozenset[str]
    things: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]]
    states: frozenset[str]
    state_forms: frozenset[str]
    also_nouns: frozenset[str]
    lasting: frozenset[str]
    verbs: Forms
    hints: re.Pattern[str]

    def kind_of(self, verb: str) -> str:
        """Tell what a verb in its base form gives; "does" where it is not known."""
        return next((kind for kind, verbs in self.kinds.items() if verb in verbs), "does")


@cache
def wording() -> Wording:
    """Read the shipped words once."""
    text = (files("isthmus.raci.duties") / "wording.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    heads, generic = _words(told["heads"]), _words(told["generic"])
    states = _words(told["states"])
    kinds = {kind: _words(verbs) for kind, verbs in told["verbs"].items()}
    functions = {_name(each) for each in told["functions"].split()}
    names = {_name(each) for each in told["roles"].split()}
    for each in _names_of_the_catalogue():
        is_sure = each.isupper() or singular(_name(each)[-1]) in heads
        (names if is_sure else functions).add(_name(each))
    vague = {(each,) for each in generic}
    names, functions = names - functions - vague, functions - vague
    return Wording(
        heads=heads,
        need_a_word=_words(told["need_a_word"]),
        names=frozenset(names),
        functions=frozenset(functions),
        starts=frozenset(name[0] for name in names | functions),
        capitals=_words(told["capitals"]),
        generic=generic,
        loose=_words(told["loose"]),
        things=MappingProxyType({head: _words(told["things"][head]) for head in told["things"]}),
        kinds=MappingProxyType(kinds),
        states=states,
        state_forms=states | frozenset(map(_third, states)),
        also_nouns=_words(told["also_nouns"]),
        lasting=_words(told["lasting"]),
        verbs=_forms(set().union(*kinds.values()), told["irregular"]),
        hints=_hints(heads | {name[0] for name in names | functions}, _words(told["capitals"])),
    )


def _hints(starts: frozenset[str], capitals: frozenset[str]) -> re.Pattern[str]:
    """Give what a sentence that names a role has at least."""
    listed = "|".join(sorted(map(re.escape, starts - capitals)))
    exact = "|".join(sorted(each.upper() for each in capitals))
    return re.compile(rf"(?<!\w)(?:(?i:{listed})|{exact})")


def _names_of_the_catalogue() -> Iterable[str]:
    for role in catalogue().roles:
        yield re.sub(r"\s*\(.*?\)", "", role.name)
        yield from role.aliases


def _name(text: str) -> Name:
    return as_name(tokens_of(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in text.split())


def _forms(verbs: Iterable[str], irregular: Mapping[str, str]) -> Forms:
    base = {verb: verb for verb in verbs}
    done = {irregular.get(verb) or _stem(verb, "ed") + "ed": verb for verb in base}
    return Forms(
        base=MappingProxyType(base),
        third=MappingProxyType({_third(verb): verb for verb in base}),
        participle=MappingProxyType(done),
        gerund=MappingProxyType({_stem(verb, "ing") + "ing": verb for verb in base}),
    )


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _stem(verb: str, ending: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ye")):
        return verb[:-1]
    if verb.endswith("y") and verb[-2] not in _VOWELS and ending == "ed":
        return verb[:-1] + "i"
    return verb + verb[-1] if verb in _STRESSED_AT_THE_END else verb
