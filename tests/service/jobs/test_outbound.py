"""What is sent to the outside arrives once, or somebody is told that nobody knows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from isthmus.errors import UnavailableError
from isthmus.jobs.handling import Failed, Refused, Sent, Unknown
from isthmus.jobs.model import LEASE, State
from jobs_of_tests import Outside, Working, noting, sending

BUSY = Refused("503 Service Unavailable")


def lost(outside: Outside, key: str = "k") -> Callable[[], Unknown]:
    """Give a reply that is lost after the message was taken."""

    def reply() -> Unknown:
        outside.take(key, key)
        return Unknown("the connection broke")

    return reply


def broken(outside: Outside) -> Callable[[], Unknown]:
    def reply() -> Unknown:
        outside.take("k", "k")
        raise ConnectionResetError("reset by peer")

    return reply


def test_what_arrives_is_settled_once(working: Working) -> None:
    outside = Outside()
    working.enqueue("k")
    working.worker(sending(outside)).run_due()
    job = working.job("k")
    assert (job.state, job.outcome, job.sending) == (State.DONE, "Delivered: m1", None)
    assert outside.came == [Sent("m1")]


@pytest.mark.parametrize("reply", [lost, broken])
def test_a_reply_that_is_lost_after_the_message_arrived_makes_no_second_one(
    working: Working, reply: Callable[[Outside], Callable[[], Unknown]]
) -> None:
    outside = Outside()
    outside.replies = [reply(outside)]
    worker = working.worker(sending(outside))
    working.enqueue("k")
    worker.run_due()
    assert working.job("k").sending == {"text": "k"}
    working.until_idle(worker)
    assert outside.arrived == ["k"]
    assert outside.came == [Sent("found")]
    assert working.job("k").state is State.DONE


def test_what_did_not_arrive_is_sent_again_when_the_other_side_says_so(working: Working) -> None:
    outside = Outside(replies=[lambda: Unknown("timed out")])
    working.enqueue("k")
    working.until_idle(working.worker(sending(outside)))
    assert outside.arrived == ["k"]
    assert working.job("k").state is State.DONE


def test_after_a_crash_while_sending_the_other_side_is_asked_first(working: Working) -> None:
    outside = Outside()
    worker = working.worker(sending(outside))

    def die() -> Unknown:
        outside.take("k", "k")
        raise KeyboardInterrupt

    outside.replies = [die]
    working.enqueue("k")
    with pytest.raises(KeyboardInterrupt):
        worker.run_due()
    assert working.job("k").state is State.RUNNING
    working.travel(LEASE)
    worker.run_due()
    assert outside.arrived == ["k"]
    assert working.job("k").outcome == "Delivered: found"


def test_where_nobody_can_tell_it_becomes_a_dead_letter_and_never_a_second_message(
    working: Working,
) -> None:
    outside = Outside(can_tell=False)
    outside.replies = [lost(outside)]
    worker = working.worker(sending(outside, most_attempts=3))
    working.enqueue("k")
    working.until_idle(worker)
    dead = working.job("k")
    assert (dead.state, outside.arrived) == (State.DEAD, ["k"])
    assert "not known whether it arrived" in dead.outcome
    assert [came.may_have_arrived for came in outside.came if isinstance(came, Failed)] == [True]


def test_what_nobody_can_ever_tell_is_a_dead_letter_at_once(working: Working) -> None:
    outside = Outside(can_tell=False, replies=[lambda: Unknown("timed out", final=True)])
    worker = working.worker(sending(outside))
    working.enqueue("k")
    worker.run_due()
    dead = working.job("k")
    assert (dead.state, dead.attempts) == (State.DEAD, 1)
    assert "not known whether it arrived" in dead.outcome


def test_somebody_who_replays_it_nevertheless_has_it_sent(working: Working) -> None:
    outside = Outside(can_tell=False, replies=[lambda: Unknown("timed out")])
    worker = working.worker(sending(outside, most_attempts=1))
    working.enqueue("k")
    worker.run_due()
    with working.changing() as store:
        store.put(working.job("k").replayed(working.now))
    worker.run_due()
    assert outside.arrived == ["k"]
    assert working.job("k").state is State.DONE


def test_what_is_replayed_is_not_sent_again_where_the_other_side_has_it(
    working: Working,
) -> None:
    outside = Outside(replies=[lambda: Refused("gone", final=True)])
    worker = working.worker(sending(outside))
    working.enqueue("k")
    worker.run_due()
    outside.arrived.append("k")
    with working.changing() as store:
        store.put(working.job("k").replayed(working.now))
    worker.run_due()
    assert outside.arrived == ["k"]


def test_a_busy_platform_is_tried_again_until_it_takes_it(working: Working) -> None:
    outside = Outside(replies=[lambda: BUSY, lambda: BUSY, lambda: BUSY])
    working.enqueue("k")
    working.until_idle(working.worker(sending(outside)))
    assert outside.arrived == ["k"]
    assert working.job("k").attempts == 4


def test_nothing_is_sent_before_the_moment_that_the_platform_names(working: Working) -> None:
    later = timedelta(minutes=20)
    sent_at = []
    outside = Outside(replies=[lambda: Refused("429 Too Many Requests", later)])
    worker = working.worker(sending(outside))
    began = working.now
    for key in ("k", "k2"):
        working.enqueue(key, lane="channel-1")
    for _ in range(50):
        before = len(outside.arrived)
        worker.run_due()
        sent_at += [working.now] * (len(outside.arrived) - before)
        working.travel(timedelta(minutes=1))
    assert outside.arrived == ["k", "k2"]
    assert min(sent_at) >= began + later


def test_a_final_refusal_is_a_dead_letter_at_once(working: Working) -> None:
    outside = Outside(replies=[lambda: Refused("channel_not_found", final=True)])
    working.enqueue("k")
    working.worker(sending(outside)).run_due()
    dead = working.job("k")
    assert (dead.state, dead.outcome) == (State.DEAD, "channel_not_found")
    assert outside.came == [Failed("channel_not_found")]


def test_what_cannot_be_delivered_is_handed_on_to_the_next_way(working: Working) -> None:
    outside = Outside(replies=[lambda: Refused("account_inactive", final=True)], way_out="e-mail")
    mailed: list[str] = []
    working.enqueue("k")
    working.worker(sending(outside), noting(mailed, "mail")).run_due()
    assert mailed == ["k:mail"]
    ended = working.job("k")
    assert ended.state is State.REJECTED
    assert ended.outcome == "Handed on to e-mail: account_inactive"


def test_what_is_not_wanted_at_the_moment_of_sending_is_not_sent(working: Working) -> None:
    outside = Outside(replies=[lambda: BUSY])
    worker = working.worker(sending(outside))
    working.enqueue("k")
    worker.run_due()
    outside.wanted = False
    working.until_idle(worker)
    assert outside.arrived == []
    assert working.job("k").outcome == "It was answered."
    assert working.job("k").state is State.REJECTED


def test_what_arrived_but_could_not_be_written_down_is_not_sent_again(working: Working) -> None:
    outside = Outside()
    settle = outside.settle
    fails = [UnavailableError("no disk")]

    def settle_later(*args: object) -> None:
        if fails:
            raise fails.pop()
        settle(*args)  # type: ignore[arg-type]

    outside.settle = settle_later  # type: ignore[method-assign, assignment]
    working.enqueue("k")
    working.until_idle(working.worker(sending(outside)))
    assert outside.arrived == ["k"]
    assert outside.came == [Sent("found")]


def test_a_failure_that_cannot_be_settled_is_a_dead_letter_all_the_same(
    working: Working,
) -> None:
    outside = Outside(replies=[lambda: Refused("gone", final=True)])

    def never(*_args: object) -> None:
        raise UnavailableError("no disk")

    outside.settle = never  # type: ignore[method-assign, assignment]
    working.enqueue("k")
    working.worker(sending(outside)).run_due()
    assert (working.job("k").state, working.job("k").outcome) == (State.DEAD, "gone")


def test_nothing_of_a_restored_backup_is_sent_again(working: Working) -> None:
    outside = Outside(replies=[lambda: Unknown("timed out")])
    worker = working.worker(sending(outside))
    for key in ("begun", "waiting"):
        working.enqueue(key, lane="one")
    worker.run_due()
    with working.changing() as store:
        assert store.set_aside("Restored from a backup.", working.now) == 2
    working.travel(timedelta(days=3))
    assert worker.run_due() == 0
    assert outside.arrived == []
    assert working.job("waiting").state is State.DEAD
