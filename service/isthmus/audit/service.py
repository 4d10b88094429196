"""Use cases: record an act in the transaction that does it; look at the trail and verify it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from isthmus.audit.model import Entry, Head, Verdict, Witness, verify
from isthmus.people import Person

LONGEST_VALUE: Final = 2000
RECORDS: Final = "the records' own head"


class Trail(Protocol):
    """The entries within one transaction."""

    def lock(self) -> Head: ...

    def append(self, entry: Entry) -> None: ...

    def tells(self, action: str, subject: str) -> bool: ...


@dataclass(frozen=True)
class Audit:
    """Records acts; what is recorded stands or falls with the act's own transaction.

    Record last in a transaction: every other writer of the trail waits until it ends.
    """

    trail: Trail
    clock: Callable[[], datetime]

    def record(
        self, action: str, by: Person, subject: str, details: Mapping[str, str] | None = None
    ) -> Entry:
        """Append an act; ``action`` is such as `person.added`, ``subject`` an id or a name."""
        said = {_kept(name): _kept(value) for name, value in (details or {}).items()}
        entry = Entry(0, self.clock(), by.id, action, _kept(subject), said)
        chained = entry.chained_to(self.trail.lock())
        self.trail.append(chained)
        return chained

    def tells(self, action: str, subject: str) -> bool:
        """Tell whether this was done to this subject at any time."""
        return self.trail.tells(action, _kept(subject))


@dataclass(frozen=True)
class Wanted:
    """Which entries to show, the newest first; what is not said narrows nothing."""

    person: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


class Shown(Protocol):
    """The trail, to look at."""

    def head(self) -> Head: ...

    def in_order(self) -> Iterator[Entry]: ...


def examine(trail: Shown, noted: Sequence[Witness]) -> Verdict:
    """Verify the whole trail against its own head and those noted elsewhere."""
    return verify(trail.in_order(), [Witness(RECORDS, trail.head()), *noted])


def _kept(value: str) -> str:
    """Give the text as every database keeps it, so that its hash stays the same."""
    plain = value.encode("utf-8", "replace").decode().replace("\0", "�")
    return plain if len(plain) <= LONGEST_VALUE else f"{plain[:LONGEST_VALUE]}…"
