"""Days counted from today, or from another day: "in two weeks", "10 working days before Q2"."""

from datetime import date, timedelta
from typing import Final

from isthmus.actions.dates.days import Period, months_on, spoken, working_days_on
from isthmus.actions.dates.edges import RULES as EDGES
from isthmus.actions.dates.edges import end_of
from isthmus.actions.dates.model import Asked, Due, Offset, Unclear
from isthmus.actions.dates.naming_days import RULES as DAYS
from isthmus.actions.dates.naming_periods import RULES as PERIODS
from isthmus.actions.dates.rules import Point, Reach, Rule, Said, Standing, longest, part
from isthmus.actions.dates.wording import NUMBER, UNIT, number, pattern

DATED: Final = (*DAYS, *PERIODS, *EDGES)
_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def unit_said(found: Said) -> str:
    """Give "working day", "day", "week" and so on for what was said."""
    said = part(found, "unit")
    if said.startswith(("work", "business")):
        return "working day"
    word = said.removeprefix("calendar").strip().rstrip("s")
    return {"wk": "week", "yr": "year"}.get(word, word)


def count_on(day: date, count: int, unit: str, asked: Asked) -> date:
    if unit == "working day":
        return working_days_on(day, count, asked)
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    return months_on(day, count * _MONTHS[unit])


def _from_today(found: Said, asked: Asked) -> Point | None:
    """Read "in 10 working days"; of "two to three weeks" the later counts."""
    unit = unit_said(found)
    if part(found, "upper"):
        day = count_on(asked.today, number(found["upper"]), unit, asked)
        return Point(day, f"Taken as the later, {found['upper']} {unit}s.", edge=True)
    count = number(part(found, "count"))
    if count:
        return Point(count_on(asked.today, count, unit, asked), edge=True)
    return _half_of(unit, asked)


def _weeks_on(found: Said, asked: Asked) -> Point | None:
    """Read "a week today", "two weeks tomorrow"."""
    point = _from_today(found, asked)
    later = timedelta(days=1 if "tomorrow" in found["from"] else 0)
    return point and Point(point.day + later, edge=True)


def _half_of(unit: str, asked: Asked) -> Point | None:
    if unit == "year":
        return Point(months_on(asked.today, 6), edge=True)
    if unit == "month":
        return Point(asked.today + timedelta(days=15), edge=True)
    return None


def _year_and_a_half(_: Said, asked: Asked) -> Point:
    return Point(months_on(asked.today, 18), edge=True)


def _few(found: Said, asked: Asked) -> Unclear | None:
    unit = unit_said(found)
    days = [count_on(asked.today, count, unit, asked) for count in (2, 3, 4)]
    return Unclear(
        "",
        f"How many {unit}s are meant?",
        tuple(Due(day, f"in {count} {unit}s") for count, day in zip((2, 3, 4), days, strict=True)),
    )


def _soon(_: Said, asked: Asked) -> Unclear:
    today = asked.today
    tomorrow = working_days_on(today, 1, asked)
    week = working_days_on(today, 5, asked)
    return Unclear(
        "",
        "By which day at the latest?",
        tuple(Due(day, spoken(day)) for day in dict.fromkeys((today, tomorrow, week))),
    )


def _off_a_day(found: Said, asked: Asked) -> Reach | None:
    """Read "two weeks before 15 March", "3 days after the end of Q1"."""
    match = longest(DATED, found.string, found.end(), asked)
    count = number(found["count"])
    if match is None or not count or not isinstance(match.core, Point | Period):
        return None
    before = found["side"] in {"before", "prior to", "ahead of"}
    day = _side(match.core, asked, before=before)
    signed = -count if before else count
    return Reach(Point(count_on(day, signed, unit_said(found), asked), edge=True), match.end)


def _side(core: Point | Period, asked: Asked, *, before: bool) -> date:
    if isinstance(core, Point):
        return core.day
    return core.first if before else end_of(core, asked)


def offset_said(found: Said) -> Offset | None:
    """Give the days of "2 weeks" in "2 weeks before A-12"."""
    unit, count = unit_said(found), number(found["count"])
    if unit == "working day":
        return Offset(count, "working day")
    if unit in _MONTHS:
        return Offset(count * _MONTHS[unit], "month") if count else None
    return Offset(count * _DAYS[unit]) if count else None


_RANGE: Final = rf"(?P<count>{NUMBER})(?:(?: to | or |-| - )(?P<upper>{NUMBER}))?"
_ABOUT: Final = (
    r"(?:about |around |roughly |at most |max |maximum |no more than |less than |"
    r"(?:the |our )?(?:next |coming |following ))?"
)
_SPAN: Final = rf"{_RANGE}(?: |-){UNIT}"
_NOW: Final = r"(?:now|today|this day|the day of this message)"
# What a deadline counts from is its own affair: "within 30 days of release" is no day.
_OF_OTHERS: Final = (
    r"(?! (?:of|after|from|before|prior|following|per|each|every|old|late|long|ago|earlier|later)"
    r"(?![^\W_]))"
)
COUNTED: Final = rf"(?P<count>{NUMBER}) {UNIT} "
RULES: Final = (
    Rule(
        pattern(
            rf"(?:with)?in {_ABOUT}{_SPAN}(?:'s?)?(?: time)?"
            rf"(?: from {_NOW}|{_OF_OTHERS})(?! notice)"
        ),
        _from_today,
        leads_itself=True,
    ),
    Rule(
        pattern(rf"(?:over|during|in|within) the (?:next|coming|following) {_SPAN}{_OF_OTHERS}"),
        _from_today,
        leads_itself=True,
    ),
    Rule(pattern(rf"{_SPAN}(?:'s?)?(?: time)?"), _from_today, Standing.ABROAD),
    Rule(pattern(rf"{COUNTED}(?P<from>today|(?:from )?tomorrow)"), _weeks_on, leads_itself=True),
    Rule(pattern(rf"(?:by|until) {_SPAN}"), _from_today, Standing.ABROAD, leads_itself=True),
    Rule(pattern(rf"{_SPAN} (?:from {_NOW}|hence)"), _from_today, leads_itself=True),
    Rule(
        pattern(r"(?:with)?in (?:a |one )?year and a half|(?:with)?in one and a half years"),
        _year_and_a_half,
        leads_itself=True,
    ),
    Rule(
        pattern(
            r"(?:with)?in (?:the next |the coming )?(?:a few|few|some|several) "
            rf"{UNIT}{_OF_OTHERS}"
        ),
        _few,
        leads_itself=True,
    ),
    Rule(
        pattern(
            r"asap|a\.s\.a\.p|as soon as possible|as early as possible|immediately|right away|"
            r"straight away|at once|soonest"
        ),
        _soon,
        Standing.AT_END,
        leads_itself=True,
    ),
    Rule(pattern(r"soon"), _soon, Standing.LED),
    Rule(
        pattern(rf"{COUNTED}(?P<side>before|prior to|ahead of|after|following|from) "),
        _off_a_day,
        leads_itself=True,
    ),
)
