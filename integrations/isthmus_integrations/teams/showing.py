"""What comes of an event, as things to be sent: each is one call of Teams', so each goes once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from isthmus.channels.model import Outgoing
from isthmus.channels.readers import rights
from isthmus.messages import Button, Message, Reply, reply_as_json, reply_of, said
from isthmus.understanding.commands import Rate, ShowPassages
from isthmus_integrations.teams.activities import Where
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.render import Activity, posted
from isthmus_integrations.teams.saying import Saying

POST: Final = "post"
FILE: Final = "file"
UPDATE: Final = "update"
DELETE: Final = "delete"
SAVED: Final = "saved"
_NO_TOKEN: Final = "0" * 64


@dataclass(frozen=True)
class Spot:
    """Where something is to be seen; without a ``conversation`` where ``user`` is alone with us."""

    team: str
    conversation: str = ""
    service_url: str = ""
    user: str = ""
    person: str = ""  # whose buttons they are; "" for anybody's
    personal: bool = False

    @property
    def as_payload(self) -> dict[str, Any]:
        return {
            "conversation": self.conversation,
            "service_url": self.service_url,
            "user": self.user,
            "person": self.person,
        }


def spot_of(saying: Saying, person: str) -> Spot:
    return Spot(
        saying.team,
        saying.conversation,
        saying.service_url,
        saying.user,
        person,
        saying.personal,
    )


@dataclass(frozen=True)
class Shown:
    """A reply to be shown; ``asked`` is looked at again just before, where it is there."""

    reply: Reply
    asked: Mapping[str, Any] | None = None

    @property
    def as_payload(self) -> dict[str, Any]:
        return {"reply": reply_as_json(self.reply), "asked": self.asked}


def asked_of(saying: Saying, message: Message, at: datetime) -> dict[str, Any]:
    """Write down who was to read a reply, to look again just before it is sent."""
    known = {"saying": saying.as_json(), "rights": rights(message)}
    return {**known, "at": at.isoformat()}


def shown(spot: Spot, what: Shown, name: str = "reply") -> tuple[Outgoing, ...]:
    """Give a reply as messages and files, in their order."""
    return tuple(_shown(spot, what, name))


def _shown(spot: Spot, what: Shown, name: str) -> Iterator[Outgoing]:
    counted = posted(what.reply, tokenless, "")
    payload = spot.as_payload | what.as_payload
    for part in range(len(counted.more) + 1):
        each = payload | {"part": part}
        yield outgoing(spot, POST, each, name if not part else f"{name}-{part + 1}")
    if spot.personal:  # Teams takes files of a bot there alone
        for place, _ in enumerate(files_of(counted)):
            yield outgoing(spot, FILE, payload | {"file": place}, f"{name}-file-{place + 1}")


def outgoing(spot: Spot, what: str, payload: Mapping[str, Any], name: str) -> Outgoing:
    place = spot.conversation or spot.user
    return Outgoing(PLATFORM, spot.team, place, what, dict(payload), name)


def files_of(activity: Activity) -> list[Any]:
    return [file for each in (activity, *activity.more) for file in each.files]


def words(spot: Spot, text: str, name: str = "reply") -> Outgoing:
    """Give a few words of our own."""
    return outgoing(spot, POST, spot.as_payload | Shown(said(text)).as_payload | {"part": 0}, name)


def reply_in(payload: Mapping[str, Any]) -> Reply:
    return reply_of(payload["reply"])


def tokenless(_button: Button) -> str:
    return _NO_TOKEN


def answer_in(reply: Reply) -> str:
    """Give the id of the answer that a reply gives, "" where it gives none."""
    commands = (each.command for each in reply.buttons)
    return next((c.answer for c in commands if isinstance(c, Rate | ShowPassages)), "")


def reference(where: Where, message: str) -> str:
    """Name a message among those of a tenant."""
    return f"{where.conversation}/{message}"


def message_in(known: str) -> str:
    """Give what Teams calls a message that is kept under this reference."""
    return known.rpartition("/")[2]
