"""Messages that come into being while somebody looks, as Teams lets a bot send them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

Json = Mapping[str, Any]

LIVES: Final = timedelta(minutes=2)
APART: Final = timedelta(seconds=1)
NOT_ALLOWED: Final = "ContentStreamNotAllowed"


@dataclass
class Refusal(Exception):  # noqa: N818 - what Teams answers
    status: int
    code: str
    said: str


@dataclass
class Stream:
    id: str
    conversation: str
    begun: datetime
    last: datetime
    number: int = 1
    said: list[str] = field(default_factory=list)
    grown: bool = False
    ended: bool = False
    stopped: bool = False


@dataclass
class Streams:
    """One a chat at a time, for two minutes, one call a second."""

    clock: Callable[[], datetime]
    all: list[Stream] = field(default_factory=list)

    def of(self, body: Json) -> Json:
        """Give what an activity says of a stream, nothing where it is no part of one."""
        entities = body.get("entities") or ()
        return next((each for each in entities if each.get("type") == "streaminfo"), {})

    def goes_on(self, conversation: str, body: Json, fresh: str) -> str:
        """Take an update; gives the id of the stream."""
        info, now = self.of(body), self.clock()
        if not body.get("text") or info.get("streamType") not in {"informative", "streaming"}:
            raise Refusal(400, "BadRequest", "Start streaming activities should include text")
        if not info.get("streamId"):
            return self._begun(conversation, body, fresh).id
        stream = self._open(str(info["streamId"]), now)
        if info.get("streamSequence", 0) <= stream.number:
            raise Refusal(202, "ContentStreamSequenceOrderPreConditionFailed", "out of order")
        if info["streamType"] == "streaming":
            self._grows(stream, body["text"])
        stream.number, stream.last = info["streamSequence"], now
        stream.said.append(body["text"])
        return stream.id

    def _grows(self, stream: Stream, text: str) -> None:
        if stream.grown and not text.startswith(stream.said[-1]):
            raise Refusal(400, "BadRequest", "What was streamed before has to be in it")
        stream.grown = True

    def _begun(self, conversation: str, body: Json, fresh: str) -> Stream:
        now = self.clock()
        if self.of(body).get("streamSequence") != 1:
            raise Refusal(400, "BadRequest", "A stream begins with streamSequence 1")
        if any(each.conversation == conversation and self._lives(each) for each in self.all):
            raise Refusal(403, NOT_ALLOWED, "Another stream is open in this chat")
        self.all.append(Stream(fresh, conversation, now, now, said=[body["text"]]))
        return self.all[-1]

    def ends(self, body: Json) -> str:
        """Take the message in which a stream ends; gives its id."""
        info = self.of(body)
        if info.get("streamType") != "final" or "streamSequence" in info:
            raise Refusal(403, NOT_ALLOWED, "Only end streaming type is allowed as a message")
        stream = self._open(str(info.get("streamId")), self.clock())
        stream.ended = True
        return stream.id

    def _open(self, known: str, now: datetime) -> Stream:
        stream = next((each for each in self.all if each.id == known), None)
        if stream is None:
            raise Refusal(403, NOT_ALLOWED, "Content stream is not allowed")
        if stream.ended:
            raise Refusal(403, NOT_ALLOWED, "Content stream was already completed")
        if stream.stopped:
            raise Refusal(403, NOT_ALLOWED, "Content stream was canceled by user")
        if now - stream.begun > LIVES:
            raise Refusal(403, NOT_ALLOWED, "Content stream finished: exceeded streaming time")
        if now - stream.last < APART:
            raise Refusal(429, "TooManyRequests", "one call a second")
        return stream

    def _lives(self, stream: Stream) -> bool:
        over = stream.ended or stream.stopped
        return not over and self.clock() - stream.begun <= LIVES
