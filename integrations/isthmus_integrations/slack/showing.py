"""What comes of an event, as things to be sent: each is one call of Slack's, so each goes once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from isthmus.channels.model import Outgoing
from isthmus.channels.readers import rights
from isthmus.messages import Button, Message, Reply, reply_as_json, reply_of, said
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.events import is_direct
from isthmus_integrations.slack.render import Posting, posted
from isthmus_integrations.slack.saying import Saying

POST: Final = "post"
UPLOAD: Final = "upload"
EPHEMERAL: Final = "ephemeral"
UPDATE: Final = "update"
DELETE: Final = "delete"
HOME: Final = "home"
UNFURL: Final = "unfurl"
PROMPTS: Final = "prompts"
UNTIL: Final = "until"  # something is shown only until an answer of this event is there
ELSE_POSTED: Final = "else_posted"  # posted, where there is nothing that it could change
SHARE: Final = "isthmus:share"
ALONE: Final = "isthmus:alone"
_TOKENLESS: Final = "0" * 64


@dataclass(frozen=True)
class Spot:
    """Where something is to be seen; ``user`` is for whom, and who is written to alone if need be.

    Without a ``channel`` it is the one in which ``user`` is alone with us.
    """

    team: str
    channel: str = ""
    thread: str = ""
    user: str = ""
    person: str = ""  # whose buttons they are; "" for anybody's
    alone: bool = False

    @property
    def as_payload(self) -> dict[str, Any]:
        return {
            "channel": self.channel,
            "thread": self.thread,
            "user": self.user,
            "person": self.person,
        }

    @property
    def what(self) -> str:
        return EPHEMERAL if self.alone and self.channel and not is_direct(self.channel) else POST


def spot_of(saying: Saying, person: str) -> Spot:
    return Spot(saying.team, saying.channel, saying.thread, saying.user, person, saying.alone)


@dataclass(frozen=True)
class Shown:
    """A reply to be shown; ``asked`` is looked at again just before, where it is there."""

    reply: Reply
    asked: Mapping[str, Any] | None = None
    button: Mapping[str, Any] | None = None  # one of ours below it: action, label, and its command

    @property
    def as_payload(self) -> dict[str, Any]:
        return {"reply": reply_as_json(self.reply), "asked": self.asked, "button": self.button}


def asked_of(saying: Saying, message: Message, at: datetime) -> dict[str, Any]:
    """Write down for whom a reply was made: before it is sent, they are looked at again."""
    told = {"saying": saying.as_json(), "rights": rights(message)}
    return told | {"at": at.isoformat()}


def shown(spot: Spot, what: Shown, name: str = "reply") -> tuple[Outgoing, ...]:
    """Give a reply as messages and files, in their order."""
    return tuple(_shown(spot, what, name))


def _shown(spot: Spot, what: Shown, name: str) -> Iterator[Outgoing]:
    counted = posted(what.reply, lambda _button: _TOKENLESS, "")
    payload = spot.as_payload | what.as_payload
    messages = len(counted.more) + 1
    for part in range(messages):
        button = what.button if part == messages - 1 else None
        each = payload | {"part": part, "button": button}
        yield outgoing(spot, spot.what, each, name if not part else f"{name}-{part + 1}")
    there = replace(spot, channel="", thread="") if spot.what == EPHEMERAL else spot
    for place, _ in enumerate(files_of(counted)):
        file = there.as_payload | what.as_payload | {"file": place}
        yield outgoing(there, UPLOAD, file, f"{name}-file-{place + 1}")


def outgoing(spot: Spot, what: str, payload: Mapping[str, Any], name: str) -> Outgoing:
    place = spot.channel or spot.user
    return Outgoing(PLATFORM, spot.team, place, what, dict(payload), name)


def files_of(posting: Posting) -> list[Any]:
    return [file for each in (posting, *posting.more) for file in each.files]


def words(spot: Spot, text: str, name: str = "reply") -> Outgoing:
    """Give a few words of our own."""
    return outgoing(spot, spot.what, spot.as_payload | Shown(said(text)).as_payload, name)


def reply_in(payload: Mapping[str, Any]) -> Reply:
    return reply_of(payload["reply"])


def tokenless(_button: Button) -> str:
    return _TOKENLESS
