"""Workers: they do all that is due, then wait for more."""

import os
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import Final

from isthmus.jobs.calendar import Schedule
from isthmus.jobs.handling import Kind
from isthmus.jobs.model import Job
from isthmus.jobs.work import Means, Work

OF_ANY_KIND: Final = 2  # workers of a process that do whatever there is
FOR_QUICK_WORK: Final = 2  # those beside them, which what is slow never keeps from the rest
LOOKS_EVERY: Final = 1.0  # seconds; what this process enqueues wakes it at once
BREATH: Final = 0.02  # seconds between jobs, so that others get to write where one may at a time
SECONDS_TO_FINISH: Final = 10.0


def fresh_name() -> str:
    """Name a worker like no other, also not like itself before a restart."""
    return f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"


def go_on() -> bool:
    return False


def at_once() -> None:
    """Do one job right after another."""


@dataclass(frozen=True)
class Worker:
    """Takes jobs that are due and does them, one at a time."""

    kinds: Mapping[str, Kind]
    means: Means
    name: str = field(default_factory=fresh_name)
    standing: Sequence[Schedule] = ()

    def for_quick_work(self) -> "Worker":
        """Give a worker like this one that leaves what is slow to others."""
        quick = {name: kind for name, kind in self.kinds.items() if kind.slow is None}
        return replace(self, kinds=quick, name=fresh_name())

    def run_due(
        self, stopping: Callable[[], bool] = go_on, between: Callable[[], object] = at_once
    ) -> int:
        """Do everything that is due now, and return; gives how many attempts that took."""
        done = 0
        while not stopping() and self._anything_due():
            job = self._next()
            if job is None:
                return done
            if stopping():
                self._hand_back(job)
                return done
            Work(self.kinds, self.means).do(job)
            done += 1
            between()
        return done

    def run(self, stop: threading.Event, woken: threading.Event) -> None:
        """Do what is due until told to stop; never raises."""
        ready = False
        while not stop.is_set():
            woken.clear()
            done = 0
            try:
                ready = ready or self.keep_standing()
                done = self.run_due(stop.is_set, lambda: self.means.wait(stop, BREATH))
            except Exception:
                self.means.log.exception("worker.failed", worker=self.name)
            if not done and not stop.is_set():
                self.means.wait(woken, LOOKS_EVERY)

    def keep_standing(self) -> bool:
        """Keep the schedules that every installation has; they stay as they are once kept."""
        if self.standing:
            with self.means.changing() as store:
                for schedule in self.standing:
                    store.put_schedule(schedule, self.means.clock())
        return True

    def _anything_due(self) -> bool:
        with self.means.looking() as store:
            return store.anything_due(self.kinds, self.means.clock())

    def _next(self) -> Job | None:
        with self.means.changing() as store:
            now = self.means.clock()
            store.fire(now)
            return store.claim(self.kinds, self.name, now)

    def _hand_back(self, job: Job) -> None:
        with self.means.changing() as store:
            store.put(job.handed_back())


class Workers:
    """The workers of one process, each on a thread of its own."""

    def __init__(self, worker: Callable[[], Worker]) -> None:
        self._worker = worker
        self._stop = threading.Event()
        self._woken = [threading.Event() for _ in range(OF_ANY_KIND + FOR_QUICK_WORK)]
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        self._stop.clear()
        of_any = [self._worker() for _ in range(OF_ANY_KIND)]
        quick = [self._worker().for_quick_work() for _ in range(FOR_QUICK_WORK)]
        self._threads = list(map(self._thread, [*of_any, *quick], self._woken))
        for thread in self._threads:
            thread.start()

    def _thread(self, worker: Worker, woken: threading.Event) -> threading.Thread:
        return threading.Thread(
            target=worker.run,
            args=(self._stop, woken),
            name="isthmus-worker",
            daemon=True,
        )

    def wake(self) -> None:
        for woken in self._woken:
            woken.set()

    def stop(self) -> None:
        """Let each finish the job in hand; one that takes too long is done again by another."""
        self._stop.set()
        self.wake()
        for thread in self._threads:
            thread.join(SECONDS_TO_FINISH)
