"""What durable work needs done for itself: forgetting what ended long ago."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from isthmus.audit.store import Act
from isthmus.jobs.calendar import Rule, Schedule
from isthmus.jobs.handling import Kind
from isthmus.jobs.model import Job
from isthmus.jobs.store import JobStore

PRUNE: Final = "jobs.prune"
KEPT_FOR: Final = timedelta(days=400)  # what is asked for again within it is known, and not redone
EVERY_NIGHT: Final = Schedule(PRUNE, "UTC", Rule(time(3, 17)), PRUNE)


def pruning(clock: Callable[[], datetime]) -> Kind:
    """Give the kind of job that forgets jobs which ended long ago."""

    def prune(act: Act, _job: Job) -> str:
        return f"{JobStore(act.connection).prune(clock() - KEPT_FOR)} forgotten"

    return Kind(PRUNE, inside=prune)
