"""Jobs: work that was promised, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from isthmus.errors import ConflictError, InvalidError

Payload = Mapping[str, Any]

LEASE: Final = timedelta(seconds=60)
LATE_AFTER: Final = timedelta(minutes=10)
LONGEST_KEY: Final = 400
LONGEST_OUTCOME: Final = 500
NEVER_DONE: Final = "It was begun {} times and never ended: the process stopped each time."
TOO_LATE: Final = "It was not done before its deadline."


class State(StrEnum):
    """Where a job stands; it ends in exactly one of the last three."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REJECTED = "rejected"  # ended on purpose without being done: not wanted any more, or handed on
    DEAD = "dead"  # somebody has to look at it

    @property
    def ended(self) -> bool:
        return self in {State.DONE, State.REJECTED, State.DEAD}


@dataclass(frozen=True)
class Wanted:
    """Work to be done: once for its key, however often that key is asked for.

    ``kind`` says who does it, ``payload`` is JSON with ids, never texts that not everybody may
    read: administrators see keys and reasons. Jobs of one ``lane`` are done one at a time, in the
    order in which they were asked for. What is not done by its ``deadline`` is a dead letter.
    """

    kind: str
    key: str
    payload: Payload = field(default_factory=dict)
    run_at: datetime | None = None  # none means at once
    lane: str = ""
    deadline: datetime | None = None
    schedule: str = ""
    local: str = ""  # the local date and time of an occurrence, as 2026-03-29T08:00

    def __post_init__(self) -> None:
        if not self.kind or not self.key or len(self.key) > LONGEST_KEY:
            raise InvalidError(f"A job needs a kind and a key of 1 to {LONGEST_KEY} characters.")
        for moment in (self.run_at, self.deadline):
            if moment and moment.tzinfo is None:
                raise InvalidError("A job's moments need a time zone.")


@dataclass(frozen=True)
class Job:
    """Work that was accepted; ``due_at`` is when it was first to be done, ``run_at`` when next."""

    id: int
    kind: str
    key: str
    payload: Payload
    made_at: datetime
    due_at: datetime
    run_at: datetime
    lane: str = ""
    schedule: str = ""
    local: str = ""
    deadline: datetime | None = None
    state: State = State.WAITING
    attempts: int = 0
    replays: int = 0
    leased_by: str = ""
    leased_until: datetime | None = None
    sending: Payload | None = None  # what may have been sent: set before, cleared when known
    outcome: str = ""
    ended_at: datetime | None = None

    def late(self, now: datetime) -> bool:
        """Tell whether this is done much later than it was meant to be, for readers to know."""
        return now - self.due_at > LATE_AFTER

    @property
    def may_have_been_sent(self) -> bool:
        """Tell whether an attempt before this one may have reached the outside."""
        return self.sending is not None or self.replays > 0

    @property
    def may_be_sent_unseen(self) -> bool:
        """Tell whether to send, although nobody can tell whether it arrived before.

        So it is where the last attempt certainly did not, and where a person replayed it: they
        were told, and decided.
        """
        return self.sending is None or (self.replays > 0 and self.attempts == 1)

    def claimed(self, by: str, now: datetime) -> "Job":
        begun = replace(self, state=State.RUNNING, attempts=self.attempts + 1)
        return replace(begun, leased_by=by, leased_until=now + LEASE)

    def ended(self, state: State, outcome: str, now: datetime) -> "Job":
        """Give the job at its end, for good or, if it is dead, until somebody replays it."""
        said = _kept(outcome)
        return replace(self._freed(), state=state, outcome=said, ended_at=now)

    def put_off(self, until: datetime, why: str) -> "Job":
        """Give the job as it waits for its next attempt."""
        said = _kept(why)
        return replace(self._freed(), state=State.WAITING, run_at=until, outcome=said)

    def handed_back(self) -> "Job":
        """Give the job as it was before it was claimed: nothing was begun."""
        return replace(self._freed(), state=State.WAITING, attempts=self.attempts - 1)

    def _freed(self) -> "Job":
        return replace(self, leased_by="", leased_until=None)

    def dismissed(self, why: str, now: datetime) -> "Job":
        """Give a dead letter that nobody wants done; raises ConflictError for any other."""
        return self._dead("dismissed").ended(State.REJECTED, why, now)

    def replayed(self, now: datetime) -> "Job":
        """Give a dead letter as it waits again; raises ConflictError for any other."""
        again = replace(self._dead("replayed"), state=State.WAITING, attempts=0)
        free = replace(again, replays=self.replays + 1, deadline=None, ended_at=None)
        return replace(free, run_at=now)

    def _dead(self, wanted: str) -> "Job":
        if self.state is not State.DEAD:
            raise ConflictError(
                f"Job {self.id} is {self.state}: only a dead letter can be {wanted}."
            )
        return self


def _kept(outcome: str) -> str:
    """Give what others said of a job as every database keeps it."""
    text = outcome.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text[:LONGEST_OUTCOME]


@dataclass(frozen=True)
class Backoff:
    """How long to wait after a failure: twice as long each time, a little at random.

    The random part keeps jobs that failed together from coming back together.
    """

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)
    spread: float = 0.2

    def after(self, attempts: int, chance: float) -> timedelta:
        """Give the wait after this many attempts; ``chance`` is from 0 to 1."""
        doublings = min(max(attempts, 1) - 1, 20)
        wait = min(self.first * float(2**doublings), self.longest)
        return wait * (1 + self.spread * (2 * chance - 1))


@dataclass(frozen=True)
class Queue:
    """What there is to do, counted."""

    waiting: int = 0  # due or not
    running: int = 0
    dead: int = 0
    overdue: int = 0  # past their deadline and not ended
    oldest_due: datetime | None = None  # of those that are due and not ended

    def age(self, now: datetime) -> float:
        """Give for how many seconds the oldest job that is due has been waiting."""
        return max(0.0, (now - self.oldest_due).total_seconds()) if self.oldest_due else 0.0
