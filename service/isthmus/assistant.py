"""All that a channel knows of the service: a Message comes in, a Reply goes out."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, assert_never

from isthmus.edge.channels import words_for
from isthmus.hearing import asking, charting, defining, tracking
from isthmus.hearing.asking import Asking
from isthmus.hearing.charting import Charting
from isthmus.hearing.defining import Defining
from isthmus.hearing.parts import Parts
from isthmus.hearing.tracking import Tracking
from isthmus.messages import (
    Button,
    Buttons,
    Message,
    Points,
    Reply,
    failed,
    reply_as_json,
    reply_of,
)
from isthmus.talks.store import Key, Kind
from isthmus.understanding.commands import (
    AddAction,
    Ask,
    AskActions,
    Command,
    DefineRole,
    DefineRoles,
    DraftChart,
    FindActions,
    FixChart,
    Help,
    ListCharts,
    ListRoles,
    OnAction,
    OnChart,
    OnRole,
    TrackAnswer,
    TrackChart,
)
from isthmus.understanding.grammar import understand

_UNKNOWN_OUTCOME: Final = (
    "This was heard before, and what came of it is not known yet. Look at the chart, the role "
    "definition or the action before you say it again."
)
_NOTHING_HERE: Final = (
    "There is no chart here yet, no role definition and no action. Say for example: Draft a RACI "
    "for OT patching with IT Security and the plant manager; define the OT security lead's role; "
    "or: add action: Maria updates the incident response plan by next Friday."
)


@dataclass(frozen=True)
class Assistant:
    parts: Parts

    def hear(self, message: Message) -> Reply:
        """Do what a message asks for, once, and tell what came of it; never raises.

        The same message heard again gives the same reply, and nothing is done for it.
        """
        try:
            return self._heard_once(message)
        except Exception as error:  # noqa: BLE001 - the edge of all channels; it is logged
            return failed(words_for(error, message.channel))

    def _heard_once(self, message: Message) -> Reply:
        """Note the message before anything is done: a second delivery must find it."""
        key = Key(message.place, message.id, message.by.id)
        before = self.parts.talks.claim(key, self.parts.clock())
        if before:
            return reply_of(before.reply) if before.reply else failed(_UNKNOWN_OUTCOME)
        try:
            reply = self._understood(message)
        except Exception as error:  # noqa: BLE001 - it is logged, and kept as what came of it
            reply = failed(words_for(error, message.channel))
        self.parts.talks.keep(key, reply_as_json(reply))
        return reply

    # ---- what is meant

    def _understood(self, message: Message) -> Reply:
        if message.command:
            return self._handled(message.command, message)
        meant = self._meant(understand(message.text), message)
        return self._handled(meant[0], message) if len(meant) == 1 else self._which(meant, message)

    def _meant(self, commands: tuple[Command, ...], message: Message) -> tuple[Command, ...]:
        """Give the command for what the conversation came to last, where a text may be several."""
        if len(commands) == 1:
            return commands
        for kind in self.parts.talks.about(message.place):
            found = tuple(each for each in commands if self._is_about(each, kind, message))
            if found:
                return found
        asked = tuple(each for each in commands if isinstance(each, Ask))
        return asked or commands

    def _is_about(self, command: Command, kind: Kind, message: Message) -> bool:
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

    def _which(self, commands: tuple[Command, ...], message: Message) -> Reply:
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

    # ---- which job it is for

    def _handled(self, command: Command, message: Message) -> Reply:
        match command:
            case Ask(question):
                return self._asking.answered(question, message)
            case DraftChart() | OnChart() | FixChart() | ListCharts():
                return self._charting.handle(command, message)
            case DefineRole() | DefineRoles() | OnRole() | ListRoles():
                return self._defining.handle(command, message)
            case (
                AddAction()
                | FindActions()
                | TrackAnswer()
                | TrackChart()
                | OnAction()
                | AskActions()
            ):
                return self._tracking.handle(command, message)
            case Help():
                jobs = (asking, charting, defining, tracking)
                said = tuple(each for job in jobs for each in job.SAYINGS)
                return Reply((Points("You can say, for example", said),))
        assert_never(command)

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self.parts)

    @cached_property
    def _charting(self) -> Charting:
        return Charting(self.parts)

    @cached_property
    def _defining(self) -> Defining:
        return Defining(self.parts)

    @cached_property
    def _tracking(self) -> Tracking:
        return Tracking(self.parts)
