"""One door for the channels: each call is one use case on role definitions in one transaction."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from isthmus.audit.store import Act
from isthmus.errors import ConflictError
from isthmus.library import approved as published
from isthmus.library.ports import Readers
from isthmus.library.reading import LibraryReading
from isthmus.library.recording import RecordedStore
from isthmus.people import EVERYONE, OPERATOR, Audience, Person, alone
from isthmus.raci.desk import Hand
from isthmus.raci.exporting.sheet import Approval, RoleSheet
from isthmus.raci.looking import Looking as LookingAtCharts
from isthmus.raci.model import Filed as FiledChart
from isthmus.raci.rights import reader_groups
from isthmus.raci.store import ChartStore
from isthmus.roles.composing import compose
from isthmus.roles.editing import Edit
from isthmus.roles.exporting.sheet import Sheet, as_role_sheet
from isthmus.roles.gathering import charts_in_force, statements
from isthmus.roles.looking import NOW, Compared, Looking
from isthmus.roles.model import Definition, Event, Filed, Version
from isthmus.roles.printing import printed_with
from isthmus.roles.publishing import Approval as Publication
from isthmus.roles.publishing import approved, source_of
from isthmus.roles.refreshing import About, News, news, one_taken_over, taken_over
from isthmus.roles.rewording import Drafted, Rewording
from isthmus.roles.rights import by_readers, refuse_hidden
from isthmus.roles.service import Keeping
from isthmus.roles.store import RoleStore
from isthmus.roles.subject import Subject, subject_of, subject_of_column, subject_of_definition
from isthmus.storage import Storage

REVIEWED_AFTER: Final = timedelta(days=365)
_SAID: Final = "Put together from charts, the catalogue and documents"


@dataclass(frozen=True)
class Parts:
    """What definitions are kept with.

    ``recording`` opens a transaction with its audit trail, ``reading`` the library as somebody may
    read it; ``person`` finds somebody by id; ``after`` is called for each event in its transaction.
    """

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    reading: Callable[[Audience], AbstractContextManager[LibraryReading]]
    readers: Readers
    person: Callable[[str], Person | None]
    clock: Callable[[], datetime]
    after: Callable[[Act, Filed, Event], None]
    rewording: Rewording = field(default_factory=Rewording)


@dataclass(frozen=True)
class Roles:
    parts: Parts

    # ---- proposing

    def define(
        self, role: str, by: Person, readers: Collection[str] | None = None, *, asker: str = ""
    ) -> Drafted:
        """Put together what is known of a role; nothing is kept. ``asker`` is the id of who asks.

        It stands on what ``by`` may read, and all ``readers``.
        """
        return self._reworded(self._drafted([subject_of(role)], by, readers)[0], by, asker)

    def define_all(
        self, chart: str, by: Person, readers: Collection[str] | None = None
    ) -> list[Drafted]:
        """Put together definitions of all roles of a chart; nothing is kept."""
        return self._drafted(self._subjects(chart, by), by, readers)

    def _drafted(
        self, subjects: Sequence[Subject], by: Person, readers: Collection[str] | None = None
    ) -> list[Drafted]:
        with self.parts.storage.reading() as connection:
            drawn = charts_in_force(ChartStore(connection), subjects, by, readers)
        with self.parts.reading(alone(by)) as library:
            stated = statements(library, subjects, readers)
        due = self.parts.clock().date() + REVIEWED_AFTER
        composed = [(each, compose(each, drawn, stated, due)) for each in subjects]
        return [Drafted(found, subject.assumed_for(found)) for subject, found in composed]

    def _reworded(self, drafted: Drafted, by: Person, asker: str = "") -> Drafted:
        return self.parts.rewording.reworded(drafted, by, self.parts.reading, asker or by.id)

    def _subjects(self, chart: str, by: Person) -> list[Subject]:
        with self.parts.storage.reading() as connection:
            columns = LookingAtCharts(ChartStore(connection), by).chart(chart).chart.columns
        return [subject_of_column(column) for column in columns]

    # ---- looking

    def listed(self, by: Person, role: str = "") -> list[Filed]:
        """Give the definitions that somebody may read, by name; those of one role where said."""
        with self._looking(by) as looking:
            return looking.listed(role)

    def show(self, definition: str, by: Person) -> Filed:
        with self._looking(by) as looking:
            return looking.definition(definition)

    def sheet(self, definition: str, by: Person, version: int | None = None) -> Sheet:
        """Give a definition to send: as it is now, or a version of it."""
        with self._looking(by) as looking:
            filed = looking.definition(definition)
            versions = looking.versions(definition)
            chosen = looking.version(definition, version) if version else None
        last = chosen or (versions[-1] if versions else None)
        return Sheet(
            definition=chosen.definition if chosen else filed.definition,
            status=chosen.status if chosen else filed.status,
            version=str(last.number) if last else "",
            approval=self._approval(last) if last else None,
        )

    def _approval(self, version: Version) -> Approval:
        return Approval(self.name_of(version.approved_by), version.approved_at.date())

    def name_of(self, person: str) -> str:
        """Give the name of whoever did something, their id where nobody knows them any more."""
        found = self.parts.person(person)
        return found.name if found else person

    def printed(self, chart: FiledChart, by: Person) -> list[RoleSheet]:
        """Give the approved definitions of a chart's roles, for the file of the chart."""
        owner = self.parts.person(chart.owner)
        readers = [by, owner] if owner else [by]
        with self.parts.storage.reading() as connection:
            known = RoleStore(connection).versions_in_force()
        return [as_role_sheet(self._sheet(each)) for each in printed_with(chart, known, readers)]

    def _sheet(self, version: Version) -> Sheet:
        approval = self._approval(version)
        return Sheet(version.definition, version.status, str(version.number), approval)

    def history(self, definition: str, by: Person) -> list[Event]:
        with self._looking(by) as looking:
            return looking.history(definition)

    def versions(self, definition: str, by: Person) -> list[Version]:
        with self._looking(by) as looking:
            return looking.versions(definition)

    def version(self, definition: str, by: Person, number: int | None = None) -> Version:
        """Give an approved version, the one in force where no number is said."""
        with self._looking(by) as looking:
            return looking.version(definition, number)

    def compare(self, definition: str, by: Person, before: str = "", after: str = NOW) -> Compared:
        """Give what differs between two points; by default since the approved version."""
        with self._looking(by) as looking:
            return looking.compared(definition, before, after)

    def news(self, definition: str, by: Person) -> tuple[News, ...]:
        """Give what charts, the catalogue and documents say otherwise since it was taken over."""
        filed = self.show(definition, by)
        return news(filed.definition, self._composed(filed, by).lines)

    def all_news(self, by: Person) -> dict[str, tuple[News, ...]]:
        """Give the news of each definition that somebody may read, by its id."""
        found: dict[str, tuple[News, ...]] = {}
        for readers, group in by_readers(self.listed(by)).items():
            subjects = [subject_of_definition(each.definition) for each in group]
            drafted = self._drafted(subjects, by, readers)
            for filed, now in zip(group, drafted, strict=True):
                found[filed.id] = news(filed.definition, now.definition.lines)
        return found

    def _composed(self, filed: Filed, by: Person) -> Definition:
        subject = subject_of_definition(filed.definition)
        return self._drafted([subject], by, filed.readers)[0].definition

    # ---- changing

    def save(self, role: str, hand: Hand, readers: Iterable[str] = (EVERYONE,)) -> Filed:
        """Keep the definition of a role, from sources that all who may read it may read.

        Raises ConflictError where there is one already, under whatever name.
        """
        subject = subject_of(role)
        if there := next(filter(subject.is_kept_as, self.listed(hand.by)), None):
            raise ConflictError(
                f"There is a definition of {there.definition.name} already: {there.id}. "
                "Refresh or edit it."
            )
        return self._save([subject], hand, readers)[0]

    def save_all(self, chart: str, hand: Hand, readers: Iterable[str] = (EVERYONE,)) -> list[Filed]:
        """Keep a definition of each role of a chart that has none yet."""
        defined = self.listed(hand.by)
        subjects = self._subjects(chart, hand.by)
        wanted = [each for each in subjects if not any(map(each.is_kept_as, defined))]
        return self._save(wanted, hand, readers)

    def edit(self, definition: str, edit: Edit, hand: Hand, said: str = "") -> Filed:
        """Change a definition by what ``edit`` makes of it as it is then."""
        with self._keeping(hand) as (keeping, _):
            return keeping.edit(definition, edit, said, hand.seen)

    def refresh(self, definition: str, hand: Hand, only: About | None = None) -> Filed:
        """Take over what the sources say otherwise now; a person's own lines stay.

        ``only`` names the one line whose news are taken over; without it that is all.
        """
        with self._keeping(hand) as (keeping, _):
            filed = keeping.to_edit(definition, hand.seen)
        now = self._composed(filed, hand.by).lines
        said = "What charts, the catalogue and documents say now"
        with self._keeping(hand) as (keeping, _):
            edit = (
                (lambda known: one_taken_over(known, now, only))
                if only
                else (lambda known: taken_over(known, now))
            )
            return keeping.edit(definition, edit, said, filed.number)

    def undo(self, definition: str, hand: Hand) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.undo(definition, hand.seen)

    def redo(self, definition: str, hand: Hand) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.redo(definition, hand.seen)

    def submit(self, definition: str, hand: Hand, said: str = "") -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.submit(definition, said, hand.seen)

    def give_back(self, definition: str, reason: str, hand: Hand) -> Filed:
        with self._keeping(hand) as (keeping, _):
            return keeping.give_back(definition, reason, hand.seen)

    def approve(self, definition: str, hand: Hand, said: str = "") -> Version:
        """Make a version, and publish it: answers cite it from then on.

        Raises StaleError where somebody changes the definition while its text is embedded.
        """
        with self._keeping(hand) as (keeping, _):
            filed, at = keeping.to_approve(definition, hand.seen), keeping.at
        approval = Publication(filed, hand.by.name, at)
        prepared = published.prepare(approved(approval), self.parts.readers)
        with self._keeping(hand, at) as (keeping, library):
            version = keeping.approve(definition, said, filed.number)
            published.publish(library, prepared, frozenset(filed.readers))
            return version

    def let_read(self, definition: str, readers: Iterable[str], hand: Hand) -> Filed:
        """Say which groups read a definition, and with it what answers cite of it.

        Raises InvalidError where a line stands on what not all of them may read.
        """
        groups = reader_groups(readers)
        versions = [each.definition for each in self.versions(definition, hand.by)]
        said = [self.show(definition, hand.by).definition, *versions]
        with self.parts.storage.reading() as connection:
            whole = LibraryReading(connection, alone(OPERATOR))
            refuse_hidden(said, groups, whole, ChartStore(connection))
        with self._keeping(hand) as (keeping, library):
            filed = keeping.let_read(definition, groups)
            published.let_read(library, source_of(filed), frozenset(filed.readers))
            return filed

    def _save(self, subjects: Sequence[Subject], hand: Hand, readers: Iterable[str]) -> list[Filed]:
        groups = reader_groups(readers)
        drafted = self._drafted(subjects, hand.by, groups)
        if len(drafted) == 1:  # of many, nobody waits for other words
            drafted = [self._reworded(drafted[0], hand.by)]
        with self._keeping(hand) as (keeping, _):
            return [keeping.begin(each.definition, _SAID, groups) for each in drafted]

    @contextmanager
    def _looking(self, by: Person) -> Iterator[Looking]:
        with self.parts.storage.reading() as connection:
            yield Looking(RoleStore(connection), by)

    @contextmanager
    def _keeping(
        self, hand: Hand, at: datetime | None = None
    ) -> Iterator[tuple[Keeping, RecordedStore]]:
        with self.parts.recording() as act:
            keeping = Keeping(
                records=RoleStore(act.connection),
                audit=act.audit,
                by=hand.by,
                at=at or self.parts.clock(),
                via=hand.via,
                tell=partial(self.parts.after, act),
            )
            yield keeping, RecordedStore(act.connection, act.audit, hand.by)
