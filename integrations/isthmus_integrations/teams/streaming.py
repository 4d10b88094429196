"""What somebody alone with us sees while an answer is made: a stream of Teams', which it ends.

A stream is one message that comes into being: first it says what is done, then, where a language
model writes, it grows by checked sentences, and once it is the answer. Whatever is sent for a
stream is seen in one place, and it ends once: so where the reply to its end was lost, the end is
sent again and is still seen once. That holds for a plain message in no way, and is why an answer
ends a stream where there is one. Teams lets a stream live for two minutes, and may take the end of
one that is over without showing it: before that comes near, the answer is sent as any other
message. Where sentences are seen already, the answer takes their place instead, which may be done
twice as well; so that a crash does not lose sight of them, it is noted which stream has some.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from isthmus.channels.model import Outgoing
from isthmus.messages import Reply, Told
from isthmus_integrations.teams.activities import Where
from isthmus_integrations.teams.connector import DeclinedError, TeamsError
from isthmus_integrations.teams.render.messages import texts
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.saying import Saying

Json = dict[str, Any]

LIVES: Final = timedelta(seconds=90)
APART: Final = timedelta(seconds=1)  # Teams takes one call a second for a stream
_NOT_ALLOWED: Final = "ContentStreamNotAllowed"
_ENDED: Final = "completed"
_NOTED: Final = "stream"  # in what is kept of a conversation


class OverError(Exception):
    """A stream cannot be ended any more: nothing of its end is seen."""


@dataclass(frozen=True)
class Stream:
    """``last`` is when something was sent for it; ``grown`` tells that sentences are seen of it."""

    id: str
    begun: datetime
    last: datetime
    number: int = 1
    grown: bool = False

    def lives(self, now: datetime) -> bool:
        return now - self.begun < LIVES

    def may_grow(self, now: datetime) -> bool:
        return self.lives(now) and now - self.last >= APART

    def as_json(self) -> Json:
        """Write down what its end has to know."""
        return {"id": self.id, "begun": self.begun.isoformat(), "grown": self.grown}


def stream_of(known: Mapping[str, Any]) -> Stream:
    begun = datetime.fromisoformat(known["begun"])
    return Stream(known["id"], begun, begun, grown=bool(known.get("grown")))


@dataclass(frozen=True)
class Streaming:
    rooms: Rooms

    def begin(self, saying: Saying, words: str) -> Stream | None:
        """Show what is done now; None where that does not work, or for more than one person."""
        if not (saying.personal and words):
            return None
        if before := self._noted(saying):
            return before
        body = {"type": "typing", "text": words, "entities": [_info("informative", number=1)]}
        try:
            answer = self.rooms.connector.post(saying.service_url, *_path(saying.where), body=body)
        except TeamsError:
            return None
        known, now = str(answer.get("id") or ""), self.rooms.host.clock()
        return Stream(known, now, now) if known else None

    def grow(self, stream: Stream, saying: Saying, reply: Reply) -> Stream:
        """Show what is told so far of a reply; gives the stream as it is now.

        What it says later begins with what it said before, as Teams wants it. It never fails.
        """
        if not stream.grown:
            self._note(stream, saying)
        info = _info("streaming", number=stream.number + 1) | {"streamId": stream.id}
        text = next(texts(reply, self.rooms.host.settings.base_url))["text"]
        body = {"type": "typing", "text": text, "textFormat": "markdown", "entities": [info]}
        with suppress(TeamsError):
            self.rooms.connector.post(saying.service_url, *_path(saying.where), body=body)
        now = self.rooms.host.clock()
        return replace(stream, last=now, number=stream.number + 1, grown=True)

    def _note(self, stream: Stream, saying: Saying) -> None:
        """Keep which stream shows sentences of an answer, before it does."""
        place = self.rooms.place(saying.team, saying.where.conversation)
        noted = {"of": saying.id, **replace(stream, grown=True).as_json()}
        seen = replace(place, reference={**place.reference, _NOTED: noted})
        self.rooms.host.places.seen(seen)

    def _noted(self, saying: Saying) -> Stream | None:
        """Give the stream of somebody's question that a process ended over."""
        place = self.rooms.place(saying.team, saying.where.conversation)
        noted = place.reference.get(_NOTED) or {}
        return stream_of(noted) if noted.get("of") == saying.id else None

    def ended_by(self, came: Sequence[Outgoing], stream: Stream) -> tuple[Outgoing, ...]:
        """Have the first of what comes of it end the stream."""
        first, *rest = came
        told = stream.as_json()
        waits = stream.last + APART - self.rooms.host.clock()
        after = max(waits, timedelta())
        return (replace(first, payload={**first.payload, "stream": told}, after=after), *rest)

    def end(self, outgoing: Outgoing, where: Where, body: Mapping[str, Any]) -> str:
        """End the stream by a message; gives its id. Raises OverError where none is open."""
        stream = self.open_in(outgoing)
        if stream is None:
            raise OverError
        if not stream.lives(self.rooms.host.clock()):
            return self._in_place(stream, where, body)
        info = _info("final") | {"streamId": stream.id}
        entities = [*body.get("entities", ()), info]
        said = {**body, "id": stream.id, "entities": entities}
        try:
            answer = self.rooms.connector.post(where.service_url, *_path(where), body=said)
        except DeclinedError as error:
            if error.code == _NOT_ALLOWED and _ENDED in error.said.lower():
                return stream.id  # it arrived before
            return self._in_place(stream, where, body)
        return str(answer.get("id") or stream.id)

    def _in_place(self, stream: Stream, where: Where, body: Mapping[str, Any]) -> str:
        """Put a message in the place of the sentences that are seen, by their id."""
        if not stream.grown:
            raise OverError
        path = (*_path(where), stream.id)
        try:
            self.rooms.connector.put(where.service_url, *path, body={**body, "id": stream.id})
        except DeclinedError as error:
            raise OverError from error
        return stream.id

    def open_in(self, outgoing: Outgoing) -> Stream | None:
        """Give the stream that a message is to end, None where there is none by now."""
        known = outgoing.payload.get("stream")
        if not known:
            return None
        stream = stream_of(known)
        return stream if stream.grown or stream.lives(self.rooms.host.clock()) else None


@dataclass
class Growing:
    """A stream that grows by what is told of a reply; without one nothing is shown."""

    streaming: Streaming
    saying: Saying
    stream: Stream | None
    _told: list[Told] = field(default_factory=list)

    def tell(self, told: Told) -> None:
        self._told.append(told)
        now = self.streaming.rooms.host.clock()
        if self.stream and self.stream.may_grow(now):
            so_far = Reply(tuple(each.paragraph for each in self._told))
            self.stream = self.streaming.grow(self.stream, self.saying, so_far)

    def ended_by(self, came: Sequence[Outgoing]) -> tuple[Outgoing, ...]:
        return self.streaming.ended_by(came, self.stream) if self.stream else tuple(came)


def _path(where: Where) -> tuple[str, ...]:
    return ("conversations", where.conversation, "activities")


def _info(kind: str, *, number: int = 0) -> Json:
    info: Json = {"type": "streaminfo", "streamType": kind}
    return info | ({"streamSequence": number} if number else {})
