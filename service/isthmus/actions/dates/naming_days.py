"""Days by their date or their weekday."""

from datetime import date, timedelta
from typing import Final

from isthmus.actions.dates.days import (
    clamped,
    coming,
    day_of,
    due,
    spoken,
    week_of,
    weekday_in,
)
from isthmus.actions.dates.model import Asked, Due, Unclear, Weekday
from isthmus.actions.dates.rules import Core, Point, Rule, Said, Standing, part
from isthmus.actions.dates.wording import (
    DAY,
    HOUR,
    MONTH,
    MONTHS,
    NUMBER,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    either,
    number,
    pattern,
    year,
)

_JUST_PASSED: Final = timedelta(days=60)
_WEEK: Final = timedelta(weeks=1)
_MONTHS_AHEAD: Final = 12


def _iso(found: Said, _: Asked) -> Core | None:
    day = day_of(int(found["year"]), int(found["month"]), int(found["day"]))
    return Point(day) if day else None


def _numbers(found: Said, asked: Asked) -> Core | None:
    """Read "3/4": day and month, or month and day."""
    one, two = int(found["one"]), int(found["two"])
    dotted = found["sign"] == "."
    said_year = part(found, "year")
    day_first = _numeric(two, one, said_year, asked)
    month_first = None if dotted else _numeric(one, two, said_year, asked)
    if day_first is None or month_first is None or one == two:
        return day_first or month_first
    if asked.day_first is not None:
        return day_first if asked.day_first else month_first
    choices = (_choice(day_first, asked), _choice(month_first, asked))
    return Unclear("", "Which comes first here, the day or the month?", choices)


def _numeric(month: int, day: int, said_year: str, asked: Asked) -> Point | None:
    if said_year:
        meant = day_of(year(said_year), month, day)
        return Point(meant) if meant else None
    meant = _next(month, day, asked)
    return Point(meant) if meant else None


def _choice(point: Point, asked: Asked) -> Due:
    meant = due(point.day, asked)
    return meant if isinstance(meant, Due) else Due(point.day, "", "This day has passed.")


def _next(month: int, day: int, asked: Asked) -> date | None:
    """Give the day when it comes next; 29 February waits for its year."""
    for ahead in range(9):
        meant = day_of(asked.today.year + ahead, month, day)
        if meant and meant >= asked.today:
            return meant
    return None


def _dated(found: Said, asked: Asked) -> Core | None:
    month, day = MONTHS[found["month"]], int(found["day"])
    if part(found, "year"):
        meant = day_of(year(found["year"]), month, day)
        return _fitting(found, meant) if meant else None
    meant = _next(month, day, asked)
    if meant is None:
        return None
    passed = _just_passed(month, day, asked)
    return _which_year(meant, passed, asked) if passed else _fitting(found, meant)


def _just_passed(month: int, day: int, asked: Asked) -> date | None:
    days = (day_of(asked.today.year - back, month, day) for back in (0, 1))
    passed = (each for each in days if each and timedelta() < asked.today - each <= _JUST_PASSED)
    return next(passed, None)


def _which_year(meant: date, passed: date, asked: Asked) -> Unclear:
    coming_one = _choice(Point(meant), asked)
    return Unclear(
        "",
        f"{spoken(passed)} has passed. Is {meant.year} meant?",
        (coming_one, Due(passed, "", "This day has passed.")),
    )


def _fitting(found: Said, meant: date) -> Core:
    """Check the weekday that was said with a date."""
    said = part(found, "weekday")
    if not said or WEEKDAYS[said] == meant.weekday():
        return Point(meant)
    choices = tuple(Due(weekday, "") for weekday in sorted({meant, coming(WEEKDAYS[said], meant)}))
    return Unclear("", f"{spoken(meant)} is no {said.title()}. Which day is meant?", choices)


def _day_of_month(found: Said, asked: Asked) -> Core | None:
    """Read "the 15th": of this month if it is still to come, else of the next that has one."""
    day, ahead = int(found["day"]), int("next" in part(found, "of"))
    if not 1 <= day <= 31:  # noqa: PLR2004 - the longest month
        return None
    for months in range(ahead, _MONTHS_AHEAD):
        first = clamped(asked.today.year, asked.today.month + months, 1)
        meant = day_of(first.year, first.month, day)
        if meant and meant >= asked.today:
            return _fitting(found, meant)
    return None


def _today(_: Said, asked: Asked) -> Core:
    return Point(asked.today)


def _tomorrow(found: Said, asked: Asked) -> Core:
    return Point(asked.today + timedelta(days=2 if "after" in found[0] else 1))


def _yesterday(_: Said, asked: Asked) -> Core:
    day = asked.today - timedelta(days=1)
    return Unclear("", f"{spoken(day)} has passed. Which day is meant?")


# ---- weekdays


def _weekday(found: Said, asked: Asked) -> Core:
    """Read "Friday", "this Friday", "next Friday", "Friday week", "Friday next week"."""
    weekday = WEEKDAYS[found["weekday"]]
    said = f"{part(found, 'before')} {part(found, 'after')}".strip()
    if said in {"this", "this week"}:
        return _this(weekday, asked)
    if said == "next":
        return _next_weekday(weekday, asked)
    nearest = coming(weekday, asked.today)
    if not said:
        return Point(nearest, _today_included(nearest, asked))
    later = _later_than_today(nearest, asked)
    if said in {"next week", "after next"}:
        later = weekday_in(week_of(asked.today, asked, 1), weekday)
    return Point(later + _WEEK if said in {"week", "after next"} else later)


