"""What is asked of the assistant while Teams waits: nothing that takes long."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from isthmus.channels.contract import Host
from isthmus.messages import Button, Message, Reply
from isthmus.people import Person
from isthmus.understanding.commands import Command
from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.saying import (
    Saying,
    by,
    heard,
    place_of,
    said_in,
    with_command,
)
from isthmus_integrations.teams.sending import Sending

Json = dict[str, Any]


@dataclass(frozen=True)
class Asking:
    host: Host
    rooms: Rooms
    sending: Sending

    @property
    def console(self) -> str:
        return self.host.settings.base_url

    def person(self, incoming: Incoming) -> Person:
        return by(said_in(incoming), self.rooms)

    def pressed(self, incoming: Incoming, token: str, person: Person) -> Command:
        """Give what a button asks for; raises where it is not this person's, or too old."""
        return self.host.pressed.command(token, person, place_of(incoming.where))

    def alone(
        self, incoming: Incoming, command: Command, apart: str = "", known: str = ""
    ) -> Reply:
        """Have a command heard whose answer only the person sees; ``known`` is what it is called.

        What is heard again under the same name is not done again.
        """
        saying = said_in(incoming)
        saying = replace(saying, alone=True, apart=apart, id=known or saying.id)
        return self.hear(with_command(saying, command))

    def among(self, incoming: Incoming, command: Command, apart: str) -> Reply:
        """Have a command heard whose answer is put before all who read there.

        The chat may be one between people, in which we are not: then nobody is known to read
        there, and the answer stands on what everyone may read.
        """
        saying = replace(said_in(incoming), personal=False, apart=f"{apart}~{incoming.sender}")
        return self.hear(with_command(saying, command))

    def together(
        self, incoming: Incoming, command: Command, known: str = ""
    ) -> tuple[Saying, Message, Reply]:
        """Have a command heard that everybody in the conversation sees the answer to."""
        saying = said_in(incoming)
        saying = with_command(replace(saying, id=known or saying.id), command)
        message = heard(saying, self.rooms)
        return saying, message, self.host.assistant.hear(message)

    def hear(self, saying: Saying) -> Reply:
        return self.host.assistant.hear(heard(saying, self.rooms))

    def tokens(self, incoming: Incoming, person: Person) -> Callable[[Button], str]:
        return self.sending.token(person.id, place_of(incoming.where))

    def token(self, incoming: Incoming, person: Person, command: Command) -> str:
        """Give a token that only this person can use."""
        return self.host.pressed.token(command, person.id, place_of(incoming.where))
