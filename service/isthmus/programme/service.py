"""Use cases: how the programme stands, and the facts of a steering report."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from isthmus.actions.listing import Counted as Group
from isthmus.actions.listing import Group as By
from isthmus.actions.listing import Listing, Page, Sought
from isthmus.actions.model import LIVE, Action, Event, Status, StepSettings
from isthmus.programme.deciding import Deciding
from isthmus.programme.facts import Facts, Late, Some
from isthmus.programme.metrics import Counted, measured
from isthmus.programme.overview import (
    Load,
    Overview,
    Point,
    Progress,
    loads_of,
    phases_of,
    progress_by_step,
)
from isthmus.programme.period import Moment, Period
from isthmus.programme.reasons import why_late
from isthmus.programme.tallies import NEVER, Begun, Outcome, Tally, ageing, course

ROOM: Final = 25  # actions of a kind that a report shows
BLOCKED_LONG: Final = timedelta(days=14)
TOO_MANY: Final = 10  # open actions of one person
TOO_LATE: Final = 5  # overdue ones
TOO_LONG: Final = 80.0  # hours
_LONG_AGO: Final = 3_650  # days


class Tallying(Protocol):
    def tallied(self, moments: Sequence[Moment], /) -> tuple[list[Tally], list[Begun]]:
        """Count what was open at any of these moments: by its history, and by when it was begun."""
        ...

    def by_step_and_status(self, today: date, /) -> list[Group]: ...
    def by_owner(self, today: date, /) -> list[Group]: ...
    def became(
        self, status: Status, begins: datetime, ends: datetime, most: int, /
    ) -> tuple[int, list[int]]:
        """Give how many took a status within a time and have it still, and the latest of them."""
        ...


class Lists(Protocol):
    def counted(self, sought: Sought, groups: Sequence[By], today: date, /) -> list[Group]: ...
    def listed(self, sought: Sought, page: Page, /) -> Listing: ...
    def readable(self, wanted: Sequence[int], /) -> list[Action]: ...


class Records(Protocol):
    def steps(self) -> list[StepSettings]: ...
    def events(self, action: int, /) -> list[Event]: ...


@dataclass(frozen=True)
class Looking:
    """The programme as somebody may read it; ``today`` and ``now`` are when they look."""

    tallying: Tallying
    lists: Lists
    records: Records
    name_of: Callable[[str], str]
    now: datetime
    today: date
    phase: str = ""

    @property
    def _sought(self) -> Sought:
        return Sought(steps=(self.phase,) if self.phase else ())

    def overview(self, period: Period, *, compared: bool = False) -> Overview:
        """Give how the programme stands and came along; ``compared`` with the period before."""
        progress = progress_by_step(self.tallying.by_step_and_status(self.today))
        counted, tallied = self._counted(period, progress, compared=compared)
        settings = self.records.steps()
        names = {each.lead: self.name_of(each.lead) for each in settings if each.lead}
        loads = loads_of(self.tallying.by_owner(self.today))
        phases = phases_of(progress, settings, names)
        return Overview(
            period=period,
            today=self.today,
            phase=self.phase,
            phases=tuple(p for p in phases if self.phase in {"", str(p.number)}),
            elsewhere=progress.get("", Progress()),
            points=tallied,
            metrics=measured(counted),
            ages=ageing(counted.begun, counted.moments[-1].today, counted.last),
            loads=tuple(each for each in loads if each.key),
            unowned=next((each for each in loads if not each.key), Load("", "", 0, 0, 0, 0)),
        )

    @property
    def _live(self) -> Sought:
        return replace(self._sought, statuses=LIVE)

    def _counted(
        self, period: Period, progress: Mapping[str, Progress], *, compared: bool
    ) -> tuple[Counted, tuple[Point, ...]]:
        moments = period.moments(self.now)
        start = 1 if compared else 0
        if compared:
            first = period.before.first
            moments.insert(0, Moment(period.midnight(first), first))
        tallies, begun = self.tallying.tallied(moments)
        found = course(with_closed_before(tallies, progress.values()), len(moments))
        counted = Counted(moments, found, begun, start)
        points = [
            Point(moments[at], found.standings[at], found.flows[at] if at > start else None)
            for at in range(start, len(moments))
        ]
        return counted, tuple(points)

    # ---- the facts of a report

    def facts(self, period: Period, deciding: Deciding) -> Facts:
        overview = self.overview(period, compared=True)
        coming = self._coming(period)
        return Facts(
            overview=overview,
            coming=coming,
            decided=deciding.decided(period, self.phase, self.today),
            done=self._became(Status.DONE, period),
            dropped=self._became(Status.DROPPED, period),
            late=tuple(map(self._late, self._some(replace(self._sought, overdue_on=self.today)))),
            next=self._all_of(replace(self._live, due_from=coming.first, due_to=coming.last)),
            stuck=self._stuck(),
            ownerless=self._all_of(replace(self._sought, overdue_on=self.today, owners=("",))),
            overloaded=tuple(each for each in overview.loads if is_overloaded(each)),
        )

    def _coming(self, period: Period) -> Period:
        """Give the time that follows a period, or follows today where it is not over."""
        if period.last < self.today:
            return period.after
        days = timedelta(days=period.days - 1)
        return replace(period, first=self.today, last=self.today + days)

    def _became(self, status: Status, period: Period) -> Some:
        total, shown = self.tallying.became(status, period.begins, period.ends, ROOM)
        return Some(total, tuple(self.lists.readable(shown)))

    def _stuck(self) -> Some:
        ends = self.now - BLOCKED_LONG
        begins = ends - timedelta(days=_LONG_AGO)
        total, shown = self.tallying.became(Status.BLOCKED, begins, ends, ROOM)
        return Some(total, tuple(self.lists.readable(shown)))

    def _all_of(self, sought: Sought) -> Some:
        total = sum(each.number for each in self.lists.counted(sought, (), self.today))
        return Some(total, self._some(sought))

    def _some(self, sought: Sought) -> tuple[Action, ...]:
        return self.lists.listed(sought, Page(limit=ROOM)).actions

    def _late(self, action: Action) -> Late:
        blockers = self.lists.readable(action.depends_on)
        days = (self.today - (action.due or self.today)).days
        return Late(action, days, why_late(action, blockers, self.records.events(action.id)))


def is_overloaded(load: Load) -> bool:
    return load.open > TOO_MANY or load.overdue >= TOO_LATE or load.hours > TOO_LONG


def with_closed_before(tallies: Sequence[Tally], progress: Iterable[Progress]) -> list[Tally]:
    """Add what was closed before the first moment: all that is closed, without what was since."""
    total = sum(progress, Progress())
    closed = {Outcome.DONE: total.done, Outcome.DROPPED: total.dropped}
    for each in tallies:
        if each.outcome in closed:
            closed[each.outcome] -= each.number
    before = [Tally(0, 0, NEVER, outcome, None, number) for outcome, number in closed.items()]
    return [*before, *tallies]
