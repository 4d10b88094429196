"""The programme: what it counts is what the lists show, and only of what somebody may read."""

from datetime import date, timedelta

import pytest

from isthmus.actions.listing import STILL_LIVE, Page, Sought
from isthmus.actions.model import Action, Draft, Party, Status, StepSettings
from isthmus.errors import InvalidError
from isthmus.people import Person
from isthmus.programme.desk import Span
from isthmus.programme.overview import Overview
from isthmus.programme.period import Named
from isthmus.programme.remembering import MOST, Remembered
from kept_actions import ANA, EVE, LEA, MONDAY, NOW, by
from programme_of_tests import ProgrammeOfTests

SPAN = Span(date(2026, 11, 2), MONDAY)


def looked(
    told: ProgrammeOfTests, person: Person = LEA, span: Span = SPAN, phase: str = ""
) -> Overview:
    told.desk.now = NOW
    return told.programme.overview(person, span, phase)


def metric(shown: Overview, name: str) -> float | None:
    return next(each.value for each in shown.metrics if each.metric.id == name)


def lived(told: ProgrammeOfTests) -> None:
    """Let some weeks pass in a plant."""
    early = told.add(date(2026, 10, 1), "Review the firewall rules", due=date(2026, 11, 10))
    moved = told.add(date(2026, 10, 20), "Test the restore", due=date(2026, 11, 3))
    told.move(moved, date(2026, 11, 2), date(2026, 11, 25), "The shutdown was moved")
    late = told.add(date(2026, 11, 3), "Train the shift leads", due=date(2026, 11, 12), step="3.1")
    told.add(date(2026, 11, 4), "Write the charter", due=None, owner=None, step="1.3", estimate=6.0)
    gone = told.add(date(2026, 11, 5), "Buy a new modem", step="")
    told.drop(gone, date(2026, 11, 9), "The line is shut down")
    told.done(early, date(2026, 11, 10))
    told.done(late, date(2026, 11, 13))
    told.block(moved, date(2026, 11, 14), "No spare part", "Vendor")


def test_steps_show_their_actions_and_how_far_they_are(told: ProgrammeOfTests) -> None:
    lived(told)
    shown = looked(told)
    steps = {e.step.id: e.progress for phase in shown.phases for e in phase.steps}
    assert len(steps) == 12
    assert (steps["2.4"].done, steps["2.4"].open, steps["2.4"].blocked) == (1, 1, 1)
    assert steps["2.4"].share == 50
    assert steps["3.1"].share == 100
    assert shown.elsewhere.dropped == 1
    assert shown.progress.scope == 4


def test_a_step_names_who_leads_it(told: ProgrammeOfTests) -> None:
    told.desk.actions.set_step(StepSettings("2.4", lead="sid"), by(LEA))
    told.add(MONDAY)
    shown = looked(told)
    leads = {e.step.id: e.lead for phase in shown.phases for e in phase.steps}
    assert (leads["2.4"], leads["1.1"]) == ("Sid", "")


def test_the_burn_up_follows_scope_and_what_is_done(told: ProgrammeOfTests) -> None:
    lived(told)
    shown = looked(told)
    assert [f"{p.moment.day:%d}" for p in shown.points] == ["01", "08", "15", "22", "23"]
    assert [p.standing.scope for p in shown.points] == [2, 5, 4, 4, 4]
    assert [p.standing.done for p in shown.points] == [0, 0, 2, 2, 2]
    assert [p.standing.late for p in shown.points] == [0, 1, 1, 1, 1]
    assert [p.flow.closed for p in shown.points if p.flow] == [0, 2, 0, 0]


def test_metrics_of_a_period(told: ProgrammeOfTests) -> None:
    lived(told)
    shown = looked(told)
    assert metric(shown, "on-time") == pytest.approx(50)
    assert metric(shown, "closed") == 2
    assert metric(shown, "late") == 1
    assert metric(shown, "open") == 2
    assert metric(shown, "median-age") == pytest.approx((34 + 19) / 2)
    assert metric(shown, "slips") == 0


def test_figures_are_those_of_the_lists(told: ProgrammeOfTests) -> None:
    lived(told)
    told.add(date(2026, 11, 1), "Ask the integrator", due=date(2026, 11, 20))
    shown = looked(told)
    actions = told.desk.actions
    live = actions.listed(LEA, STILL_LIVE, Page(limit=500)).actions
    overdue = actions.listed(LEA, Sought(overdue_on=MONDAY)).actions
    done = actions.listed(LEA, Sought(statuses=(Status.DONE,))).actions
    assert shown.progress.open == len(live) == metric(shown, "open")
    assert shown.progress.overdue == len(overdue) == 1
    assert shown.progress.done == len(done)
    assert sum(each.number for each in shown.ages) == len(live)
    assert sum(each.open for each in shown.loads) + shown.unowned.open == len(live)


def test_who_may_not_read_an_action_does_not_count_it(told: ProgrammeOfTests) -> None:
    told.add(MONDAY, readers=("plant",))
    told.add(MONDAY, "Test the alarm", readers=("plant",), owner=Party("Eve", "eve"))
    assert looked(told, ANA).progress.open == 2
    shown = looked(told, EVE)
    assert shown.progress.open == 1
    assert [point.standing.scope for point in shown.points][-1] == 1
    assert sum(each.number for each in shown.ages) == 1


