"""What the jobs work with, and in whose name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from isthmus.actions.dates import Asked
from isthmus.actions.desk import Actions
from isthmus.inquiry.service import Inquiry
from isthmus.messages import Message
from isthmus.people import Person, Rank
from isthmus.raci.desk import Charts, Hand
from isthmus.reminding.desk import Reminding
from isthmus.roles.desk import Roles
from isthmus.talks.store import TalkStore


@dataclass(frozen=True)
class Parts:
    """``find`` gives the people a name may mean; ``public_url`` is where the console is.

    ``asked_for`` says how days are read that somebody names; ``readers_of`` gives the groups that
    may read a document, to somebody who may.
    """

    inquiry: Inquiry
    charts: Charts
    roles: Roles
    actions: Actions
    reminding: Reminding
    talks: TalkStore
    find: Callable[[str], Sequence[Person]]
    asked_for: Callable[[Person], Asked]
    readers_of: Callable[[str, Person], tuple[str, ...]]
    clock: Callable[[], datetime]
    public_url: str


def hand(message: Message, seen: int | None = None) -> Hand:
    """Give whoever said it, as the one who does it."""
    return Hand(message.by, message.channel, seen)


def everybody(message: Message) -> Person:
    """Give a reader who sees what everybody there may, and owns nothing unless alone."""
    return message.by if message.is_private else replace(message.reader, id="")


def may_keep(person: Person) -> bool:
    """Tell whether what somebody drafts is kept; anybody else is only shown it."""
    return not person.is_guest and person.rank.includes(Rank.CONTRIBUTOR)
