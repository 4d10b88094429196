"""What somebody says or presses, as a message that every channel has in common."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from isthmus.channels.model import Manner
from isthmus.channels.readers import as_there, told_apart
from isthmus.messages import Message
from isthmus.people import Person
from isthmus.understanding.commands import Command, command_as_json, command_of
from isthmus.understanding.effects import comes_to_the_same
from isthmus.understanding.grammar import understand
from isthmus_integrations.teams.activities import THREAD, Incoming, Where, short
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.rooms import Rooms


@dataclass(frozen=True)
class Saying:
    """``alone`` tells that only the person sees what comes of it; ``command`` is as JSON."""

    team: str
    conversation: str
    service_url: str
    user: str
    id: str
    name: str = ""
    zone: str = ""
    text: str = ""
    command: Mapping[str, Any] | None = None
    personal: bool = False
    alone: bool = False
    apart: str = ""  # names a talk of its own, so that the conversation's does not change

    @property
    def where(self) -> Where:
        return Where(self.team, self.conversation.partition(THREAD)[0], self.service_url)

    @property
    def place(self) -> str:
        return place_of(self.where)

    @property
    def talk(self) -> str:
        said = "~".join(filter(None, (self.conversation, self.apart)))
        return f"{self.team}/{short(said)}"

    @property
    def asks_only(self) -> bool:
        """Tell whether it can be said again without anything being done twice."""
        if self.command is not None:
            return comes_to_the_same(command_of(self.command))
        return is_question(self.text)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def place_of(where: Where) -> str:
    """Name a conversation as buttons do that belong to it."""
    return f"{where.tenant}/{where.conversation}"


def saying_of(known: Mapping[str, Any]) -> Saying:
    return Saying(**known)


def said_in(incoming: Incoming, text: str = "") -> Saying:
    return Saying(
        team=incoming.tenant,
        conversation=incoming.conversation,
        service_url=incoming.service_url,
        user=incoming.sender,
        id=incoming.message_key,
        name=incoming.sender_name,
        zone=incoming.zone,
        text=text,
        personal=incoming.is_personal,
    )


def with_command(saying: Saying, command: Command) -> Saying:
    return replace(saying, command=command_as_json(command))


def is_question(text: str) -> bool:
    """Tell whether words ask and order nothing."""
    return all(map(comes_to_the_same, understand(text)))


def by(saying: Saying, rooms: Rooms) -> Person:
    return rooms.person(saying.where, saying.user, saying.name, saying.zone)


def heard(saying: Saying, rooms: Rooms, *, anew: bool = False) -> Message:
    """Give the message: who says it and who sees what comes of it are Teams' words alone."""
    manner, audience = Manner(), None
    if not (saying.alone or saying.personal):
        manner = rooms.place(saying.team, saying.where.conversation).manner
        audience = rooms.audience(saying.where, anew=anew)
    message = Message(
        id=saying.id,
        channel=PLATFORM,
        conversation=saying.talk,
        by=by(saying, rooms),
        text=saying.text,
        command=command_of(saying.command) if saying.command is not None else None,
        audience=audience,
    )
    return as_there(message, manner)


def again(saying: Saying, now: Message, hour: str) -> Saying:
    """Give what was said as a new message, for those who read it by now; one an hour."""
    return replace(saying, id=short(told_apart(saying.id, now, hour)))
