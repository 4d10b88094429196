"""What reminding works with; `main.py` and the wiring choose it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from isthmus.actions.dates import today_in
from isthmus.audit.store import Act
from isthmus.people import Person
from isthmus.raci.model import Chart
from isthmus.raci.rules import Finding
from isthmus.reminding.ways import Way
from isthmus.storage import Storage

MORNING: Final = time(8, 30)
MONDAY_TO_FRIDAY: Final = frozenset(range(5))


@dataclass(frozen=True)
class Parts:
    """``person`` finds somebody by id; ``order`` names the ways, the first that reaches is taken.

    ``everybody`` are all who have an account; ``check`` gives what the rules find in a chart.
    ``week`` are the working days (0 is Monday), ``at`` is when people are told in the morning, in
    their own time zone, and ``console`` is the address of the console.
    """

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    person: Callable[[str], Person | None]
    clock: Callable[[], datetime]
    everybody: Callable[[], Sequence[Person]]
    check: Callable[[Chart], Sequence[Finding]]
    ways: tuple[Way, ...] = ()
    order: tuple[str, ...] = ()
    week: frozenset[int] = MONDAY_TO_FRIDAY
    at: time = MORNING
    console: str = ""

    def today(self, person: Person) -> date:
        return today_in(person.time_zone, self.clock())
