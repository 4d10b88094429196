"""Which day somebody means: a date, or how far away it is."""

import re
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


def day_of(text: str, today: date) -> date:
    """Give the day; raises InvalidError where it is none."""
    written = text.strip().lower()
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    span = _SPAN.fullmatch(written.replace("next ", "one "))
    if span is None:
        raise InvalidError(f"“{text}” is no date. Write it as 2027-05-31, or say: in six months.")
    count = span["count"]
    days = (_COUNTS.get(count) or int(count)) * _DAYS[span["unit"]]
    return today + timedelta(days=min(days, _LATEST.days))
