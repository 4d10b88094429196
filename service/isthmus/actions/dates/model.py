"""What words may say of when something is due."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Final, Literal
from zoneinfo import ZoneInfo


class Weekday(IntEnum):
    """Counted as ``date.weekday`` counts."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


MONDAY_TO_FRIDAY: Final = frozenset(Weekday(day) for day in range(5))


@dataclass(frozen=True)
class Asked:
    """Whose today and whose week it is.

    ``fiscal_start`` is a month. ``day_first`` says how "3/4" is read; None: it is asked about.
    ``languages`` are ISO 639-1 codes; English is always understood.
    """

    today: date
    week_starts: Weekday = Weekday.MONDAY
    working_days: frozenset[Weekday] = MONDAY_TO_FRIDAY
    fiscal_start: int = 1
    day_first: bool | None = None
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        if not self.working_days:
            raise ValueError("A working week needs at least one working day.")
        if not 1 <= self.fiscal_start <= 12:  # noqa: PLR2004 - the months
            raise ValueError("The fiscal year starts in a month from 1 to 12.")


@dataclass(frozen=True)
class Due:
    """A day; ``note`` is what is worth saying of it to whoever gave the words."""

    day: date
    words: str
    note: str = ""


@dataclass(frozen=True)
class Offset:
    count: int
    unit: Literal["day", "working day", "month"] = "day"


@dataclass(frozen=True)
class Relative:
    """A day that hangs on when another action is due: "two days before A-12"."""

    action: int
    offset: Offset
    words: str


@dataclass(frozen=True)
class Unclear:
    """No day yet: ``question`` is to be said, ``event`` is what the day hangs on, if anything."""

    words: str
    question: str
    choices: tuple[Due, ...] = ()
    event: str = ""


Meaning = Due | Relative | Unclear


@dataclass(frozen=True)
class Found:
    """``text[start:end]`` is the phrase of the due day, with its preposition."""

    start: int
    end: int
    meaning: Meaning

    def cut(self, text: str) -> str:
        return without(text, self.start, self.end)


def named(meaning: Meaning, words: str) -> Meaning:
    """Give what is meant with the words it was said in; choices are said alike."""
    if isinstance(meaning, Unclear):
        choices = tuple(replace(each, words=each.words or words) for each in meaning.choices)
        return replace(meaning, words=words, choices=choices)
    return replace(meaning, words=words)


def without(text: str, start: int, end: int) -> str:
    """Take a phrase out of a sentence, with the comma, dash or brackets that held it."""
    before = text[:start].rstrip(" \t,;:([-\u2013\u2014")
    after = text[end:].lstrip()
    if not before:
        return after.lstrip(",;:)]\u2013\u2014 ").strip()
    after = after.lstrip(")]")
    return re.sub(r"\s+", " ", f"{before}{_joint(after)}{after}").strip()


def _joint(after: str) -> str:
    return "" if after[:1] in {"", ",", ";", ".", "!", "?", ":"} else " "


def today_in(zone: str, instant: datetime) -> date:
    """Give the day it is at an instant in an IANA time zone."""
    if instant.tzinfo is None:
        raise ValueError("The instant needs a time zone to say which day it is somewhere else.")
    return instant.astimezone(ZoneInfo(zone)).date()
