"""Rules as they are written in rules.yaml, and what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from isthmus.raci.changes import Change
from isthmus.raci.model import Column, Row, Severity
from isthmus_knowledge.corpus_entries import Entry, Keys, read, refuse_repeated

FILE = Keys(
    frozenset({"rules", "auditing_words", "safety_roles"})
    | frozenset({"titles", "particles", "role_words", "given_names", "names_with_surname"})
)
RULE = Keys(
    frozenset({"id", "severity", "about", "title", "message", "source"}), frozenset({"otherwise"})
)


class About(StrEnum):
    """What a rule looks at: the chart as drawn, or how far people have got with it."""

    DRAWING = "drawing"
    STATE = "state"


@dataclass(frozen=True)
class Rule:
    """``message`` says what was found and what to do, ``otherwise`` does so in a second case."""

    id: str
    severity: Severity
    about: About
    title: str
    message: str
    otherwise: str
    source: str


@dataclass(frozen=True)
class Fix:
    """Changes that put it right; ``label`` stands on the button that applies them."""

    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Finding:
    """What a rule says about a chart; ``row`` and ``column`` are ids, where it is about one."""

    rule: str
    severity: Severity
    message: str
    row: str | None = None
    column: str | None = None
    fix: Fix | None = None


@dataclass(frozen=True)
class Thresholds:
    """From where on it is too much; from Smith and Erwin's advice, and each is a setting.

    ``rows`` is how many rows a chart needs before it is judged how many of them a role is in.
    """

    responsible: int = 3
    consulted: int = 4
    informed: int = 4
    accountable_share: float = 0.25
    rows: int = 4


@dataclass(frozen=True)
class Found:
    """What a check saw: where, and the words to fill into its rule's message."""

    row: Row | None = None
    column: Column | None = None
    words: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    fix: Fix | None = None
    otherwise: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The words by which checks read a row or a column's name, folded."""

    auditing: frozenset[str]
    safety_roles: tuple[str, ...]
    titles: frozenset[str]
    particles: frozenset[str]
    role_words: frozenset[str]
    given_names: frozenset[str]
    names_with_surname: frozenset[str]


@cache
def rules() -> Mapping[str, Rule]:
    """Give the rules by id, in the order of the file; raises CorpusError where it is wrong."""
    entries = _file().entries("rules", RULE)
    refuse_repeated(entries, "id")
    return MappingProxyType({entry.text("id"): _rule(entry) for entry in entries})


@cache
def vocabulary() -> Vocabulary:
    file = _file()
    return Vocabulary(
        auditing=_words(file, "auditing_words"),
        safety_roles=file.texts("safety_roles"),
        titles=_words(file, "titles"),
        particles=_words(file, "particles"),
        role_words=_words(file, "role_words"),
        given_names=_words(file, "given_names"),
        names_with_surname=_words(file, "names_with_surname"),
    )


def _rule(entry: Entry) -> Rule:
    return Rule(
        id=entry.text("id"),
        severity=Severity(entry.choice("severity", tuple(Severity))),
        about=About(entry.choice("about", tuple(About))),
        title=entry.text("title"),
        message=entry.text("message"),
        otherwise=entry.optional_text("otherwise") or "",
        source=entry.text("source"),
    )


def _words(file: Entry, key: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in file.texts(key))


@cache
def _file() -> Entry:
    return read(files("isthmus.raci") / "rules", "rules.yaml", FILE)