def test_proposals_are_no_part_of_the_scope(told: ProgrammeOfTests) -> None:
    action = told.add(MONDAY)
    told.desk.actions.propose([_draft_of(action)], by(LEA))
    shown = looked(told)
    assert (shown.progress.scope, shown.progress.proposed) == (1, 1)
    assert shown.points[-1].standing.scope == 1


def test_a_phase_alone_counts_its_own_actions(told: ProgrammeOfTests) -> None:
    lived(told)
    shown = looked(told, phase="3")
    assert [phase.number for phase in shown.phases] == [3]
    assert shown.progress.scope == shown.points[-1].standing.scope == 1
    with pytest.raises(InvalidError, match="three phases"):
        looked(told, phase="4")


@pytest.mark.parametrize(("hour", "share"), [(21, 100.0), (22, 0.0), (23, 0.0)])
def test_a_day_ends_at_midnight_where_the_asker_is(
    told: ProgrammeOfTests, hour: int, share: float
) -> None:
    """In Berlin the day of 15 August ended at 22:00 UTC; the clock is put back in October."""
    action = told.add(date(2026, 8, 1), due=date(2026, 8, 15))
    told.done(action, date(2026, 8, 15), hour)
    berliner = Person("lea", "Lea", LEA.groups, "Europe/Berlin", rank=LEA.rank)
    shown = looked(told, berliner, Span(date(2026, 8, 1), MONDAY))
    assert metric(shown, "on-time") == pytest.approx(share)


@pytest.mark.parametrize(("hour", "share"), [(22, 100.0), (23, 0.0)])
def test_in_winter_that_midnight_is_another(
    told: ProgrammeOfTests, hour: int, share: float
) -> None:
    action = told.add(date(2026, 11, 1), due=date(2026, 11, 15))
    told.done(action, date(2026, 11, 15), hour)
    berliner = Person("lea", "Lea", LEA.groups, "Europe/Berlin", rank=LEA.rank)
    shown = looked(told, berliner, Span(date(2026, 8, 1), MONDAY))
    assert metric(shown, "on-time") == pytest.approx(share)


def test_an_action_that_was_opened_again_is_open(told: ProgrammeOfTests) -> None:
    action = told.add(date(2026, 11, 3))
    told.done(action, date(2026, 11, 5))
    told.desk.actions.reopen(action.id, by(LEA), "The test failed")
    shown = looked(told)
    assert (metric(shown, "closed"), metric(shown, "open")) == (0, 1)


def test_load_is_told_with_hours_and_the_fullest_first(told: ProgrammeOfTests) -> None:
    for number in range(3):
        told.add(MONDAY - timedelta(days=20), f"Test alarm {number}", estimate=2.5)
    told.add(MONDAY, "Ask", owner=Party("Ana", "ana"))
    shown = looked(told)
    assert [(load.name, load.open, load.overdue, load.hours) for load in shown.loads] == [
        ("Ben", 3, 3, 7.5),
        ("Ana", 1, 0, 0.0),
    ]


def test_an_empty_programme_is_told_as_such(told: ProgrammeOfTests) -> None:
    shown = looked(told)
    assert shown.is_empty
    assert metric(shown, "median-age") is None


def test_a_period_that_is_over_is_told_as_it_ended(told: ProgrammeOfTests) -> None:
    lived(told)
    shown = looked(told, span=Span(date(2026, 11, 2), date(2026, 11, 8)))
    assert [point.standing.done for point in shown.points] == [0, 0]
    assert metric(shown, "open") == 5


def _draft_of(action: Action) -> Draft:
    return Draft(action.title, owner=action.owner, step=action.step)


# ---- kept until something changes


def test_what_changed_shows_at_once_in_what_is_kept(told: ProgrammeOfTests) -> None:
    action = told.add(date(2026, 11, 3))
    assert looked(told).progress.open == 1
    told.done(action, MONDAY)
    assert (looked(told).progress.open, looked(told).progress.done) == (0, 1)
    told.desk.actions.set_step(StepSettings("2.4", lead="sid"), by(LEA))
    leads = {e.step.id: e.lead for phase in looked(told).phases for e in phase.steps}
    assert leads["2.4"] == "Sid"


def test_what_is_kept_is_derived_once_for_each_who_asks(told: ProgrammeOfTests) -> None:
    told.add(date(2026, 11, 3), readers=("plant",))
    assert looked(told) is looked(told)
    assert looked(told, EVE).progress.open == 0
    assert looked(told, phase="1").progress.open == 0
    assert looked(told).progress.open == 1


def test_what_is_kept_is_as_old_as_the_day(told: ProgrammeOfTests) -> None:
    told.add(date(2026, 11, 20), due=MONDAY)
    span = Span(usual=Named.FOUR_WEEKS)
    assert looked(told, span=span).progress.overdue == 0
    told.desk.now = NOW + timedelta(days=1)
    assert told.programme.overview(LEA, span).progress.overdue == 1


def test_the_last_few_are_kept() -> None:
    kept: Remembered[int] = Remembered()
    for number in range(MOST + 1):
        kept.get(number, lambda: 1)
    assert [kept.get(number, lambda: 2) for number in (MOST, 1, 0)] == [1, 1, 2]
