"""How often somebody is reminded, by priority: read from the shipped file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from isthmus.actions.model import Priority
from isthmus_knowledge.corpus_entries import Entry, Keys, read, refuse_repeated

_FILE: Final = Keys(frozenset({"rhythms"}))
_RHYTHM: Final = Keys(frozenset({"priority", "before", "every"}), frozenset({"acknowledged"}))


@dataclass(frozen=True)
class Rhythm:
    """Working days ``before`` the due date, and ``every`` how many afterwards; 0 is never."""

    before: tuple[int, ...]
    every: int
    acknowledged: int | None = None


@cache
def rhythms() -> Mapping[Priority, Rhythm]:
    """Give the rhythm of each priority; raises CorpusError where the file is wrong."""
    shipped = read(files("isthmus.reminding"), "rhythms.yaml", _FILE)
    entries = shipped.entries("rhythms", _RHYTHM)
    refuse_repeated(entries, "priority")
    found = {Priority(each.choice("priority", tuple(Priority))): _rhythm(each) for each in entries}
    missing = [priority for priority in Priority if priority not in found]
    if missing:
        raise entries[-1].wrong("priority", f"{missing[0]} has no rhythm")
    return MappingProxyType(found)


def _rhythm(entry: Entry) -> Rhythm:
    before = tuple(_days(entry, "before", said) for said in entry.texts("before"))
    told = entry.optional_text("acknowledged")
    acknowledged = None if told is None else _days(entry, "acknowledged", told)
    return Rhythm(before, _days(entry, "every", entry.text("every")), acknowledged)


def _days(entry: Entry, key: str, said: str) -> int:
    if not (said.isascii() and said.isdigit()):
        raise entry.wrong(key, "must be a number of days")
    return int(said)
