"""What the jobs work with, and in whose name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol

from isthmus.actions.dates import Asked
from isthmus.actions.desk import Actions
from isthmus.answers.searching import Found
from isthmus.inquiry.service import Inquiry
from isthmus.llm.model import Models, NoModels, Shown
from isthmus.messages import Message, Tell, silent
from isthmus.people import Audience, Person, Rank
from isthmus.programme.desk import Programme
from isthmus.raci.desk import Charts, Hand
from isthmus.reminding.desk import Reminding
from isthmus.roles.desk import Roles
from isthmus.summaries.service import Summaries
from isthmus.talks.store import TalkStore

_NO_ACCOUNT: Final = (
    "Isthmus answers people who have an account here: ask whoever administers it for one, or to "
    "link yours to who you are on this platform."
)
_READ_ALONG: Final = (
    "People without an account here read along here, or nobody can tell who does, so I say "
    "nothing of what needs one. Ask me in a direct message."
)


@dataclass(frozen=True)
class Conduct:
    """How we behave in a place where people talk; ``version`` counts the changes.

    ``answers`` is "mention", "every question", "off", or empty where nobody chose; ``digest`` a day
    of the week such as "monday". The rest narrows what is said there, see `channels.model.Manner`.
    """

    answers: str = ""
    collections: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    language: str = ""
    digest: str = ""
    step: str = ""
    site: str = ""
    version: int = 0


class Places(Protocol):
    """Places by their names, PLATFORM/TEAM/PLACE."""

    def conduct(self, place: str) -> Conduct: ...

    def behave(self, place: str, conduct: Conduct, by: Person) -> Conduct:
        """Change it, as a lead or an administrator; raises ConflictError on an old version."""
        ...


def nobody() -> Sequence[Person]:
    return ()


def none(_readers: Audience) -> int:
    return 0


def nothing(_passages: Sequence[str], _readers: Audience) -> Sequence[Shown]:
    return ()


@dataclass(frozen=True)
class Parts:
    """``find`` gives the people a name may mean; ``public_url`` is where the console is.

    ``asked_for`` says how days are read that somebody names; ``readers_of`` gives the groups that
    may read a document, to somebody who may; ``everybody`` gives all people, to choose one;
    ``search`` gives the passages nearest to a question that somebody may read; ``shown`` gives
    passages as a language model may be shown them, those that an audience may read; ``tell``
    hears each checked sentence that a model writes of a reply, as it comes.
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
    programme: Programme | None = None
    places: Places | None = None
    everybody: Callable[[], Sequence[Person]] = nobody
    search: Callable[[str, Person, int], Sequence[Found]] | None = None
    passages: Callable[[Audience], int] = none
    shown: Callable[[Sequence[str], Audience], Sequence[Shown]] = nothing
    summaries: Summaries | None = None
    models: Models = field(default_factory=NoModels)
    tell: Tell = silent


def hand(message: Message, seen: int | None = None) -> Hand:
    """Give whoever said it, as the one who does it."""
    return Hand(message.by, message.channel, seen)


def everybody(message: Message) -> Person:
    """Give a reader who sees what everybody there may, and owns nothing unless alone."""
    return message.by if message.is_private else replace(message.reader, id="")


def may_keep(person: Person) -> bool:
    """Tell whether what somebody drafts is kept; anybody else is only shown it."""
    return not person.is_guest and person.rank.includes(Rank.CONTRIBUTOR)


def refusal(message: Message) -> str:
    """Give why a message is not answered, "" where all who see the reply are admitted."""
    if not message.by.admitted:
        return _NO_ACCOUNT
    return "" if message.reader.admitted else _READ_ALONG
