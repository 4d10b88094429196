"""Whoever waits for a job hears that it was given up, once, together with its end."""

from datetime import timedelta

import pytest

from isthmus.audit.store import Act
from isthmus.errors import InvalidError
from isthmus.jobs.handling import Inside, Kind, NotWanted, Refused, Sent, Unknown
from isthmus.jobs.model import NEVER_DONE, TOO_LATE, Job, Payload, State, Wanted
from isthmus.jobs.store import JobStore
from jobs_of_tests import Outside, Working, noting


def tell(act: Act, job: Job, why: str) -> None:
    JobStore(act.connection).enqueue(Wanted("told", f"told:{job.key}", {"why": why}), job.run_at)


def failing(_act: Act, _job: Job) -> None:
    raise ZeroDivisionError("nothing to divide by")


def hopeless(_act: Act, _job: Job) -> None:
    raise InvalidError("It cannot be.")


@pytest.mark.parametrize(
    ("handle", "why"),
    [(failing, "ZeroDivisionError: nothing to divide by"), (hopeless, "It cannot be.")],
)
def test_after_the_last_attempt_it_is_told_why(working: Working, handle: Inside, why: str) -> None:
    working.enqueue("one")
    done: list[str] = []
    note = Kind("note", inside=handle, most_attempts=2, given_up=tell)
    working.until_idle(working.worker(note, noting(done, "told")))
    assert done == ["told:one"]
    assert (working.job("one").state, working.job("one").outcome) == (State.DEAD, why)
    assert working.job("told:one").payload == {"why": why}


def test_what_was_not_done_in_time_is_told_too(working: Working) -> None:
    working.enqueue("one", deadline=working.now + timedelta(hours=1))
    working.travel(timedelta(hours=2))
    done: list[str] = []
    note = Kind("note", inside=failing, given_up=tell)
    working.until_idle(working.worker(note, noting(done, "told")))
    assert working.job("told:one").payload == {"why": TOO_LATE}


def test_what_ended_the_process_each_time_is_told_too(working: Working) -> None:
    working.enqueue("one")
    note = Kind("note", inside=failing, most_attempts=1, given_up=tell)
    with working.changing() as store:
        assert store.claim(["note"], "a worker that is killed", working.now)
    working.travel(timedelta(minutes=2))
    done: list[str] = []
    working.until_idle(working.worker(note, noting(done, "told")))
    assert working.job("told:one").payload == {"why": NEVER_DONE.format(1)}


def test_where_telling_fails_it_is_a_dead_letter_all_the_same(working: Working) -> None:
    def cannot_tell(act: Act, job: Job, why: str) -> None:
        tell(act, job, why)
        raise ZeroDivisionError

    working.enqueue("one")
    worker = working.worker(Kind("note", inside=hopeless, given_up=cannot_tell))
    worker.run_due()
    assert (working.job("one").state, working.job("one").outcome) == (State.DEAD, "It cannot be.")
    with working.looking() as store:
        assert store.by_key("told:one") is None


def test_what_the_other_side_says_is_not_wanted_is_rejected_and_never_sent_again(
    working: Working,
) -> None:
    outside = Asking()
    working.enqueue("one")
    working.until_idle(working.worker(Kind("note", outbound=outside)))
    job = working.job("one")
    assert (job.state, job.outcome, job.sending) == (State.REJECTED, "Nobody is there.", None)
    assert (outside.arrived, outside.came) == ([], [])


class Asking(Outside):
    """Can tell only by asking that nobody is there to see it."""

    def send(self, payload: Payload, key: str) -> Sent | Refused | Unknown | NotWanted:  # type: ignore[override]
        assert payload == {"text": key}
        return NotWanted("Nobody is there.")
