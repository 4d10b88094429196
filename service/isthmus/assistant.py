"""All that a channel knows of the service: a Message comes in, a Reply goes out."""

from dataclasses import dataclass, replace
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
from isthmus.hearing.choosing import Choosing
from isthmus.hearing.conversing import Conversing
from isthmus.hearing.defining import Defining
from isthmus.hearing.parts import Parts, refusal
from isthmus.hearing.suggesting import Suggesting, asked_in, is_meant
from isthmus.hearing.tracking import Tracking
from isthmus.hearing.wishing import Wishing
from isthmus.messages import (
    Message,
    Points,
    Reply,
    Tell,
    failed,
    reply_as_json,
    reply_of,
    silent,
)
from isthmus.people import Person
from isthmus.talks.store import Key
from isthmus.understanding.commands import (
    AddAction,
    Ask,
    AskActions,
    CarryOut,
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
    Summarise,
    TellMe,
    TrackAnswer,
    TrackChart,
)
from isthmus.understanding.effects import comes_to_the_same
from isthmus.understanding.grammar import understand
from isthmus.understanding.of_charts import is_a_question

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


@dataclass(frozen=True)
class Assistant:
    parts: Parts

    def hear(self, message: Message, tell: Tell = silent) -> Reply:
        """Do what a message asks for, once, and tell what came of it; never raises.

        Heard again, it gives the same reply to the same readers, and nothing is done for it.
        ``tell`` hears each checked sentence that a language model writes of the reply, as it comes.
        """
        try:
            refused = refusal(message)
            telling = self._telling(tell)
            return failed(refused) if refused else telling._heard_once(message)  # noqa: SLF001 - our own
        except Exception as error:  # noqa: BLE001 - the edge of all channels; it is logged
            return failed(words_for(error, message.channel))

    def _telling(self, tell: Tell) -> "Assistant":
        return self if tell is silent else replace(self, parts=replace(self.parts, tell=tell))

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
        if isinstance(message.command, CarryOut):
            return True  # it goes on where it was: each of its steps is noted before it is done
        if message.command:
            return comes_to_the_same(message.command)
        if self._wishing.says_steps(message.text):
            return True  # they are only shown
        meant = self._choosing.meant(understand(message.text), message)
        return len(meant) > 1 or comes_to_the_same(meant[0])  # which one is meant is only asked

    # ---- what a channel asks beside that

    def is_for_us(self, message: Message) -> bool:
        """Tell whether a message is meant for us that names nobody, where we talked before.

        That is a question that goes on, or an order on what the conversation is about. What people
        say to each other is not, and silence is better where that is not sure.
        """
        commands = understand(message.text)
        about = self.parts.talks.about(message.place)
        spoken_of = any(
            self._choosing.is_about(each, kind, message) for each in commands for kind in about
        )
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
        if self._wishing.says_steps(message.text):
            return False
        meant = self._choosing.meant(understand(message.text), message)
        match meant:
            case (Ask(),):
                return True
            case (OnChart() as asked,) if is_a_question(asked.order):
                return not self._charting.is_meant(asked, message, spoken_of=spoken_of)
            case _:
                return False

    def makes_of(self, message: Message) -> bool:
        """Tell whether a model makes a command of a text that is else for documents.

        What comes of that is kept as what came of the message. No model is asked where the grammar
        is sure, and none a second time for the same message.
        """
        meant = self._choosing.meant(understand(message.text), message)
        if refusal(message) or not self._wishing.may_be_asked(message.text, meant):
            return False
        key = Key(message.place, message.id, message.by.id)
        if before := self.parts.talks.claim(key, self.parts.clock()):
            return bool(before.reply)
        reply = self._wishing.wished(message, meant).reply
        if reply:
            self.parts.talks.keep(key, reply_as_json(reply), rights(message))
        return reply is not None

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
        if steps := self._wishing.in_steps(message):
            return steps
        meant = self._choosing.meant(understand(message.text), message)
        wished = self._wishing.wished(message, meant)
        return wished.reply or wished.beside(self._by_words(meant, message))

    def _by_words(self, meant: tuple[Command, ...], message: Message) -> Reply:
        """Do what the grammar takes words for; where that is for nothing here, ask a model."""
        if len(meant) > 1:
            return self._choosing.which(meant, message)
        try:
            return self._handled(meant[0], message)
        except NotFoundError:
            if instead := self._wishing.instead_of(message, meant):
                return instead
            raise

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
                | Summarise()
                | TrackAnswer()
                | TrackChart()
                | OnAction()
                | AskActions()
            ):
                return self._tracking.handle(command, message)
            case (
                OpenForm()
                | Fill()
                | ShowPassages()
                | Rate()
                | TellMe()
                | ShowHome()
                | SendFile()
                | CarryOut()
            ):
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
    def _choosing(self) -> Choosing:
        return Choosing(self.parts)

    @cached_property
    def _conversing(self) -> Conversing:
        return Conversing(self.parts, self._handled)

    @cached_property
    def _defining(self) -> Defining:
        return Defining(self.parts)

    @cached_property
    def _suggesting(self) -> Suggesting:
        return Suggesting(self.parts)

    @cached_property
    def _tracking(self) -> Tracking:
        return Tracking(self.parts)

    @cached_property
    def _wishing(self) -> Wishing:
        return Wishing(self.parts, self._handled)
