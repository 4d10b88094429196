"""The end, the beginning, the middle or a half of a period, and the n-th day of its kind in it."""

import re
from datetime import date, timedelta
from typing import Final

from isthmus.actions.dates.days import (
    Period,
    clamped,
    first_working_day,
    last_working_day,
    months_on,
    works,
)
from isthmus.actions.dates.model import Asked
from isthmus.actions.dates.naming_periods import RULES as PERIODS
from isthmus.actions.dates.naming_periods import unit_of
from isthmus.actions.dates.rules import Point, Reach, Rule, Said, ends_there, longest, part
from isthmus.actions.dates.wording import ORDINAL, ORDINALS, WEEKDAYS, either, pattern


def end_of(period: Period, asked: Asked) -> date:
    """Give the last working day of a week, the last day of anything longer."""
    return last_working_day(period, asked) if period.kind == "week" else period.last


def _beginning(period: Period, asked: Asked) -> date:
    return first_working_day(period, asked)


def _middle(period: Period, asked: Asked) -> date:
    if period.kind == "week":
        days = [period.first + timedelta(days=ahead) for ahead in range(7)]
        worked = [day for day in days if works(day, asked)]
        return worked[len(worked) // 2]
    return _half(period, asked)


def _half(period: Period, asked: Asked) -> date:
    """Give the last day of the first half."""
    if period.kind == "week":
        return _middle(period, asked)
    if period.kind in {"month", "quarter"}:
        return months_on(period.first, 0 if period.kind == "month" else 1).replace(day=15)
    return months_on(period.first, 3 if period.kind == "half" else 6) - timedelta(days=1)


def _early(period: Period, asked: Asked) -> date:
    if period.kind == "week":
        return _beginning(period, asked)
    if period.kind == "month":
        return period.first.replace(day=10)
    return clamped(
        period.first.year, period.first.month + (0 if period.kind == "quarter" else 2), 31
    )


_EDGES: Final = {
    "end": end_of,
    "close": end_of,
    "late": end_of,
    "second half": end_of,
    "beginning": _beginning,
    "start": _beginning,
    "mid": _middle,
    "middle": _middle,
    "first half": _half,
    "early": _early,
}
_OF: Final = r"(?:-of-| of | in |-| )"
_BARE: Final = re.compile(
    r"(?:the |our )?(?P<fiscal>fiscal |financial )?(?P<unit>week|month|quarter|year)(?![^\W_])"
)
_SHORT: Final = {"w": "week", "m": "month", "q": "quarter", "y": "year"}


def _edge(found: Said, asked: Asked) -> Reach | None:
    behind = _behind(found, asked)
    if behind is None:
        return None
    edge = _EDGES[part(found, "edge")]
    return Reach(_soonest([(edge(each, asked), each) for each in behind[0]], asked), behind[1])


def _nth(found: Said, asked: Asked) -> Reach | None:
    """Read "the first Monday of March", "the last working day of the quarter"."""
    behind = _behind(found, asked)
    if behind is None:
        return None
    days = [
        (day, each)
        for each in behind[0]
        if (day := nth(ORDINALS[part(found, "ordinal")], part(found, "what"), each, asked))
    ]
    return Reach(_soonest(days, asked), behind[1]) if days else None


def nth(ordinal: int, what: str, period: Period, asked: Asked) -> date | None:
    """Count days of one kind in a period, or weeks; -1 counts from its end."""
    if what == "week":
        return end_of(period, asked) if ordinal < 0 else period.first + timedelta(7 * ordinal - 1)
    days = [
        day
        for day in (
            period.first + timedelta(days=ahead)
            for ahead in range((period.last - period.first).days + 1)
        )
        if _is(what, day, asked)
    ]
    position = ordinal if ordinal < 0 else ordinal - 1
    return days[position] if -len(days) <= position < len(days) else None


def _is(what: str, day: date, asked: Asked) -> bool:
    if what in WEEKDAYS:
        return WEEKDAYS[what] == day.weekday()
    return what == "day" or works(day, asked)


def _behind(found: Said, asked: Asked) -> tuple[tuple[Period, ...], int] | None:
    """Find the period that follows; a mere "the month" is this one or the next."""
    match = longest(PERIODS, found.string, found.end(), asked)
    if match and isinstance(match.core, Period) and match.core.kind != "weekend":
        return (match.core,), match.end
    bare = _BARE.match(found.string, found.end())
    if bare is None or not ends_there(found.string, bare.end()):
        return None
    unit, fiscal = bare["unit"], bool(bare["fiscal"])
    return tuple(unit_of(unit, asked, ahead, fiscal=fiscal) for ahead in (0, 1)), bare.end()


def _soonest(days: list[tuple[date, Period]], asked: Asked) -> Point:
    day, period = next((each for each in days if each[0] >= asked.today), days[0])
    return Point(day, period.note, edge=True)


def _short(found: Said, asked: Asked) -> Point:
    """Read "EOM", "month end"."""
    unit = _SHORT.get(part(found, "letter")) or part(found, "unit")
    periods = (unit_of(unit, asked, ahead) for ahead in (0, 1))
    return _soonest([(end_of(each, asked), each) for each in periods], asked)


_NAMES: Final = "|".join(sorted(_EDGES, key=len, reverse=True))
RULES: Final = (
    Rule(pattern(rf"(?:the )?(?:very )?(?P<edge>{_NAMES}){_OF}"), _edge),
    Rule(
        pattern(
            rf"(?:the )?(?P<ordinal>{ORDINAL}) "
            rf"(?P<what>{either(WEEKDAYS)}|(?:working |business )?day|week)(?: of| in)? "
        ),
        _nth,
    ),
    Rule(pattern(r"e\.?o\.?(?P<letter>[wmqy])"), _short),
    Rule(pattern(r"(?:the )?(?P<unit>month|quarter|year)(?:'s)?(?:-| |)end"), _short),
)
