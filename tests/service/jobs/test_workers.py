"""The workers of a process: what takes long never keeps all of them."""

from threading import Event, Semaphore

import pytest

from isthmus.audit.store import Act
from isthmus.jobs.durable import Durable
from isthmus.jobs.handling import Kind
from isthmus.jobs.model import Job, Payload, State
from isthmus.jobs.worker import OF_ANY_KIND, Worker
from isthmus.storage import Storage
from jobs_of_tests import Working, noting

LONG = 6  # seconds: a test that waits for so long fails
MORE = OF_ANY_KIND + 3


class Hearing:
    """Takes as long as it is held, as a language model does that does not answer."""

    def __init__(self) -> None:
        self.begun = Semaphore(0)
        self.let_go = Event()
        self.heard: list[str] = []

    def work(self, _job: Job) -> Payload:
        self.begun.release()
        assert self.let_go.wait(LONG)
        return {}

    def finish(self, _act: Act, job: Job, _result: Payload) -> str:
        self.heard.append(job.key)
        return "Heard"


@pytest.fixture
def working(sqlite_storage: Storage) -> Working:
    return Working(sqlite_storage)


def test_slow_work_holds_back_nothing_that_is_quick(working: Working) -> None:
    hearing, sent = Hearing(), Event()

    def send(_act: Act, _job: Job) -> None:
        sent.set()

    kinds = (Kind("hear", slow=hearing), Kind("send", inside=send))
    durable = Durable(working.storage, working.recording, working.clock, lambda: kinds, lambda: ())
    for number in range(MORE):
        working.enqueue(f"question {number}", "hear", lane=f"thread {number}")
    durable.workers.start()
    try:
        for _ in range(OF_ANY_KIND):
            assert hearing.begun.acquire(timeout=LONG)
        working.enqueue("answer", "send")
        durable.wake()
        assert sent.wait(LONG)
        assert hearing.heard == []
        hearing.let_go.set()
        for _ in range(MORE - OF_ANY_KIND):
            assert hearing.begun.acquire(timeout=LONG)
    finally:
        hearing.let_go.set()
        durable.workers.stop()
    Worker({kind.name: kind for kind in kinds}, working.means).run_due()
    assert sorted(hearing.heard) == [f"question {number}" for number in range(MORE)]


def test_a_worker_for_quick_work_leaves_what_is_slow_to_others(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(Kind("hear", slow=Hearing()), noting(done))
    working.enqueue("question", "hear")
    working.enqueue("note")
    quick = worker.for_quick_work()
    quick.run_due()
    assert done == ["note"]
    assert working.job("question").state is State.WAITING
    assert quick.name != worker.name


def test_what_waits_in_a_lane_behind_slow_work_still_waits(working: Working) -> None:
    done: list[str] = []
    worker = working.worker(Kind("hear", slow=Hearing()), noting(done))
    working.enqueue("question", "hear", lane="thread")
    working.enqueue("note", lane="thread")
    worker.for_quick_work().run_due()
    assert done == []
