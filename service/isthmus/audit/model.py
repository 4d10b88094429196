"""The audit trail's entries, their chain of hashes, and what is wrong with a chain."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

BEFORE_THE_FIRST: Final = "0" * 64


@dataclass(frozen=True)
class Head:
    """The newest entry, as somebody noted it: by it a trail that was cut is found out."""

    number: int = 0
    hash: str = BEFORE_THE_FIRST

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True)
class Entry:
    """One act: who did what to what, and when."""

    number: int
    at: datetime
    person: str
    action: str
    subject: str
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    previous_hash: str = BEFORE_THE_FIRST
    hash: str = ""

    @property
    def head(self) -> Head:
        return Head(self.number, self.hash)

    def chained_to(self, head: Head) -> "Entry":
        """Give the entry as it follows this head."""
        placed = replace(self, number=head.number + 1, previous_hash=head.hash)
        return replace(placed, hash=placed.expected_hash())

    def expected_hash(self) -> str:
        return sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        """Give the one spelling that is hashed: JSON in ASCII with its keys in order."""
        said = {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "person": self.person,
            "action": self.action,
            "subject": self.subject,
            "details": dict(self.details),
            "previous_hash": self.previous_hash,
        }
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Fault:
    """The first entry that is not as it was written (or is not there), and why that is known."""

    number: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """What the verification of a whole trail found."""

    entries: int
    head: Head
    fault: Fault | None = None


@dataclass(frozen=True)
class Witness:
    """A head that was noted somewhere; ``place`` says where, for the person who reads the fault."""

    place: str
    head: Head


def verify(entries: Iterable[Entry], witnesses: Sequence[Witness] = ()) -> Verdict:
    """Look for the first entry that was edited, removed, reordered or cut.

    A cut at the end, or a trail written anew as a whole, shows only against a head that was noted
    elsewhere: whoever can write to the records and to all places of a head can forge both.
    """
    head, seen = Head(), 0
    noted = _by_number(witnesses)
    for entry in entries:
        fault = _fault_of(entry, head) or _contradiction(entry, noted.pop(entry.number, ()))
        if fault:
            return Verdict(seen, head, fault)
        head, seen = entry.head, seen + 1
    return Verdict(seen, head, _cut(head, noted))


def _by_number(witnesses: Sequence[Witness]) -> dict[int, tuple[Witness, ...]]:
    numbers = {witness.head.number for witness in witnesses} - {0}
    return {n: tuple(each for each in witnesses if each.head.number == n) for n in numbers}


def _fault_of(entry: Entry, before: Head) -> Fault | None:
    expected = before.number + 1
    if entry.number != expected:
        return Fault(expected, f"entry {expected} is missing: {entry.number} comes next")
    if entry.previous_hash != before.hash:
        return Fault(entry.number, "it does not follow the entry before it")
    if entry.hash != entry.expected_hash():
        return Fault(entry.number, "its content is not what was hashed when it was written")
    return None


def _contradiction(entry: Entry, witnesses: Sequence[Witness]) -> Fault | None:
    for witness in witnesses:
        if witness.head.hash != entry.hash:
            return Fault(entry.number, f"its hash is another one than {witness.place} noted")
    return None


def _cut(head: Head, noted: Mapping[int, Sequence[Witness]]) -> Fault | None:
    """Name the first entry that is missing at the end where some witness saw a later one."""
    for number in sorted(noted, reverse=True):
        place = noted[number][0].place
        return Fault(
            head.number + 1,
            f"the end is cut off: {place} noted {number} entries, not {head.number}",
        )
    return None
