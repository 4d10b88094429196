"""One door to the programme: how it stands, and the steering report of a period."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from isthmus.actions.dates import today_in
from isthmus.actions.seeking import ActionLists
from isthmus.actions.store import ActionStore
from isthmus.audit.model import Head
from isthmus.library.reviews import Live
from isthmus.people import Audience, Person, alone
from isthmus.programme.counting import Counting
from isthmus.programme.deciding import Charts, Deciding, Roles
from isthmus.programme.following import Followed
from isthmus.programme.overview import Overview, known_phase
from isthmus.programme.period import Named, Period, chosen, named
from isthmus.programme.prose import Wording
from isthmus.programme.remembering import Remembered
from isthmus.programme.report import Report
from isthmus.programme.reporting import report_of
from isthmus.programme.service import Looking
from isthmus.programme.store import ProgrammeStore
from isthmus.storage import Storage


@dataclass(frozen=True)
class Parts:
    """What the programme is told from; ``person`` finds somebody by id.

    ``wording`` words the summary of a report.
    """

    storage: Storage
    charts: Charts
    roles: Roles
    reading: Callable[[Audience], AbstractContextManager[Live]]
    person: Callable[[str], Person | None]
    clock: Callable[[], datetime]
    wording: Wording = field(default_factory=Wording)


@dataclass(frozen=True)
class Span:
    """Which days somebody asks for: from one to another, or by a name."""

    first: date | None = None
    last: date | None = None
    usual: Named = Named.TWELVE_WEEKS


@dataclass(frozen=True)
class Programme:
    """The programme for whoever asks; nobody sees or counts what they may not read."""

    parts: Parts
    _remembered: Remembered[Overview] = field(default_factory=Remembered)
    _followed: Followed = field(default_factory=Followed)

    def period(self, span: Span, by: Person) -> Period:
        """Give the days that are meant, in the zone of whoever asks."""
        return chosen(span.first, span.last, named(span.usual, self._today(by), by.time_zone))

    def overview(self, by: Person, span: Span, phase: str = "") -> Overview:
        """Give how the programme stands and came along in a time.

        It is derived again once anything was recorded in the audit trail, where every change of an
        action is, or another day has begun.
        """
        period = self.period(span, by)
        with self._looking(by, phase) as (head, looking):
            key = (head, by, period, self._today(by), phase)
            return self._remembered.get(key, lambda: looking().overview(period))

    def report(self, by: Person, span: Span, phase: str = "", *, asker: str = "") -> Report:
        """Give the steering report of a time; what somebody may not read is not in it.

        ``asker`` is the id of whoever asks, where ``by`` stands for several who read along.
        """
        period = self.period(span, by)
        with self._looking(by, phase) as (_, looking), self.parts.reading(alone(by)) as library:
            parts = self.parts
            deciding = Deciding(parts.charts, parts.roles, library, by, self._name)
            facts = looking().facts(period, deciding)
        return parts.wording.worded(report_of(facts), facts, asker or by.id)

    def follow(self) -> None:
        """Read what changed since, so that whoever opens a page of figures does not wait for it."""
        with self.parts.storage.reading() as connection:
            self._followed.up_to(ProgrammeStore(connection))

    @contextmanager
    def _looking(self, by: Person, phase: str) -> Iterator[tuple[Head, Callable[[], Looking]]]:
        """Give the last entry of the audit trail, and how to look at what it tells of."""
        known_phase(phase)
        with self.parts.storage.reading() as connection:
            store = ProgrammeStore(connection)
            head, columns = self._followed.up_to(store)

            def looking() -> Looking:
                rows = columns.readable(store.audiences(by), store.involving(by))
                return Looking(
                    tallying=Counting(columns, rows).of_phase(phase),
                    lists=ActionLists(connection, alone(by)),
                    records=ActionStore(connection),
                    name_of=self._name,
                    now=self.parts.clock(),
                    today=self._today(by),
                    phase=phase,
                )

            yield head, looking

    def _today(self, by: Person) -> date:
        return today_in(by.time_zone, self.parts.clock())

    def _name(self, person: str) -> str:
        found = self.parts.person(person)
        return found.name if found else person
