"""Durable work for tests: a clock that is moved by hand, and an outside that misbehaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from isthmus.audit.service import Audit
from isthmus.audit.store import Act, AuditStore
from isthmus.jobs.calendar import Schedule
from isthmus.jobs.handling import (
    Failed,
    FallenBack,
    Kind,
    NotThere,
    NotWanted,
    Outbound,
    Prepared,
    Refused,
    Sent,
    Unknown,
    kinds_by_name,
)
from isthmus.jobs.model import Job, Payload, State, Wanted
from isthmus.jobs.store import JobStore
from isthmus.jobs.work import Means
from isthmus.jobs.worker import Worker
from isthmus.storage import Storage

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Working:
    """Jobs on a database, with a clock that stands still until it is moved."""

    storage: Storage
    now: datetime = MONDAY

    def travel(self, by: timedelta) -> None:
        self.now += by

    def clock(self) -> datetime:
        return self.now

    @contextmanager
    def recording(self) -> Iterator[Act]:
        with self.storage.transaction() as connection:
            yield Act(connection, Audit(AuditStore(connection), self.clock))

    @contextmanager
    def changing(self) -> Iterator[JobStore]:
        with self.storage.transaction() as connection:
            yield JobStore(connection)

    @contextmanager
    def looking(self) -> Iterator[JobStore]:
        with self.storage.reading() as connection:
            yield JobStore(connection)

    @property
    def means(self) -> Means:
        return Means(self.recording, self.changing, self.looking, self.clock, chance=lambda: 0.5)

    def worker(self, *kinds: Kind) -> Worker:
        return Worker(kinds_by_name(*kinds), self.means)

    def enqueue(self, key: str, kind: str = "note", **said: Any) -> bool:  # noqa: ANN401 - the rest of Wanted
        with self.changing() as store:
            return store.enqueue(Wanted(kind, key, **said), self.now)

    def put(self, schedule: Schedule) -> None:
        with self.changing() as store:
            store.put_schedule(schedule, self.now)

    def job(self, key: str) -> Job:
        with self.looking() as store:
            found = store.by_key(key)
        assert found is not None
        return found

    def until_idle(self, worker: Worker, most: int = 40) -> None:
        """Go from one attempt to the next until nothing waits any more."""
        for _ in range(most):
            worker.run_due()
            with self.looking() as store:
                waiting = store.listed([State.WAITING, State.RUNNING])
            if not waiting:
                return
            self.now = max(self.now, waiting[0].run_at)


def noting(done: list[str], name: str = "note") -> Kind:
    """Give a kind of job that notes its key, in memory: as often as it is run."""

    def note(_act: Act, job: Job) -> None:
        done.append(job.key)

    return Kind(name, inside=note)


@dataclass
class Outside:
    """A platform that keeps what arrives, and answers as it was told to, one reply at a time."""

    replies: list[Callable[[], Sent | Refused | Unknown]] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    asked_at: list[datetime] = field(default_factory=list)
    can_tell: bool = True
    wanted: bool = True
    way_out: str = ""
    came: list[Sent | Failed] = field(default_factory=list)

    def prepare(self, _act: Act, job: Job) -> Prepared | NotWanted:
        return Prepared({"text": job.key}) if self.wanted else NotWanted("It was answered.")

    def send(self, payload: Payload, key: str) -> Sent | Refused | Unknown:
        if self.replies:
            return self.replies.pop(0)()
        return self.take(payload["text"], key)

    def take(self, text: str, key: str) -> Sent:
        assert text == key
        self.arrived.append(key)
        return Sent(f"m{len(self.arrived)}")

    def find(self, job: Job) -> Sent | NotThere | Unknown:
        if not self.can_tell:
            return Unknown("it cannot say")
        return Sent("found") if job.key in self.arrived else NotThere()

    def settle(self, act: Act, job: Job, came: Sent | Failed) -> FallenBack | None:
        self.came.append(came)
        if isinstance(came, Failed) and self.way_out:
            again = Wanted("mail", f"{job.key}:mail")
            JobStore(act.connection).enqueue(again, job.run_at)
            return FallenBack(self.way_out)
        return None


def sending(outside: Outbound, most_attempts: int = 10) -> Kind:
    return Kind("note", outbound=outside, most_attempts=most_attempts)
