"""Which day somebody means: a date, or how far away it is."""

import re
from calendar import month_name
from datetime import date, timedelta
from typing import Final

from isthmus.errors import InvalidError

_SPAN: Final = re.compile(
    r"(?:in )?(?P<count>\d{1,4}|an?|one|two|three|six) "
    r"(?P<unit>day|week|month|quarter|year)s?(?: from now)?"
)
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6}
_DAYS: Final = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_LATEST: Final = timedelta(days=3650)


_MONTHS: Final = tuple(map(str.lower, month_name))
_WRITTEN: Final = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?)?(?P<month>[a-z]{3,9})"
    r"(?: (?P<second>\d{1,2})(?:st|nd|rd|th)?)?,? (?P<year>\d{4})"
)


def _month(found: re.Match[str]) -> int:
    """Give the number of a month by its name or the first letters of it; 0 where it is none."""
    is_a_day = bool(found["day"]) != bool(found["second"])
    names = (n for n, name in enumerate(_MONTHS) if n and name.startswith(found["month"]))
    return next(names, 0) if is_a_day else 0


def day_of(text: str, today: date) -> date:
    """Give the day; raises InvalidError where it is none."""
    written = text.strip().lower()
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    if (found := _WRITTEN.fullmatch(written)) and (month := _month(found)):
        try:
            return date(int(found["year"]), month, int(found["day"] or found["second"]))
        except ValueError as error:
            raise InvalidError(f"“{text}” is no day that there is.") from error
    span = _SPAN.fullmatch(written.replace("next ", "one "))
    if span is None:
        raise InvalidError(f"“{text}” is no date. Write it as 2027-05-31, or say: in six months.")
    count = span["count"]
    days = (_COUNTS.get(count) or int(count)) * _DAYS[span["unit"]]
    return today + timedelta(days=min(days, _LATEST.days))
