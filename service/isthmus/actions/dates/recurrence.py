"""Days that come again: a series that can always say what comes next."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from isthmus.actions.dates.days import (
    Kind,
    Period,
    clamped,
    months_on,
    week_of,
    weekday_in,
    working_days_on,
)
from isthmus.actions.dates.edges import nth
from isthmus.actions.dates.model import Asked, Weekday, without
from isthmus.actions.dates.naming_periods import unit_of

ANY_DAY: Final = date(2000, 1, 3)
ANY_WEEK: Final = Asked(ANY_DAY)
_A_DAY: Final = timedelta(days=1)
_LONGEST_SEARCH: Final = 60  # periods; a fifth Friday, a 29 February come far sooner


@dataclass(frozen=True)
class Stepping:
    """Every so many days, working days or months, counted from the first."""

    every: int
    unit: Literal["day", "working day", "month"]

    def next(self, after: date, first: date, week: Asked) -> date:
        if self.unit == "working day":
            return working_days_on(after, self.every, week)
        if self.unit == "day":
            steps = max(0, (after - first).days // self.every + 1)
            return first + timedelta(days=steps * self.every)
        return self._month(after, first)

    def _month(self, after: date, first: date) -> date:
        """Count from the first each time, so that 31 January comes to 28 February, 31 March."""
        months = (after.year - first.year) * 12 + after.month - first.month
        steps = max(0, months // self.every)
        day = months_on(first, steps * self.every)
        return day if day > after else months_on(first, (steps + 1) * self.every)


@dataclass(frozen=True)
class OnWeekdays:
    every: int
    weekdays: tuple[Weekday, ...]

    def next(self, after: date, first: date, week: Asked) -> date:
        """Count weeks from that of the first, or of its next such weekday."""
        begun = self._in_week(week_of(first, week), first - _A_DAY)
        base = week_of(first, week, 0 if begun else 1)
        behind = max(0, (after - base.first).days // 7)
        for weeks in range(behind - behind % self.every, behind + 2 * self.every + 1, self.every):
            day = self._in_week(week_of(base.first, week, weeks), after)
            if day:
                return day
        raise AssertionError("A week has each weekday once.")  # pragma: no cover

    def _in_week(self, period: Period, after: date) -> date | None:
        days = sorted(weekday_in(period, weekday) for weekday in self.weekdays)
        return next((day for day in days if day > after), None)


@dataclass(frozen=True)
class InPeriod:
    """The n-th day of a kind in every month, quarter or year; -1 is the last."""

    period: Kind
    ordinal: int
    what: str

    def next(self, after: date, first: date, week: Asked) -> date:
        del first
        at = replace(week, today=after)
        for ahead in range(_LONGEST_SEARCH):
            day = self._day(unit_of(self.period, at, ahead, fiscal=True), week)
            if day and day > after:
                return day
        raise AssertionError("Such a day comes within five years.")  # pragma: no cover

    def _day(self, period: Period, week: Asked) -> date | None:
        if self.what == "day" and self.ordinal > 0:
            return min(period.first + timedelta(days=self.ordinal - 1), period.last)
        return nth(self.ordinal, self.what, period, week)


@dataclass(frozen=True)
class Yearly:
    month: int
    day: int

    def next(self, after: date, first: date, week: Asked) -> date:
        del first, week
        days = (clamped(after.year + ahead, self.month, self.day) for ahead in (0, 1))
        return next(day for day in days if day > after)


Series = Stepping | OnWeekdays | InPeriod | Yearly


@dataclass(frozen=True)
class Recurrence:
    """``first`` anchors the series; without it a series counts from the day it is asked about."""

    words: str
    series: Series
    week: Asked = ANY_WEEK
    first: date | None = None

    def starting(self, first: date) -> "Recurrence":
        return replace(self, first=first)

    def next(self, after: date) -> date:
        """Give the first day of the series after this one."""
        if self.first is None:
            return self.series.next(after, after, self.week)
        return self.series.next(max(after, self.first - _A_DAY), self.first, self.week)


@dataclass(frozen=True)
class FoundRecurrence:
    start: int
    end: int
    recurrence: Recurrence

    def cut(self, text: str) -> str:
        return without(text, self.start, self.end)
