"""What is said of actions to people, when, by which way, and what came of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from isthmus.actions.model import named
from isthmus.errors import InvalidError

LONGEST_ADDRESS: Final = 254
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
)
NO_ACTION: Final = 0


class Why(StrEnum):
    """Why somebody is told of an action."""

    OVERDUE = "overdue"
    TODAY = "due today"
    SOON = "due soon"
    AGAIN = "asked for again"  # a snooze that is over
    ASSIGNED = "assigned"
    UNBLOCKED = "free to go on"  # the last action it waited for is closed
    SILENT = "silent"  # told to the lead of its step
    UNDELIVERED = "undelivered"  # told to the lead: a reminder did not arrive
    LETTERS = "letters"  # of charts, to accept
    REVIEW = "to approve"  # a chart or role definition was submitted
    REVIEWED = "reviewed"  # what they submitted was approved or sent back


OWNED: Final = frozenset({Why.OVERDUE, Why.TODAY, Why.SOON, Why.AGAIN, Why.ASSIGNED, Why.UNBLOCKED})


@dataclass(frozen=True)
class Saying:
    """That somebody was told of an action on a day of theirs, and the due date it had then."""

    person: str
    action: int
    day: date
    why: Why
    due: date | None = None


@dataclass(frozen=True)
class Quiet:
    """That somebody does not want to hear of an action: until a day, or because they know.

    ``due`` is the due date that they acknowledged; a new one is said anew.
    """

    person: str
    action: int
    until: date | None = None
    acknowledged: date | None = None
    due: date | None = None

    def snoozed(self, until: date, today: date) -> "Quiet":
        if until <= today:
            raise InvalidError(f"Snooze {named(self.action)} until a day that is still to come.")
        return replace(self, until=until)

    def acknowledge(self, due: date | None, today: date) -> "Quiet":
        return replace(self, acknowledged=today, due=due)


@dataclass(frozen=True)
class News:
    """Something to tell soon, grouped with what else there is.

    ``subject`` is a delivery's id, or names a step of a review.
    """

    person: str
    why: Why
    action: int
    subject: str
    at: datetime


@dataclass(frozen=True)
class Item:
    """One action in a message, one delivery that failed, or one step of a review."""

    action: int
    why: Why
    subject: str = ""


class Sort(StrEnum):
    MORNING = "morning"
    NEWS = "news"
    DIGEST = "digest"


@dataclass(frozen=True)
class Message:
    """What was decided to be said; its words are made anew each time it is sent or shown.

    ``key`` identifies it for ever; ``place`` is where a channel's digest goes, else "".
    """

    id: str
    key: str
    person: str
    sort: Sort
    day: date
    at: datetime
    late: bool = False
    body: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    seen_at: datetime | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(action, Why(why), subject) for action, why, subject in self.body.get("items", ())
        )


class Arrival(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # it may have arrived
    NOT_WANTED = "not wanted"  # nothing of it was true or allowed any more


@dataclass(frozen=True)
class Delivery:
    """That a message goes to somebody by a way, and what came of it."""

    id: str
    message: str
    person: str
    sort: Sort
    way: str
    state: Arrival
    at: datetime
    reason: str = ""
    address: str = ""


@dataclass(frozen=True)
class Preference:
    """How somebody wants to be told; what they did not say is as this installation has it."""

    person: str
    at: time | None = None
    ways: tuple[str, ...] | None = None
    address: str = ""
    mornings: bool = True

    def __post_init__(self) -> None:
        if self.at and (self.at.second or self.at.microsecond or self.at.tzinfo):
            raise InvalidError("Say the time of reminders in hours and minutes, such as 08:30.")
        if self.address:
            check_address(self.address)


@dataclass(frozen=True)
class Subscription:
    """That a digest is wanted each week: by a person, or in a place of a channel."""

    id: str
    person: str
    weekday: int
    at: time
    zone: str
    steps: tuple[str, ...] = ()
    place: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:  # noqa: PLR2004 - days of a week
            raise InvalidError("Say a day of the week, from Monday to Sunday.")


def check_address(address: str) -> str:
    """Give an e-mail address; raises InvalidError where it is none that can be written to."""
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise InvalidError(
            f"{address[:60]!r} is no e-mail address. Give one like ana@plant.example."
        )
    return address
