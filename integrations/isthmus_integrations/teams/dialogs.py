"""Windows that open over the conversation: forms that are filled in, and passages to read."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from isthmus.errors import InvalidError
from isthmus.messages import Form, Reply
from isthmus.understanding.commands import Command, Fill, OpenForm, Rate, ShowPassages
from isthmus_integrations.teams import showing
from isthmus_integrations.teams.activities import Incoming, short
from isthmus_integrations.teams.asking import Asking
from isthmus_integrations.teams.render import OPENED, dialog, filled, passages, window
from isthmus_integrations.teams.responses import Answer, closes
from isthmus_integrations.teams.showing import Shown, answer_in, asked_of, shown, spot_of
from isthmus_integrations.teams.words import plain

TRACK: Final = "track"
LIKED: Final = "like"
OTHER: Final = "other"
LONGEST_QUOTE: Final = 4_000
_NOT_OURS: Final = "This is no form of ours, or an old one. Open it again."
_NO_ANSWER: Final = "This message is no answer that can be rated."


@dataclass(frozen=True)
class Dialogs:
    asking: Asking

    # ---- opened by a button

    def fetch(self, incoming: Incoming) -> Answer:
        token = incoming.at("value", "data", "token")
        person = self.asking.person(incoming)
        return self.open(incoming, self.asking.pressed(incoming, token, person))

    def open(self, incoming: Incoming, command: Command) -> Answer:
        reply = self._heard(incoming, command)
        if form := next(iter(reply.of(Form)), None):
            return self._form(incoming, form)
        if isinstance(command, ShowPassages) and not reply.failed:
            return Answer(body=window("Passages", passages(reply, self.asking.console)))
        return closes(_words(reply))

    def _heard(self, incoming: Incoming, command: Command) -> Reply:
        """Hear it for the person alone; what is tracked is for all who read the message."""
        is_track = isinstance(command, OpenForm) and command.kind == TRACK
        if is_track and not incoming.is_personal:
            return self.asking.together(incoming, command)[2]
        return self.asking.alone(incoming, command)

    def _form(self, incoming: Incoming, form: Form) -> Answer:
        person = self.asking.person(incoming)
        about = self.asking.token(incoming, person, form.about)
        return Answer(body=dialog(form, about, _digest(incoming.message_key)))

    # ---- filled in

    def submit(self, incoming: Incoming) -> Answer:
        return self._submitted(incoming, self._fill(incoming))

    def _fill(self, incoming: Incoming) -> Fill:
        data = incoming.inside("value", "data")
        about = self.asking.pressed(
            incoming, incoming.at("value", "data", "about"), self.asking.person(incoming)
        )
        if not isinstance(about, OpenForm):
            raise InvalidError(_NOT_OURS)
        return filled(about, data)

    def _submitted(self, incoming: Incoming, fill: Fill) -> Answer:
        """Show what is wrong in the form again, else close it and post what came of it.

        Where others read along only what is tracked is posted: they all may read that.
        """
        known = _named(incoming)
        if not incoming.is_personal and fill.form.kind != TRACK:
            reply = self.asking.alone(incoming, fill, known=known)
            return self._again(incoming, reply) or closes(_words(reply))
        saying, message, reply = self.asking.together(incoming, fill, known)
        if again := self._again(incoming, reply):
            return again
        if reply.failed or fill.form.kind == "feedback" or not self._is_ours(incoming):
            return closes(_words(reply))
        what = Shown(reply, asked_of(saying, message, self.asking.host.clock()))
        for each in shown(spot_of(saying, message.by.id), what):
            self.asking.host.outbox.put(each, f"teams:{saying.team}:{saying.id}/{each.name}")
        return closes()

    def _again(self, incoming: Incoming, reply: Reply) -> Answer | None:
        form = next(iter(reply.of(Form)), None)
        return self._form(incoming, form) if form else None

    def _is_ours(self, incoming: Incoming) -> bool:
        """Tell whether we can write there: a message may be tracked where we are not installed."""
        known = self.asking.rooms.place(incoming.tenant, incoming.base).reference
        return bool(known.get("service_url"))

    # ---- a message tracked as an action

    def track(self, incoming: Incoming) -> Answer:
        """Open the form for a new action, with the message it comes from."""
        message = incoming.inside("value", "messagePayload")
        body = message.get("body")
        content = body.get("content") if isinstance(body, dict) else ""
        author = Incoming(message).at("from", "user", "displayName")
        link = Incoming(message).at("linkToMessage")
        said = plain(content if isinstance(content, str) else "")[:LONGEST_QUOTE]
        source = (author, link) if link.startswith("https://") else (author,)
        return self.open(incoming, OpenForm(TRACK, words=said, source=source))

    # ---- whether an answer helped

    def ask_why(self, incoming: Incoming) -> Answer:
        """Open what Teams shows after a thumb up or down."""
        answer = self._rated(incoming)
        reaction = incoming.at("value", "data", "actionValue", "reaction")
        reply = self.asking.alone(incoming, Rate(answer, helpful=reaction == LIKED))
        return self._again(incoming, reply) or closes(_words(reply))

    def rate(self, incoming: Incoming) -> Answer:
        """Keep what somebody says of an answer, from our form or from that of Teams."""
        answer = self._rated(incoming)
        said = _feedback(incoming.at("value", "actionValue", "feedback"))
        if "about" in said:
            entered = {"type": "invoke", "value": {"data": said}}
            return self._submitted(incoming, self._fill(Incoming({**incoming.raw, **entered})))
        text = str(said.get("feedbackText") or "").strip()
        helpful = incoming.at("value", "actionValue", "reaction") == LIKED
        reason = OTHER if text and not helpful else ""
        self.asking.alone(incoming, Rate(answer, helpful, reason, text))
        return closes()

    def _rated(self, incoming: Incoming) -> str:
        """Give the answer in the message that is rated."""
        known = showing.reference(incoming.where, incoming.at("replyToId"))
        sent = self.asking.host.outbox.find("teams", incoming.tenant, known)
        answer = answer_in(showing.reply_in(sent.outgoing.payload)) if sent else ""
        if not answer:
            raise InvalidError(_NO_ANSWER)
        return answer


def _named(incoming: Incoming) -> str:
    """Name what was sent by the window it was entered in, so that sent twice it is done once."""
    opened = incoming.at("value", "data", OPENED)
    return short(f"{incoming.conversation}/form/{_digest(opened)}") if opened else ""


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _feedback(said: str) -> dict[str, object]:
    try:
        found = json.loads(said) if said else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _words(reply: Reply) -> str:
    return reply.text or "Done."
