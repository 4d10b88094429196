"""Buttons, commands and forms, as far as they need no window at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.channels.model import Event, Outgoing
from isthmus.errors import IsthmusError
from isthmus.messages import Form
from isthmus.understanding.commands import (
    Ask,
    Command,
    OpenForm,
    Rate,
    ShowPassages,
    TellMe,
    command_as_json,
)
from isthmus.understanding.grammar import understand
from isthmus_integrations.slack.about import PLACE, about_of
from isthmus_integrations.slack.answering import Answering
from isthmus_integrations.slack.events import conversation, is_direct
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.render import filled
from isthmus_integrations.slack.saying import Saying, heard, with_command
from isthmus_integrations.slack.showing import ALONE, SHARE, spot_of, words
from isthmus_integrations.slack.typed import is_settings, typed

DOUBLE: Final = 2.0  # seconds
TWICE: Final = (
    "That came twice within a moment, so it was done once. Press again if you meant it twice."
)


@dataclass(frozen=True)
class Pressing:
    means: Means

    @property
    def _answering(self) -> Answering:
        return Answering(self.means)

    # ---- buttons

    def pressed(self, event: Event) -> Sequence[Outgoing]:
        """Do what a button says and show what came of it; who may not press it is told so."""
        saying = pressed_saying(event)
        try:
            command = self.command(event)
        except IsthmusError as error:
            return (words(spot_of(replace(saying, alone=True), ""), str(error)),)
        if opens_window(command):
            return ()  # it was opened when it was pressed
        if self._is_double(event):
            return (words(spot_of(replace(saying, alone=True), ""), TWICE),)
        saying = with_command(saying, command)
        if isinstance(command, Rate | TellMe):
            saying = replace(saying, alone=True)
        message = heard(saying, self.means.rooms)
        reply = self._answering.hear(message)
        alone = saying.alone or reply.failed  # what did not work out is nobody else's business
        came = self._answering.told(replace(saying, alone=alone), message, reply)
        return came if saying.asks_only else (*came, self._home(event, saying))

    def _is_double(self, event: Event) -> bool:
        """Tell whether somebody pressed the same button right before: Slack takes no double click.

        A replica that handled the first press elsewhere cannot know; there what the button does
        says by itself that it was done already.
        """
        payload, presses = event.payload, self.means.presses
        key = (f"{event.team}/{payload['user']}", str(payload["token"]))
        before = presses.get(key)
        if before and before[0] == event.id:
            return False  # the same press, handled once more
        presses.put(key, (event.id, str(payload["at"])))
        if before is None:
            return False
        return _seconds(payload["at"]) - _seconds(before[1]) < DOUBLE

    def command(self, event: Event) -> Command:
        """Give what a button stands for; raises NotAllowedError where it is somebody else's."""
        payload = event.payload
        by = self.means.rooms.person(event.team, str(payload["user"]))
        place = conversation(event.team, str(payload["channel"]))
        return self.means.host.pressed.command(str(payload["token"]), by, place)

    def _home(self, event: Event, saying: Saying) -> Outgoing:
        return self._answering.home(saying.team, saying.user, event.id)

    # ---- commands

    def typed(self, event: Event) -> Sequence[Outgoing]:
        """Answer only who typed it; a question can be shared from there."""
        payload = event.payload
        text = self.means.rooms.words(event.team, str(payload["text"]))
        if is_settings(text):
            return ()  # its window was opened at once
        channel, said = str(payload["channel"]), typed(text)
        saying = Saying(
            team=event.team,
            channel=channel,
            user=str(payload["user"]),
            id=event.id,
            text=said.text,
            command=command_as_json(said.command) if said.command else None,
            alone=not is_direct(channel),
            aside=not is_direct(channel),
        )
        question = _question(said.command, said.text)
        if question:
            return self._answering.to_share(saying, question)
        came = self._answering.answered(saying)
        return came if saying.asks_only else (*came, self._home(event, saying))

    # ---- forms

    def filled(self, event: Event) -> Sequence[Outgoing]:
        """Tell what came of a form: it was done when it was sent, and is not done again."""
        saying = self.filled_saying(event)
        message = heard(saying, self.means.rooms)
        reply = self._answering.hear(message)
        about = about_of(event.payload["about"])
        personal = about.alone or about.is_personal or reply.failed or bool(reply.of(Form))
        told = self._answering.told(replace(saying, alone=personal), message, reply)
        return told if reply.of(Form) else (*told, self._home(event, saying))

    def filled_saying(self, event: Event) -> Saying:
        """Read a form: what it is about stands in a token of ours, what was entered beside it."""
        about = about_of(event.payload["about"])
        user = str(event.payload["user"])
        by = self.means.rooms.person(event.team, user)
        place = conversation(event.team, about.channel)
        form = self.means.host.pressed.command(about.token, by, place)
        if not isinstance(form, OpenForm):
            raise TypeError("A form is about something that opens one.")
        if form.kind == PLACE:
            self.means.rooms.audience(event.team, about.channel)  # for whom its digest will be
        fill = filled(form, event.payload["state"])
        saying = Saying(
            team=event.team,
            channel=about.channel,
            user=user,
            id=event.id,
            thread=about.thread,
            alone=not about.for_all,
            aside=about.alone,
        )
        return with_command(saying, fill)


def pressed_saying(event: Event) -> Saying:
    """Give who pressed something where; a message in a channel is answered in its thread."""
    payload = event.payload
    channel, thread = str(payload["channel"]), str(payload["thread"])
    if not thread and channel and not payload["alone"] and not is_direct(channel):
        thread = str(payload["ts"])
    aside = bool(payload["alone"]) or payload["action"] == ALONE or not channel
    shared = payload["action"] == SHARE
    return Saying(
        team=event.team,
        channel=channel,
        user=str(payload["user"]),
        id=event.id,
        thread=thread,
        alone=aside and not shared,
        aside=aside and not shared,
    )


def _seconds(stamp: object) -> float:
    """Read a moment as Slack writes it: seconds with a fraction."""
    try:
        return float(str(stamp))
    except ValueError:
        return 0.0


def opens_window(command: Command) -> bool:
    """Tell what is shown in a window of its own, which has to open within seconds."""
    if isinstance(command, Rate):
        return not command.helpful and not command.reason
    return isinstance(command, OpenForm | ShowPassages)


def _question(command: Command | None, text: str) -> str:
    """Give the question that others may want to see answered, "" where something was ordered."""
    if isinstance(command, Ask):
        return command.question
    meant = understand(text) if text and not command else ()
    return text if len(meant) == 1 and isinstance(meant[0], Ask) else ""
