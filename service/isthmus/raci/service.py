"""Use cases of one chart: begin it, change it, take that back, answer for letters, approve it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol
from uuid import uuid4

from isthmus.errors import ConflictError, InvalidError, NotAllowedError, StaleError
from isthmus.people import EVERYONE, Person, Rank
from isthmus.raci import history
from isthmus.raci.changes import Change, Event, EventKind
from isthmus.raci.editing import Only, accepting, declining, holder_set
from isthmus.raci.model import (
    Chart,
    Filed,
    Severity,
    Status,
    Version,
    too_large,
)
from isthmus.raci.rights import editable, may_read, readable, reader_groups
from isthmus.raci.rules import Finding

Edit = Callable[[Chart], Iterable[Change]]

LONGEST_SAID: Final = 2_000
EVERYTHING: Final = Only()
_BEGUN: Final = 1  # the number of the event that every chart begins with
_TOLD: Final = 3  # of the errors that keep a chart from being approved


def nothing_more(_filed: Filed, _event: Event) -> None:
    """Do nothing in the transaction of an event."""


class Records(Protocol):
    """Charts within one transaction."""

    def opened(self, chart: str) -> Filed | None:
        """Give a chart to change it; whoever else wants to waits until this transaction ends."""
        ...

    def begin(self, filed: Filed, event: Event) -> None: ...

    def keep(self, filed: Filed, event: Event, back: Sequence[Change]) -> None:
        """Write a chart with the event that made it so, and what takes that back."""
        ...

    def put_readers(self, filed: Filed) -> None: ...

    def events(self, chart: str, after: int = 0) -> list[Event]: ...

    def back(self, chart: str, number: int) -> tuple[Change, ...]:
        """Give what takes an event back."""
        ...

    def last_approval(self, chart: str) -> int:
        """Give the number of the event by which it was approved last, 0 where it was not."""
        ...

    def last_version(self, chart: str) -> Version | None: ...

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
    """Charts as ``by`` works on them, through one channel, at one moment, in one transaction.

    ``seen`` is the number of the last event that the person has seen; where somebody changed the
    chart since then, StaleError is raised. None asks for no such check. ``tell`` is called for
    each event, in its transaction.
    """

    records: Records
    audit: Recording
    findings: Callable[[Chart], Sequence[Finding]]
    by: Person
    at: datetime
    via: str = ""
    tell: Callable[[Filed, Event], None] = nothing_more

    def begin(self, chart: Chart, said: str = "", readers: Iterable[str] = (EVERYONE,)) -> Filed:
        """Keep a new chart: a draft, an import or an empty one. Nobody has accepted anything."""
        self.by.require(Rank.CONTRIBUTOR)
        _refuse_too_large(chart)
        changes = history.from_nothing(chart)
        empty = Filed(uuid4().hex[:12], history.NOTHING, self.by.id, readers=reader_groups(readers))
        event = self._event(empty, EventKind.BEGUN, said, changes)
        filed = history.after(empty, event)
        self.records.begin(filed, event)
        self._record(filed, event)
        return filed

    def edit(self, chart: str, edit: Edit, said: str = "", seen: int | None = None) -> Filed:
        """Change what a chart says; an approved one is a draft then, and its version stays."""
        filed = self._to_edit(chart, seen)
        edited = history.as_edited(edit(filed.chart), filed.chart)
        if history.applied(filed.chart, edited) == filed.chart:
            return filed
        return self._keep(filed, EventKind.EDITED, said, edited)

    def undo(self, chart: str, seen: int | None = None) -> Filed:
        """Take back the last edit that stands, whoever made it; never what was approved."""
        filed = self._to_edit(chart, seen)
        return self._take_back(filed, history.to_undo(self._edits(filed)), "Undone")

    def redo(self, chart: str, seen: int | None = None) -> Filed:
        """Take back the last undoing, where nobody edited since then."""
        filed = self._to_edit(chart, seen)
        return self._take_back(filed, history.to_redo(self._edits(filed)), "Redone")

    def assign(
        self, chart: str, column: str, holders: Sequence[Person], seen: int | None = None
    ) -> Filed:
        """Say who holds a role: people who may read the chart, to answer for its letters."""
        filed = self._to_edit(chart, seen)
        for holder in holders:
            if not may_read(filed, holder):
                raise InvalidError(
                    f"{holder.name} may not read this chart. Let one of their groups read it first."
                )
        name = filed.chart.column(column).name
        said = f"{name} is held by {', '.join(holder.name for holder in holders) or 'nobody'}"
        ids = [holder.id for holder in holders]
        return self.edit(chart, lambda known: holder_set(known, column, ids), said)

    def accept(self, chart: str, only: Only = EVERYTHING, seen: int | None = None) -> Filed:
        """Say yes, as who holds the roles, to the letters that are meant."""
        filed = self._read(chart, seen)
        self.by.require(Rank.READER)
        return self._answer(filed, EventKind.ACCEPTED, accepting(filed.chart, self.by, only))

    def decline(
        self, chart: str, reason: str, only: Only = EVERYTHING, seen: int | None = None
    ) -> Filed:
        """Say no, with the reason; the letters go back to whoever draws the chart."""
        filed = self._read(chart, seen)
        self.by.require(Rank.READER)
        changes = declining(filed.chart, self.by, reason, only)
        return self._answer(filed, EventKind.DECLINED, changes, reason.strip())

    def submit(self, chart: str, said: str = "", seen: int | None = None) -> Filed:
        """Ask for review; errors may stand in it, they keep it from being approved."""
        filed = self._to_edit(chart, seen)
        if filed.status is not Status.DRAFT:
            raise ConflictError(f"The chart is {filed.status}; only a draft goes to review.")
        return self._keep(filed, EventKind.SUBMITTED, said)

    def give_back(self, chart: str, reason: str, seen: int | None = None) -> Filed:
        """Make a chart in review a draft again, with the reason."""
        filed = self._to_edit(chart, seen)
        if filed.status is not Status.IN_REVIEW:
            raise ConflictError(f"The chart is {filed.status}, so it cannot be given back.")
        if not reason.strip():
            raise InvalidError("Say what is to be changed, so that it can be.")
        return self._keep(filed, EventKind.RETURNED, reason.strip())

    def approve(self, chart: str, said: str = "", seen: int | None = None) -> Version:
        """Make an immutable version of a chart without errors that somebody else wrote.

        Raises NotAllowedError below a lead and for whoever made the last change, InvalidError
        where an error or a declined letter stands in it.
        """
        approved = self._keep(self.to_approve(chart, seen), EventKind.APPROVED, said)
        version = Version(
            approved.id, approved.version, approved.chart, self.by.id, self.at, approved.number
        )
        self.records.add_version(version)
        return version

    def to_approve(self, chart: str, seen: int | None = None) -> Filed:
        """Give a chart that the person could approve as it is; raises what approving it would."""
        filed = self._read(chart, seen)
        self.by.require(Rank.LEAD)
        self._refuse_own(filed)
        self._refuse_faulty(filed)
        return filed

    def let_read(self, chart: str, readers: Iterable[str]) -> Filed:
        """Say which groups read a chart: a lead, or the owner until it was approved once."""
        filed = self._read(chart)
        if filed.version or filed.owner != self.by.id:
            self.by.require(Rank.LEAD)
        changed = replace(filed, readers=reader_groups(readers))
        if changed.readers == filed.readers:
            return filed
        self.records.put_readers(changed)
        said = {"title": filed.chart.title, "readers": ", ".join(changed.readers)}
        self.audit.record("chart.readers", self.by, filed.id, said)
        return changed

    def readers_of(self, chart: str) -> tuple[str, ...]:
        """Give the groups that read a chart, as they are in this transaction."""
        return self._read(chart).readers

    # ---- what all of them need

    def _read(self, chart: str, seen: int | None = None) -> Filed:
        filed = readable(self.records.opened(chart), chart, self.by)
        try:
            return filed.seen_at(seen)
        except ConflictError as error:
            raise StaleError(str(error)) from error

    def _to_edit(self, chart: str, seen: int | None) -> Filed:
        return editable(self._read(chart, seen), self.by)

    def _edits(self, filed: Filed) -> list[Event]:
        """Give the events since the last approval that can be taken back, among others."""
        return self.records.events(filed.id, max(_BEGUN, self.records.last_approval(filed.id)))

    def _take_back(self, filed: Filed, target: Event, word: str) -> Filed:
        changes = history.taking_back(self.records.back(filed.id, target.number), filed.chart)
        said = f"{word}: event {target.number}"
        return self._keep(filed, EventKind.UNDONE, said, changes, target.number)

    def _answer(
        self, filed: Filed, kind: EventKind, changes: tuple[Change, ...], said: str = ""
    ) -> Filed:
        return self._keep(filed, kind, said, changes) if changes else filed

    def _refuse_own(self, filed: Filed) -> None:
        if self.by.id in writers(self.records, filed):
            raise NotAllowedError(
                "You made the last change of this chart, so somebody else has to approve it."
            )

    def _refuse_faulty(self, filed: Filed) -> None:
        if filed.status is Status.APPROVED:
            raise ConflictError(f"This is version {filed.version} already: nothing changed since.")
        errors = [f.message for f in self.findings(filed.chart) if f.severity is Severity.ERROR]
        if errors:
            more = f" And {len(errors) - _TOLD} more." if len(errors) > _TOLD else ""
            told = " ".join(errors[:_TOLD])
            raise InvalidError(f"A chart with errors is not approved. {told}{more}")

    def _event(
        self,
        filed: Filed,
        kind: EventKind,
        said: str,
        changes: tuple[Change, ...] = (),
        undoes: int | None = None,
    ) -> Event:
        if len(said) > LONGEST_SAID:
            raise InvalidError(f"What you say is longer than {LONGEST_SAID:,} characters.")
        number = filed.number + 1
        return Event(number, kind, self.by.id, self.at, said, changes, self.via, undoes)

    def _keep(
        self,
        filed: Filed,
        kind: EventKind,
        said: str,
        changes: tuple[Change, ...] = (),
        undoes: int | None = None,
    ) -> Filed:
        event = self._event(filed, kind, said, changes, undoes)
        kept = history.after(filed, event)
        _refuse_too_large(kept.chart)
        self.records.keep(kept, event, history.back(event, filed.chart, kept.chart))
        self._record(kept, event)
        self.tell(kept, event)
        return kept

    def _record(self, filed: Filed, event: Event) -> None:
        details = {
            "title": filed.chart.title,
            "event": str(event.number),
            "said": event.said,
            "via": event.via,
            "version": str(filed.version) if event.kind is EventKind.APPROVED else "",
        }
        told = {name: value for name, value in details.items() if value}
        self.audit.record(f"chart.{event.kind}", self.by, filed.id, told)


def writers(records: Records, filed: Filed) -> frozenset[str]:
    """Give who may not approve a chart, as they made its last change."""
    version = records.last_version(filed.id)
    approved = version.chart if version else history.NOTHING
    events = records.events(filed.id, version.event if version else 0)
    return history.authors(filed, approved, events)


def _refuse_too_large(chart: Chart) -> None:
    if reason := too_large(chart):
        raise InvalidError(reason)
