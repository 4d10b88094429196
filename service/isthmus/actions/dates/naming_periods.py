"""Weeks, months, quarters, halves and years by their names."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from isthmus.actions.dates.days import (
    Period,
    day_off,
    fiscal_beginning,
    fiscal_year_of,
    half_of,
    iso_week,
    month_of,
    months_on,
    quarter_of,
    spoken_month,
    week_of,
    working_day_from,
    works,
    year_of,
)
from isthmus.actions.dates.model import Asked, Due, Unclear
from isthmus.actions.dates.rules import Core, Rule, Said, Standing, part
from isthmus.actions.dates.wording import MONTH, MONTHS, ORDINALS, YEAR, pattern, year

_UNITS: Final = {"week": 0, "month": 1, "quarter": 3, "year": 12}
_OF_YEAR: Final = rf"(?:,? (?:of )?|[-/]| ?(?='))(?:{YEAR}|(?P<which>the year|this year|next year))"
_FY: Final = r"(?:fy|fiscal year|financial year)(?: |-)?(?P<fy>20\d\d|\d\d|'\d\d)(?!\d)"


def _named_unit(found: Said, asked: Asked) -> Core:
    """Read "this month", "next quarter", "the week after next"."""
    which = part(found, "which") or part(found, "which_after")
    ahead = {"next": 1, "coming": 1, "following": 1, "after next": 2}.get(which, 0)
    return unit_of(part(found, "unit"), asked, ahead, fiscal="f" in part(found, "fiscal"))


def unit_of(unit: str, asked: Asked, ahead: int, *, fiscal: bool = False) -> Period:
    if unit == "week":
        return week_of(asked.today, asked, ahead)
    day = months_on(asked.today, ahead * _UNITS[unit])
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        return _quarter_with(day.year, day.month, asked.fiscal_start)
    start = asked.fiscal_start if fiscal else 1
    return year_of(fiscal_year_of(day, start), start)


def _quarter_with(year_: int, month: int, start: int) -> Period:
    begun = year_ if month >= start else year_ - 1
    return quarter_of(begun, (month - start) % 12 // 3 + 1, start)


def _week_number(found: Said, asked: Asked) -> Core | None:
    week = int(found["week"])
    if part(found, "year"):
        return iso_week(year(found["year"]), week)
    for ahead in range(-1, 8):  # week 53 comes every fifth or sixth year
        period = iso_week(asked.today.year + ahead, week)
        if period and _over_for_work(period, asked) >= asked.today:
            return period
    return None


def _over_for_work(period: Period, asked: Asked) -> date:
    return working_day_from(period.last, asked, -1)


def _week_with(found: Said, asked: Asked) -> Core | None:
    month, day = MONTHS[found["month"]], int(found["day"])
    for ahead in (0, 1):
        try:
            period = week_of(asked.today.replace(asked.today.year + ahead, month, day), asked)
        except ValueError:
            return None
        if period.last >= asked.today:
            return period
    return None


def _weekend(found: Said, asked: Asked) -> Core:
    """Give the days off at the end of the working week."""
    first = asked.today + timedelta(days=7 if "next" in found[0] else 0)
    while works(first, asked):
        first += timedelta(days=1)
    last = first
    while not works(last + timedelta(days=1), asked) and last - first < timedelta(days=6):
        last += timedelta(days=1)
    return Period("weekend", first, last)


def _month(found: Said, asked: Asked) -> Core:
    month = MONTHS[found["month"]]
    if part(found, "which") == "next year":
        return month_of(asked.today.year + 1, month)
    if part(found, "year"):
        return month_of(year(found["year"]), month)
    return _next(lambda ahead: month_of(asked.today.year + ahead, month), asked)


def _numbered_month(found: Said, _: Asked) -> Core | None:
    number = int(found["number"])
    return month_of(int(found["year"]), number) if 1 <= number <= 12 else None  # noqa: PLR2004


def _next(period_of: Callable[[int], Period], asked: Asked) -> Period:
    """Give the one that is not over yet."""
    return next(
        period
        for period in (period_of(ahead) for ahead in (-1, 0, 1, 2))
        if period.last >= asked.today
    )


# ---- quarters and halves, of calendar and fiscal years


def _part_of_year(found: Said, asked: Asked) -> Core | None:
    word = part(found, "number")
    number_ = int(word) if word.isdecimal() else ORDINALS[word]
    letter = part(found, "kind")[:1]
    if not 1 <= number_ <= (4 if letter == "q" else 2):
        return None
    return _in_its_year(found, asked, lambda begun, start: _PARTS[letter](begun, number_, start))


_PARTS: Final = {"q": quarter_of, "h": half_of}


def _in_its_year(found: Said, asked: Asked, of: Callable[[int, int], Period]) -> Core:
    start = 1 if part(found, "calendar") else asked.fiscal_start
    if part(found, "fy"):
        return _fiscal(of(fiscal_beginning(year(found["fy"]), asked.fiscal_start), start), asked)
    said_year = _year_said(found, asked)
    if said_year is None:
        soonest = _next(lambda ahead: of(asked.today.year + ahead, start), asked)
        return soonest if start == 1 else _fiscal(soonest, asked)
    if start == 1:
        return of(said_year, 1)
    calendar, fiscal = of(said_year, 1), of(fiscal_beginning(said_year, start), start)
    return Unclear(
        "",
        "Is that of the calendar year or of the fiscal year?",
        tuple(_last_day(each, asked) for each in (calendar, fiscal)),
    )


def _year_said(found: Said, asked: Asked) -> int | None:
    if part(found, "year"):
        return year(found["year"])
    which = part(found, "which")
    return asked.today.year + ("next" in which) if which else None


def _last_day(period: Period, asked: Asked) -> Due:
    if period.last < asked.today:
        return Due(period.last, "", "This day has passed.")
    return Due(period.last, "", day_off(period.last, asked))


def _fiscal(period: Period, asked: Asked) -> Period:
    if asked.fiscal_start == 1:
        return period
    note = f"Counted in the fiscal year that begins in {spoken_month(asked.fiscal_start)}."
    return Period(period.kind, period.first, period.last, note)


def _fiscal_year(found: Said, asked: Asked) -> Core:
    begun = fiscal_beginning(year(found["fy"]), asked.fiscal_start)
    return _fiscal(year_of(begun, asked.fiscal_start), asked)


def _year(found: Said, _: Asked) -> Core:
    return year_of(year(found["year"]))


_WHICH: Final = r"(?P<which>this|current|next|coming|following)"
_UNIT: Final = r"(?P<fiscal>fiscal |financial )?(?P<unit>week|month|quarter|year)(?!s)"
_QUARTER: Final = r"(?P<calendar>calendar )?(?P<kind>[qh])(?P<number>[1-4])(?!\d)"
_ORDINAL_PART: Final = (
    r"(?:the )?(?P<number>first|second|third|fourth|[1-4](?:st|nd|rd|th|\.)) "
    r"(?P<calendar>calendar )?(?P<kind>quarter|half)"
)
RULES: Final = (
    Rule(pattern(rf"(?:the |this )?{_WHICH} {_UNIT}"), _named_unit),
    Rule(
        pattern(rf"(?:the )?{_UNIT} (?P<which_after>after next|next|coming|following)"), _named_unit
    ),
    Rule(
        pattern(
            r"(?:the )?(?:calendar week|cw|kw) ?(?P<week>\d{1,2})(?!\d)"
            rf"(?:(?:,? (?:of )?|[-/]){YEAR})?"
        ),
        _week_number,
    ),
    Rule(
        pattern(rf"(?:week|wk|w) ?(?P<week>\d{{1,2}})(?!\d)(?:(?:,? (?:of )?|[-/]){YEAR})?"),
        _week_number,
        Standing.LED,
    ),
    Rule(pattern(r"(?P<year>20\d\d)-?w(?P<week>\d\d)"), _week_number),
    Rule(
        pattern(
            r"(?:the )?week (?:of|commencing|beginning|starting)(?: the)? "
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH}"
        ),
        _week_with,
    ),
    Rule(pattern(r"(?:the |this |next )?weekend"), _weekend, Standing.LED),
    Rule(
        pattern(rf"{MONTH}(?:(?:,? (?:of )?| ?(?=')){YEAR}| (?:of )?(?P<which>next year))"),
        _month,
        Standing.AT_END,
    ),
    Rule(pattern(rf"{MONTH}(?! ?'\d)"), _month, Standing.LED),
    Rule(pattern(r"(?P<number>\d{1,2})/(?P<year>20\d\d)"), _numbered_month, Standing.LED),
    Rule(pattern(r"(?P<year>20\d\d)-(?P<number>\d\d)"), _numbered_month, Standing.LED),
    Rule(pattern(rf"within (?:the |this ){_UNIT}"), _named_unit, leads_itself=True),
    Rule(
        pattern(rf"(?:the )?{_QUARTER}(?:{_OF_YEAR}|(?: |-|/)?{_FY})?"),
        _part_of_year,
        Standing.AT_END,
    ),
    Rule(pattern(rf"{_FY}[,/-]? ?{_QUARTER}"), _part_of_year, Standing.AT_END),
    Rule(pattern(rf"{_ORDINAL_PART}(?:{_OF_YEAR}| (?:of )?{_FY})?"), _part_of_year, Standing.LED),
    Rule(pattern(rf"(?:the )?{_FY}"), _fiscal_year, Standing.LED),
    Rule(pattern(r"(?P<year>20\d\d)"), _year, Standing.LED_AT_END),
)
