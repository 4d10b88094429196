"""Chat platforms for tests: the real parts on a real database, and a channel made of paper."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from isthmus.channels.contract import Channel, Check, Hearing, Host
from isthmus.channels.directory import People
from isthmus.channels.installing import Installed
from isthmus.channels.intake import Accepting
from isthmus.channels.model import Event, Outgoing
from isthmus.channels.outbox import SentThings
from isthmus.channels.parts import Parts
from isthmus.channels.placing import Places
from isthmus.channels.pressing import Buttons
from isthmus.channels.sealing import Seal
from isthmus.channels.work import kinds
from isthmus.errors import InvalidError
from isthmus.jobs.handling import NotThere, NotWanted, Refused, Sent, Unknown
from isthmus.jobs.model import Job, State
from isthmus.library.adding import Added
from isthmus.library.model import Said
from isthmus.messages import Message, Paragraph, Reply, Tell, silent
from isthmus.people import Person
from isthmus.reminding.ways import Way
from isthmus.settings import Settings
from isthmus.storage import Storage
from jobs_of_tests import MONDAY, Working

EMPTY = Path(tempfile.mkdtemp(prefix="isthmus-tests-"))  # where keys of secrets are made


@dataclass
class Echo:
    """An assistant that repeats what it hears."""

    heard: list[Message] = field(default_factory=list)

    def hear(self, message: Message, tell: Tell = silent) -> Reply:
        del tell
        self.heard.append(message)
        return Reply((Paragraph(f"You said: {message.text}"),))

    def is_for_us(self, message: Message) -> bool:
        return "?" in message.text

    def could_say_more(self, message: Message) -> bool:  # noqa: ARG002 - always the same
        return False

    def doing(self, message: Message) -> str:  # noqa: ARG002 - always the same
        return ""

    def suggestions(self, person: Person) -> Sequence[str]:  # noqa: ARG002 - always the same
        return ()


def parts_of(working: Working, wake: Callable[[], None] = lambda: None) -> Parts:
    return Parts(working.storage, working.recording, lambda: working.now, wake)


def host_of(
    storage: Storage,
    assistant: Hearing | None = None,
    clock: Callable[[], datetime] = lambda: MONDAY,
    settings: Settings | None = None,
    folder: Path = EMPTY,
) -> Host:
    """Give a host with the real parts; keys of secrets are kept in ``folder``."""
    parts = Parts(storage, _Clocked(storage, clock).recording, clock, lambda: None)
    return _host(parts, assistant or Echo(), settings or Settings(data_dir=folder))


class _Clocked(Working):
    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        super().__init__(storage)
        self.clock = clock  # type: ignore[method-assign]


def _host(parts: Parts, assistant: Hearing, settings: Settings) -> Host:
    return Host(
        settings=settings,
        assistant=assistant,
        intake=Accepting(parts),
        outbox=SentThings(parts),
        directory=People(parts),
        places=Places(parts),
        pressed=Buttons(parts),
        installations=Installed(parts, Seal(settings.data_dir)),
        documents=NoShelf(),
        clock=parts.clock,
    )


class NoShelf:
    """Takes no document."""

    def uploaded(self, name: str, content: bytes, said: Said, by: Person) -> Added:
        raise InvalidError(f"{name} of {by.name}: no shelf for {len(content)} bytes {said}.")


@dataclass
class Paper:
    """A platform made of paper: ``posted`` is what people there see, by key.

    ``troubles`` are raised by `handle`, one a call; ``replies`` are what `send` answers first.
    """

    name: str = "paper"
    troubles: list[Exception] = field(default_factory=list)
    replies: list[Sent | Refused | Unknown] = field(default_factory=list)
    refusal: str = ""
    lost: bool = False  # the next thing arrives, and nobody hears of it
    speechless: bool = False
    handled: list[str] = field(default_factory=list)
    posted: dict[str, str] = field(default_factory=dict)
    running: bool = False
    ways: Sequence[Way] = ()
    router: APIRouter = field(default_factory=APIRouter)
    found_checks: Sequence[Check] = ()

    def handle(self, event: Event) -> Sequence[Outgoing]:
        self.handled.append(event.id)
        if self.troubles:
            raise self.troubles.pop(0)
        return (answer_to(event),)

    def apology(self, event: Event, words: str) -> Outgoing | None:
        return None if self.speechless else answer_to(event, words)

    def prepare(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        return NotWanted(self.refusal) if self.refusal else outgoing

    def send(self, outgoing: Outgoing, key: str) -> Sent | Refused | Unknown:
        if self.replies:
            return self.replies.pop(0)
        assert key not in self.posted
        self.posted[key] = outgoing.payload["text"]
        if self.lost:
            self.lost = False
            raise ConnectionError("the reply was lost")
        return Sent(f"ts{len(self.posted)}")

    def find(self, outgoing: Outgoing, key: str) -> Sent | NotThere | Unknown:
        assert outgoing.platform == self.name
        return Sent("found") if key in self.posted else NotThere()

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def checks(self) -> Sequence[Check]:
        return self.found_checks


def answer_to(event: Event, words: str = "") -> Outgoing:
    said = words or f"You said: {event.payload.get('text', '')}"
    return Outgoing(event.platform, event.team, event.lane, "post", {"text": said})


def an_event(number: int | str = 1, **rest: Any) -> Event:  # noqa: ANN401 - any field of an event
    given: dict[str, Any] = {
        "platform": "paper",
        "team": "T1",
        "id": f"E{number}",
        "kind": "message",
    }
    given |= {"lane": "C1", "payload": {"text": f"Question {number}?"}}
    return Event(**{**given, **rest})


class Kept:
    """Channels on a database, with a clock that is moved and a worker that does what is due."""

    def __init__(self, storage: Storage, *channels: Channel) -> None:
        self.working = Working(storage)
        self.woken = 0
        self.parts = parts_of(self.working, self._wake)
        self.host = _host(self.parts, Echo(), Settings(data_dir=EMPTY))
        self.channels = {each.name: each for each in channels}
        self.kinds = kinds(self.parts, lambda: self.channels)
        self.worker = self.working.worker(*self.kinds)

    def _wake(self) -> None:
        self.woken += 1

    def run(self) -> None:
        self.worker.run_due()

    def until_idle(self, most: int = 400) -> None:
        """Go from one attempt to the next, also past jobs that wait for one of their lane."""
        for _ in range(most):
            self.run()
            with self.working.looking() as store:
                waiting = [each.run_at for each in store.listed([State.WAITING, State.RUNNING])]
            if not waiting:
                return
            later = [each for each in waiting if each > self.working.now]
            self.working.now = min(later, default=self.working.now + timedelta(minutes=1))

    def travel(self, **by: float) -> None:
        self.working.travel(timedelta(**by))

    def jobs(self, kind: str = "") -> list[Job]:
        """Give all jobs of a kind, in the order in which they were asked for."""
        with self.working.looking() as store:
            found = [job for state in State for job in store.listed([state], kind, 1000)]
        return sorted(found, key=lambda job: job.id)

    def states(self) -> list[str]:
        return [job.state.value for job in self.jobs()]
