"""What is done with an event, on a worker: somebody speaks to us, presses, comes or goes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Answers, Event, Outgoing, Place
from isthmus.messages import Button, Buttons, Message, Reply, Tell, silent
from isthmus.people import Person
from isthmus.understanding.commands import Ask, Command, OpenForm
from isthmus_integrations.teams.activities import Incoming, short
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.connector import TeamsError
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.saying import (
    Saying,
    by,
    heard,
    place_of,
    said_in,
    saying_of,
    with_command,
)
from isthmus_integrations.teams.showing import Shown, Spot, asked_of, shown, spot_of, words
from isthmus_integrations.teams.streaming import Growing, Streaming
from isthmus_integrations.teams.welcoming import Welcoming
from isthmus_integrations.teams.withdrawing import Withdrawing
from isthmus_integrations.teams.words import spoken

PRESSED: Final = "pressed"
SETTINGS: Final = "settings"
_HOW: Final = "How I behave here:"
_CHANGE: Final = "Change it"
_MORE: Final = (
    "Where you asked just now, not everybody may read all that answers your question. Here we are "
    "alone:"
)
_ANSWER_ME: Final = "Answer me here"


@dataclass(frozen=True)
class Handling:
    host: Host
    rooms: Rooms

    def handle(self, event: Event) -> Sequence[Outgoing]:
        if event.kind == PRESSED:
            return self.answered(saying_of(event.payload["saying"]))
        incoming = Incoming(event.payload)
        steps: Mapping[str, Callable[[Incoming], Sequence[Outgoing]]] = {
            "message": self._said,
            "messageUpdate": self._changed,
            "messageDelete": self._removed,
            "conversationUpdate": self._membership,
            "installationUpdate": self._installed,
        }
        return steps[event.kind](incoming) if event.kind in steps else ()

    def apology(self, event: Event, said: str) -> Outgoing | None:
        """Give words for whoever waits; nobody does where we were not spoken to."""
        if event.kind == PRESSED:
            return words(spot_of(saying_of(event.payload["saying"]), ""), said, "apology")
        incoming = Incoming(event.payload)
        waits = event.kind == "message" and (incoming.is_personal or incoming.names_us)
        return words(spot_of(said_in(incoming), ""), said, "apology") if waits else None

    # ---- somebody speaks

    def _said(self, incoming: Incoming) -> Sequence[Outgoing]:
        place = self.rooms.note(incoming)
        if self.rooms.is_overtaken(place, incoming):
            return ()
        if token := incoming.at("value", "token"):
            return self._pressed(incoming, token)
        text = self.text(incoming)
        saying = said_in(incoming, text)
        if (incoming.is_personal or incoming.names_us) and text.lower() == SETTINGS:
            return self._settings(saying)
        if not text or not self._is_for_us(incoming, place, saying):
            return ()
        return self._answered_alive(incoming, saying)

    def text(self, incoming: Incoming) -> str:
        return spoken(incoming, lambda mention: self.rooms.called(incoming.where, mention))

    def _is_for_us(self, incoming: Incoming, place: Place, saying: Saying) -> bool:
        """Tell whether somebody speaks to us, and is to be answered there."""
        if incoming.is_personal:
            return True
        if place.manner.answers is None and not incoming.is_in_channel:
            self.rooms.note_members(incoming.where, anew=False)
            place = self.rooms.place(incoming.tenant, incoming.base)
        if place.answers is Answers.OFF:
            return False
        if incoming.names_us:
            return True
        if incoming.names_others:
            return False
        every = place.answers is Answers.EVERY
        if not every and not self._is_our_thread(incoming):
            return False
        return (every and _asks(saying.text)) or self.host.assistant.is_for_us(
            heard(saying, self.rooms)
        )

    def _is_our_thread(self, incoming: Incoming) -> bool:
        """Tell whether the first message of a thread was answered by us."""
        first = short(f"{incoming.conversation}/{incoming.thread}")
        key = f"{PLATFORM}:{incoming.tenant}:{first}"
        return bool(incoming.thread) and bool(self.host.outbox.of_event(key))

    def show_typing(self, incoming: Incoming) -> None:
        """Show that we are at it; where that does not work, nothing is lost."""
        with suppress(TeamsError):
            path = ("conversations", incoming.conversation, "activities")
            self.rooms.connector.post(incoming.service_url, *path, body={"type": "typing"})

    def _answered_alive(self, incoming: Incoming, saying: Saying) -> Sequence[Outgoing]:
        """Answer, and show meanwhile that we are at it."""
        streaming = Streaming(self.rooms)
        doing = self.host.assistant.doing(heard(saying, self.rooms)) if saying.personal else ""
        growing = Growing(streaming, saying, streaming.begin(saying, doing))
        if growing.stream is None:
            self.show_typing(incoming)
        return growing.ended_by(self.answered(saying, growing.tell))

    def answered(self, saying: Saying, tell: Tell = silent) -> tuple[Outgoing, ...]:
        """Have it heard, and give what is to be seen of it."""
        message = heard(saying, self.rooms)
        reply = self.host.assistant.hear(message, tell)
        if not message.reader.admitted:
            return self._refused(saying, message.by, reply)
        what = Shown(reply, asked_of(saying, message, self.host.clock()))
        spot = spot_of(saying, message.by.id)
        return (*shown(spot, what), *self._more_alone(saying, message, reply))

    def _refused(self, saying: Saying, person: Person, reply: Reply) -> tuple[Outgoing, ...]:
        """Tell whoever asked alone why nothing is answered, where there is a way to do so."""
        known = self.rooms.place(saying.team, saying.user).reference.get("conversation")
        if saying.personal or not known:
            return shown(spot_of(saying, person.id), Shown(reply))
        return shown(_alone(saying, person), Shown(reply), "alone")

    def _more_alone(self, saying: Saying, message: Message, reply: Reply) -> tuple[Outgoing, ...]:
        """Tell whoever asked, and nobody else, that they may read more than this place shows."""
        if saying.personal or saying.command or reply.failed:
            return ()
        known = self.rooms.place(saying.team, saying.user).reference.get("conversation")
        if not known or not self.host.assistant.could_say_more(message):
            return ()
        told = Reply((Buttons(_MORE, (Button(_ANSWER_ME, Ask(saying.text)),)),))
        return shown(_alone(saying, message.by), Shown(told), "alone")

    def _settings(self, saying: Saying) -> Sequence[Outgoing]:
        form = OpenForm("place", f"{PLATFORM}/{saying.place}")
        told = Reply((Buttons(_HOW, (Button(_CHANGE, form),)),))
        return shown(spot_of(saying, ""), Shown(told))

    # ---- somebody presses

    def _pressed(self, incoming: Incoming, token: str) -> Sequence[Outgoing]:
        """Do what a button asks for in a client that sends it as a message."""
        saying = said_in(incoming)
        command = self.command(saying, token, by(saying, self.rooms))
        return self.answered(with_command(saying, command))

    def command(self, saying: Saying, token: str, person: Person) -> Command:
        return self.host.pressed.command(token, person, place_of(saying.where))

    # ---- messages change, people come and go

    def _changed(self, incoming: Incoming) -> Sequence[Outgoing]:
        return Withdrawing(self.rooms, self._said, self.text, self.answered).changed(incoming)

    def _removed(self, incoming: Incoming) -> Sequence[Outgoing]:
        return Withdrawing(self.rooms, self._said, self.text, self.answered).removed(incoming)

    def _membership(self, incoming: Incoming) -> Sequence[Outgoing]:
        return Welcoming(self.host, self.rooms).membership(incoming)

    def _installed(self, incoming: Incoming) -> Sequence[Outgoing]:
        return Welcoming(self.host, self.rooms).installed(incoming)


def pressed(incoming: Incoming, saying: Saying, press: str) -> Event:
    """Give a pressed button as an event, to be done by a worker.

    ``press`` is the same for two clicks in a row, each of which Teams gives an id of its own.
    """
    payload: dict[str, Any] = {"saying": saying.as_json()}
    lane = short(incoming.conversation)
    own, same = f"pressed/{saying.id}", short(f"pressed/{lane}/{press}")
    return Event(PLATFORM, incoming.tenant, own, PRESSED, lane, payload, same)


def _alone(saying: Saying, person: Person) -> Spot:
    return Spot(saying.team, "", saying.service_url, saying.user, person.id, personal=True)


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?")
