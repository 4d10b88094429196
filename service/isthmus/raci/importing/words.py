"""The words of `words.yaml`, and what they tell of a name: a role's, an activity's, a header's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from isthmus_knowledge.catalogue import Role, catalogue

ABBREVIATION = re.compile(r"[A-Z][A-Z&/]{1,5}s?")
NUMBERED = re.compile(
    r"\(?(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z][.-]?\d{1,3}(?:\.\d{1,3})*[a-z]?)"
    r"(?P<mark>[.):]*)(?:\s+[-\u2013]\s+|\s+)(?=\S)"
)
WORDY = 5  # words; a name of more is an activity's rather than a role's


class Kind(StrEnum):
    """What a header says of the column or row below or beside it."""

    ACTIVITY = "activity"
    ROLE = "role"
    LETTER = "letter"
    NUMBER = "number"
    STEP = "step"
    SECTION = "section"
    REMARK = "remark"


@dataclass(frozen=True)
class Words:
    headers: Mapping[str, Kind]
    nothing: frozenset[str]
    note_begins: frozenset[str]
    role_nouns: frozenset[str]
    verbs: frozenset[str]
    beside: frozenset[str]
    legend_begins: frozenset[str]
    said_of_chart: Mapping[str, str]


@cache
def words() -> Words:
    text = (files("isthmus.raci.importing") / "words.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    return Words(
        headers={word: Kind(kind) for kind, known in entries["headers"].items() for word in known},
        nothing=frozenset(entries["nothing"]),
        note_begins=frozenset(entries["note_begins"]),
        role_nouns=frozenset(entries["role_nouns"]),
        verbs=frozenset(entries["verbs"]),
        beside=frozenset(entries["beside"]),
        legend_begins=frozenset(entries["legend_begins"]),
        said_of_chart={word: k for k, known in entries["said_of_chart"].items() for word in known},
    )


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def is_nothing(text: str) -> bool:
    return folded(text) in words().nothing or not text.strip()


def kind_of(header: str) -> Kind | None:
    """Tell what a header announces; of "Activity / Role" the first, which is that of the rows."""
    said = folded(header).rstrip(":")
    known = words().headers
    if said in known:
        return known[said]
    first = re.split(r"\s*[/\\|]\s*", said)[0]
    return known.get(first) or known.get(said.split()[-1] if said else "")


@lru_cache(maxsize=20_000)
def role_named(name: str) -> Role | None:
    return catalogue().role_named(name)


@lru_cache(maxsize=20_000)
def likeness(name: str) -> float:
    """Tell a role (towards 1) from an activity (towards -1) by its name alone."""
    said = " ".join(name.split())
    if role_named(said) or ABBREVIATION.fullmatch(said):
        return 1
    bare = re.split(r"\s*(?:\(|\n| [-\u2013\u2014] |: )", name.strip())[0].casefold().split()
    if not bare:
        return 0
    acts = bare[0] in words().verbs
    if {bare[-1], bare[-1].removesuffix("s")} & words().role_nouns:
        return 0.2 if acts else 0.9
    if acts or bare[0].endswith("ing"):
        return -0.9
    return -0.5 if len(bare) >= WORDY or NUMBERED.match(said) else -0.1


def numbered(name: str) -> tuple[str, str, bool]:
    """Split a number off: itself, the rest, and whether its form alone makes it a number."""
    found = NUMBERED.match(name)
    if found is None:
        return "", name, False
    number, rest = found["number"], name[found.end() :]
    return number, rest, bool(found["mark"]) or "." in number
