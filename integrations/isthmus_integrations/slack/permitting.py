"""Whether those who will see something may still read it, looked at just before it is sent."""

from dataclasses import dataclass, replace
from typing import Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Outgoing
from isthmus.channels.readers import still, told_apart, waited
from isthmus.jobs.handling import NotWanted
from isthmus.messages import Message, Reply, reply_as_json, said
from isthmus_integrations.slack import showing
from isthmus_integrations.slack.render import posted
from isthmus_integrations.slack.rooms import Rooms
from isthmus_integrations.slack.saying import Saying, heard, saying_of

NOT_FOR_ALL: Final = (
    "What came of this is not shown: by now not everybody here may read it. Say it again, or ask "
    "in a direct message."
)
NOT_ANY_MORE: Final = "By now not everybody there may read it."


@dataclass(frozen=True)
class Permitting:
    host: Host
    rooms: Rooms

    def prepared(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        """Give what may be shown to those who are there now."""
        asked = outgoing.payload.get("asked")
        if not asked:
            return outgoing
        saying = saying_of(asked["saying"])
        message = heard(saying, self.rooms, anew=True)
        late = waited(asked, self.host.clock(), asks_only=saying.asks_only)
        if still(message, asked["rights"]) and not late:
            return outgoing
        if outgoing.what == showing.UNFURL or showing.UNTIL in outgoing.payload:
            return NotWanted(NOT_ANY_MORE)
        reply = self._anew(saying, message)
        return with_reply(outgoing, reply) if reply else self._in_words(outgoing)

    def _anew(self, saying: Saying, message: Message) -> Reply | None:
        """Ask again for those who are there now; what was ordered is not done a second time."""
        if not saying.asks_only:
            return None
        hour = self.host.clock().isoformat(timespec="hours")
        known = told_apart(saying.id, message, hour)
        return self.host.assistant.hear(replace(message, id=known))

    def _in_words(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        first = outgoing.what == showing.POST and not outgoing.payload.get("part")
        if first or outgoing.what in {showing.EPHEMERAL, showing.UPDATE}:
            return with_reply(outgoing, said(NOT_FOR_ALL))
        return NotWanted(NOT_ANY_MORE)


def with_reply(outgoing: Outgoing, reply: Reply) -> Outgoing | NotWanted:
    """Give the same part of another reply, where it has such a part."""
    payload = {**outgoing.payload, "reply": reply_as_json(reply)}
    whole = posted(reply, showing.tokenless, "")
    known = len(showing.files_of(whole)) if "file" in payload else len(whole.more) + 1
    wanted = int(payload["file"] if "file" in payload else payload.get("part") or 0)
    return replace(outgoing, payload=payload) if wanted < known else NotWanted(NOT_ANY_MORE)
