"""Looked at again just before it is sent: whether everybody there may still see it."""

from dataclasses import dataclass, replace
from typing import Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Outgoing, Posted
from isthmus.channels.readers import still, waited
from isthmus.jobs.handling import NotWanted
from isthmus.messages import Message, Reply, reply_as_json, said
from isthmus_integrations.teams import showing
from isthmus_integrations.teams.render import posted
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.saying import Saying, again, heard, saying_of

CHANGED: Final = (
    "What you asked for was done, and who reads here has changed meanwhile: what came of it is "
    "not for everybody here. Ask again, or ask me alone."
)
_PART: Final = "What it was a part of is shown anew, for who reads there now."


@dataclass(frozen=True)
class Permitting:
    host: Host
    rooms: Rooms

    def prepared(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        if outgoing.what in {showing.UPDATE, showing.DELETE}:
            return self._aimed(outgoing)
        return self._permitted(outgoing)

    # ---- messages that are changed

    def _aimed(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        """Find what is to be changed: it may have been sent only a moment ago."""
        known = outgoing.payload.get("message") or self._sent(outgoing)
        if outgoing.what == showing.DELETE:
            return _at(outgoing, known) if known else NotWanted("It was never shown.")
        permitted = self._permitted(outgoing)
        if isinstance(permitted, NotWanted):
            return permitted
        return _at(permitted, known) if known else replace(permitted, what=showing.POST)

    def _sent(self, outgoing: Outgoing) -> str:
        sent = self.host.outbox.of_event(str(outgoing.payload["of"]))
        named = str(outgoing.payload["name"])
        found = next((each.reference for each in sent if _is(each, named)), "")
        return showing.message_in(found)

    # ---- who may read it

    def _permitted(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        asked = outgoing.payload.get("asked")
        if not asked:
            return outgoing
        saying = saying_of(asked["saying"])
        message = heard(saying, self.rooms, anew=True)
        late = waited(asked, self.host.clock(), asks_only=saying.asks_only)
        if still(message, asked["rights"]) and not late:
            return outgoing
        if saying.asks_only:
            return self._anew(outgoing, saying, message)
        if outgoing.what == showing.FILE or outgoing.payload.get("part"):
            return NotWanted(_PART)
        return _with(outgoing, said(CHANGED))

    def _anew(self, outgoing: Outgoing, saying: Saying, now: Message) -> Outgoing | NotWanted:
        """Answer for those who read there now, by what is said now; nothing is done again."""
        hour = self.host.clock().isoformat(timespec="hours")
        message = heard(again(saying, now, hour), self.rooms)
        reply = self.host.assistant.hear(message)
        return _with(outgoing, reply) if _is_part_of(reply, outgoing) else NotWanted(_PART)


def _is_part_of(reply: Reply, outgoing: Outgoing) -> bool:
    """Tell whether another reply has the message or file, too, that is to be sent."""
    whole = posted(reply, showing.tokenless, "")
    if outgoing.what == showing.FILE:
        return int(outgoing.payload["file"]) < len(showing.files_of(whole))
    return int(outgoing.payload.get("part") or 0) <= len(whole.more)


def _is(sent: Posted, name: str) -> bool:
    return sent.outgoing.name == name and bool(sent.reference)


def _at(outgoing: Outgoing, message: object) -> Outgoing:
    return replace(outgoing, payload={**outgoing.payload, "message": str(message)})


def _with(outgoing: Outgoing, reply: Reply) -> Outgoing:
    return replace(outgoing, payload={**outgoing.payload, "reply": reply_as_json(reply)})
