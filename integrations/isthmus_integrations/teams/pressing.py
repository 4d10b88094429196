"""Buttons of cards: what only shows something is shown at once, what changes something is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from isthmus.errors import IsthmusError
from isthmus.messages import Reply
from isthmus.people import Person
from isthmus.understanding.commands import Command, OpenForm, Rate, ShowPassages
from isthmus_integrations.teams import showing
from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.asking import Asking
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.handling import pressed
from isthmus_integrations.teams.refreshing import only_looks, shows_now, state_seen
from isthmus_integrations.teams.render import card, passages
from isthmus_integrations.teams.responses import Answer, fails, shows, tells
from isthmus_integrations.teams.saying import said_in, with_command

REFRESHED: Final = "refresh"
_TAKEN: Final = "On it: what comes of it is told below."
_NOT_ANY_MORE: Final = "This cannot be shown to you any more."
_IN_A_WINDOW: Final = "This opens in a window. Press the button in a newer Teams."


@dataclass(frozen=True)
class Pressing:
    asking: Asking

    def press(self, incoming: Incoming) -> Answer:
        token = incoming.at("value", "action", "data", "token")
        automatic = incoming.at("value", "trigger") == "automatic"
        try:
            person = self.asking.person(incoming)
            command = self.asking.pressed(incoming, token, person)
        except IsthmusError as error:
            return fails(str(error)) if automatic else tells(str(error))
        if automatic or self._is_shown_in_place(incoming, command):
            return self._shown(incoming, command, token)
        return self._at_once(incoming, command) or self._kept(incoming, command, token)

    # ---- shown in the place of the card

    def _is_shown_in_place(self, incoming: Incoming, command: Command) -> bool:
        """Tell whether the card itself is to change, for whoever pressed.

        Alone with us something else comes below: what it was chosen from stays to choose again.
        """
        if not only_looks(command):
            return False
        is_about_it = shows_now(self._sent(incoming)[0]) == command
        return is_about_it or not incoming.is_personal

    def _shown(self, incoming: Incoming, command: Command, token: str) -> Answer:
        """Show how something stands now to whoever looks, as far as they may read it."""
        if not only_looks(command):
            return fails(_NOT_ANY_MORE)
        now = self.asking.alone(incoming, command, apart=f"{REFRESHED}~{incoming.sender}")
        if now.failed:
            return fails(now.text or _NOT_ANY_MORE)
        person = self.asking.person(incoming)
        reply = self._as_sent(incoming, person, now) or now
        tokens = self.asking.tokens(incoming, person)
        return shows(card(reply, tokens, self.asking.console, token, (incoming.sender,)))

    def _as_sent(self, incoming: Incoming, person: Person, now: Reply) -> Reply | None:
        """Give what the person was told, as long as nothing came after it: it says why, and more.

        Whom it was not made for sees only how the thing stands.
        """
        reply, payload = self._sent(incoming)
        seen = state_seen(reply)
        is_theirs = payload.get("person") == person.id
        return reply if is_theirs and seen is not None and seen == state_seen(now) else None

    def _sent(self, incoming: Incoming) -> tuple[Reply, Mapping[str, Any]]:
        """Give the reply on whose card somebody looks or pressed; an empty one if it is none."""
        known = showing.reference(incoming.where, incoming.at("replyToId"))
        sent = self.asking.host.outbox.find(PLATFORM, incoming.tenant, known)
        payload = sent.outgoing.payload if sent else {}
        return showing.reply_in(payload) if "reply" in payload else Reply(()), payload

    # ---- done

    def _at_once(self, incoming: Incoming, command: Command) -> Answer | None:
        """Answer what only the person is to see."""
        match command:
            case ShowPassages():
                reply = self.asking.alone(incoming, command)
                return _told(reply) or shows(passages(reply, self.asking.console))
            case Rate():
                return tells(self.asking.alone(incoming, command).text)
            case OpenForm():
                return tells(_IN_A_WINDOW)
            case _:
                return None

    def _kept(self, incoming: Incoming, command: Command, token: str) -> Answer:
        """Keep it and let a worker do it: nobody waits for that while Teams does."""
        saying = with_command(said_in(incoming), command)
        minute = self.asking.host.clock().strftime("%Y-%m-%dT%H:%M")
        press = f"{incoming.at('replyToId')}/{token}/{incoming.sender}/{minute}"
        self.asking.host.intake.accept(pressed(incoming, saying, press))
        return tells(_TAKEN)


def _told(reply: Reply) -> Answer | None:
    return tells(reply.text) if reply.failed else None
