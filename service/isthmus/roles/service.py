"""Use cases of one definition: begin it, change it, take that back, review and approve it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import uuid4

from isthmus.errors import ConflictError, InvalidError, NotAllowedError, StaleError
from isthmus.people import EVERYONE, Person, Rank
from isthmus.raci.model import Status
from isthmus.raci.rights import reader_groups
from isthmus.roles import history
from isthmus.roles.model import Definition, Event, EventKind, Filed, Version
from isthmus.roles.rights import editable, read_by, readable

Edit = Callable[[Definition], Definition]

LONGEST_SAID: Final = 2_000


def nothing_more(_filed: Filed, _event: Event) -> None:
    """Do nothing in the transaction of an event."""


class Records(Protocol):
    """Definitions within one transaction."""

    def opened(self, definition: str) -> Filed | None:
        """Give one to change it; whoever else wants to waits until this transaction ends."""
        ...

    def begin(self, filed: Filed, event: Event) -> None: ...

    def keep(self, filed: Filed, event: Event) -> None: ...

    def put_readers(self, filed: Filed) -> None: ...

    def events(self, definition: str, after: int = 0) -> list[Event]: ...

    def event(self, definition: str, number: int) -> Event | None: ...

    def last_version(self, definition: str) -> Version | None: ...

    def add_version(self, version: Version) -> None:
        """Keep a version; it supersedes the one before."""
        ...


class Recording(Protocol):
    """The audit trail, in the transaction of the act."""

    def record(
        self, action: str, by: Person, subject: str, details: Mapping[str, str] | None = None, /
    ) -> object: ...


@dataclass(frozen=True)
class Keeping:
    """Definitions as ``by`` works on them, through one channel, in one transaction.

    ``seen`` is the number of the last event that the person has seen; where somebody changed the
    definition since then, StaleError is raised. None asks for no such check. ``tell`` is called
    for each event, in its transaction.
    """

    records: Records
    audit: Recording
    by: Person
    at: datetime
    via: str = ""
    tell: Callable[[Filed, Event], None] = nothing_more

    def begin(
        self, definition: Definition, said: str = "", readers: Iterable[str] = (EVERYONE,)
    ) -> Filed:
        """Keep a new definition."""
        self.by.require(Rank.CONTRIBUTOR)
        empty = Filed(uuid4().hex[:12], definition, self.by.id, readers=reader_groups(readers))
        event = self._event(empty, EventKind.BEGUN, said, definition)
        filed = history.after(empty, event)
        self.records.begin(filed, event)
        self._record(filed, event)
        return filed

    def edit(self, definition: str, edit: Edit, said: str = "", seen: int | None = None) -> Filed:
        """Change what is said; an approved one is a draft then, and its version stays."""
        filed = self.to_edit(definition, seen)
        edited = edit(filed.definition)
        if edited == filed.definition:
            return filed
        return self._keep(filed, EventKind.EDITED, said, edited)

    def undo(self, definition: str, seen: int | None = None) -> Filed:
        """Take back the last edit that stands, whoever made it; never what was approved."""
        filed = self.to_edit(definition, seen)
        return self._take_back(filed, history.to_undo(self._since_approval(filed)))

    def redo(self, definition: str, seen: int | None = None) -> Filed:
        """Take back the last undoing, where nobody edited since then."""
        filed = self.to_edit(definition, seen)
        return self._take_back(filed, history.to_redo(self._since_approval(filed)))

    def submit(self, definition: str, said: str = "", seen: int | None = None) -> Filed:
        """Ask for review."""
        filed = self.to_edit(definition, seen)
        if filed.status is not Status.DRAFT:
            raise ConflictError(f"The definition is {filed.status}; only a draft goes to review.")
        return self._keep(filed, EventKind.SUBMITTED, said)

    def give_back(self, definition: str, reason: str, seen: int | None = None) -> Filed:
        """Make a definition in review a draft again, with the reason."""
        filed = self.to_edit(definition, seen)
        if filed.status is not Status.IN_REVIEW:
            raise ConflictError(f"The definition is {filed.status}, so it cannot be given back.")
        if not reason.strip():
            raise InvalidError("Say what is to be changed, so that it can be.")
        return self._keep(filed, EventKind.RETURNED, reason.strip())

    def approve(self, definition: str, said: str = "", seen: int | None = None) -> Version:
        """Make an immutable version of what somebody else wrote, as a lead."""
        approved = self._keep(self.to_approve(definition, seen), EventKind.APPROVED, said)
        version = Version(
            approved.id, approved.version, approved.definition, self.by.id, self.at, approved.number
        )
        self.records.add_version(version)
        return version

    def to_approve(self, definition: str, seen: int | None = None) -> Filed:
        """Give a definition that the person could approve as it is; raises as approving would."""
        filed = self._read(definition, seen)
        self.by.require(Rank.LEAD)
        if filed.status is Status.APPROVED:
            raise ConflictError(f"This is version {filed.version} already: nothing changed since.")
        if not filed.definition.lines:
            raise InvalidError("The definition has no lines yet. Add what the role is there for.")
        self._refuse_own(filed)
        return filed

    def let_read(self, definition: str, readers: Iterable[str]) -> Filed:
        """Say which groups read a definition; NotAllowedError as `read_by` raises it."""
        filed = self._read(definition)
        changed = read_by(filed, readers, self.by)
        if changed.readers != filed.readers:
            self.records.put_readers(changed)
            said = {"role": filed.definition.name, "readers": ", ".join(changed.readers)}
            self.audit.record("role.readers", self.by, filed.id, said)
        return changed

    def to_edit(self, definition: str, seen: int | None = None) -> Filed:
        """Give a definition that the person may edit, as they have seen it."""
        return editable(self._read(definition, seen), self.by)

    # ---- what all of them need

    def _read(self, definition: str, seen: int | None = None) -> Filed:
        filed = readable(self.records.opened(definition), definition, self.by)
        try:
            return filed.seen_at(seen)
        except ConflictError as error:
            raise StaleError(str(error)) from error

    def _since_approval(self, filed: Filed) -> list[Event]:
        version = self.records.last_version(filed.id)
        return self.records.events(filed.id, version.event if version else 0)

    def _take_back(self, filed: Filed, target: Event) -> Filed:
        before = self.records.event(filed.id, target.number - 1)
        if before is None:
            raise ConflictError("What was said before is not there any more.")
        said = f"Taken back: {target.said or target.kind}"
        restored = history.restored(filed.definition, before.definition)
        return self._keep(filed, EventKind.UNDONE, said, restored, target.number)

    def _refuse_own(self, filed: Filed) -> None:
        if self.by.id in writers(self.records, filed):
            raise NotAllowedError(
                "You made the last change of this definition, so somebody else has to approve it."
            )

    def _event(
        self,
        filed: Filed,
        kind: EventKind,
        said: str,
        definition: Definition,
        undoes: int | None = None,
    ) -> Event:
        if len(said) > LONGEST_SAID:
            raise InvalidError(f"What you say is longer than {LONGEST_SAID:,} characters.")
        number = filed.number + 1
        return Event(number, kind, self.by.id, self.at, said, definition, self.via, undoes)

    def _keep(
        self,
        filed: Filed,
        kind: EventKind,
        said: str,
        definition: Definition | None = None,
        undoes: int | None = None,
    ) -> Filed:
        event = self._event(filed, kind, said, definition or filed.definition, undoes)
        kept = history.after(filed, event)
        self.records.keep(kept, event)
        self._record(kept, event)
        self.tell(kept, event)
        return kept

    def _record(self, filed: Filed, event: Event) -> None:
        details = {
            "role": filed.definition.name,
            "event": str(event.number),
            "said": event.said,
            "via": event.via,
            "version": str(filed.version) if event.kind is EventKind.APPROVED else "",
        }
        told = {name: value for name, value in details.items() if value}
        self.audit.record(f"role.{event.kind}", self.by, filed.id, told)


def writers(records: Records, filed: Filed) -> frozenset[str]:
    """Give who may not approve a definition, as they made its last change."""
    version = records.last_version(filed.id)
    approved = version.definition if version else None
    events = records.events(filed.id, version.event if version else 0)
    return history.authors(filed, approved, events)
