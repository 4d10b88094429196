"""What somebody says or presses, as a message that every channel has in common."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from isthmus.channels.model import Manner
from isthmus.channels.readers import as_there
from isthmus.messages import Message
from isthmus.understanding.commands import Command, command_as_json, command_of
from isthmus.understanding.effects import comes_to_the_same
from isthmus.understanding.grammar import understand
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.events import conversation
from isthmus_integrations.slack.rooms import Rooms

_LONGEST: Final = 200


@dataclass(frozen=True)
class Saying:
    """``alone`` tells that only the person sees what comes of it; ``command`` is as JSON.

    ``aside`` tells that it belongs to a talk that only the person sees, not to that of the thread.
    """

    team: str
    channel: str
    user: str
    id: str
    thread: str = ""
    text: str = ""
    command: Mapping[str, Any] | None = None
    alone: bool = False
    aside: bool = False

    @property
    def place(self) -> str:
        return conversation(self.team, self.channel)

    @property
    def conversation(self) -> str:
        """Name the thread; what only one person sees of a channel is a talk of its own."""
        thread = "~".join(filter(None, (self.thread, self.user if self.aside else "")))
        return conversation(self.team, self.channel, thread)[:_LONGEST]

    @property
    def asks_only(self) -> bool:
        """Tell whether it can be said again without anything being done twice."""
        if self.command is not None:
            return comes_to_the_same(command_of(self.command))
        return only_asks(self.text)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def saying_of(known: Mapping[str, Any]) -> Saying:
    return Saying(**known)


def with_command(saying: Saying, command: Command) -> Saying:
    said = asdict(saying) | {"command": command_as_json(command)}
    return Saying(**said)


def only_asks(text: str) -> bool:
    """Tell whether words ask and order nothing."""
    return all(map(comes_to_the_same, understand(text)))


def heard(saying: Saying, rooms: Rooms, *, anew: bool = False) -> Message:
    """Give the message: who says it and who sees what comes of it are Slack's words alone."""
    manner, audience = Manner(), None
    if not saying.alone:
        manner = rooms.place(saying.team, saying.channel).manner
        audience = rooms.audience(saying.team, saying.channel, anew=anew)
    message = Message(
        id=saying.id,
        channel=PLATFORM,
        conversation=saying.conversation,
        by=rooms.person(saying.team, saying.user),
        text=saying.text,
        command=command_of(saying.command) if saying.command is not None else None,
        audience=audience,
    )
    return as_there(message, manner)
