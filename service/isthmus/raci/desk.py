"""One door for the channels: each call is one use case on charts in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Final

from isthmus.audit.store import Act
from isthmus.errors import NotFoundError
from isthmus.library import approved as published
from isthmus.library.ports import Readers
from isthmus.library.reading import LibraryReading
from isthmus.library.recording import RecordedStore
from isthmus.llm.model import Models, NoModels
from isthmus.people import EVERYONE, OPERATOR, Person, alone
from isthmus.raci.burdens import Burden
from isthmus.raci.changes import Event
from isthmus.raci.documents import refuse_hidden
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.drafting.scoping import request_of
from isthmus.raci.editing import Only
from isthmus.raci.exporting.sheet import Approval, RoleSheet, Sheet
from isthmus.raci.listing import Listed, Sought
from isthmus.raci.looking import NOW, Compared, Looking
from isthmus.raci.model import Chart, Filed, Version
from isthmus.raci.proposals import ProposalStore
from isthmus.raci.proposing import Proposing, Search, no_passages
from isthmus.raci.publishing import Approval as Publication
from isthmus.raci.publishing import approved, source_of
from isthmus.raci.rights import reader_groups
from isthmus.raci.rules import Finding, Thresholds, findings
from isthmus.raci.service import EVERYTHING, Edit, Keeping
from isthmus.raci.store import ChartStore
from isthmus.storage import Storage

REVIEWED_AFTER: Final = timedelta(days=365)


@dataclass(frozen=True)
class Parts:
    """What charts are kept with.

    ``recording`` opens a transaction with its audit trail; ``person`` finds somebody by id.
    ``definitions`` gives the approved definitions of a chart's roles that somebody may read, and
    whoever reads the chart too. ``after`` is called for each event in its transaction; ``search``
    finds passages for ``models`` to draft from.
    """

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    thresholds: Thresholds
    readers: Readers
    person: Callable[[str], Person | None]
    definitions: Callable[[Filed, Person], Sequence[RoleSheet]]
    clock: Callable[[], datetime]
    after: Callable[[Act, Filed, Event], None]
    search: Search = no_passages
    models: Models = field(default_factory=NoModels)


@dataclass(frozen=True)
class Hand:
    """Who does something, through which channel, and what they have seen of the chart before.

    ``by`` comes from the channel; ``seen`` is the number of the last event that they know of, None
    where it does not matter.
    """

    by: Person
    via: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class Kept:
    """A chart that is kept, with what the rules say of it."""

    filed: Filed
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Charts:
    parts: Parts

    # ---- proposing

    def draft(
        self,
        sentence: str,
        by: Person,
        roles: Sequence[str] = (),
        readers: Sequence[str] = (EVERYONE,),
        site: str = "",
    ) -> Draft:
        """Propose a chart for what a sentence asks, with these roles beside those it names.

        It is for ``site`` where the sentence names none. What documents state comes before the
        catalogue: those that ``by`` and all ``readers`` of the chart may read.
        """
        asked = request_of(sentence)
        named = tuple(dict.fromkeys((*asked.roles, *roles)))
        request = replace(asked, roles=named, site=asked.site or site)
        review = self.parts.clock().date() + REVIEWED_AFTER
        return self._proposing.draft(request, by, readers, review)

    @cached_property
    def _proposing(self) -> Proposing:
        at = self.parts
        return Proposing(at.storage, at.readers.embedding, at.thresholds, at.search, at.models)

    def propose(self, chart: Chart, by: Person, said: str, readers: Sequence[str] = ()) -> str:
        """Remember a chart that is shown to somebody, until they keep it or a day has passed."""
        with self.parts.storage.transaction() as connection:
            store = ProposalStore(connection)
            return store.put(chart, by, said, readers, self.parts.clock())

    def keep(self, proposal: str, hand: Hand, readers: Iterable[str] = (EVERYONE,)) -> Filed:
        """Keep what was shown; one that quotes documents has the readers it was drafted for."""
        with self.parts.storage.reading() as connection:
            shown = ProposalStore(connection).get(proposal, hand.by)
        return self.begin(shown.chart, hand, shown.said, shown.readers or readers)

    # ---- looking

    def listed(self, by: Person, sought: Sought = Sought()) -> list[Listed]:  # noqa: B008 - frozen
        """Give the charts that somebody may read, the last changed first."""
        with self._looking(by) as looking:
            return looking.listed(sought)

    def show(self, chart: str, by: Person) -> Kept:
        with self._looking(by) as looking:
            filed = looking.chart(chart)
        return Kept(filed, self.check(filed.chart))

    def check(self, chart: Chart) -> Sequence[Finding]:
        """Give what the rules find in a chart, kept or not."""
        return findings(chart, self.parts.thresholds, self.parts.clock().date())

    def sheet(self, chart: str, by: Person, version: int | None = None) -> Sheet:
        """Give a chart to send: as it is now, or a version of it."""
        with self._looking(by) as looking:
            filed = looking.chart(chart)
            versions = looking.versions(chart)
            chosen = looking.version(chart, version) if version else None
        shown = chosen.chart if chosen else filed.chart
        last = chosen or (versions[-1] if versions else None)
        return Sheet(
            chart=shown,
            findings=self.check(shown),
            status=chosen.status if chosen else filed.status,
            version=str(last.number) if last else "",
            approval=self._approval(last) if last else None,
            definitions=partial(self.parts.definitions, replace(filed, chart=shown), by),
            as_of=self.parts.clock().date(),
        )

    def _approval(self, version: Version) -> Approval:
        person = self.parts.person(version.approved_by)
        name = person.name if person else version.approved_by
        return Approval(name, version.approved_at.date())

    def history(self, chart: str, by: Person) -> list[Event]:
        with self._looking(by) as looking:
            return looking.history(chart)

    def lately(self, chart: str, by: Person, number: int = 5) -> list[Event]:
        """Give the last events, oldest first, without their changes, which may be many."""
        with self._looking(by) as looking:
            return looking.lately(chart, number)

    def versions(self, chart: str, by: Person) -> list[Version]:
        with self._looking(by) as looking:
            return looking.versions(chart)

    def version(self, chart: str, by: Person, number: int | None = None) -> Version:
        """Give an approved version, the one in force where no number is said."""
        with self._looking(by) as looking:
            return looking.version(chart, number)

    def compare(self, chart: str, by: Person, before: str = "", after: str = NOW) -> Compared:
        """Give what differs between two points; by default since the approved version."""
        with self._looking(by) as looking:
            return looking.compared(chart, before, after)

    def burden(self, role: str, by: Person) -> Burden:
        """Give what a role has to do in all charts that somebody may read."""
        with self._looking(by) as looking:
            return looking.burden(role)

    # ---- changing

    def begin(
        self, chart: Chart, hand: Hand, said: str = "", readers: Iterable[str] = (EVERYONE,)
    ) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.begin(chart, said, readers)

    def edit(self, chart: str, edit: Edit, hand: Hand, said: str = "") -> Filed:
        """Change a chart by what ``edit`` makes of it as it is then."""
        with self._keeping(hand) as (keeping, _):
            return keeping.edit(chart, edit, said, hand.seen)

    def undo(self, chart: str, hand: Hand) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.undo(chart, hand.seen)

    def redo(self, chart: str, hand: Hand) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.redo(chart, hand.seen)

    def assign(self, chart: str, column: str, holders: Sequence[str], hand: Hand) -> Filed:
        """Say which people, by their ids, hold a role."""
        people = [self._person(holder) for holder in holders]
        with self._keeping(hand) as (keeping, _):
            return keeping.assign(chart, column, people, hand.seen)

    def accept(self, chart: str, hand: Hand, only: Only = EVERYTHING) -> Filed:
        """Say yes to the letters that are meant: all of the person's that wait for an answer."""
        with self._keeping(hand) as (keeping, _):
            return keeping.accept(chart, only, hand.seen)

    def decline(self, chart: str, reason: str, hand: Hand, only: Only = EVERYTHING) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.decline(chart, reason, only, hand.seen)

    def submit(self, chart: str, hand: Hand, said: str = "") -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.submit(chart, said, hand.seen)

    def give_back(self, chart: str, reason: str, hand: Hand) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.give_back(chart, reason, hand.seen)

    def approve(self, chart: str, hand: Hand, said: str = "") -> Version:
        """Make a version, and publish it: answers cite it from then on.

        Raises ConflictError where somebody changes the chart while its text is embedded.
        """
        with self._keeping(hand) as (keeping, _):
            filed = keeping.to_approve(chart, hand.seen)
            at = keeping.at
        approval = Publication(filed, hand.by.name, at)
        prepared = published.prepare(approved(approval), self.parts.readers)
        with self._keeping(hand, at) as (keeping, library):
            version = keeping.approve(chart, said, filed.number)
            published.publish(library, prepared, frozenset(keeping.readers_of(chart)))
            return version

    def let_read(self, chart: str, readers: Iterable[str], hand: Hand) -> Filed:
        """Say which groups read a chart, and with it what answers cite of it.

        Raises InvalidError where a letter quotes what not all of them may read.
        """
        readers = reader_groups(readers)
        versions = [each.chart for each in self.versions(chart, hand.by)]
        said = [self.show(chart, hand.by).filed.chart, *versions]
        with self.parts.storage.reading() as connection:
            refuse_hidden(said, readers, LibraryReading(connection, alone(OPERATOR)))
        with self._keeping(hand) as (keeping, library):
            filed = keeping.let_read(chart, readers)
            published.let_read(library, source_of(filed), frozenset(filed.readers))
            return filed

    def name_of(self, person: str) -> str:
        """Give the name of somebody by their id, the id where nobody knows them any more."""
        found = self.parts.person(person)
        return found.name if found else person

    def _person(self, person: str) -> Person:
        found = self.parts.person(person)
        if found is None:
            raise NotFoundError(
                f"There is no person {person}. `isthmus people list` shows who there is."
            )
        return found

    @contextmanager
    def _looking(self, by: Person) -> Iterator[Looking]:
        with self.parts.storage.reading() as connection:
            yield Looking(ChartStore(connection), by)

    @contextmanager
    def _keeping(
        self, hand: Hand, at: datetime | None = None
    ) -> Iterator[tuple[Keeping, RecordedStore]]:
        with self.parts.recording() as act:
            keeping = Keeping(
                records=ChartStore(act.connection),
                audit=act.audit,
                findings=self.check,
                by=hand.by,
                at=at or self.parts.clock(),
                via=hand.via,
                tell=partial(self.parts.after, act),
            )
            yield keeping, RecordedStore(act.connection, act.audit, hand.by)