def _this(weekday: Weekday, asked: Asked) -> Core:
    day = weekday_in(week_of(asked.today, asked), weekday)
    if day >= asked.today:
        return Point(day)
    return Unclear(
        "",
        f"{spoken(day)} has passed. Which day is meant?",
        (Due(coming(weekday, asked.today), ""),),
    )


def _next_weekday(weekday: Weekday, asked: Asked) -> Point:
    """Read "next Friday" as Friday of next week, and say which day it is not."""
    day = weekday_in(week_of(asked.today, asked, 1), weekday)
    nearest = _later_than_today(coming(weekday, asked.today), asked)
    if nearest == day:
        return Point(day)
    return Point(day, f"Taken as {day:%A} of next week, not {spoken(nearest)}.")


def _later_than_today(day: date, asked: Asked) -> date:
    return day if day > asked.today else day + _WEEK


def _today_included(day: date, asked: Asked) -> str:
    return f"That is today, not {spoken(day + _WEEK)}." if day == asked.today else ""


def _weeks_from_weekday(found: Said, asked: Asked) -> Core | None:
    """Read "a week on Friday", "Friday in two weeks"."""
    weeks = number(found["count"])
    if not weeks:
        return None
    nearest = _later_than_today(coming(WEEKDAYS[found["weekday"]], asked.today), asked)
    if "in " in found[0][: found.start("count") - found.start()]:
        nearest = coming(WEEKDAYS[found["weekday"]], asked.today)
    return Point(nearest + weeks * _WEEK)


_ON: Final = rf"(?:{WEEKDAY},? (?:the |on |on the )?)?"
_NTH: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
RULES: Final = (
    Rule(pattern(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?:t[\d:.]{2,12}z?)?"), _iso),
    Rule(pattern(r"(?P<year>20\d\d)[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})"), _iso),
    Rule(
        pattern(r"(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P=sign)(?P<year>20\d\d)"),
        _numbers,
    ),
    Rule(
        pattern(r"(?P<one>\d{1,2})(?P<sign>[/.])(?P<two>\d{1,2})(?P=sign)(?P<year>\d\d)"),
        _numbers,
        Standing.LED,
    ),
    Rule(
        pattern(
            r"(?!24/7)(?P<one>\d{1,2})(?P<sign>/)(?P<two>\d{1,2})"
            r"(?! (?:of|inch|full)(?![^\W_]))"
        ),
        _numbers,
        Standing.LED,
    ),
    Rule(pattern(r"(?P<one>\d{1,2})(?P<sign>\.)(?P<two>\d{1,2})\.?"), _numbers, Standing.ABROAD),
    Rule(
        pattern(
            rf"{_ON}(?:the )?{DAY}(?: |-|/| of ){MONTH}(?:(?:,? (?:of )?|-|/){YEAR})?",
        ),
        _dated,
    ),
    Rule(
        pattern(
            rf"(?:from |between )?(?:the )?\d{{1,2}}(?:st|nd|rd|th|\.)?"
            rf"(?: (?:of )?(?:{either(MONTHS)})\.?)?(?: - |-| to | until | and )(?:the )?"
            rf"{DAY} (?:of )?{MONTH}(?:,? {YEAR})?"
        ),
        _dated,
    ),
    Rule(
        pattern(r"the (?P<one>\d{1,2})(?P<sign>\.)(?P<two>\d{1,2})\.?"),
        _numbers,
        Standing.LED_AT_END,
    ),
    Rule(pattern(rf"{_ON}{MONTH} ?(?:the )?{_NTH}(?![\d:]),? {YEAR}"), _dated),
    Rule(pattern(rf"{_ON}{MONTH} ?(?:the )?{_NTH}(?![\d:])"), _dated, Standing.AT_END),
    Rule(
        pattern(
            rf"{_ON}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?P<of> of (?:the|this|next) month)?"
        ),
        _day_of_month,
        Standing.LED_AT_END,
    ),
    Rule(pattern(r"today|this (?:afternoon|evening)|tonight"), _today, Standing.AT_END),
    Rule(pattern(r"this morning"), _today, Standing.LED),
    Rule(pattern(rf"(?:by|before) {HOUR}"), _today, Standing.AT_END, leads_itself=True),
    Rule(pattern(r"e\.?o\.?d|c\.?o\.?b|eob|close of (?:business|play)"), _today),
    Rule(
        pattern(r"(?:the )?end of (?:the |this )?(?:business |working )?day"), _today, Standing.LED
    ),
    Rule(pattern(r"tomorrow|(?:the )?day after tomorrow"), _tomorrow),
    Rule(pattern(r"yesterday"), _yesterday, Standing.LED),
    Rule(
        pattern(
            rf"(?:the )?(?:(?P<before>this coming|coming|following|this|next) ){WEEKDAY}"
            r"(?: (?P<after>week|next week))?"
        ),
        _weekday,
    ),
    Rule(
        pattern(
            rf"(?:the )?{WEEKDAY} (?:of )?(?:the )?"
            r"(?P<after>week(?! \d)|next week|this week|next|coming|after next)"
        ),
        _weekday,
    ),
    Rule(pattern(r"(?P<after>next week|this week)(?:'s)?,? (?:on )?" + WEEKDAY), _weekday),
    Rule(pattern(rf"(?:the )?{WEEKDAY}"), _weekday, Standing.AT_END),
    Rule(
        pattern(rf"(?P<count>{NUMBER}) weeks? (?:on|from) (?:this |next )?{WEEKDAY}"),
        _weeks_from_weekday,
    ),
    Rule(pattern(rf"{WEEKDAY} in (?P<count>{NUMBER}) weeks?(?:' time)?"), _weeks_from_weekday),
)
