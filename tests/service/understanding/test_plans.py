"""Sentences that ask for several things, one after the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.understanding.commands import (
    AddAction,
    Ask,
    AskActions,
    CarryOut,
    DefineRole,
    DraftChart,
    FindActions,
    ListCharts,
    OnAction,
    OnChart,
    OnRole,
    TrackChart,
    command_as_json,
    command_of,
)
from isthmus.understanding.effects import comes_to_the_same
from isthmus.understanding.plans import steps_in

PLANS = (
    (
        "draft the RACI for OT patching, then make actions of the unaccepted letters",
        [
            ("draft the RACI for OT patching", DraftChart),
            ("make actions of the unaccepted letters", TrackChart),
        ],
    ),
    (
        "Draft a RACI for OT patching and then submit the chart for review",
        [("Draft a RACI for OT patching", DraftChart), ("submit the chart for review", OnChart)],
    ),
    (
        "first define the role of the plant manager, then submit it",
        [("define the role of the plant manager", DefineRole), ("submit it", OnRole)],
    ),
    ("close A-12; reopen A-13", [("close A-12", OnAction), ("reopen A-13", OnAction)]),
    ("Close A-12. Then reopen A-13.", [("Close A-12", OnAction), ("reopen A-13.", OnAction)]),
    (
        "add action: Ben updates the plan by Friday, then show me what is overdue",
        [
            ("add action: Ben updates the plan by Friday", AddAction),
            ("show me what is overdue", AskActions),
        ],
    ),
)
ONE = (
    "add action: Ben updates the plan, then sends it to Ana",
    "draft a RACI for testing patches, then installing them, with the CISO",
    "What happens if we patch first and then test?",
    "Who tests a patch, then who installs it?",
    "close A-12",
    "close “A-12, then reopen A-13”",
    "close A-12, then reopen A-13\nclose A-14",
    "> close A-12, then reopen A-13",
    "close A-1, then A-2 perhaps",
    "; ".join(f"close A-{n}" for n in range(1, 8)),
    "",
    "then",
    "first",
)


@pytest.mark.parametrize(("text", "steps"), PLANS)
def test_a_sentence_that_says_its_steps_is_split(text: str, steps: list[tuple[str, type]]) -> None:
    found = steps_in(text)
    assert [each.said for each in found] == [said for said, _ in steps]
    for step, (_, kind) in zip(found, steps, strict=True):
        assert any(isinstance(each, kind) for each in step.commands)


@pytest.mark.parametrize("text", ONE)
def test_what_is_one_thing_or_somebody_elses_is_not(text: str) -> None:
    assert steps_in(text) == ()


LIST = "- Ben sends the list by Friday\n- close A-1, then approve the chart"


@pytest.mark.parametrize(
    "lead",
    [
        "add these two actions and show me what is overdue:",
        "Please add the following actions, then show me what is overdue:",
        "track these to-dos; list charts:",
    ],
)
def test_what_is_said_above_a_list_is_split_and_the_list_is_only_proposed(lead: str) -> None:
    listed, looked = steps_in(f"{lead}\n{LIST}")
    assert listed.commands == (FindActions(LIST),)
    assert isinstance(looked.commands[0], AskActions | ListCharts)


@pytest.mark.parametrize(
    "text",
    [
        f"add these two actions:\n{LIST}",
        f"Minutes of Monday and what is overdue:\n{LIST}",
        f"add these two actions and show me what is overdue\n{LIST}",
        f"> add these two actions and show me what is overdue:\n{LIST}",
        f"he said “add these two actions and list charts”:\n{LIST}",
        f"list charts and show me what is overdue:\n{LIST}",
    ],
)
def test_what_else_stands_above_a_list_is_not(text: str) -> None:
    assert steps_in(text) == ()


def test_a_plan_is_written_and_read_back_and_changes_something() -> None:
    steps = steps_in("draft a RACI for OT patching, then undo")
    plan = CarryOut("p1", "ana", "2026-11-23T08:00:00+00:00", steps, only=2)
    assert command_of(command_as_json(plan)) == plan
    assert not comes_to_the_same(plan)


@given(st.text(max_size=400))
def test_no_text_whatever_breaks_it(text: str) -> None:
    for step in steps_in(text):
        assert step.commands
        assert not any(isinstance(each, Ask | CarryOut) for each in step.commands)
