"""The due day in what somebody said, and the words that it stands in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from isthmus.actions.dates import Asked, Due, Unclear, find_due, understand_due


@dataclass(frozen=True)
class Dated:
    """``text[start:end]`` are the words; ``day`` is None where no day follows from them."""

    start: int
    end: int
    day: date | None
    words: str


_LINES_OF_A_HEAD = 8
_WRITTEN = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)|\b(?P<day>\d{1,2})(?:st|nd|rd|th"
    r"|\.)? (?P<month>[A-Z][a-z]{2,8})\.?,? (?P<year>\d{4})\b"
    r"|\b(?P<month2>[A-Z][a-z]{2,8})\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?,? (?P<year2>\d{4})\b"
)

Dates = Callable[[str], Dated | None]


def dates(asked: Asked) -> Dates:
    """Read days as whoever asks would: words as "on Friday" count from their today."""

    def dated(text: str) -> Dated | None:
        found = find_due(text, asked)
        if found is None:
            return None
        day, said = _day(found.meaning), text[found.start : found.end].strip(" ,;()")
        return Dated(found.start, found.end, day, said)

    return dated


def whole(asked: Asked) -> Dates:
    """Read a cell or a field that is meant to hold a day and nothing else."""

    def dated(text: str) -> Dated | None:
        return Dated(0, len(text), _day(understand_due(text, asked)), text) if text else None

    return dated


def _day(meaning: object) -> date | None:
    match meaning:
        case Due(day=day):
            return day
        case Unclear(choices=(Due(day=day),)):
            return day
    return None


def said_on(text: str, today: date) -> date:
    """Give the day that the head of minutes or of a mail bears; today where it bears none."""
    head = [line for line in text.split("\n") if line.strip()][:_LINES_OF_A_HEAD]
    for line in head:
        for matched in _WRITTEN.finditer(line[:200]):
            day = _written(matched)
            if day is not None and day <= today:
                return day
    return today


def _written(matched: re.Match[str]) -> date | None:
    if matched["iso"]:
        said, form = matched["iso"], "%Y-%m-%d"
    else:
        day, month = matched["day"] or matched["day2"], matched["month"] or matched["month2"]
        said, form = f"{day} {month[:3]} {matched['year'] or matched['year2']}", "%d %b %Y"
    try:
        return datetime.strptime(said, form).date()  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        return None
