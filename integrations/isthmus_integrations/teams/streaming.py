"""What somebody alone with us sees while an answer is made: a stream of Teams', which it ends.

A stream is one message that comes into being: first it says what is done, then, once, it is the
answer. Whatever is sent for a stream is seen in one place, and it ends once: so where the reply to
its end was lost, the end is sent again and is still seen once. That holds for a plain message in no
way, and is why an answer ends a stream where there is one. Teams lets a stream live for two
minutes, and may take the end of one that is over without showing it: before that comes near, the
answer is sent as any other message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from isthmus.channels.model import Outgoing
from isthmus_integrations.teams.activities import Where
from isthmus_integrations.teams.connector import DeclinedError, TeamsError
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.saying import Saying

Json = dict[str, Any]

LIVES: Final = timedelta(seconds=90)
APART: Final = timedelta(seconds=1)  # Teams takes one call a second for a stream
_NOT_ALLOWED: Final = "ContentStreamNotAllowed"
_ENDED: Final = "completed"


class OverError(Exception):
    """A stream cannot be ended any more: nothing of its end is seen."""


@dataclass(frozen=True)
class Stream:
    id: str
    begun: datetime

    def lives(self, now: datetime) -> bool:
        return now - self.begun < LIVES


@dataclass(frozen=True)
class Streaming:
    rooms: Rooms

    def begin(self, saying: Saying, words: str) -> Stream | None:
        """Show what is done now; None where that does not work, or for more than one person."""
        if not (saying.personal and words):
            return None
        body = {"type": "typing", "text": words, "entities": [_info("informative", number=1)]}
        try:
            answer = self.rooms.connector.post(saying.service_url, *_path(saying.where), body=body)
        except TeamsError:
            return None
        known = str(answer.get("id") or "")
        return Stream(known, self.rooms.host.clock()) if known else None

    def ended_by(self, came: Sequence[Outgoing], stream: Stream) -> tuple[Outgoing, ...]:
        """Have the first of what comes of it end the stream."""
        first, *rest = came
        told = {"id": stream.id, "begun": stream.begun.isoformat()}
        waits = stream.begun + APART - self.rooms.host.clock()
        after = max(waits, timedelta())
        return (replace(first, payload={**first.payload, "stream": told}, after=after), *rest)

    def end(self, outgoing: Outgoing, where: Where, body: Mapping[str, Any]) -> str:
        """End the stream by a message; gives its id. Raises OverError where none is open."""
        stream = self.open_in(outgoing)
        if stream is None:
            raise OverError
        info = _info("final") | {"streamId": stream.id}
        entities = [*body.get("entities", ()), info]
        said = {**body, "id": stream.id, "entities": entities}
        try:
            answer = self.rooms.connector.post(where.service_url, *_path(where), body=said)
        except DeclinedError as error:
            if error.code == _NOT_ALLOWED and _ENDED in error.said.lower():
                return stream.id  # it arrived before
            raise OverError from error
        return str(answer.get("id") or stream.id)

    def open_in(self, outgoing: Outgoing) -> Stream | None:
        """Give the stream that a message is to end, None where there is none by now."""
        known = outgoing.payload.get("stream")
        if not known:
            return None
        stream = Stream(known["id"], datetime.fromisoformat(known["begun"]))
        return stream if stream.lives(self.rooms.host.clock()) else None


def _path(where: Where) -> tuple[str, ...]:
    return ("conversations", where.conversation, "activities")


def _info(kind: str, *, number: int = 0) -> Json:
    info: Json = {"type": "streaminfo", "streamType": kind}
    return info | ({"streamSequence": number} if number else {})
