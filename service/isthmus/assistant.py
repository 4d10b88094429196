"""All that a channel knows of the service: a Message comes in, a Reply goes out."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final, assert_never

from isthmus.channels.readers import rights, still
from isthmus.conversations.service import NEW
from isthmus.edge.channels import words_for
from isthmus.errors import NotFoundError
from isthmus.hearing import asking, charting, conversing, defining, tracking
from isthmus.hearing.asking import Asking
from isthmus.hearing.charting import Charting
from isthmus.hearing.conversing import Conversing
from isthmus.hearing.defining import Defining
from isthmus.hearing.parts import Parts, refusal
from isthmus.hearing.suggesting import Suggesting, asked_in, is_meant
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
from isthmus.people import Person
from isthmus.raci import orders as of_charts
from isthmus.roles import orders as of_roles
from isthmus.talks.store import Key, Kind
from isthmus.understanding.commands import (
    AddAction,
    Ask,
    AskActions,
    Command,
    DefineRole,
    DefineRoles,
    DraftChart,
    Fill,
    FindActions,
    FindPassages,
    FixChart,
    Help,
    ListCharts,
    ListRoles,
    OnAction,
    OnChart,
    OnRole,
    OpenForm,
    Rate,
    SendFile,
    ShowHome,
    ShowPassages,
    TellMe,
    TrackAnswer,
    TrackChart,
)
from isthmus.understanding.grammar import understand
from isthmus.understanding.of_charts import is_a_question

_SAME_TWICE: Final = (
    *(Ask, AskActions, FindPassages, Help, ListCharts, ListRoles),
    *(OpenForm, Rate, SendFile, ShowHome, ShowPassages, TellMe),
)
_OF_CHARTS_SHOWN: Final = (
    *(of_charts.WhoHas, of_charts.WhatHas, of_charts.WhyLetter, of_charts.WhoHolds),
    *(of_charts.WhatIsOpen, of_charts.Unclear, of_charts.WhatChanged, of_charts.Check),
    *(of_charts.Show, of_charts.Export),
)
_OF_ROLES_SHOWN: Final = (
    *(of_roles.WhatIsNew, of_roles.WhatChanged, of_roles.Show, of_roles.ShowLines),
    of_roles.Export,
)
_UNKNOWN_OUTCOME: Final = (
    "This was heard before, and what came of it is not known yet. Look at the chart, the role "
    "definition or the action before you say it again."
)
_READ_BY_OTHERS: Final = "This was done, and who reads here has changed meanwhile: ask me alone."
_SHOWN_FOR: Final = timedelta(hours=1)  # what came of a message: what one may read changes
_TOO_LONG_AGO: Final = (
    "What came of this is shown for an hour, and that is over. It was done all the same; look at "
    "the charts, the roles or the actions, or say it again."
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

        Heard again, it gives the same reply to the same readers, and nothing is done for it.
        """
        try:
            refused = refusal(message)
            return failed(refused) if refused else self._heard_once(message)
        except Exception as error:  # noqa: BLE001 - the edge of all channels; it is logged
            return failed(words_for(error, message.channel))

    def _heard_once(self, message: Message) -> Reply:
        """Note the message before anything is done: a second delivery must find it."""
        key = Key(message.place, message.id, message.by.id)
        before = self.parts.talks.claim(key, self.parts.clock())
        if before and before.reply and still(message, before.rights):
            return reply_of(before.reply)
        if before and not self._comes_to_the_same(message):
            return failed(_READ_BY_OTHERS if before.reply else _UNKNOWN_OUTCOME)
        try:
            reply = self._understood(message)
        except Exception as error:  # noqa: BLE001 - it is logged, and kept as what came of it
            reply = failed(words_for(error, message.channel))
        self.parts.talks.keep(key, reply_as_json(reply), rights(message))
        return reply

    def _comes_to_the_same(self, message: Message) -> bool:
        """Tell whether it may be done again after a process ended over it: it changes nothing."""
        if message.command:
            return comes_to_the_same(message.command)
        meant = self._meant(understand(message.text), message)
        return len(meant) > 1 or comes_to_the_same(meant[0])  # which one is meant is only asked

    # ---- what a channel asks beside that

    def is_for_us(self, message: Message) -> bool:
        """Tell whether a message is meant for us that names nobody, where we talked before.

        That is a question that goes on, or an order on what the conversation is about. What people
        say to each other is not, and silence is better where that is not sure.
        """
        commands = understand(message.text)
        about = self.parts.talks.about(message.place)
        spoken_of = any(self._is_about(each, kind, message) for each in commands for kind in about)
        return is_meant(commands, message.text, spoken_of=spoken_of)

    def could_say_more(self, message: Message) -> bool:
        """Tell whether who asks would be answered from more where nobody else reads along."""
        asked = asked_in(understand(message.text))
        return bool(asked) and self._suggesting.could_say_more(asked[0], message)

    def doing(self, message: Message) -> str:
        """Tell what is done while somebody waits for an answer, "" where nobody has to wait."""
        meant = (message.command,) if message.command else understand(message.text)
        waits = bool(asked_in(meant)) and not refusal(message)
        return self._suggesting.looking(message) if waits else ""

    def is_for_documents(self, message: Message, *, spoken_of: bool) -> bool:
        """Tell whether a text asks documents, and orders nothing.

        What a chart could answer as well is for them, too, unless it names a chart that is there,
        or the chart that the conversation is about is ``spoken_of``.
        """
        meant = self._meant(understand(message.text), message)
        match meant:
            case (Ask(),):
                return True
            case (OnChart() as asked,) if is_a_question(asked.order):
                return not self._charting.is_meant(asked, message, spoken_of=spoken_of)
            case _:
                return False

    def goes_on(self, message: Message, inquiry: str) -> None:
        """Note in which conversation the person asked last, for what is said of its answer."""
        if inquiry not in {"", NEW}:
            self.parts.talks.put_inquiry(message.place, message.by.id, inquiry)

    def replied(self, message: Message) -> Reply:
        """Give what came of a message a little while ago, to show it again."""
        key = Key(message.place, message.id, message.by.id)
        found = self.parts.talks.heard(key, self.parts.clock() - _SHOWN_FOR)
        if found is None:
            raise NotFoundError(_TOO_LONG_AGO)
        return reply_of(found.reply) if found.reply else failed(_UNKNOWN_OUTCOME)

    def suggestions(self, person: Person) -> tuple[str, ...]:
        """Give up to four things that somebody may want to say, by what is due for them."""
        return self._suggesting.prompts(person) if person.admitted else ()

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
            case Ask() | FindPassages():
                return self._asking.handle(command, message)
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
            case OpenForm() | Fill() | ShowPassages() | Rate() | TellMe() | ShowHome() | SendFile():
                return self._conversing.handle(command, message)
            case Help():
                jobs = (asking, charting, defining, tracking, conversing)
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
    def _conversing(self) -> Conversing:
        return Conversing(self.parts)

    @cached_property
    def _defining(self) -> Defining:
        return Defining(self.parts)

    @cached_property
    def _suggesting(self) -> Suggesting:
        return Suggesting(self.parts)

    @cached_property
    def _tracking(self) -> Tracking:
        return Tracking(self.parts)


def comes_to_the_same(command: Command) -> bool:
    """Tell whether a command may be handled twice, as it changes nothing or the same."""
    match command:
        case OnChart(order):
            return isinstance(order, _OF_CHARTS_SHOWN)
        case OnRole(order):
            return isinstance(order, _OF_ROLES_SHOWN)
        case _:
            return isinstance(command, _SAME_TWICE)
