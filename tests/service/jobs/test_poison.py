"""One bad schedule or one odd word from the outside keeps nothing else from being done."""

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from isthmus.errors import InvalidError
from isthmus.jobs.calendar import LONGEST_NAME, CatchUp, Rule, Schedule
from isthmus.jobs.handling import Kind, NotWanted
from isthmus.jobs.model import State
from isthmus.jobs.tables import schedules
from jobs_of_tests import Working, noting

DAY = timedelta(days=1)


def test_a_schedule_whose_zone_is_unknown_by_now_keeps_no_other_from_firing(
    working: Working,
) -> None:
    done: list[str] = []
    worker = working.worker(noting(done))
    for name in ("lost", "nine"):
        rule = Rule(time(9))
        working.put(Schedule(name, "UTC", rule, "note", catch_up=CatchUp.EACH))
    with working.storage.transaction() as connection:
        gone = update(schedules).where(schedules.c.name == "lost")
        connection.execute(gone.values(zone="Nowhere/Any_More"))
    working.enqueue("other")
    working.travel(DAY)
    worker.run_due()
    assert done == ["other", "nine@2026-03-02T09:00"]
    with working.storage.transaction() as connection:
        connection.execute(gone.values(zone="UTC"))
    working.travel(timedelta(hours=1))
    worker.run_due()
    assert done[2] == "lost@2026-03-02T09:00"  # what was missed meanwhile comes after all


def test_a_schedule_is_named_so_that_its_occurrences_can_be() -> None:
    Schedule("n" * LONGEST_NAME, "UTC", Rule(time(9)), "note")
    with pytest.raises(InvalidError, match="1 to"):
        Schedule("n" * (LONGEST_NAME + 1), "UTC", Rule(time(9)), "note")


@pytest.mark.parametrize("odd", ["null \0", "half a character \ud800"])
def test_a_job_ends_whatever_characters_its_outcome_has(working: Working, odd: str) -> None:
    worker = working.worker(Kind("note", inside=lambda _act, _job: NotWanted(odd)))
    working.enqueue("one")
    worker.run_due()
    assert working.job("one").state is State.REJECTED
    assert working.job("one").outcome.startswith(odd[:4])
