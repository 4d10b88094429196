"""What buttons and forms of a conversation ask for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, assert_never

from isthmus.errors import InvalidError
from isthmus.hearing.action_forms import ActionForms
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.hearing.chart_forms import LetterForms, RowForms
from isthmus.hearing.exporting import Exporting
from isthmus.hearing.home import Home
from isthmus.hearing.judging import Judging
from isthmus.hearing.parts import Parts
from isthmus.hearing.place_forms import PlaceForms
from isthmus.hearing.planning import Do, Planning
from isthmus.hearing.track_forms import TrackForms
from isthmus.messages import Form, Message, Reply
from isthmus.understanding.commands import (
    CarryOut,
    Fill,
    ForConversations,
    OpenForm,
    Rate,
    SendFile,
    ShowHome,
    ShowPassages,
    TellMe,
)

SAYINGS: Final = ("steering report for last month as pptx", "what waits for me?")
_NO_FORM: Final = "There is no such form any more. Say it in words; “help” shows how."


@dataclass(frozen=True)
class Conversing:
    """``do`` carries out any command: a plan has steps for every job."""

    parts: Parts
    do: Do

    def handle(self, command: ForConversations, message: Message) -> Reply:
        match command:
            case OpenForm():
                return Reply((self._form(command, message),))
            case Fill():
                return self._filled(command, message)
            case ShowPassages() | Rate() | TellMe():
                return self._judging.handle(command, message)
            case ShowHome():
                return Home(self.parts, message).shown()
            case SendFile():
                return Exporting(self.parts).sent(command, message)
            case CarryOut():
                return Planning(self.parts).carried_out(command, message, self.do)
        assert_never(command)

    @cached_property
    def _judging(self) -> Judging:
        return Judging(self.parts)

    def _form(self, about: OpenForm, message: Message) -> Form:
        match about.kind:
            case "action":
                return ActionForms(self._actions(message)).form(about)
            case "track":
                return TrackForms(self._actions(message)).form(about)
            case "row":
                return RowForms(self.parts, message).form(about)
            case "letters":
                return LetterForms(self.parts, message).form(about)
            case "feedback":
                return self._judging.form(about, message)
            case "place":
                return PlaceForms(self.parts, message).form(about)
        raise InvalidError(_NO_FORM)

    def _filled(self, fill: Fill, message: Message) -> Reply:
        match fill.form.kind:
            case "action":
                return ActionForms(self._actions(message)).filled(fill)
            case "track":
                return TrackForms(self._actions(message)).filled(fill)
            case "row":
                return RowForms(self.parts, message).filled(fill)
            case "letters":
                return LetterForms(self.parts, message).filled(fill)
            case "feedback":
                return self._judging.filled(fill, message)
            case "place":
                return PlaceForms(self.parts, message).filled(fill)
        raise InvalidError(_NO_FORM)

    def _actions(self, message: Message) -> ActionsMeant:
        return ActionsMeant(self.parts, message)
