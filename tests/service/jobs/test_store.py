"""Jobs in the database: asked for once, taken by one worker, in the order of their lane."""

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.errors import InvalidError, NotFoundError
from isthmus.jobs.model import LEASE, Job, State, Wanted
from isthmus.jobs.store import JobStore, LostLeaseError, enqueued_in
from jobs_of_tests import Working

HOUR = timedelta(hours=1)


def claim(working: Working, by: str = "w1") -> Job | None:
    with working.changing() as store:
        return store.claim(["note"], by, working.now)


def claimed(working: Working, by: str = "w1") -> Job:
    job = claim(working, by)
    assert job is not None
    return job


def end(working: Working, job: Job, state: State = State.DONE) -> None:
    with working.changing() as store:
        store.hold(job)
        store.put(job.ended(state, "", working.now))


def test_the_same_key_is_kept_once(working: Working) -> None:
    assert working.enqueue("k", payload={"n": 1})
    assert not working.enqueue("k", payload={"n": 2})
    assert working.job("k").payload == {"n": 1}


def test_a_key_is_known_also_when_its_work_is_long_done(working: Working) -> None:
    working.enqueue("k")
    end(working, claimed(working))
    working.travel(timedelta(days=180))
    assert not working.enqueue("k")


def test_what_is_enqueued_in_a_transaction_that_fails_was_never_asked_for(
    working: Working,
) -> None:
    def enqueue_and_fail() -> None:
        with working.changing() as store:
            store.enqueue(Wanted("note", "k"), working.now)
            raise InvalidError("no")

    with pytest.raises(InvalidError):
        enqueue_and_fail()
    assert working.enqueue("k")


def test_a_transaction_tells_once_that_something_was_enqueued_in_it(working: Working) -> None:
    with working.storage.transaction() as connection:
        assert not enqueued_in(connection)
        JobStore(connection).enqueue(Wanted("note", "k"), working.now)
        assert enqueued_in(connection)
        assert not enqueued_in(connection)


def test_a_job_is_taken_when_it_is_due_and_by_one_worker(working: Working) -> None:
    working.enqueue("later", run_at=working.now + HOUR)
    assert claim(working) is None
    working.travel(HOUR)
    assert claimed(working).attempts == 1
    assert claim(working, "w2") is None


def test_jobs_are_taken_in_the_order_in_which_they_are_due(working: Working) -> None:
    working.enqueue("second", run_at=working.now - HOUR)
    working.enqueue("first", run_at=working.now - 2 * HOUR)
    assert [claimed(working).key, claimed(working).key] == ["first", "second"]


def test_a_kind_that_this_version_does_not_know_waits_for_one_that_does(
    working: Working,
) -> None:
    working.enqueue("k", kind="of-tomorrow")
    with working.looking() as store:
        assert not store.anything_due(["note"], working.now)
    assert claim(working) is None


def test_a_lane_gives_one_job_at_a_time_in_the_order_of_asking(working: Working) -> None:
    for key in ("a1", "a2"):
        working.enqueue(key, lane="a")
    working.enqueue("b1", lane="b")
    first, other = claimed(working), claimed(working, "w2")
    assert (first.key, other.key) == ("a1", "b1")
    assert claim(working, "w3") is None
    end(working, first)
    assert claimed(working, "w3").key == "a2"


def test_a_job_that_waits_to_be_tried_again_holds_its_lane(working: Working) -> None:
    for key in ("a1", "a2"):
        working.enqueue(key, lane="a")
    job = claimed(working)
    with working.changing() as store:
        store.put(job.put_off(working.now + HOUR, "429"))
    assert claim(working) is None
    working.travel(HOUR)
    assert claimed(working).key == "a1"


def test_a_dead_letter_does_not_hold_its_lane_and_comes_back_without_company(
    working: Working,
) -> None:
    for key in ("a1", "a2"):
        working.enqueue(key, lane="a")
    end(working, claimed(working), State.DEAD)
    assert claimed(working).key == "a2"
    with working.changing() as store:
        store.put(store.get(working.job("a1").id).replayed(working.now))
    assert claim(working, "w2") is None


def test_the_database_itself_refuses_two_of_a_lane_at_once(working: Working) -> None:
    for key in ("a1", "a2"):
        working.enqueue(key, lane="a")
    claimed(working)
    second = working.job("a2").claimed("w2", working.now)
    with pytest.raises(Exception, match=r"(?i)unique"), working.changing() as store:
        store.put(second)


def test_a_lease_that_ended_is_taken_over_and_what_the_first_does_then_is_undone(
    working: Working,
) -> None:
    working.enqueue("k")
    first = claimed(working)
    working.travel(LEASE - timedelta(seconds=1))
    assert claim(working, "w2") is None
    working.travel(timedelta(seconds=1))
    second = claimed(working, "w2")
    assert second.attempts == 2
    with pytest.raises(LostLeaseError):
        end(working, first)
    end(working, second)


def test_a_renewed_lease_stays(working: Working) -> None:
    working.enqueue("k")
    job = claimed(working)
    with working.changing() as store:
        assert store.renew(job, working.now + HOUR)
    working.travel(LEASE)
    assert claim(working, "w2") is None
    with working.changing() as store:
        assert not store.renew(replace(job, leased_by="w2"), working.now + HOUR)


def test_numbers_are_not_given_again_after_old_jobs_are_forgotten(working: Working) -> None:
    working.enqueue("old")
    old = claimed(working)
    end(working, old)
    with working.changing() as store:
        assert store.prune(working.now) == 0
        assert store.prune(working.now + HOUR) == 1
    working.enqueue("new")
    assert working.job("new").id > old.id


def test_dead_letters_are_not_forgotten(working: Working) -> None:
    working.enqueue("k")
    end(working, claimed(working), State.DEAD)
    with working.changing() as store:
        assert store.prune(working.now + 1000 * HOUR) == 0


def test_the_queue_is_counted_with_the_age_of_what_waits_longest(working: Working) -> None:
    for key in ("one", "two", "three"):
        working.enqueue(key, deadline=working.now + HOUR)
    working.enqueue("later", run_at=working.now + 30 * HOUR)
    end(working, claimed(working), State.DEAD)
    claimed(working)
    working.travel(2 * HOUR)
    with working.looking() as store:
        queue = store.queue(working.now)
    assert (queue.waiting, queue.running, queue.dead, queue.overdue) == (2, 1, 1, 2)
    assert queue.age(working.now) == 7200


def test_an_empty_queue_has_no_age(working: Working) -> None:
    with working.looking() as store:
        assert store.queue(working.now).age(working.now) == 0


def test_jobs_are_listed_by_state_and_kind_some_at_a_time(working: Working) -> None:
    for number in range(5):
        working.enqueue(f"k{number}", run_at=working.now + number * HOUR)
    working.enqueue("other", kind="other")
    with working.looking() as store:
        page = store.listed([State.WAITING], "note", limit=2, offset=2)
    assert [job.key for job in page] == ["k2", "k3"]


def test_a_job_that_is_not_there_is_told_so(working: Working) -> None:
    with pytest.raises(NotFoundError, match="no job 99"), working.looking() as store:
        store.get(99)
