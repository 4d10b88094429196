"""The door to durable work for people: what there is to do, dead letters, schedules."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from isthmus.audit.store import Act
from isthmus.jobs.calendar import Planned
from isthmus.jobs.model import Job, Queue, State
from isthmus.jobs.store import JobStore
from isthmus.people import Person, Rank

ON_A_PAGE: Final = 50
RESTORED: Final = (
    "Restored from a backup: it may have been done after the backup was made. Replay it where it "
    "was not."
)


@dataclass(frozen=True)
class Sought:
    """Which jobs to show; ``page`` counts from 0."""

    states: tuple[State, ...] = (State.DEAD,)
    kind: str = ""
    page: int = 0


@dataclass(frozen=True)
class Parts:
    recording: Callable[[], AbstractContextManager[Act]]
    looking: Callable[[], AbstractContextManager[JobStore]]
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Jobs:
    """Jobs as administrators see them; each call is a transaction of its own."""

    parts: Parts

    def queue(self) -> Queue:
        """Count what there is to do; it tells of nobody, so that anything may ask."""
        with self.parts.looking() as store:
            return store.queue(self.parts.clock())

    def listed(self, by: Person, sought: Sought) -> list[Job]:
        by.require(Rank.ADMINISTRATOR)
        with self.parts.looking() as store:
            start = sought.page * ON_A_PAGE
            return store.listed(sought.states, sought.kind, ON_A_PAGE, start)

    def job(self, by: Person, job_id: int) -> Job:
        by.require(Rank.ADMINISTRATOR)
        with self.parts.looking() as store:
            return store.get(job_id)

    def schedules(self, by: Person) -> list[Planned]:
        by.require(Rank.ADMINISTRATOR)
        with self.parts.looking() as store:
            return store.planned()

    def replay(self, by: Person, job_id: int) -> Job:
        """Have a dead letter done after all; raises ConflictError where it is none."""
        by.require(Rank.ADMINISTRATOR)
        now = self.parts.clock()
        with self.parts.recording() as act:
            store = JobStore(act.connection)
            again = store.get(job_id, lock=True).replayed(now)
            store.put(again)
            store.mark_enqueued()
            act.audit.record("job.replayed", by, str(job_id), {"kind": again.kind})
        return again

    def dismiss(self, by: Person, job_id: int) -> Job:
        """Take a dead letter off the list: it is not to be done. Raises ConflictError."""
        by.require(Rank.ADMINISTRATOR)
        now = self.parts.clock()
        with self.parts.recording() as act:
            store = JobStore(act.connection)
            dead = store.get(job_id, lock=True)
            ended = dead.dismissed(f"Dismissed by {by.name}. {dead.outcome}", now)
            store.put(ended)
            act.audit.record("job.dismissed", by, str(job_id), {"kind": ended.kind})
        return ended

    def set_aside(self, by: Person) -> int:
        """Make a dead letter of everything that is not done, as after a restored backup."""
        by.require(Rank.ADMINISTRATOR)
        with self.parts.recording() as act:
            stopped = JobStore(act.connection).set_aside(RESTORED, self.parts.clock())
            act.audit.record("jobs.set_aside", by, "jobs", {"jobs": str(stopped)})
        return stopped
