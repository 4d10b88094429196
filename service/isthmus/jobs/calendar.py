"""Schedules: which local dates and times they name, and at which moments those are.

A local time that a change of the clocks skips is the first moment after the change; one that
comes twice is the first of the two. In short: it is the first moment at which the clock on the
wall shows this time or a later one.
"""

from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from isthmus.errors import InvalidError
from isthmus.jobs.model import LONGEST_KEY, Payload

EVERY_DAY: Final = frozenset(range(7))
MONDAY_TO_FRIDAY: Final = frozenset(range(5))
MOVED_BACK: Final = timedelta(hours=1)  # clocks of replicas differ by less
LONGEST_NAME: Final = LONGEST_KEY - len("@2026-03-29T08:30")
_ONE_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_WIDEST: Final = 2  # days: a zone is never further from UTC, nor skips more


class CatchUp(StrEnum):
    """What of the occurrences that were missed is still done, after the service was down."""

    EACH = "each"  # every one, marked late: reminders
    NEWEST = "newest"  # only the newest: digests


@dataclass(frozen=True)
class Rule:
    """At this local time on these days of the week (0 is Monday)."""

    at: time
    days: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise InvalidError("A schedule needs days of the week, from 0 (Monday) to 6 (Sunday).")
        if self.at.tzinfo or self.at.second or self.at.microsecond:
            raise InvalidError("A schedule's time is hours and minutes, such as 08:30.")

    def in_words(self) -> str:
        """Say on which days: daily, Monday to Friday, or their names."""
        if self.days == EVERY_DAY:
            return "daily"
        if self.days == MONDAY_TO_FRIDAY:
            return "Monday to Friday"
        return ", ".join(day_name[day] for day in sorted(self.days))


@dataclass(frozen=True)
class Occurrence:
    """One time that a schedule names: its local date and time, and the moment that is."""

    schedule: str
    local: datetime
    at: datetime

    @property
    def key(self) -> str:
        """Identify it: by the local date and time, so that it fires once whatever clocks do."""
        return f"{self.schedule}@{self.name}"

    @property
    def name(self) -> str:
        return self.local.isoformat(timespec="minutes")


@dataclass(frozen=True)
class Schedule:
    """What is done again and again: a job of this kind at each time that the rule names."""

    name: str
    zone: str
    rule: Rule
    kind: str
    payload: Payload = field(default_factory=dict)
    catch_up: CatchUp = CatchUp.NEWEST
    enabled: bool = True

    def __post_init__(self) -> None:
        if not self.name or not self.kind or len(self.name) > LONGEST_NAME:
            raise InvalidError(
                f"A schedule needs a name of 1 to {LONGEST_NAME} characters, and a kind of job."
            )
        zone_of(self.zone)

    def between(self, after: datetime, until: datetime) -> Iterator[Occurrence]:
        """Give the occurrences after a moment, up to and with another, in order."""
        zone = zone_of(self.zone)
        for day in _days(after, until):
            if day.weekday() in self.rule.days:
                local = datetime.combine(day, self.rule.at)
                at = moment_of(local, zone)
                if after < at <= until:
                    yield Occurrence(self.name, local, at)

    def next_after(self, moment: datetime) -> datetime:
        """Give the moment of the first occurrence after this one."""
        soon = moment + timedelta(days=7 + 2 * _WIDEST)
        return next(self.between(moment, soon)).at

    def missed(self, considered: datetime, now: datetime) -> list[Occurrence]:
        """Give the occurrences to fire now, of those since it was last considered."""
        due = list(self.between(considered, now))
        return due if self.catch_up is CatchUp.EACH else due[-1:]


@dataclass(frozen=True)
class Planned:
    """A schedule, up to when its occurrences were considered, and when the next one is."""

    schedule: Schedule
    considered: datetime
    next_at: datetime

    def considered_at(self, now: datetime) -> "Planned":
        return Planned(self.schedule, now, self.schedule.next_after(now))


def zone_of(name: str) -> ZoneInfo:
    """Give the zone; raises InvalidError where there is none of this name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidError(
            f"{name!r} is no time zone. Name one like Europe/Berlin or UTC."
        ) from error


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the moment (in UTC) at which a clock in this zone first shows a time, or a later one."""
    before = local.replace(tzinfo=zone, fold=0).utcoffset()
    after = local.replace(tzinfo=zone, fold=1).utcoffset()
    if before is None or after is None:
        raise InvalidError(f"{zone.key} has no rule for {local:%Y-%m-%d}.")
    if after <= before:  # an ordinary time, or one that comes twice: the first of the two
        return (local - before).replace(tzinfo=UTC)
    return _change_between(local - after, local - before, zone)


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the offset changes; ``low`` is before it and ``high`` is not."""
    low, high = low.replace(tzinfo=UTC), high.replace(tzinfo=UTC)
    old = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // (2 * _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def _days(after: datetime, until: datetime) -> Iterator[date]:
    """Give every date that may lie between two moments in any zone."""
    day = after.astimezone(UTC).date() - _WIDEST * _ONE_DAY
    last = until.astimezone(UTC).date() + _WIDEST * _ONE_DAY
    while day <= last:
        yield day
        day += _ONE_DAY
