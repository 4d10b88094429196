"""Schedules in the database: each occurrence once, through downtime and clocks that are moved."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread

from isthmus.jobs.calendar import MONDAY_TO_FRIDAY, CatchUp, Planned, Rule, Schedule
from isthmus.jobs.handling import Kind
from isthmus.jobs.model import Job
from isthmus.storage import Storage
from jobs_of_tests import Working, noting

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
AT_NINE = Schedule("nine", "UTC", Rule(time(9)), "note", catch_up=CatchUp.EACH)


def planned(working: Working, name: str = "nine") -> Planned:
    with working.looking() as store:
        return next(each for each in store.planned() if each.schedule.name == name)


def test_a_year_of_working_days_fires_each_once(sqlite_storage: Storage) -> None:
    working = Working(sqlite_storage)
    done: list[str] = []
    worker = working.worker(noting(done))
    rule = Rule(time(8, 30), MONDAY_TO_FRIDAY)
    working.put(Schedule("r", "Europe/Berlin", rule, "note", catch_up=CatchUp.EACH))
    began = working.now
    for _ in range(365):
        working.travel(DAY)
        worker.run_due()
    expected = planned(working, "r").schedule.between(began, working.now)
    assert done == [one.key for one in expected]
    assert len(done) == 261


def test_a_day_whose_hour_is_skipped_fires_once_and_so_does_one_that_has_it_twice(
    working: Working,
) -> None:
    fired: list[tuple[str, datetime]] = []

    def note(_act: object, job: Job) -> None:
        fired.append((job.local, working.now))

    worker = working.worker(Kind("note", inside=note))
    schedule = Schedule("s", "Europe/Berlin", Rule(time(2, 30)), "note", catch_up=CatchUp.EACH)
    for began in (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)):
        working.now = began
        with working.changing() as store:
            store.remove_schedule("s")
        working.put(schedule)
        for _ in range(60):
            working.travel(timedelta(minutes=10))
            worker.run_due()
    assert fired == [
        ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ]


def test_after_26_hours_of_downtime_reminders_fire_once_marked_late_and_digests_the_newest(
    working: Working,
) -> None:
    seen: list[tuple[str, bool]] = []

    def note(_act: object, job: Job) -> None:
        seen.append((job.key, job.late(working.now)))

    digest = replace(AT_NINE, name="digest", catch_up=CatchUp.NEWEST)
    for schedule in (AT_NINE, digest):
        working.put(schedule)
    worker = working.worker(Kind("note", inside=note))
    worker.run_due()
    working.travel(26 * HOUR)
    for _ in range(3):
        worker.run_due()
    assert sorted(seen) == [
        ("digest@2026-03-03T09:00", True),
        ("nine@2026-03-02T09:00", True),
        ("nine@2026-03-03T09:00", True),
    ]


def test_what_fires_in_time_is_not_late(working: Working) -> None:
    late: list[bool] = []
    kind = Kind("note", inside=lambda _act, job: late.append(job.late(working.now)))
    working.put(AT_NINE)
    working.travel(HOUR + timedelta(seconds=1))
    working.worker(kind).run_due()
    assert late == [False]


def test_a_clock_that_is_put_back_fires_nothing_twice(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(noting(done))
    working.put(AT_NINE)
    working.travel(2 * HOUR)
    worker.run_due()
    for back in (timedelta(minutes=90), 3 * HOUR):
        working.travel(-back)
        for _ in range(12):
            worker.run_due()
            working.travel(timedelta(minutes=15))
    worker.run_due()
    assert done == ["nine@2026-03-02T09:00"]


def test_a_clock_that_was_years_ahead_does_not_silence_a_schedule(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(noting(done))
    working.put(replace(AT_NINE, catch_up=CatchUp.NEWEST))
    working.travel(3650 * DAY)
    worker.run_due()
    working.travel(-3650 * DAY)
    for _ in range(3):
        worker.run_due()
        working.travel(DAY)
    assert done[1:] == ["nine@2026-03-02T09:00", "nine@2026-03-03T09:00"]


def test_a_schedule_that_is_kept_again_as_it_is_misses_nothing(working: Working) -> None:
    done: list[str] = []
    working.put(AT_NINE)
    working.travel(2 * HOUR)
    working.put(replace(AT_NINE, payload={"to": "all"}))
    working.worker(noting(done)).run_due()
    assert done == ["nine@2026-03-02T09:00"]
    assert working.job(done[0]).payload == {"to": "all"}


def test_a_schedule_whose_time_changes_counts_from_then_on(working: Working) -> None:
    done: list[str] = []
    working.put(AT_NINE)
    working.travel(2 * HOUR)
    working.put(replace(AT_NINE, rule=Rule(time(11))))
    worker = working.worker(noting(done))
    worker.run_due()
    assert done == []
    working.travel(HOUR)
    worker.run_due()
    assert done == ["nine@2026-03-02T11:00"]


def test_a_schedule_that_is_switched_off_fires_nothing_also_not_later(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(noting(done))
    working.put(replace(AT_NINE, enabled=False))
    working.travel(3 * DAY)
    assert worker.run_due() == 0
    working.put(AT_NINE)
    worker.run_due()
    working.travel(DAY)
    worker.run_due()
    assert done == ["nine@2026-03-05T09:00"]


def test_a_schedule_that_is_gone_fires_nothing(working: Working) -> None:
    working.put(AT_NINE)
    with working.changing() as store:
        store.remove_schedule("nine")
    working.travel(DAY)
    assert working.worker(noting([])).run_due() == 0


def test_several_replicas_at_once_fire_each_occurrence_once(working: Working) -> None:
    done: list[str] = []
    names = [f"s{number}" for number in range(8)]
    for name in names:
        working.put(replace(AT_NINE, name=name))
    working.travel(HOUR)
    together = Barrier(4)

    def work() -> None:
        together.wait(60)
        worker = working.worker(noting(done))
        while worker.run_due():
            pass

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    working.worker(noting(done)).run_due()
    assert sorted(done) == [f"{name}@2026-03-02T09:00" for name in names]


def test_after_a_restore_what_was_missed_is_not_caught_up(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(noting(done))
    working.put(AT_NINE)
    working.travel(5 * DAY)
    with working.changing() as store:
        store.set_aside("Restored from a backup.", working.now)
    worker.run_due()
    assert done == []
    working.travel(DAY)
    worker.run_due()
    assert done == ["nine@2026-03-07T09:00"]
