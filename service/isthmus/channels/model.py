"""What a chat platform delivers, what goes back to it, and where people talk there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from isthmus.errors import InvalidError
from isthmus.people import EVERYONE, Person

Payload = Mapping[str, Any]

LONGEST_ID: Final = 255
WRITING: Final = "writing"  # names what is shown of an answer until it is there


@dataclass(frozen=True)
class Event:
    """Something a platform delivered, as it is kept before it is acknowledged.

    ``id`` is the platform's own, the same for each delivery. ``same_as`` is a second name for what
    may arrive as several events, such as one message that is also a mention: whichever comes first
    is kept. Events of one ``lane`` are handled in the order in which they came. ``payload`` is
    JSON: what the channel needs later, no secrets.
    """

    platform: str
    team: str
    id: str
    kind: str
    lane: str
    payload: Payload = field(default_factory=dict)
    same_as: str = ""

    def __post_init__(self) -> None:
        for each in (self.platform, self.team, self.id, self.kind, self.lane):
            if not each or len(each) > LONGEST_ID:
                raise InvalidError(f"An event needs ids of 1 to {LONGEST_ID} characters.")
        if len(self.same_as) > LONGEST_ID:
            raise InvalidError(f"The second name of an event has at most {LONGEST_ID} characters.")
        if ":" in self.platform + self.team:  # else two events could have one key
            raise InvalidError("The id of a platform or a team has no colon.")

    @property
    def key(self) -> str:
        """Name it among the events of all platforms."""
        return f"{self.platform}:{self.team}:{self.id}"


@dataclass(frozen=True)
class Outgoing:
    """One thing that people are to see, such as a message, a changed one, or somebody's own page.

    ``place`` is where it goes, and what a platform's limits hold for: one thing at a time is sent
    there. ``what`` is the channel's own word for how. ``name`` tells what comes of one event apart:
    each is sent once. ``payload`` is JSON; a Reply in it is written with `reply_as_json`. It is
    sent no sooner than ``after`` it was asked for.
    """

    platform: str
    team: str
    place: str
    what: str
    payload: Payload = field(default_factory=dict)
    name: str = "reply"
    after: timedelta = timedelta()


@dataclass(frozen=True)
class Posted:
    """What became of an Outgoing: ``reference`` is what the platform calls it, empty until then."""

    key: str
    outgoing: Outgoing
    reference: str = ""
    at: datetime | None = None


class Answers(StrEnum):
    """Which questions in a place are answered."""

    MENTION = "mention"  # those that name us
    EVERY = "every question"
    OFF = "off"


@dataclass(frozen=True)
class Manner:
    """How we behave in one place; ``version`` counts the changes.

    ``answers`` is None where nobody chose: off in a place that is shared with another organisation,
    else on mention. ``collections`` narrow what answers stand on, all of them where empty;
    ``readers`` narrow it further to what these groups may read. ``step`` and ``site`` are what is
    talked about there.
    """

    answers: Answers | None = None
    collections: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    language: str = ""
    digest: str = ""  # a day of the week, as `monday`
    step: str = ""
    site: str = ""
    version: int = 0


@dataclass(frozen=True)
class Place:
    """Where people talk: a channel, a group, or somebody alone with us.

    ``shared`` tells that people of another organisation are there. ``reference`` is what the
    channel needs to write there later, as JSON.
    """

    platform: str
    team: str
    id: str
    name: str = ""
    shared: bool = False
    manner: Manner = field(default_factory=Manner)
    reference: Payload = field(default_factory=dict)

    @property
    def answers(self) -> Answers:
        if self.manner.answers is not None:
            return self.manner.answers
        return Answers.OFF if self.shared else Answers.MENTION


@dataclass(frozen=True)
class Profile:
    """Somebody as a platform knows them; ``email`` only where the platform has verified it."""

    platform: str
    team: str
    id: str
    name: str
    email: str = ""
    time_zone: str = "UTC"
    outside: bool = False  # a guest there, or of another organisation

    @property
    def known_as(self) -> str:
        """Name them where nobody of ours is meant."""
        return f"{self.platform}:{self.team}:{self.id}"

    def stranger(self) -> Person:
        """Give somebody who reads what everyone may, and nothing else."""
        return Person(self.known_as, self.name or self.id, frozenset({EVERYONE}), self.time_zone)


@dataclass(frozen=True)
class Installation:
    """A workspace or tenant we are installed in; ``secrets`` are kept encrypted."""

    platform: str
    team: str
    name: str = ""
    details: Payload = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    installed_at: datetime | None = None
    ended_at: datetime | None = None
