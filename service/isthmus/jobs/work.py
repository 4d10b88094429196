"""One job from its claim to its end, or to its next attempt."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import random
from typing import Final, assert_never

from isthmus.audit.store import Act
from isthmus.edge.logs import Log, log_of
from isthmus.errors import IsthmusError
from isthmus.jobs.handling import (
    HOPELESS,
    Failed,
    FallenBack,
    Inside,
    Kind,
    NotThere,
    NotWanted,
    NotYetError,
    Outbound,
    Refused,
    Sent,
    Slow,
    Unknown,
)
from isthmus.jobs.model import LEASE, NEVER_DONE, TOO_LATE, Job, Payload, State
from isthmus.jobs.store import JobStore, LostLeaseError

RENEWED_EVERY: Final = LEASE / 3
UNCERTAIN: Final = "It is not known whether it arrived: {}"
HANDED_ON: Final = "Handed on to {}: {}"


@dataclass(frozen=True)
class Means:
    """What doing jobs needs; ``wait`` ends after some seconds, or earlier when its event is set."""

    recording: Callable[[], AbstractContextManager[Act]]
    changing: Callable[[], AbstractContextManager[JobStore]]
    looking: Callable[[], AbstractContextManager[JobStore]]
    clock: Callable[[], datetime]
    wait: Callable[[threading.Event, float], bool] = threading.Event.wait
    chance: Callable[[], float] = random
    log: Log = field(default_factory=lambda: log_of("isthmus.jobs"))


@dataclass(frozen=True)
class Work:
    """Does jobs that were claimed; each call ends in a state that was committed."""

    kinds: Mapping[str, Kind]
    means: Means

    def do(self, job: Job) -> None:
        """Do a job, put it off or give it up. Raises nothing but what the database raises."""
        try:
            self._attempt(job)
        except LostLeaseError as error:
            self.means.log.warning("job.lost", job=job.id, kind=job.kind, reason=str(error))

    def _attempt(self, job: Job) -> None:
        kind = self.kinds[job.kind]
        if job.attempts > kind.most_attempts:
            self._give_up(job, NEVER_DONE.format(kind.most_attempts))
        elif job.deadline and job.deadline <= self.means.clock():
            self._give_up(job, TOO_LATE)
        else:
            self._try(kind, job)

    def _try(self, kind: Kind, job: Job) -> None:
        try:
            if kind.inside:
                self._do_inside(kind.inside, job)
            elif kind.slow:
                self._do_slowly(kind.slow, job)
            elif kind.outbound:
                self._send(kind.outbound, job)
        except LostLeaseError:
            raise
        except NotYetError as error:
            self._failed(self._as_kept(job), in_words(error), error.retry_after)
        except Exception as error:
            self.means.log.exception("job.failed", job=job.id, kind=job.kind, attempt=job.attempts)
            self._failed(self._as_kept(job), in_words(error), hopeless=isinstance(error, HOPELESS))

    # ---- in one transaction

    def _do_inside(self, handle: Inside, job: Job) -> None:
        with self._ending(job) as act:
            self._end(act, job, handle(act, job))

    def _do_slowly(self, slow: Slow, job: Job) -> None:
        with self._kept(job):
            result = slow.work(job)
        with self._ending(job) as act:
            self._end(act, job, slow.finish(act, job, result))

    def _end(self, act: Act, job: Job, came: NotWanted | str | None) -> None:
        if isinstance(came, NotWanted):
            self._put(act, job, State.REJECTED, came.reason)
        else:
            self._put(act, job, State.DONE, came or "")

    # ---- to the outside

    def _send(self, outbound: Outbound, job: Job) -> None:
        if job.may_have_been_sent and not self._is_to_send_again(outbound, job):
            return
        with self._ending(job) as act:
            prepared = outbound.prepare(act, job)
            if isinstance(prepared, NotWanted):
                self._put(act, replace(job, sending=None), State.REJECTED, prepared.reason)
                return
            sending = replace(job, sending=dict(prepared.payload))
            JobStore(act.connection).put(sending)
        self._settle(outbound, sending, self._sent(outbound, sending, prepared.payload))

    def _is_to_send_again(self, outbound: Outbound, job: Job) -> bool:
        """Ask whether an earlier attempt arrived; where nobody can tell, a person decides."""
        with self._kept(job):
            found = outbound.find(job)
        match found:
            case NotThere():
                return True
            case Unknown() if job.may_be_sent_unseen:
                return True
            case Sent() | Unknown():
                self._settle(outbound, job, found)
                return False
        assert_never(found)

    def _sent(
        self, outbound: Outbound, job: Job, payload: Payload
    ) -> Sent | Refused | Unknown | NotWanted:
        try:
            with self._kept(job):
                return outbound.send(payload, job.key)
        except Exception as error:
            self.means.log.exception("job.unknown", job=job.id, kind=job.kind)
            return Unknown(in_words(error))

    def _settle(
        self, outbound: Outbound, job: Job, came: Sent | Refused | Unknown | NotWanted
    ) -> None:
        match came:
            case Sent():
                with self._ending(job) as act:
                    outbound.settle(act, job, came)
                    said = f"Delivered: {came.reference}" if came.reference else "Delivered"
                    self._put(act, replace(job, sending=None), State.DONE, said)
            case Refused():
                nothing = replace(job, sending=None)
                self._failed(nothing, came.reason, came.retry_after, hopeless=came.final)
            case Unknown():
                self._failed(job, UNCERTAIN.format(came.reason), hopeless=came.final)
            case NotWanted():
                with self._ending(job) as act:
                    self._end(act, replace(job, sending=None), came)

    # ---- what failed

    def _failed(
        self, job: Job, why: str, at_least: timedelta = timedelta(), *, hopeless: bool = False
    ) -> None:
        """Try again later, where there is an attempt left and time before the deadline."""
        kind = self.kinds[job.kind]
        now = self.means.clock()
        after = now + max(kind.backoff.after(job.attempts, self.means.chance()), at_least)
        if hopeless or job.attempts >= kind.most_attempts:
            self._give_up(job, why)
        elif job.deadline and after > job.deadline:
            self._give_up(job, f"{TOO_LATE} {why}")
        else:
            with self.means.changing() as store:
                store.hold(job)
                store.put(job.put_off(after, why))
            self.means.log.info("job.put_off", job=job.id, kind=job.kind, until=str(after))

    def _give_up(self, job: Job, why: str) -> None:
        if not self._settled_as_failed(self.kinds[job.kind], job, why):
            with self.means.changing() as store:
                store.hold(job)
                store.put(job.ended(State.DEAD, why, self.means.clock()))
        self.means.log.error("job.given_up", job=job.id, kind=job.kind, reason=why)

    def _settled_as_failed(self, kind: Kind, job: Job, why: str) -> bool:
        try:
            with self._ending(job) as act:
                fallen = _told(kind, act, job, why)
                state = State.REJECTED if fallen else State.DEAD
                self._put(act, job, state, HANDED_ON.format(fallen.to, why) if fallen else why)
        except LostLeaseError:
            raise
        except Exception:
            self.means.log.exception("job.not_settled", job=job.id, kind=job.kind)
            return False
        return True

    # ---- leases

    @contextmanager
    def _ending(self, job: Job) -> Iterator[Act]:
        """Open the transaction in which a job's effects and its end are kept together."""
        with self.means.recording() as act:
            JobStore(act.connection).hold(job)
            yield act

    def _put(self, act: Act, job: Job, state: State, outcome: str) -> None:
        JobStore(act.connection).put(job.ended(state, outcome, self.means.clock()))

    def _as_kept(self, job: Job) -> Job:
        """Give the job with what was written down for it since it was claimed."""
        with self.means.looking() as store:
            return replace(job, sending=store.get(job.id).sending)

    @contextmanager
    def _kept(self, job: Job) -> Iterator[None]:
        """Renew the lease for as long as something outside of transactions takes."""
        over = threading.Event()
        thread = threading.Thread(target=self._renew, args=(job, over), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _renew(self, job: Job, over: threading.Event) -> None:
        while not self.means.wait(over, RENEWED_EVERY.total_seconds()):
            try:
                with self.means.changing() as store:
                    if not store.renew(job, self.means.clock() + LEASE):
                        return
            except IsthmusError as error:  # the next time may be in time
                self.means.log.warning("job.not_renewed", job=job.id, reason=str(error))


def _told(kind: Kind, act: Act, job: Job, why: str) -> FallenBack | None:
    """Tell whoever does this kind of job that it was given up."""
    if kind.outbound:
        return kind.outbound.settle(act, job, Failed(why, job.sending is not None))
    if kind.given_up:
        kind.given_up(act, job, why)
    return None


def in_words(error: Exception) -> str:
    """Say what went wrong: our own errors in their words, others by what they are."""
    said = " ".join(str(error).split())
    return said if isinstance(error, IsthmusError) else f"{type(error).__name__}: {said}"
