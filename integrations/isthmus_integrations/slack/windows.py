"""Windows that open while somebody waits: within seconds, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from isthmus.channels.model import Event
from isthmus.errors import InvalidError, IsthmusError
from isthmus.messages import Form, Reply
from isthmus.understanding.commands import Command, OpenForm, ShowPassages
from isthmus_integrations.slack import events
from isthmus_integrations.slack.about import PERSONAL, PLACE, About
from isthmus_integrations.slack.answering import Answering
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.events import conversation, is_direct
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.pressing import Pressing, opens_window, pressed_saying
from isthmus_integrations.slack.render import modal, passages, problems
from isthmus_integrations.slack.saying import Saying, heard, with_command
from isthmus_integrations.slack.showing import Spot, words
from isthmus_integrations.slack.typed import is_settings
from isthmus_integrations.slack.web import DeclinedError, SlackError

TRACK: Final = "track"
TOO_LATE: Final = "This took too long to open. Press it once more."
NO_SETTINGS: Final = "Here you are alone with me: I answer everything, and there is nothing to set."
WAITED_FOR: Final = frozenset({events.PRESSED, events.SHORTCUT, events.COMMAND})
_SHOWN_TWICE: Final = "exchanged_trigger_id"


@dataclass(frozen=True)
class Windows:
    means: Means

    def open(self, event: Event) -> None:
        """Open what an event asks for, if it does; a failure becomes words that are sent later."""
        try:
            self._open(event)
        except IsthmusError as error:
            self._sorry(event, str(error))
        except DeclinedError as error:
            if error.error != _SHOWN_TWICE:
                self._sorry(event, TOO_LATE)
        except SlackError:
            self._sorry(event, TOO_LATE)

    def _open(self, event: Event) -> None:
        match event.kind:
            case events.PRESSED:
                self._of_a_button(event)
            case events.SHORTCUT:
                self._track(event)
            case events.COMMAND if is_settings(str(event.payload["text"])):
                self._settings(event)

    def _sorry(self, event: Event, text: str) -> None:
        payload = event.payload
        thread = str(payload.get("thread") or "")
        spot = Spot(
            team=event.team,
            channel=str(payload["channel"]),
            thread=thread,
            user=str(payload["user"]),
            alone=True,
        )
        self.means.host.outbox.put(words(spot, text), f"{event.key}/window")

    # ---- which window

    def _of_a_button(self, event: Event) -> None:
        try:
            command = Pressing(self.means).command(event)
        except IsthmusError:
            return  # who pressed it is told so when the event is handled
        if opens_window(command):
            self._show(event, pressed_saying(event), command)

    def _track(self, event: Event) -> None:
        """Offer an action for a message: its words, its author and its address."""
        payload = event.payload
        channel, ts = str(payload["channel"]), str(payload["ts"])
        thread = str(payload["thread"] or ts)
        rooms, text = self.means.rooms, str(payload["text"])
        said = rooms.words(event.team, text, keep_us=True) if text else ""
        link = self.means.workspaces.permalink(event.team, channel, ts) if ts else ""
        author = rooms.known(event.team, str(payload["author"])).name if payload["author"] else ""
        source = (author, link) if ts else ()
        saying = Saying(event.team, channel, str(payload["user"]), event.id, thread)
        self._show(event, saying, OpenForm(TRACK, words=said, source=source))

    def _settings(self, event: Event) -> None:
        channel, user = str(event.payload["channel"]), str(event.payload["user"])
        if is_direct(channel):
            raise InvalidError(NO_SETTINGS)
        place = conversation(event.team, channel)
        saying = Saying(event.team, channel, user, event.id, alone=True, aside=True)
        self._show(event, saying, OpenForm(PLACE, id=f"{PLATFORM}/{place}"))

    def _show(self, event: Event, saying: Saying, command: Command) -> None:
        asked = with_command(replace(saying, alone=not _shows_all(command, saying)), command)
        reply = Answering(self.means).hear(heard(asked, self.means.rooms))
        everybodys = _is_everybodys(command, saying)
        about = About("", saying.channel, saying.thread, everybodys, saying.alone)
        view = self.view(reply, about, saying, command)
        trigger = str(event.payload["trigger"])
        self.means.workspaces.call(event.team, "views.open", trigger_id=trigger, view=view)

    def view(
        self, reply: Reply, about: About, saying: Saying, command: Command | None = None
    ) -> dict[str, Any]:
        """Give what a window shows: a form, or what an answer stands on."""
        forms = reply.of(Form)
        if not forms and not isinstance(command, ShowPassages):
            raise InvalidError(reply.text or TOO_LATE)
        if not forms:
            return passages(reply, self.means.host.settings.base_url)
        by = self.means.rooms.known(saying.team, saying.user)
        place = conversation(saying.team, saying.channel)
        token = self.means.host.pressed.token(forms[0].about, by.id, place)
        filled = replace(about, token=token, kind=forms[0].about.kind)
        return modal(forms[0], filled.written)

    # ---- a form that was sent

    def answer(self, event: Event, about: About, reply: Reply) -> Mapping[str, Any]:
        """Say at the fields what is wrong with them, else in the window itself."""
        form = reply.of(Form)[0]
        wrong = problems(form)
        if wrong and set(wrong) <= set(event.payload["state"]):
            return {"response_action": "errors", "errors": wrong}
        saying = Saying(event.team, about.channel, str(event.payload["user"]), event.id)
        return {"response_action": "update", "view": self.view(reply, about, saying)}


def _is_everybodys(command: Command, saying: Saying) -> bool:
    """Tell whether what comes of a form is told, and has to be fit, for everybody there."""
    among_others = bool(saying.channel) and not is_direct(saying.channel) and not saying.alone
    return among_others and isinstance(command, OpenForm) and command.kind not in PERSONAL


def _shows_all(command: Command, saying: Saying) -> bool:
    """Tell whether a form itself is made for all there: what is tracked will be theirs."""
    tracked = isinstance(command, OpenForm) and command.kind == TRACK
    return tracked and _is_everybodys(command, saying)
