"""Durable work of one process, put together: its door, its workers, what it always does."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from isthmus.audit.store import Act
from isthmus.jobs.calendar import Schedule
from isthmus.jobs.desk import Jobs, Parts
from isthmus.jobs.handling import Kind, kinds_by_name
from isthmus.jobs.housekeeping import EVERY_NIGHT, pruning
from isthmus.jobs.store import JobStore
from isthmus.jobs.work import Means
from isthmus.jobs.worker import Worker, Workers
from isthmus.storage import Storage


@dataclass(frozen=True)
class Durable:
    """Everything durable work needs; ``kinds`` and ``schedules`` are what the features add."""

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    clock: Callable[[], datetime]
    kinds: Callable[[], Sequence[Kind]]
    schedules: Callable[[], Sequence[Schedule]]

    @cached_property
    def desk(self) -> Jobs:
        return Jobs(Parts(self.recording, self._looking, self.clock))

    @cached_property
    def means(self) -> Means:
        return Means(self.recording, self._changing, self._looking, self.clock)

    @cached_property
    def workers(self) -> Workers:
        return Workers(self.worker)

    def worker(self) -> Worker:
        """Give a worker that does all kinds of job, and keeps the schedules that always are."""
        kinds = kinds_by_name(pruning(self.clock), *self.kinds())
        return Worker(kinds, self.means, standing=(EVERY_NIGHT, *self.schedules()))

    def wake(self) -> None:
        """Have the workers of this process look at once, where there are any."""
        if "workers" in vars(self):
            self.workers.wake()

    @contextmanager
    def _changing(self) -> Iterator[JobStore]:
        with self.storage.transaction() as connection:
            yield JobStore(connection)

    @contextmanager
    def _looking(self) -> Iterator[JobStore]:
        with self.storage.reading() as connection:
            yield JobStore(connection)
