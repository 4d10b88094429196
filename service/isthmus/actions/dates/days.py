"""Days counted: weeks, working days, months that clamp, fiscal quarters."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from isthmus.actions.dates.model import Asked, Due, Unclear, Weekday

LAST_YEAR: Final = 2199
QUARTER: Final = 3
YEAR: Final = 12
_A_DAY: Final = timedelta(days=1)

Kind = Literal["week", "month", "quarter", "half", "year", "weekend"]


@dataclass(frozen=True)
class Period:
    """From its first to its last day, both within."""

    kind: Kind
    first: date
    last: date
    note: str = ""


def spoken(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def spoken_month(month: int) -> str:
    return f"{date(2000, month, 1):%B}"


def day_of(year: int, month: int, day: int) -> date | None:
    """Give the day, or None where the calendar has none such."""
    if not (1 <= year <= LAST_YEAR and 1 <= month <= YEAR):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def clamped(year: int, month: int, day: int) -> date:
    """Give a day of a month, its last where it is shorter; months may run over the year's end."""
    year, month = year + (month - 1) // YEAR, (month - 1) % YEAR + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def months_on(day: date, months: int) -> date:
    return clamped(day.year, day.month + months, day.day)


# ---- working days


def works(day: date, asked: Asked) -> bool:
    return Weekday(day.weekday()) in asked.working_days


def working_day_from(day: date, asked: Asked, step: int = 1) -> date:
    """Give the day itself where it is a working day, else the next one that way."""
    while not works(day, asked):
        day += step * _A_DAY
    return day


def working_days_on(day: date, count: int, asked: Asked) -> date:
    """Count working days on (or back, where negative); the day itself does not count."""
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = working_day_from(day + step * _A_DAY, asked, step)
    return day


def last_working_day(period: Period, asked: Asked) -> date:
    day = working_day_from(period.last, asked, -1)
    return day if day >= period.first else period.last


def first_working_day(period: Period, asked: Asked) -> date:
    day = working_day_from(period.first, asked)
    return day if day <= period.last else period.first


# ---- periods


def week_of(day: date, asked: Asked, weeks: int = 0) -> Period:
    first = day - timedelta(days=(day.weekday() - asked.week_starts) % 7) + timedelta(weeks=weeks)
    return Period("week", first, first + timedelta(days=6))


def weekday_in(week: Period, weekday: Weekday) -> date:
    return week.first + timedelta(days=(weekday - week.first.weekday()) % 7)


def coming(weekday: Weekday, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def iso_week(year: int, week: int) -> Period | None:
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Period("week", first, first + timedelta(days=6))


def month_of(year: int, month: int) -> Period:
    return _months("month", year, month, 1)


def quarter_of(year: int, number: int, start: int) -> Period:
    """Give a quarter of the year that begins in month ``start`` of calendar year ``year``."""
    return _months("quarter", year, start + (number - 1) * QUARTER, QUARTER)


def half_of(year: int, number: int, start: int) -> Period:
    return _months("half", year, start + (number - 1) * 2 * QUARTER, 2 * QUARTER)


def year_of(year: int, start: int = 1) -> Period:
    return _months("year", year, start, YEAR)


def fiscal_year_of(day: date, start: int) -> int:
    """Give the calendar year in which the fiscal year of a day began."""
    return day.year if day.month >= start else day.year - 1


def fiscal_beginning(named: int, start: int) -> int:
    """Give the calendar year in which a fiscal year begins that is named by its end."""
    return named if start == 1 else named - 1


def _months(kind: Kind, year: int, month: int, count: int) -> Period:
    return Period(kind, clamped(year, month, 1), clamped(year, month + count, 1) - _A_DAY)


# ---- saying a day


def due(day: date, asked: Asked, note: str = "") -> Due | Unclear:
    """Make it the due day, with a word on days off; one that has passed is asked about."""
    if day < asked.today:
        return Unclear(
            "",
            f"{spoken(day)} has passed. Which day is meant?",
            (*_again(day, asked), Due(day, "", "This day has passed.")),
        )
    return Due(day, "", " ".join(filter(None, (note, day_off(day, asked)))))


def day_off(day: date, asked: Asked) -> str:
    if works(day, asked):
        return ""
    before = working_day_from(day, asked, -1)
    said = f"{spoken(day)} is not a working day"
    if before < asked.today:
        return f"{said}."
    return f"{said}; the last one before it is {spoken(before)}."


def _again(day: date, asked: Asked) -> tuple[Due, ...]:
    """Offer the same day and month when they come next."""
    again = clamped(asked.today.year, day.month, day.day)
    if again < asked.today:
        again = clamped(asked.today.year + 1, day.month, day.day)
    return (Due(again, "", day_off(again, asked)),)
