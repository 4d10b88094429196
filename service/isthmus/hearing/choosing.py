"""What an order is for, where its words say it of things of several kinds: "undo", "accept it"."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from isthmus.hearing.charting import Charting
from isthmus.hearing.defining import Defining
from isthmus.hearing.parts import Parts
from isthmus.hearing.tracking import Tracking
from isthmus.messages import Button, Buttons, Message, Reply, failed
from isthmus.talks.store import Kind
from isthmus.understanding.commands import Ask, Command, OnAction, OnChart, OnRole

_NOTHING_HERE: Final = (
    "There is no chart here yet, no role definition and no action. Say for example: Draft a RACI "
    "for OT patching with IT Security and the plant manager; define the OT security lead's role; "
    "or: add action: Maria updates the incident response plan by next Friday."
)


@dataclass(frozen=True)
class Choosing:
    parts: Parts

    def meant(self, commands: tuple[Command, ...], message: Message) -> tuple[Command, ...]:
        """Give the command for what the conversation came to last, where a text may be several."""
        if len(commands) == 1:
            return commands
        for kind in self.parts.talks.about(message.place):
            found = tuple(each for each in commands if self.is_about(each, kind, message))
            if found:
                return found
        asked = tuple(each for each in commands if isinstance(each, Ask))
        return asked or commands

    def is_about(self, command: Command, kind: Kind, message: Message) -> bool:
        """Tell whether a command is for the current thing of a kind."""
        match command:
            case OnChart():
                return kind is Kind.CHART and self._charting.has_current(message)
            case OnRole():
                return kind is Kind.ROLE and self._defining.has_current(message)
            case OnAction():
                return kind is Kind.ACTION and self._tracking.has_current(message)
            case _:
                return False

    def which(self, commands: tuple[Command, ...], message: Message) -> Reply:
        """Ask what an order is for that may be for things of several kinds."""
        offered = tuple(each for command in commands for each in self._offered(command, message))
        if not offered:
            return failed(_NOTHING_HERE)
        return Reply((Buttons("Which one do you mean?", offered),))

    def _offered(self, command: Command, message: Message) -> tuple[Button, ...]:
        match command:
            case OnChart():
                return self._charting.offered(command, message)
            case OnRole():
                return self._defining.offered(command, message)
            case OnAction():
                return self._tracking.offered(command, message)
            case _:
                return ()

    @cached_property
    def _charting(self) -> Charting:
        return Charting(self.parts)

    @cached_property
    def _defining(self) -> Defining:
        return Defining(self.parts)

    @cached_property
    def _tracking(self) -> Tracking:
        return Tracking(self.parts)
