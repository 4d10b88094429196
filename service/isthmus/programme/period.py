"""A stretch of days as whoever asks sees them, cut into weeks or months; words for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from isthmus.errors import InvalidError

LONGEST: Final = 3 * 366  # days
MOST_WEEKS: Final = 26  # shown week by week; what is longer month by month
WEEK: Final = 7
DAY: Final = timedelta(days=1)
_AN_INSTANT: Final = timedelta(microseconds=1)  # so that what happens now has happened


class Named(StrEnum):
    """Periods that go by a name."""

    FOUR_WEEKS = "4-weeks"
    TWELVE_WEEKS = "12-weeks"
    MONTH = "this-month"
    LAST_MONTH = "last-month"
    QUARTER = "this-quarter"
    LAST_QUARTER = "last-quarter"
    YEAR = "12-months"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS: Final = {
    Named.FOUR_WEEKS: "The last four weeks",
    Named.TWELVE_WEEKS: "The last twelve weeks",
    Named.MONTH: "This month",
    Named.LAST_MONTH: "Last month",
    Named.QUARTER: "This quarter",
    Named.LAST_QUARTER: "Last quarter",
    Named.YEAR: "The last twelve months",
}


@dataclass(frozen=True)
class Moment:
    """When something is counted: the instant, and the day that it is then."""

    at: datetime
    today: date

    @property
    def day(self) -> date:
        """Give the last day that had begun by then: at midnight it is the one before."""
        return (self.at - _AN_INSTANT).date()


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included, in a time zone."""

    first: date
    last: date
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidError(f"The period ends before it begins: {self.first} to {self.last}.")
        if self.days > LONGEST:
            raise InvalidError("A period is at most three years long. Choose a later first day.")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def begins(self) -> datetime:
        return self.midnight(self.first)

    @property
    def ends(self) -> datetime:
        """Give the first instant after it."""
        return self.midnight(self.last + DAY)

    @property
    def is_weekly(self) -> bool:
        return self.days <= MOST_WEEKS * WEEK

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone))

    @property
    def before(self) -> "Period":
        """Give the period before it: whole months before whole months, else as many days."""
        if self._months:
            first = _months_on(self.first, -self._months)
        else:
            first = self.first - timedelta(days=self.days)
        return replace(self, first=first, last=self.first - DAY)

    @property
    def after(self) -> "Period":
        first = self.last + DAY
        if self._months:
            return replace(self, first=first, last=_months_on(first, self._months) - DAY)
        return replace(self, first=first, last=self.last + timedelta(days=self.days))

    @cached_property
    def _months(self) -> int:
        """Give how many whole months it is; 0 where it is none."""
        following = self.last + DAY
        if self.first.day != 1 or following.day != 1:
            return 0
        return (following.year - self.first.year) * 12 + following.month - self.first.month

    def moments(self, now: datetime) -> list[Moment]:
        """Give its beginning and the end of each week or month in it, up to now.

        Raises InvalidError where all of it is still to come.
        """
        if self.begins > now:
            raise InvalidError(f"The period begins on {spoken(self.first)}, which is to come.")
        ends = [day for day in self._ends() if self.midnight(day) < now]
        moments = [Moment(self.midnight(day), day) for day in (self.first, *ends)]
        if self.ends > now:
            here = now.astimezone(ZoneInfo(self.zone))
            moments.append(Moment(here + _AN_INSTANT, here.date()))
        return moments

    def _ends(self) -> Iterator[date]:
        """Give the day after each week or month of it."""
        day = self.first
        while day <= self.last:
            following = day + timedelta(days=WEEK - day.weekday())
            day = following if self.is_weekly else _months_on(day.replace(day=1), 1)
            yield min(day, self.last + DAY)

    @property
    def words(self) -> str:
        """Give it as a person says it: "November 2026", "2 to 15 November 2026"."""
        if self._months == 1:
            return f"{self.first:%B %Y}"
        if self._months == 3 and self.first.month % 3 == 1:  # noqa: PLR2004 - a quarter
            return f"Q{(self.first.month + 2) // 3} {self.first.year}"
        if self.first == self.last:
            return spoken(self.last)
        start = f"{self.first.day}"
        if self.first.year != self.last.year:
            start = spoken(self.first)
        elif self.first.month != self.last.month:
            start = f"{self.first.day} {self.first:%B}"
        return f"{start} to {spoken(self.last)}"


def spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def short(day: date) -> str:
    return f"{day.day} {day:%b}"


def named(name: Named, today: date, zone: str) -> Period:
    """Give a period that goes by a name, as of today."""
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    first, last = {
        Named.FOUR_WEEKS: (_monday(today, 4), today),
        Named.TWELVE_WEEKS: (_monday(today, 12), today),
        Named.MONTH: (month, _months_on(month, 1) - DAY),
        Named.LAST_MONTH: (_months_on(month, -1), month - DAY),
        Named.QUARTER: (quarter, _months_on(quarter, 3) - DAY),
        Named.LAST_QUARTER: (_months_on(quarter, -3), quarter - DAY),
        Named.YEAR: (_months_on(month, -11), today),
    }[name]
    return Period(first, last, zone)


def day_of(text: str) -> date | None:
    """Read a day such as 2026-11-30; "" is none. Raises InvalidError for anything else."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise InvalidError(f"“{text[:40]}” is no day. Write it such as 2026-11-30.") from error


def chosen(first: date | None, last: date | None, usual: Period) -> Period:
    """Give the period from one day to another; what is not said follows from the usual one.

    With a last day alone it is four weeks; with a first day alone it goes on to today.
    """
    if first is None and last is None:
        return usual
    if first is None:
        last = last or usual.last
        return replace(usual, first=last - timedelta(days=4 * WEEK - 1), last=last)
    return replace(usual, first=first, last=last or max(first, usual.last))


def _monday(today: date, weeks: int) -> date:
    """Give the Monday with which a number of weeks begins, this one the last."""
    return today - timedelta(days=today.weekday() + WEEK * (weeks - 1))


def _months_on(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
