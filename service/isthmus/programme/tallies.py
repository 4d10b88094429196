"""What is counted of actions over time, and what follows from it: burn-up, lateness, age.

Everything here follows from what an action is now: when it was begun, when it was closed, its
first date. One that was opened again counts as open all the time.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate
from typing import Final

NEVER: Final = 99  # an index after all moments


class Outcome(StrEnum):
    LIVE = "live"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Tally:
    """How many actions have the same history, as indexes of the moments of a period.

    ``created`` is the first moment by which they were there, ``closed`` the first by which they
    were closed, ``due`` the first at which their first date had passed. ``on_time`` tells whether
    done ones were closed by that date: None where there was none.
    """

    created: int
    closed: int
    due: int
    outcome: Outcome
    on_time: bool | None
    number: int
    slips: int = 0

    @property
    def is_dropped(self) -> bool:
        return self.outcome is Outcome.DROPPED

    @property
    def is_done(self) -> bool:
        return self.outcome is Outcome.DONE

    @property
    def is_late_from(self) -> int:
        """Give the moment from which it was there after its first date, until it was closed."""
        return max(self.created, self.due)


@dataclass(frozen=True)
class Begun:
    """How many actions of one day were ``open`` at each moment of a period."""

    day: date
    open: tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """How the programme stood at a moment.

    ``scope`` is what was there and not dropped, ``late`` what was open after its first date.
    """

    scope: int
    done: int
    open: int
    late: int


@dataclass(frozen=True)
class Flow:
    """What happened between two moments: ``on_time`` of the ``dated`` ones that were closed."""

    added: int = 0
    closed: int = 0
    dated: int = 0
    on_time: int = 0
    slips: int = 0
    dropped: int = 0

    def __add__(self, other: "Flow") -> "Flow":
        mine, theirs = vars(self), vars(other)
        return Flow(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def share_on_time(self) -> float | None:
        """Give the share in per cent; None where nothing with a date was closed."""
        return 100 * self.on_time / self.dated if self.dated else None

    @property
    def slips_each(self) -> float | None:
        return self.slips / self.closed if self.closed else None


@dataclass(frozen=True)
class Course:
    """How it stood at each moment, and what happened up to it since the one before."""

    standings: tuple[Standing, ...]
    flows: tuple[Flow, ...]

    def during(self, after: int, until: int) -> Flow:
        """Give what happened after one moment, up to another."""
        return sum(self.flows[after + 1 : until + 1], Flow())


def course(tallies: Sequence[Tally], moments: int) -> Course:
    """Follow the actions through a number of moments."""
    added = _steps(((e.created, e.number) for e in tallies), moments)
    done = _steps(((e.closed, e.number) for e in tallies if e.is_done), moments)
    dropped = _steps(((e.closed, e.number) for e in tallies if e.is_dropped), moments)
    ever = [each for each in tallies if each.is_late_from < each.closed]
    late = _steps(((e.is_late_from, e.number) for e in ever), moments)
    late_no_more = _steps(((e.closed, e.number) for e in ever), moments)
    dated = [each for each in tallies if each.on_time is not None]
    of_dated = _steps(((e.closed, e.number) for e in dated), moments)
    on_time = _steps(((e.closed, e.number) for e in dated if e.on_time), moments)
    slips = _steps(((e.closed, e.slips) for e in tallies if e.is_done), moments)
    by_now = list(zip(*map(accumulate, (added, done, dropped, late, late_no_more)), strict=True))
    return Course(
        tuple(Standing(a - c, b, a - b - c, d - e) for a, b, c, d, e in by_now),
        tuple(map(Flow, added, done, of_dated, on_time, slips, dropped)),
    )


def _steps(numbers: Iterable[tuple[int, int]], moments: int) -> list[int]:
    """Add up what came with each moment."""
    found = [0] * moments
    for moment, number in numbers:
        if moment < moments:
            found[moment] += number
    return found


def median_age(begun: Sequence[Begun], moment: int, today: date) -> float | None:
    """Give the middle age in days of what was open; None where nothing was.

    ``begun`` stands in the order of its days.
    """
    there = begun[: bisect_right(begun, today, key=lambda each: each.day)]
    until = list(accumulate(each.open[moment] for each in there))
    if not until or not until[-1]:
        return None
    middle = (there[bisect_right(until, place)] for place in ((until[-1] - 1) // 2, until[-1] // 2))
    return sum((today - each.day).days for each in middle) / 2


@dataclass(frozen=True)
class Ages:
    """How many open actions are so old: ``name`` says how old in words."""

    name: str
    number: int


_GROUPS: Final = (
    ("up to 2 weeks", 14),
    ("2 to 4 weeks", 28),
    ("1 to 3 months", 91),
    ("3 to 6 months", 182),
    ("more than 6 months", 100_000),
)


def ageing(begun: Iterable[Begun], today: date, moment: int) -> tuple[Ages, ...]:
    """Group what is open at a moment by age, the youngest first."""
    counts = dict.fromkeys((name for name, _ in _GROUPS), 0)
    for each in begun:
        if each.day <= today:
            counts[_group((today - each.day).days)] += each.open[moment]
    return tuple(Ages(name, number) for name, number in counts.items())


def _group(age: int) -> str:
    return next(name for name, most in _GROUPS if age <= most)
