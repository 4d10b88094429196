"""What was decided in charts and definitions of roles, and what is still to be decided there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from isthmus.library.reviews import Live, due
from isthmus.people import Person
from isthmus.programme.facts import Decided, Decision, Passed, Unaccepted
from isthmus.programme.period import Period
from isthmus.raci.desk import Kept
from isthmus.raci.listing import Listed
from isthmus.raci.model import Chart, State, Status
from isthmus.raci.model import Version as ChartVersion
from isthmus.roles.model import Filed
from isthmus.roles.model import Version as RoleVersion

CHART: Final = "Chart"
ROLE: Final = "Role definition"
_UNDER_WAY: Final = (Status.IN_REVIEW, Status.APPROVED)


class Charts(Protocol):
    """The charts that somebody may read."""

    def listed(self, by: Person, /) -> list[Listed]: ...
    def show(self, chart: str, by: Person, /) -> Kept: ...
    def versions(self, chart: str, by: Person, /) -> list[ChartVersion]: ...


class Roles(Protocol):
    """The definitions of roles that somebody may read."""

    def listed(self, by: Person, /) -> list[Filed]: ...
    def versions(self, definition: str, by: Person, /) -> list[RoleVersion]: ...


@dataclass(frozen=True)
class Deciding:
    """What ``by`` may read of charts, definitions and documents."""

    charts: Charts
    roles: Roles
    library: Live
    by: Person
    name_of: Callable[[str], str]

    def decided(self, period: Period, phase: str, today: date) -> Decided:
        """Give what was approved in a period, and what stands open today; in a phase or in all."""
        charts = [each for each in self.charts.listed(self.by) if _is_in(each.steps, phase)]
        approved = [*self._charts(charts, period), *(() if phase else self._roles(period))]
        in_use = [
            self.charts.show(each.id, self.by).filed.chart
            for each in charts
            if each.status in _UNDER_WAY
        ]
        passed = [*_passed(in_use, today), *(() if phase else self._others_passed(today))]
        return Decided(
            tuple(sorted(approved, key=lambda each: (each.on, each.title))),
            tuple(_unaccepted(in_use)),
            tuple(sorted(passed, key=lambda each: (each.on, each.title))),
        )

    def _charts(self, charts: Iterable[Listed], period: Period) -> Iterator[Decision]:
        lately = [e for e in charts if e.version and e.changed_at >= period.begins]
        for each in lately:
            versions = self.charts.versions(each.id, self.by)
            yield from self._decisions(
                CHART, [(version.chart.title, version) for version in versions], period
            )

    def _roles(self, period: Period) -> Iterator[Decision]:
        for each in self.roles.listed(self.by):
            if each.version:
                versions = self.roles.versions(each.id, self.by)
                yield from self._decisions(
                    ROLE, [(version.definition.name, version) for version in versions], period
                )

    def _decisions(
        self,
        kind: str,
        versions: Sequence[tuple[str, ChartVersion | RoleVersion]],
        period: Period,
    ) -> Iterator[Decision]:
        zone = ZoneInfo(period.zone)
        for title, version in versions:
            if period.begins <= version.approved_at < period.ends:
                by, on = self.name_of(version.approved_by), version.approved_at.astimezone(zone)
                yield Decision(kind, title, version.number, by, on.date())

    def _others_passed(self, today: date) -> Iterator[Passed]:
        for each in self.roles.listed(self.by):
            on = each.definition.review
            if each.version and on is not None and on < today:
                yield Passed(ROLE, each.definition.name, on)
        for review in due(self.library, today, timedelta()):
            if review.is_overdue:
                yield Passed("Document", review.document.description.title, review.on)


def _is_in(steps: Sequence[str], phase: str) -> bool:
    return not phase or any(step.partition(".")[0] == phase for step in steps)


def _unaccepted(charts: Iterable[Chart]) -> Iterator[Unaccepted]:
    for chart in charts:
        states = [each.state for cell in chart.cells.values() for each in cell]
        proposed, declined = states.count(State.PROPOSED), states.count(State.DECLINED)
        if proposed or declined:
            yield Unaccepted(chart.title, proposed, declined)


def _passed(charts: Iterable[Chart], today: date) -> Iterator[Passed]:
    for chart in charts:
        if chart.review is not None and chart.review < today:
            yield Passed(CHART, chart.title, chart.review)
