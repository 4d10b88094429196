"""What a job may become, and how long it waits before it is tried again."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import ConflictError, InvalidError
from isthmus.jobs.handling import Kind, kinds_by_name
from isthmus.jobs.model import LATE_AFTER, LONGEST_OUTCOME, Backoff, Job, State, Wanted
from jobs_of_tests import MONDAY, Outside, noting

JOB = Job(1, "note", "k", {}, MONDAY, MONDAY, MONDAY)


def test_a_claimed_job_counts_the_attempt_also_if_it_never_ends() -> None:
    assert JOB.claimed("w", MONDAY).attempts == 1
    assert JOB.claimed("w", MONDAY).handed_back().attempts == 0


@pytest.mark.parametrize("state", [State.DONE, State.REJECTED, State.DEAD])
def test_an_ended_job_is_in_nobodys_hands(state: State) -> None:
    ended = JOB.claimed("w", MONDAY).ended(state, "x" * 9999, MONDAY)
    assert (ended.leased_by, ended.leased_until, ended.ended_at) == ("", None, MONDAY)
    assert ended.state.ended
    assert len(ended.outcome) == LONGEST_OUTCOME


def test_only_a_dead_letter_is_replayed_or_dismissed() -> None:
    with pytest.raises(ConflictError, match="only a dead letter can be replayed"):
        JOB.replayed(MONDAY)
    with pytest.raises(ConflictError, match="only a dead letter can be dismissed"):
        JOB.dismissed("no", MONDAY)


def test_a_replayed_job_has_all_its_attempts_and_no_deadline_any_more() -> None:
    dead = JOB.claimed("w", MONDAY).ended(State.DEAD, "broken", MONDAY)
    again = dead.replayed(MONDAY + timedelta(days=9))
    assert (again.state, again.attempts, again.replays) == (State.WAITING, 0, 1)
    assert (again.deadline, again.ended_at, again.due_at) == (None, None, MONDAY)
    assert again.may_have_been_sent


def test_a_job_that_waited_long_knows_that_it_is_late() -> None:
    assert not JOB.late(MONDAY + LATE_AFTER)
    assert JOB.late(MONDAY + LATE_AFTER + timedelta(seconds=1))


@given(attempts=st.integers(1, 10_000), chance=st.floats(0, 1))
def test_a_wait_is_about_twice_the_one_before_and_never_much_above_the_longest(
    attempts: int, chance: float
) -> None:
    backoff = Backoff()
    wait = backoff.after(attempts, chance)
    middle = min(backoff.first * 2 ** min(attempts - 1, 20), backoff.longest)
    assert middle * 0.8 <= wait <= middle * 1.2


@pytest.mark.parametrize(("kind", "key"), [("", "k"), ("note", ""), ("note", "k" * 401)])
def test_a_job_needs_a_kind_and_a_key(kind: str, key: str) -> None:
    with pytest.raises(InvalidError, match="needs a kind and a key"):
        Wanted(kind, key)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidError, match="time zone"):
        Wanted("note", "k", run_at=datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused


def test_a_kind_has_exactly_one_handler_and_a_name_of_its_own() -> None:
    with pytest.raises(InvalidError, match="one handler"):
        Kind("note")
    with pytest.raises(InvalidError, match="one handler"):
        Kind("note", inside=noting([]).inside, outbound=Outside())
    with pytest.raises(InvalidError, match="Two kinds"):
        kinds_by_name(noting([]), noting([]))
