"""The figures a sentence states, so that two sentences can be seen to differ."""

import re
from typing import Final

_NUMBERS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_HOURS: Final = {
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.0,
    "quarter": 2190.0,
    "year": 8760.0,
}
_RHYTHMS: Final = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
}
_FIGURE: Final = re.compile(
    rf"\b(?P<number>\d+(?:[.,]\d+)?|{'|'.join(_NUMBERS)})"
    r"(?:\s*%|[\s-]+(?:(?:calendar|working|business) )?(?P<unit>minute|hour|day|week|month|"
    r"quarter|year|character|percent|attempt|member|person)s?\b)"
    r"|\b(?:every|each|once a|per)\s+(?P<each>hour|day|week|month|quarter|year)\b"
    rf"|\b(?P<rhythm>{'|'.join(_RHYTHMS)})\b",
    re.IGNORECASE,
)
_SAME_WITHIN: Final = 0.05
_DURATION: Final = "duration"

Figure = tuple[str, float]  # what is counted, and how many; durations in hours


def figures(text: str) -> frozenset[Figure]:
    return frozenset(_figure(match) for match in _FIGURE.finditer(text))


def differ(one: str, other: str) -> bool:
    """Tell whether two texts count the same thing and share no figure of it."""
    ones, others = figures(one), figures(other)
    for counted in {of for of, _ in ones} & {of for of, _ in others}:
        here = [value for of, value in ones if of == counted]
        there = [value for of, value in others if of == counted]
        if not any(_same(a, b) for a in here for b in there):
            return True
    return False


def _figure(match: re.Match[str]) -> Figure:
    if match["rhythm"]:
        return _DURATION, _HOURS[_RHYTHMS[match["rhythm"].lower()]]
    if match["each"]:
        return _DURATION, _HOURS[match["each"].lower()]
    unit = (match["unit"] or "percent").lower()
    written = match["number"].lower()
    number = float(_NUMBERS.get(written) or written.replace(",", "."))
    return (_DURATION, number * _HOURS[unit]) if unit in _HOURS else (unit, number)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_WITHIN * max(one, other)
