"""Metrics, rule by rule: what each counts, and when it got better."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.programme.metrics import (
    AGE,
    CLOSED,
    LATE,
    METRICS,
    NONE,
    ON_TIME,
    OPEN,
    SLIPS,
    Counted,
    Direction,
    Measured,
    measured,
)
from isthmus.programme.period import Moment
from isthmus.programme.tallies import (
    NEVER,
    Begun,
    Outcome,
    Standing,
    Tally,
    ageing,
    course,
    median_age,
)

FIRST = date(2026, 11, 1)
KEPT, MISSED = True, False  # the first date
LIVE, DONE, DROPPED = Outcome.LIVE, Outcome.DONE, Outcome.DROPPED


def moments(number: int) -> list[Moment]:
    days = [FIRST + timedelta(days=7 * at) for at in range(number)]
    return [Moment(datetime(d.year, d.month, d.day, tzinfo=UTC), d) for d in days]


def found(*tallies: Tally, number: int = 4, start: int = 0) -> dict[str, Measured]:
    counted = Counted(moments(number), course(tallies, number), (), start)
    return {each.metric.id: each for each in measured(counted)}


def test_scope_is_what_was_there_and_not_dropped() -> None:
    followed = course(
        (
            Tally(0, NEVER, NEVER, LIVE, None, 5),
            Tally(1, 2, NEVER, DROPPED, None, 2),
            Tally(1, 3, NEVER, DONE, None, 3),
        ),
        4,
    )
    assert [each.scope for each in followed.standings] == [5, 10, 8, 8]
    assert [each.done for each in followed.standings] == [0, 0, 0, 3]
    assert [each.open for each in followed.standings] == [5, 10, 8, 5]


def test_late_is_what_is_open_after_its_first_date() -> None:
    followed = course((Tally(0, 3, 2, DONE, MISSED, 4), Tally(2, NEVER, 1, LIVE, None, 1)), 4)
    assert [each.late for each in followed.standings] == [0, 0, 5, 1]


def test_what_was_closed_before_it_was_late_never_was() -> None:
    followed = course((Tally(0, 1, 2, DONE, KEPT, 4),), 4)
    assert [each.late for each in followed.standings] == [0, 0, 0, 0]


def test_the_share_on_time_is_of_those_with_a_date() -> None:
    shown = found(
        Tally(0, 1, 2, DONE, KEPT, 3),
        Tally(0, 2, 1, DONE, MISSED, 1),
        Tally(0, 2, NEVER, DONE, None, 6),
        Tally(0, 2, 1, DROPPED, None, 9),
    )[ON_TIME.id]
    assert shown.value == pytest.approx(75.0)
    assert shown.series == (100.0, 0.0, None)
    assert shown.words == "75 %"


def test_without_anything_closed_no_share_is_told() -> None:
    shown = found(Tally(0, NEVER, NEVER, LIVE, None, 3))
    assert shown[ON_TIME.id].words == shown[SLIPS.id].words == NONE
    assert shown[ON_TIME.id].trend == ""


def test_slips_are_those_of_what_was_closed() -> None:
    shown = found(Tally(0, 2, 1, DONE, MISSED, 4, slips=6), Tally(0, NEVER, 1, LIVE, None, 9, 50))
    assert shown[SLIPS.id].words == "1.5"


def test_a_period_is_compared_with_the_one_before() -> None:
    shown = found(
        Tally(0, 1, NEVER, DONE, None, 2),
        Tally(0, 2, NEVER, DONE, None, 5),
        Tally(0, NEVER, NEVER, LIVE, None, 4),
        start=1,
    )
    assert (shown[CLOSED.id].before, shown[CLOSED.id].value, shown[CLOSED.id].trend) == (
        2,
        5,
        "better",
    )
    assert (shown[OPEN.id].before, shown[OPEN.id].value) == (9, 4)
    assert shown[LATE.id].trend == "steady"


@pytest.mark.parametrize(
    ("value", "trend"), [(30, "worse"), (10, "better"), (20, "steady"), (None, "")]
)
def test_less_is_better_for_age(value: float | None, trend: str) -> None:
    assert Measured(AGE, value, 20, ()).trend == trend


def test_every_metric_says_what_it_counts_and_which_way_is_better() -> None:
    for metric in METRICS:
        assert metric.definition.endswith(".")
        assert metric.direction in Direction
    assert len({metric.id for metric in METRICS}) == len(METRICS)


def test_the_median_of_an_even_number_is_between_the_two_in_the_middle() -> None:
    today = date(2026, 11, 20)
    begun = [
        Begun(date(2026, 11, 1), (1,)),
        Begun(date(2026, 11, 6), (0,)),
        Begun(date(2026, 11, 10), (1,)),
        Begun(date(2026, 11, 21), (5,)),
    ]
    assert median_age(begun, 0, today) == pytest.approx(14.5)
    assert median_age([], 0, today) is None


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_half_of_what_is_open_is_at_least_as_old_as_the_median(ages: list[int]) -> None:
    today = date(2026, 11, 20)
    days = sorted(today - timedelta(days=age) for age in ages)
    middle = median_age([Begun(day, (1,)) for day in days], 0, today)
    assert middle is not None
    assert 2 * sum(age >= middle for age in ages) >= len(ages)
    assert 2 * sum(age <= middle for age in ages) >= len(ages)


def test_ages_are_grouped_and_none_is_lost() -> None:
    today = date(2026, 11, 20)
    begun = [Begun(today - timedelta(days=age), (1,)) for age in (0, 14, 15, 91, 92, 183)]
    assert [each.number for each in ageing(begun, today, 0)] == [2, 1, 1, 1, 1]


outcomes = st.sampled_from([LIVE, DONE, DROPPED])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 6), outcomes)))
def test_open_done_and_dropped_always_add_up(raw: list[tuple[int, int, int, Outcome]]) -> None:
    tallies = [Tally(a, NEVER if o is LIVE else a + b, due, o, None, 1) for a, b, due, o in raw]
    for stood in course(tallies, 6).standings:
        assert isinstance(stood, Standing)
        assert stood.scope == stood.open + stood.done
        assert 0 <= stood.late <= stood.open
