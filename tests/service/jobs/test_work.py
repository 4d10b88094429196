"""Work in one transaction, and slow work: once, tried again, given up, put in order."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import text

from isthmus.audit.store import Act
from isthmus.errors import ConflictError, InvalidError, UnavailableError
from isthmus.jobs.handling import Kind, NotWanted
from isthmus.jobs.model import LEASE, Job, Payload, State, Wanted
from isthmus.jobs.store import JobStore
from isthmus.jobs.work import Means
from isthmus.jobs.worker import Worker
from isthmus.people import OPERATOR
from isthmus.storage import Storage
from jobs_of_tests import Working, noting

HOUR = timedelta(hours=1)


def failing(error: Exception, times: int = 99) -> Kind:
    """Give a kind that records something in the audit trail and then fails, some times."""
    left = [times]

    def work(act: Act, job: Job) -> str:
        act.audit.record("tried", OPERATOR, job.key)
        if left[0] > 0:
            left[0] -= 1
            raise error
        return "well"

    return Kind("note", inside=work, most_attempts=3)


def tried(working: Working) -> int:
    with working.storage.reading() as connection:
        query = text("SELECT count(*) FROM audit WHERE action = 'tried'")
        return int(connection.scalar(query) or 0)


def test_all_that_is_due_is_done_once(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(noting(done))
    for key in ("a", "b", "a"):
        working.enqueue(key)
    assert worker.run_due() == 2
    assert worker.run_due() == 0
    assert done == ["a", "b"]
    assert working.job("a").state is State.DONE


def test_a_year_of_work_is_done_in_moments(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(noting(done))
    for week in range(52):
        working.enqueue(f"w{week}", run_at=working.now + timedelta(weeks=week))
    working.until_idle(worker, most=60)
    assert done == [f"w{week}" for week in range(52)]


def test_what_fails_is_undone_and_tried_again_later(working: Working) -> None:
    worker = working.worker(failing(UnavailableError("It is down."), times=1))
    working.enqueue("k")
    assert worker.run_due() == 1
    waiting = working.job("k")
    assert (waiting.state, waiting.outcome) == (State.WAITING, "It is down.")
    assert waiting.run_at == working.now + timedelta(seconds=5)
    assert tried(working) == 0
    working.until_idle(worker)
    assert (working.job("k").state, working.job("k").outcome) == (State.DONE, "well")
    assert tried(working) == 1


def test_what_always_fails_becomes_a_dead_letter_with_its_reason_and_others_go_on(
    working: Working,
) -> None:
    done: list[str] = []
    worker = working.worker(failing(ZeroDivisionError("by  zero")), noting(done, "fine"))
    working.enqueue("poison")
    working.enqueue("k", kind="fine")
    working.until_idle(worker)
    dead = working.job("poison")
    assert (dead.state, dead.attempts) == (State.DEAD, 3)
    assert dead.outcome == "ZeroDivisionError: by zero"
    assert done == ["k"]


def test_what_cannot_be_helped_is_not_tried_again(working: Working) -> None:
    worker = working.worker(failing(InvalidError("There is no such action.")))
    working.enqueue("k")
    worker.run_due()
    assert (working.job("k").state, working.job("k").attempts) == (State.DEAD, 1)


def test_a_replayed_dead_letter_is_done(working: Working) -> None:
    worker = working.worker(failing(InvalidError("no"), times=1))
    working.enqueue("k")
    worker.run_due()
    with working.changing() as store:
        store.put(working.job("k").replayed(working.now))
    worker.run_due()
    assert working.job("k").state is State.DONE


def test_what_is_not_wanted_any_more_ends_without_being_done(working: Working) -> None:
    kind = Kind("note", inside=lambda _act, _job: NotWanted("It was snoozed."))
    working.enqueue("k")
    working.worker(kind).run_due()
    assert (working.job("k").state, working.job("k").outcome) == (
        State.REJECTED,
        "It was snoozed.",
    )


def test_what_ends_the_process_each_time_is_given_up(working: Working) -> None:
    done: list[str] = []
    working.enqueue("k")
    for _ in range(10):
        with working.changing() as store:
            assert store.claim(["note"], "one that is killed", working.now)
        working.travel(LEASE)
    working.worker(noting(done)).run_due()
    dead = working.job("k")
    assert dead.state is State.DEAD
    assert "begun 10 times and never ended" in dead.outcome
    assert done == []


def test_what_is_not_done_by_its_deadline_becomes_a_dead_letter(working: Working) -> None:
    done: list[str] = []
    working.enqueue("k", deadline=working.now + HOUR)
    working.travel(HOUR)
    working.worker(noting(done)).run_due()
    assert done == []
    assert working.job("k").outcome == "It was not done before its deadline."


def test_an_attempt_that_would_come_after_the_deadline_is_not_waited_for(
    working: Working,
) -> None:
    worker = working.worker(failing(ConflictError("It is held.")))
    working.enqueue("k", deadline=working.now + timedelta(seconds=4))
    worker.run_due()
    dead = working.job("k")
    assert dead.state is State.DEAD
    assert dead.outcome == "It was not done before its deadline. It is held."


def test_work_that_is_asked_for_by_work_stands_or_falls_with_it(working: Working) -> None:
    fails = [True]

    def ask(act: Act, job: Job) -> None:
        JobStore(act.connection).enqueue(Wanted("fine", f"{job.key}:next"), working.now)
        if fails.pop() if fails else False:
            raise UnavailableError("not now")

    done: list[str] = []
    worker = working.worker(Kind("note", inside=ask), noting(done, "fine"))
    working.enqueue("k")
    worker.run_due()
    assert done == []
    working.until_idle(worker)
    assert done == ["k:next"]


def test_a_worker_that_is_stopped_hands_back_what_it_had_not_begun(working: Working) -> None:
    done: list[str] = []
    working.enqueue("k")
    answers = iter([False, True])
    assert working.worker(noting(done)).run_due(lambda: next(answers)) == 0
    assert (working.job("k").state, working.job("k").attempts) == (State.WAITING, 0)
    assert done == []


class Counting:
    """Slow work: counts how often it was done and finished."""

    def __init__(self, during: Callable[[], object] = lambda: None) -> None:
        self.worked = 0
        self.finished: list[Payload] = []
        self.during = during

    def work(self, _job: Job) -> Payload:
        self.worked += 1
        self.during()
        return {"rows": 7}

    def finish(self, _act: Act, _job: Job, result: Payload) -> str:
        self.finished.append(result)
        return f"{result['rows']} rows"


def test_slow_work_is_finished_with_what_it_came_to(working: Working) -> None:
    slow = Counting()
    working.enqueue("k")
    working.worker(Kind("note", slow=slow)).run_due()
    assert slow.finished == [{"rows": 7}]
    assert working.job("k").outcome == "7 rows"


def test_slow_work_that_somebody_else_took_over_is_not_finished_twice(
    working: Working,
) -> None:
    def take_over() -> None:
        working.travel(LEASE)
        with working.changing() as store:
            assert store.claim(["note"], "another", working.now)

    slow = Counting(take_over)
    working.enqueue("k")
    working.worker(Kind("note", slow=slow)).run_due()
    assert slow.finished == []
    assert working.job("k").leased_by == "another"


def test_the_lease_of_slow_work_is_renewed(working: Working) -> None:
    moved, renewed = Event(), Event()

    def wait(over: Event, _seconds: float) -> bool:
        if moved.is_set():
            renewed.set()
            return over.wait(60)
        return not moved.wait(60)

    def for_an_hour() -> None:
        working.travel(HOUR)
        moved.set()
        assert renewed.wait(60)
        with working.changing() as store:
            assert store.claim(["note"], "another", working.now) is None

    slow = Counting(for_an_hour)
    means = Means(working.recording, working.changing, working.looking, working.clock, wait)
    working.enqueue("k")
    Worker({"note": Kind("note", slow=slow)}, means).run_due()
    assert slow.finished == [{"rows": 7}]


def test_a_worker_survives_a_database_that_fails(sqlite_storage: Storage) -> None:
    working = Working(sqlite_storage)
    stop = Event()
    waits: list[float] = []

    def wait(_woken: Event, seconds: float) -> bool:
        waits.append(seconds)
        stop.set()
        return False

    with sqlite_storage.transaction() as connection:
        connection.execute(text("DROP TABLE jobs"))
    means = Means(working.recording, working.changing, working.looking, working.clock, wait)
    Worker({}, means).run(stop, Event())
    assert waits == [1.0]


def test_each_worker_has_a_name_of_its_own(working: Working) -> None:
    assert working.worker().name != working.worker().name
    with pytest.raises(AttributeError):
        working.worker().name = "x"  # type: ignore[misc]
