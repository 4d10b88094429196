"""Words to a day: "by next Friday", "in two weeks", "end of Q1", "before A-12", "every quarter"."""

from isthmus.actions.dates.days import spoken
from isthmus.actions.dates.finding import find_due, understand_due
from isthmus.actions.dates.model import (
    MONDAY_TO_FRIDAY,
    Asked,
    Due,
    Found,
    Meaning,
    Offset,
    Relative,
    Unclear,
    Weekday,
    today_in,
)
from isthmus.actions.dates.recurrence import FoundRecurrence, Recurrence
from isthmus.actions.dates.recurring import find_recurrence, recurrence
from isthmus.actions.dates.references import resolved

__all__ = [
    "MONDAY_TO_FRIDAY",
    "Asked",
    "Due",
    "Found",
    "FoundRecurrence",
    "Meaning",
    "Offset",
    "Recurrence",
    "Relative",
    "Unclear",
    "Weekday",
    "find_due",
    "find_recurrence",
    "recurrence",
    "resolved",
    "spoken",
    "today_in",
    "understand_due",
]
