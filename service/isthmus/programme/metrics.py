"""The metrics that actions give: what each counts, in which unit, and which way is better."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus.programme.period import Moment
from isthmus.programme.tallies import Begun, Course, Flow, median_age

Value = float | None
NONE: Final = "\N{EN DASH}"
STEADY: Final = 0.05  # a change below this share is none


class Direction(StrEnum):
    UP = "more is better"
    DOWN = "less is better"


@dataclass(frozen=True)
class Metric:
    id: str
    name: str
    unit: str
    direction: Direction
    definition: str
    decimals: int = 0

    def words(self, value: Value) -> str:
        """Give a value with its unit; a dash where there is none."""
        if value is None:
            return NONE
        number = f"{value:,.{self.decimals}f}"
        if self.unit == "%":
            return f"{number} %"
        return f"{number} {self.unit}".strip()


ON_TIME: Final = Metric(
    "on-time",
    "Closed by the first date",
    "%",
    Direction.UP,
    "Of the actions closed as done that ever had a date, the share closed on or before the first "
    "date that was agreed. A date that was moved later does not make an action punctual.",
)
CLOSED: Final = Metric(
    "closed",
    "Closed",
    "",
    Direction.UP,
    "Actions that were closed as done and still are. Dropped ones do not count.",
)
SLIPS: Final = Metric(
    "slips",
    "Slips per closed action",
    "",
    Direction.DOWN,
    "How often the date of an action was moved later before it was closed, on average.",
    decimals=1,
)
AGE: Final = Metric(
    "median-age",
    "Median age",
    "days",
    Direction.DOWN,
    "Half of the actions that are open are older than this, counted from the day each was entered.",
)
LATE: Final = Metric(
    "late",
    "Past the first date",
    "",
    Direction.DOWN,
    "Open actions whose first agreed date has passed, also where a later date was agreed since.",
)
OPEN: Final = Metric(
    "open",
    "Open",
    "",
    Direction.DOWN,
    "Actions that somebody agreed to and that are neither done nor dropped.",
)
METRICS: Final = (ON_TIME, CLOSED, LATE, AGE, SLIPS, OPEN)


@dataclass(frozen=True)
class Measured:
    """A metric over a period, its value before that, and what it was in each week or month.

    What counts events (closed, slips) is compared with the period before, where that is known;
    what counts a state (open, age) with its value when the period began.
    """

    metric: Metric
    value: Value
    before: Value
    series: tuple[Value, ...]

    @property
    def words(self) -> str:
        return self.metric.words(self.value)

    @property
    def change(self) -> Value:
        known = self.value is not None and self.before is not None
        return (self.value or 0) - (self.before or 0) if known else None

    @property
    def trend(self) -> str:
        """Give "better", "worse" or "steady"; "" where there is nothing to compare with."""
        change = self.change
        if change is None:
            return ""
        if abs(change) <= STEADY * max(abs(self.before or 0), abs(self.value or 0)):
            return "steady"
        return "better" if (change > 0) is (self.metric.direction is Direction.UP) else "worse"

    @property
    def compared(self) -> str:
        """Say how it was before: "72 % before: better"."""
        if self.before is None:
            return ""
        return f"{self.metric.words(self.before)} before: {self.trend}"


@dataclass(frozen=True)
class Counted:
    """All that the metrics follow from; ``start`` is the moment with which the period begins.

    A moment before ``start`` is the beginning of the period before.
    """

    moments: Sequence[Moment]
    course: Course
    begun: Sequence[Begun]
    start: int = 0

    @property
    def last(self) -> int:
        return len(self.moments) - 1

    @property
    def buckets(self) -> range:
        """Give the moments at which the weeks or months of the period end."""
        return range(self.start + 1, self.last + 1)

    def age(self, moment: int) -> Value:
        return median_age(self.begun, moment, self.moments[moment].today)


def measured(counted: Counted) -> tuple[Measured, ...]:
    """Give every metric of a period, in their order."""

    def during(metric: Metric, read: Callable[[Flow], Value]) -> Measured:
        flows = counted.course.flows
        start = counted.start
        before = read(counted.course.during(0, start)) if start else None
        value = read(counted.course.during(start, counted.last))
        return Measured(metric, value, before, tuple(read(flows[at]) for at in counted.buckets))

    def at(metric: Metric, read: Callable[[int], Value]) -> Measured:
        series = tuple(read(moment) for moment in counted.buckets)
        return Measured(metric, read(counted.last), read(counted.start), series)

    stood = counted.course.standings
    return (
        during(ON_TIME, lambda flow: flow.share_on_time),
        during(CLOSED, lambda flow: flow.closed),
        at(LATE, lambda moment: stood[moment].late),
        at(AGE, counted.age),
        during(SLIPS, lambda flow: flow.slips_each),
        at(OPEN, lambda moment: stood[moment].open),
    )
