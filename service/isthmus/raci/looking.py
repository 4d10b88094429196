"""Use cases that change nothing: find charts, show one, its history, versions and differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import Person
from isthmus.raci.burdens import Burden, burden
from isthmus.raci.changes import Event
from isthmus.raci.comparing import Difference, compared
from isthmus.raci.listing import Listed, Sought, names_of, picked
from isthmus.raci.model import Chart, Filed, Version
from isthmus.raci.rights import readable

NOW: Final = "now"
APPROVED: Final = "approved"
_DIGITS: Final = 10


class Records(Protocol):
    """Charts within one transaction."""

    def chart(self, chart: str) -> Filed | None: ...

    def charts(self, of: Sequence[str]) -> list[Filed]: ...

    def listed(self) -> list[Listed]: ...

    def events(self, chart: str) -> list[Event]: ...

    def lately(self, chart: str, number: int) -> list[Event]:
        """Give the last events, oldest first, without their changes."""
        ...

    def versions(self, chart: str) -> list[Version]: ...

    def state(self, filed: Filed, number: int) -> Chart: ...


@dataclass(frozen=True)
class State:
    """A chart at one point: ``name`` says which ("version 2", "event 7", "now")."""

    name: str
    chart: Chart


@dataclass(frozen=True)
class Compared:
    before: State
    after: State
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Looking:
    """Charts as somebody may read them; NotFoundError is raised for what they may not."""

    records: Records
    by: Person

    def chart(self, chart: str) -> Filed:
        return readable(self.records.chart(chart), chart, self.by)

    def listed(self, sought: Sought = Sought()) -> list[Listed]:  # noqa: B008 - it is frozen
        """Give the charts that are sought, the last changed first."""
        return picked(self.records.listed(), sought, self.by)

    def history(self, chart: str) -> list[Event]:
        """Give all that happened to a chart, oldest first."""
        return self.records.events(self.chart(chart).id)

    def lately(self, chart: str, number: int) -> list[Event]:
        """Give the last that happened to a chart, oldest first, without the changes."""
        return self.records.lately(self.chart(chart).id, number)

    def versions(self, chart: str) -> list[Version]:
        """Give the approved versions, oldest first."""
        return self.records.versions(self.chart(chart).id)

    def version(self, chart: str, number: int | None = None) -> Version:
        """Give one approved version; the one in force where no number is said."""
        return self._version(self.chart(chart), number)

    def _version(self, filed: Filed, number: int | None = None) -> Version:
        found = self.records.versions(filed.id)
        wanted = [each for each in found if number in {None, each.number}]
        if not wanted:
            named = "no approved version" if number is None else f"no version {number}"
            raise NotFoundError(f"The chart has {named}. {known_ones(len(found))}")
        return wanted[-1]

    def _state(self, filed: Filed, point: str) -> State:
        """Give a chart at a point: `now`, `approved`, a version (`v2`) or an event (`7`)."""
        said = point.strip().casefold()
        number = said.removeprefix("v")
        if said == NOW:
            return State(NOW, filed.chart)
        if said == APPROVED:
            version = self._version(filed)
            return State(f"version {version.number}", version.chart)
        if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
            raise InvalidError(
                f"“{point}” is no point in a chart's history. Say `now`, `approved`, a version "
                "such as `v2`, or the number of an event such as `7`."
            )
        if said.startswith("v"):
            return State(f"version {number}", self._version(filed, int(number)).chart)
        return self._after_event(filed, int(number))

    def _after_event(self, filed: Filed, number: int) -> State:
        if not 1 <= number <= filed.number:
            raise NotFoundError(f"The chart has no event {number}. Its last one is {filed.number}.")
        return State(f"event {number}", self.records.state(filed, number))

    def compared(self, chart: str, before: str = "", after: str = NOW) -> Compared:
        """Give what differs between two points; by default since the approved version.

        A chart that was never approved is compared with how it was begun.
        """
        filed = self.chart(chart)
        start = before or (APPROVED if filed.version else "1")
        old, new = self._state(filed, start), self._state(filed, after)
        return Compared(old, new, compared(old.chart, new.chart))

    def burden(self, role: str) -> Burden:
        """Give what a role has to do in all charts that the person may read."""
        found = [each for each in self.listed() if each.has_role(names_of(role))]
        return burden(role, self.records.charts([each.id for each in found]))


def known_ones(count: int) -> str:
    """Say which approved versions there are."""
    if not count:
        return "A version is made by an approval, and there was none yet."
    return "There is one: 1." if count == 1 else f"There are {count}: 1 to {count}."
