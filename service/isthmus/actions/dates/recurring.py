"""Words to a recurrence: "every quarter", "each Monday", "the last working day of every month"."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, get_args

from isthmus.actions.dates.days import Kind
from isthmus.actions.dates.model import Asked, Weekday
from isthmus.actions.dates.reading import Reading
from isthmus.actions.dates.recurrence import (
    ANY_DAY,
    ANY_WEEK,
    FoundRecurrence,
    InPeriod,
    OnWeekdays,
    Recurrence,
    Series,
    Stepping,
    Yearly,
)
from isthmus.actions.dates.rules import Said, ends_there, part
from isthmus.actions.dates.tongues import readings
from isthmus.actions.dates.wording import (
    DAY,
    MONTH,
    MONTHS,
    NUMBER,
    ORDINAL,
    ORDINALS,
    WEEKDAYS,
    either,
    number,
    pattern,
)

_ADVERBS: Final = {
    "daily": Stepping(1, "day"),
    "weekly": Stepping(7, "day"),
    "biweekly": Stepping(14, "day"),
    "bi-weekly": Stepping(14, "day"),
    "fortnightly": Stepping(14, "day"),
    "monthly": Stepping(1, "month"),
    "bimonthly": Stepping(2, "month"),
    "bi-monthly": Stepping(2, "month"),
    "quarterly": Stepping(3, "month"),
    "half-yearly": Stepping(6, "month"),
    "half yearly": Stepping(6, "month"),
    "semiannually": Stepping(6, "month"),
    "semi-annually": Stepping(6, "month"),
    "twice a year": Stepping(6, "month"),
    "twice yearly": Stepping(6, "month"),
    "four times a year": Stepping(3, "month"),
    "yearly": Stepping(12, "month"),
    "annually": Stepping(12, "month"),
    "biennially": Stepping(24, "month"),
}
_BASES: Final = {
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    "yearly": "yearly",
    "annual": "annually",
    "fortnightly": "fortnightly",
    "biweekly": "biweekly",
}
_STEPS: Final[dict[str, Stepping]] = {
    "day": Stepping(1, "day"),
    "calendar day": Stepping(1, "day"),
    "weekday": Stepping(1, "working day"),
    "workday": Stepping(1, "working day"),
    "working day": Stepping(1, "working day"),
    "business day": Stepping(1, "working day"),
    "week": Stepping(7, "day"),
    "fortnight": Stepping(14, "day"),
    "month": Stepping(1, "month"),
    "quarter": Stepping(3, "month"),
    "half-year": Stepping(6, "month"),
    "half year": Stepping(6, "month"),
    "year": Stepping(12, "month"),
}
_COUNTS: Final = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_EDGE_DAYS: Final = {
    "end": (-1, "day"),
    "beginning": (1, "working day"),
    "start": (1, "working day"),
    "middle": (15, "day"),
}


def recurrence(text: str, asked: Asked | None = None) -> Recurrence | None:
    """Read words that say nothing but how often; None where they do not."""
    phrase = text.strip().rstrip(".!,;")
    for reading in _readings(phrase, asked):
        match = _match(reading.plain, 0, whole=True)
        if match and match[1] == len(reading.plain):
            return _given(match[0], phrase, asked)
    return None


def find_recurrence(text: str, asked: Asked | None = None) -> FoundRecurrence | None:
    """Find how often something is due in a running sentence."""
    for reading in _readings(text, asked):
        repeated = repeating(reading.plain)
        if repeated:
            start, end = reading.span(repeated[1], repeated[2])
            said = reading.said[start:end]
            return FoundRecurrence(start, end, _given(repeated[0], said, asked))
    return None


def repeating(plain: str) -> tuple[Series, int, int] | None:
    """Find the series in plain English, and where it stands."""
    for word in _STARTS.finditer(plain):
        match = _match(plain, word.start(), whole=False)
        if match:
            return match[0], word.start(), match[1]
    return None


def _readings(text: str, asked: Asked | None) -> list[Reading]:
    return readings(text, asked.languages if asked else ("en",))


def _given(series: Series, words: str, asked: Asked | None) -> Recurrence:
    week = replace(asked, today=ANY_DAY, languages=("en",)) if asked else ANY_WEEK
    return Recurrence(" ".join(words.split()), series, week)


def _match(text: str, start: int, *, whole: bool) -> tuple[Series, int] | None:
    best: tuple[Series, int] | None = None
    for said, make, needs_end in _RULES:
        found = said.match(text, start)
        if not found or not ends_there(text, found.end()) or (best and best[1] >= found.end()):
            continue
        if needs_end and not whole and not _CLAUSE_ENDS.match(text, found.end()):
            continue
        series = make(found)
        if series:
            best = (series, found.end())
    return best


# ---- what a phrase gives


def _every(found: Said) -> Series | None:
    said = part(found, "count")
    count = _COUNTS.get(said) or (number(said) if said else 1)
    unit = part(found, "unit")
    step = _STEPS.get(unit) or _STEPS[unit.removesuffix("s")]
    if not count:
        return Stepping(6, "month") if unit == "year" else None
    days = part(found, "days")
    if days:
        weeks = count * (2 if "fortnight" in unit else 1)
        return OnWeekdays(weeks, _weekdays(days)) if step.every % 7 == 0 else None
    return Stepping(step.every * count, step.unit)


def _adverb(found: Said) -> Series | None:
    step = _ADVERBS[part(found, "adverb") or _BASES[part(found, "basis")]]
    days = part(found, "days")
    if days:
        return OnWeekdays(step.every // 7, _weekdays(days)) if step.every % 7 == 0 else None
    return step


def _weekly(found: Said) -> Series:
    return OnWeekdays(_COUNTS.get(part(found, "count"), 1), _weekdays(part(found, "days")))


def _weekdays(said: str) -> tuple[Weekday, ...]:
    words = re.findall(r"[a-z]+", said)
    named = (WEEKDAYS.get(word) or WEEKDAYS.get(word.removesuffix("s")) for word in words)
    return tuple(sorted({each for each in named if each is not None}))


def _edge(found: Said) -> Series:
    ordinal, what = _EDGE_DAYS[part(found, "edge") or "end"]
    return _in_period(part(found, "unit"), ordinal, what)


def _nth(found: Said) -> Series:
    return _in_period(
        part(found, "unit") or "month", ORDINALS[part(found, "ordinal")], part(found, "what")
    )


def _day_of_month(found: Said) -> Series | None:
    day = int(found["day"])
    return InPeriod("month", day, "day") if 1 <= day <= 31 else None  # noqa: PLR2004 - a month


def _in_period(unit: str, ordinal: int, what: str) -> Series:
    kind: Kind = next(each for each in get_args(Kind) if each == unit)
    return InPeriod(kind, ordinal, what)


def _yearly(found: Said) -> Series | None:
    day = int(part(found, "day") or 31)
    return Yearly(MONTHS[found["month"]], day) if 1 <= day <= 31 else None  # noqa: PLR2004


_EACH: Final = r"(?:every|each)"
_DAYS: Final = (
    rf"(?P<days>(?:{either(WEEKDAYS)})s?"
    rf"(?:(?:, and|,| and| or| &|/) ?(?:{either(WEEKDAYS)})s?){{0,6}})"
)
_COUNT: Final = rf"(?:(?P<count>{NUMBER}|{'|'.join(_COUNTS)}) )?"
_UNIT: Final = rf"(?P<unit>(?:{'|'.join(sorted(_STEPS, key=len, reverse=True))})s?)"
_LONG: Final = r"(?P<unit>month|quarter|year)"
_STARTS: Final = re.compile(r"(?<![\w./@#&+-])[^\W_]")
_CLAUSE_ENDS: Final = re.compile(
    r" {0,3}(?:$|[.,;:!?)\]\u2014|]|-(?= )|"
    r"(?:and|until|till|by|from|starting|beginning|with|for|in|"
    r"at|on|to|step|high|low|urgent|normal|please|as)(?![^\W_]))"
)
_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[Said], Series | None], bool], ...]] = (
    (pattern(rf"(?:once )?{_EACH} {_COUNT}{_UNIT}(?: on (?:a )?{_DAYS})?"), _every, False),
    (pattern(rf"once (?:a|per|in a) {_UNIT}(?: on (?:a )?{_DAYS})?"), _every, False),
    (
        pattern(rf"(?P<adverb>{either(dict.fromkeys(_ADVERBS, 0))})(?: on (?:a )?{_DAYS})?"),
        _adverb,
        True,
    ),
    (pattern(rf"on an? (?P<basis>{'|'.join(_BASES)}) basis"), _adverb, False),
    (pattern(rf"(?:on )?{_EACH} (?:(?P<count>{'|'.join(_COUNTS)}) )?{_DAYS}"), _weekly, False),
    (
        pattern(
            rf"on (?P<days>(?:{either(WEEKDAYS)})s"
            rf"(?:(?:,| and| or) (?:{either(WEEKDAYS)})s){{0,6}})"
        ),
        _weekly,
        False,
    ),
    (
        pattern(rf"(?:at |by |on )?(?:the )?(?P<edge>{'|'.join(_EDGE_DAYS)}) of {_EACH} {_LONG}"),
        _edge,
        False,
    ),
    (pattern(rf"(?:at |by )?{_EACH} {_LONG}(?:-| |'s )end"), _edge, False),
    (pattern(rf"(?:at |by )?{_EACH} end of (?:the )?{_LONG}"), _edge, False),
    (
        pattern(
            rf"(?:on |by )?(?:the )?(?P<ordinal>{ORDINAL}) "
            rf"(?P<what>{either(WEEKDAYS)}|(?:working |business )?day) (?:of|in) {_EACH} {_LONG}"
        ),
        _nth,
        False,
    ),
    (
        pattern(
            rf"(?:on )?{_EACH} (?P<ordinal>{ORDINAL}) "
            rf"(?P<what>{either(WEEKDAYS)}|(?:working |business )?day) "
            rf"(?:of|in) (?:the |a )?{_LONG}"
        ),
        _nth,
        False,
    ),
    (
        pattern(
            rf"(?:on |by )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: day)? of {_EACH} month"
        ),
        _day_of_month,
        False,
    ),
    (
        pattern(
            rf"(?:monthly|(?:on )?{_EACH} month) (?:on|by) the (?P<day>\d{{1,2}})(?:st|nd|rd|th)"
        ),
        _day_of_month,
        False,
    ),
    (
        pattern(rf"{_EACH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)(?: of (?:the|a) month)?"),
        _day_of_month,
        True,
    ),
    (
        pattern(
            rf"(?:{_EACH} (?:year (?:on|by) )?|(?:annually|yearly) (?:on|by) )(?:the )?"
            rf"{DAY} (?:of )?{MONTH}"
        ),
        _yearly,
        False,
    ),
    (
        pattern(rf"(?:{_EACH} (?:year (?:on|by) )?|(?:annually|yearly) (?:on|by) ){MONTH} {DAY}"),
        _yearly,
        False,
    ),
    (pattern(rf"(?:in |by )?(?:{_EACH}|{_EACH} year in) {MONTH}"), _yearly, False),
)
