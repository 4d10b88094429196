"""A stretch of time in words: "this week", "since Monday", "in the next two weeks"."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from isthmus.actions.dates import Asked

_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "few": 3}
_COUNT: Final = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
_UNIT: Final = r"(?P<unit>day|week|month|quarter|year)"
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS)})\.?"
_DAY: Final = (
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<ago>yesterday|today)|(?:last )?"
    rf"(?P<weekday>{'|'.join(_DAYS)})|(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}"
    r"(?: (?P<year>20\d\d))?)"
)
_MONTHS_IN: Final = {"month": 1, "quarter": 3, "year": 12}
SPAN: Final = (
    r"(?:today|yesterday|tomorrow|(?:in )?(?:this|last|next|the last|the past|the next|"
    r"the coming|the previous)(?: "
    rf"(?:\d{{1,3}}|{'|'.join(_COUNTS)}))? (?:day|week|month|quarter|year)s?|"
    rf"since {re.sub(r'[(][?]P<[a-z]+>', '(?:', _DAY)})"
)


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both within."""

    first: date
    last: date


def span_of(text: str, asked: Asked) -> Span | None:
    """Give the days that words mean; None where they are no stretch of time."""
    said = " ".join(text.casefold().split())
    for pattern, make in _RULES:
        if found := pattern.fullmatch(said):
            try:
                return make(found, asked)
            except (ValueError, OverflowError):  # 31 June
                return None
    return None


def _near(found: re.Match[str], asked: Asked) -> Span:
    away = {"yesterday": -1, "today": 0, "tomorrow": 1}[found["near"]]
    day = asked.today + timedelta(days=away)
    return Span(day, day)


def _whole(found: re.Match[str], asked: Asked) -> Span:
    """Give a day, week, month, quarter or year as the calendar has it: this one, or its neighbour.

    "The last week" is taken as "last week" is.
    """
    place = {"this": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
    away, unit = place[found["which"]], found["unit"]
    if unit == "day":
        day = asked.today + timedelta(days=away)
        return Span(day, day)
    if unit == "week":
        since = (asked.today.weekday() - asked.week_starts) % 7
        first = asked.today + timedelta(days=7 * away - since)
        return Span(first, first + timedelta(days=6))
    months = _MONTHS_IN[unit]
    begun = (asked.today.month - asked.fiscal_start) % months if unit != "month" else 0
    first = _months_on(asked.today.replace(day=1), away * months - begun)
    return Span(first, _months_on(first, months) - timedelta(days=1))


def _counted(found: re.Match[str], asked: Asked) -> Span:
    count = _COUNTS.get(found["count"]) or int(found["count"])
    back = found["which"] in {"last", "past", "previous"}
    sign = -1 if back else 1
    unit = found["unit"]
    if unit in _MONTHS_IN:
        day = _months_on(asked.today, sign * count * _MONTHS_IN[unit])
    else:
        day = asked.today + timedelta(days=sign * count * (7 if unit == "week" else 1))
    return Span(min(day, asked.today), max(day, asked.today))


def _since(found: re.Match[str], asked: Asked) -> Span:
    return Span(_day(found, asked.today), asked.today)


def _day(found: re.Match[str], today: date) -> date:
    """Give the last such day up to today."""
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["ago"]:
        return today - timedelta(days=found["ago"] == "yesterday")
    if found["weekday"]:
        back = (today.weekday() - _DAYS.index(found["weekday"])) % 7
        return today - timedelta(days=back or 7)
    month = next(n for n, each in enumerate(_MONTHS, 1) if each.startswith(found["month"]))
    year = int(found["year"]) if found["year"] else today.year
    day = date(year, month, int(found["day"]))
    return day if found["year"] or day <= today else day.replace(year=year - 1)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_WHICH: Final = r"(?:in )?(?:the )?(?P<which>this|last|past|previous|next|coming)"
_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Asked], Span]], ...]] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?P<near>today|yesterday|tomorrow)", _near),
        (rf"{_WHICH} {_UNIT}", _whole),
        (rf"{_WHICH} {_COUNT} {_UNIT}s?", _counted),
        (rf"since {_DAY}", _since),
    )
)
