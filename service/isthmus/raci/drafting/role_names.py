"""The names of roles that people use, beyond those of the catalogue, as a file says them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import yaml

from isthmus.errors import InvalidError
from isthmus_knowledge.catalogue import Side, catalogue

_FILE: Final = "naming.yaml"


@dataclass(frozen=True)
class Ambiguous:
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Hint:
    """Words that tell the side of a role nobody knows."""

    side: Side
    words: frozenset[str]
    like: str = ""


@dataclass(frozen=True)
class Names:
    """What is known about names; the keys are folded. ``longest`` are the words of a role's."""

    roles: Mapping[str, str]
    shown: Mapping[str, str]
    ambiguous: Mapping[str, Ambiguous]
    own: Mapping[str, Side]
    hints: tuple[Hint, ...]
    before: frozenset[str]
    after: frozenset[str]
    longest: int

    @property
    def known(self) -> Iterator[str]:
        yield from self.roles
        yield from self.ambiguous
        yield from self.own


@cache
def names() -> Names:
    """Read the shipped names once; raises InvalidError where the file is wrong."""
    text = (files("isthmus.raci.drafting") / _FILE).read_text(encoding="utf-8")
    return read_names(text)


def read_names(text: str) -> Names:
    """Read names, and refuse one that would mean two things."""
    data = yaml.safe_load(text)
    roles: dict[str, str] = {}
    shown: dict[str, str] = {}
    for role in catalogue().roles:
        also = data["also"].get(role.id, [])
        _take(roles, shown, (role.name, *role.aliases, *also), role.id)
    ambiguous: dict[str, Ambiguous] = {}
    own: dict[str, Side] = {}
    for entry in data["ambiguous"]:
        _take(ambiguous, shown, entry["words"], Ambiguous(tuple(entry["choices"])))
    for entry in data["own"]:
        _take(own, shown, entry["words"], Side(entry["side"]))
    _refuse_unknown({*data["also"], *(c for a in ambiguous.values() for c in a.choices)})
    fillers = data["fillers"]
    return Names(
        MappingProxyType(roles),
        MappingProxyType(shown),
        MappingProxyType(ambiguous),
        MappingProxyType(own),
        tuple(_read_hint(entry) for entry in data["sides"]),
        frozenset(fillers["before"]),
        frozenset(fillers["after"]),
        max(len(name.split()) for name in roles),
    )


def _take(into: dict[str, Any], shown: dict[str, str], words: Sequence[str], means: object) -> None:
    for word in words:
        plain = folded(word)
        if plain in shown and into.get(plain) != means:
            raise InvalidError(f"{_FILE}: '{word}' means two things; keep it in one place.")
        into[plain] = means
        shown.setdefault(plain, word)


def _refuse_unknown(role_ids: set[str]) -> None:
    known = {role.id for role in catalogue().roles}
    if unknown := ", ".join(sorted(role_ids - known)):
        raise InvalidError(f"{_FILE}: the catalogue has no role {unknown}.")


def _read_hint(entry: Mapping[str, Any]) -> Hint:
    words = frozenset(folded(word) for word in entry["words"])
    return Hint(Side(entry["side"]), words, entry.get("like", ""))


def folded(text: str) -> str:
    plain = text.casefold().replace("\u2019", "'").replace("&", " and ").replace("'s ", " ")
    return " ".join(re.sub(r"(?<=\w)[-\u2010](?=\w)|[.()]", " ", plain).split())


@cache
def words_of_names() -> frozenset[str]:
    """Give the words that roles are named by."""
    return frozenset(word for name in names().known for word in name.split())
