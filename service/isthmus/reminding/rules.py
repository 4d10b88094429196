"""What is due to be said of an action: it follows from the action, the day and what was said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from isthmus.actions.model import Action, StepSettings
from isthmus.reminding.model import Quiet, Saying, Why
from isthmus.reminding.rhythms import Rhythm, rhythms

_DAY: Final = timedelta(days=1)
Week = Collection[int]
"""The days of the week on which people work; 0 is Monday."""


@dataclass(frozen=True)
class Known:
    """What one person was told of an action, and whether they want to hear of it."""

    sayings: Sequence[Saying] = ()
    quiet: Quiet | None = None

    def told_since(self, day: date, due: date | None) -> bool:
        return any(each.day >= day and each.due == due for each in self.sayings)

    def told_on(self, day: date) -> bool:
        return any(each.day == day for each in self.sayings)


def reminder(action: Action, today: date, known: Known, week: Week) -> Why | None:
    """Tell why the owner is told of an action this morning; None where they are not."""
    if not action.status.is_live or known.told_on(today) or _is_snoozed(known.quiet, today):
        return None
    if _has_woken(known, today):
        return Why.AGAIN
    if action.due is None:
        return None
    rhythm = rhythms()[action.priority]
    if action.due >= today:
        return _ahead(action.due, today, known, (rhythm, week))
    return Why.OVERDUE if _is_to_repeat(action, today, known, (rhythm, week)) else None


def _is_snoozed(quiet: Quiet | None, today: date) -> bool:
    return quiet is not None and quiet.until is not None and today < quiet.until


def _has_woken(known: Known, today: date) -> bool:
    until = known.quiet.until if known.quiet else None
    woken = until is not None and until <= today
    return woken and not any(each.day >= until for each in known.sayings if until)


def _ahead(due: date, today: date, known: Known, how: tuple[Rhythm, Week]) -> Why | None:
    rhythm, week = how
    left = working_days(today, due, week)
    reached = [days for days in rhythm.before if left <= days]
    if not reached or known.told_since(_opened(due, min(reached), week), due):
        return None
    return Why.SOON if left else Why.TODAY


def _is_to_repeat(action: Action, today: date, known: Known, how: tuple[Rhythm, Week]) -> bool:
    rhythm, week = how
    said = [each.day for each in known.sayings if each.due == action.due]
    every = rhythm.every
    quiet = known.quiet
    if rhythm.acknowledged is not None and quiet and quiet.acknowledged and quiet.due == action.due:
        every = rhythm.acknowledged
        said.append(quiet.acknowledged)
    if not every:
        return False
    return not said or working_days(max(said), today, week) >= every


def working_days(after: date, until: date, week: Week) -> int:
    """Count the working days after one day, up to and with another."""
    weeks, rest = divmod(max((until - after).days, 0), 7)
    odd = (after + _DAY * (number + 1) for number in range(rest))
    return weeks * len(week) + sum(day.weekday() in week for day in odd)


def _opened(due: date, days: int, week: Week) -> date:
    """Give the first day on which no more than so many working days are left until a date."""
    day = due
    while working_days(day - _DAY, due, week) <= days:
        day -= _DAY
    return day


def is_silent(
    action: Action, today: date, settings: StepSettings, heard: date, told: Sequence[Saying]
) -> bool:
    """Tell whether the lead of a step is told that nothing is heard of an action that is late.

    ``heard`` is when it last changed or its owner said something; ``told`` is what the lead was.
    """
    if not action.is_overdue(today) or action.due is None:
        return False
    last = [each.day for each in told if each.why is Why.SILENT]
    since = max(action.due, heard, *last)
    return (today - since).days >= settings.silence
