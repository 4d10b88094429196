"""What is due to be said of an action follows from the action, the day and what was said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.actions.model import Action, Party, Priority, Status, StepSettings
from isthmus.errors import InvalidError
from isthmus.reminding.model import Preference, Quiet, Saying, Why
from isthmus.reminding.rhythms import rhythms
from isthmus.reminding.rules import Known, is_silent, reminder, working_days

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)
WEEK = frozenset(range(5))
PLAN = Action(
    17,
    "Update the incident response plan",
    owner=Party("Ben", "ben"),
    due=FRIDAY,
    status=Status.OPEN,
)


def said_over(action: Action, days: int, quiet: Quiet | None = None) -> dict[date, Why]:
    """Give on which of the days from Monday an action is said, each morning of a working week."""
    said: dict[date, Why] = {}
    for number in range(days):
        today = MONDAY + timedelta(days=number)
        if today.weekday() not in WEEK:
            continue
        known = Known([Saying("ben", 17, day, w, action.due) for day, w in said.items()], quiet)
        if why := reminder(action, today, known, WEEK):
            said[today] = why
    return said


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def test_somebody_is_told_two_working_days_before_and_on_the_day() -> None:
    assert said_over(PLAN, 7) == {after(2): Why.SOON, FRIDAY: Why.TODAY}


def test_two_days_before_a_monday_is_the_thursday_before() -> None:
    due_on_monday = replace(PLAN, due=after(7))
    assert said_over(due_on_monday, 8) == {after(3): Why.SOON, after(7): Why.TODAY}


def test_what_is_due_on_a_weekend_is_said_on_the_friday_before() -> None:
    due_on_saturday = replace(PLAN, due=after(5))
    said = said_over(due_on_saturday, 8)
    assert said[after(2)] is Why.SOON
    assert said[FRIDAY] is Why.TODAY


@pytest.mark.parametrize(
    ("priority", "late_days"),
    [
        (Priority.LOW, []),
        (Priority.NORMAL, [9, 14]),  # each third working day after that Friday
        (Priority.HIGH, [7, 8, 9, 10, 11, 14, 15]),
        (Priority.URGENT, [7, 8, 9, 10, 11, 14, 15]),
    ],
)
def test_what_is_late_is_said_as_often_as_its_priority_asks(
    priority: Priority, late_days: list[int]
) -> None:
    said = said_over(replace(PLAN, priority=priority), 16)
    late = [day for day, why in said.items() if why is Why.OVERDUE]
    assert late == [after(each) for each in late_days]


def test_an_urgent_one_is_said_less_often_once_it_is_acknowledged_until_its_date_moves() -> None:
    urgent = replace(PLAN, priority=Priority.URGENT)
    known = Quiet("ben", 17).acknowledge(FRIDAY, after(7))
    late = [day for day, why in said_over(urgent, 16, known).items() if day > after(7)]
    assert late == [after(10), after(15)]
    moved = said_over(replace(urgent, due=after(1)), 5, known)
    assert list(moved) == [after(0), after(1), after(2), after(3), after(4)]


def test_acknowledging_changes_nothing_where_the_rhythm_does_not_say_so() -> None:
    known = Quiet("ben", 17).acknowledge(FRIDAY, FRIDAY)
    high = replace(PLAN, priority=Priority.HIGH)
    assert said_over(high, 12, known) == said_over(high, 12)


def test_a_snoozed_one_is_silent_until_its_day_and_then_said_whatever_its_priority() -> None:
    low = replace(PLAN, priority=Priority.LOW, due=None)
    snoozed = Quiet("ben", 17).snoozed(after(5), MONDAY)
    assert said_over(low, 12, snoozed) == {after(7): Why.AGAIN}  # a Saturday: on Monday


def test_a_snooze_ends_in_days_to_come() -> None:
    with pytest.raises(InvalidError, match="still to come"):
        Quiet("ben", 17).snoozed(MONDAY, MONDAY)


def test_a_missed_morning_is_made_up_for_and_a_fresh_assignment_counts_as_told() -> None:
    thursday = after(3)
    assert reminder(PLAN, thursday, Known(), WEEK) is Why.SOON
    told = Known([Saying("ben", 17, after(2), Why.ASSIGNED, FRIDAY)])
    assert reminder(PLAN, thursday, told, WEEK) is None
    other_day = Known([Saying("ben", 17, after(2), Why.SOON, after(3))])
    assert reminder(PLAN, thursday, other_day, WEEK) is Why.SOON


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.DONE, Status.DROPPED])
def test_nobody_is_reminded_of_what_is_not_agreed_or_closed(status: Status) -> None:
    assert said_over(replace(PLAN, status=status), 21) == {}


def test_what_has_no_date_is_left_to_the_digest() -> None:
    assert said_over(replace(PLAN, due=None), 21) == {}


def test_a_lead_is_told_after_the_silence_of_the_step_and_again_after_as_long() -> None:
    settings = StepSettings("2.4", "sid", silence=7)
    late = replace(PLAN, step="2.4")
    told: list[Saying] = []
    for number in range(30):
        if is_silent(late, after(number), settings, MONDAY, told):
            told.append(Saying("sid", 17, after(number), Why.SILENT))
    assert [each.day for each in told] == [after(11), after(18), after(25)]


def test_a_word_of_the_owner_ends_a_silence() -> None:
    settings = StepSettings("2.4", "sid", silence=7)
    assert is_silent(PLAN, after(11), settings, MONDAY, [])
    assert not is_silent(PLAN, after(11), settings, after(8), [])
    assert is_silent(PLAN, after(15), settings, after(8), [])


@given(
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, 400),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_working_days_are_counted_one_by_one(start: date, days: int, week: frozenset[int]) -> None:
    counted = [start + timedelta(days=number + 1) for number in range(days)]
    expected = sum(day.weekday() in week for day in counted)
    assert working_days(start, start + timedelta(days=days), week) == expected


@given(
    st.sampled_from(list(Priority)),
    st.dates(MONDAY, MONDAY + timedelta(days=40)),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_nobody_is_told_twice_a_day_and_everybody_before_it_is_late(
    priority: Priority, due: date, week: frozenset[int]
) -> None:
    action = replace(PLAN, priority=priority, due=due)
    said: list[Saying] = []
    for number in range(60):
        today = after(number)
        for _ in range(2 if today.weekday() in week else 0):
            if why := reminder(action, today, Known(said), week):
                said.append(Saying("ben", 17, today, why, due))
    days = [each.day for each in said]
    assert len(days) == len(set(days))
    mornings = [day for day in map(after, range(60)) if day.weekday() in week and day <= due]
    assert not mornings or said[0].day <= due


def test_every_priority_has_a_rhythm_and_louder_ones_are_louder() -> None:
    every = [rhythms()[each].every for each in Priority]
    assert every == [0, 3, 1, 1]


@pytest.mark.parametrize(
    "address",
    ["ana", "ana@", "a b@plant.example", "ana@plant.example\r\nBcc: eve@x", "<ana@x>", "a@b,c@d"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidError, match="no e-mail address"):
        Preference("ana", address=address)
