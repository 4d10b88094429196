"""Why an action is late: what holds it up, else what was said last."""

from dataclasses import replace
from datetime import date

import pytest

from isthmus.actions.model import Action, Event, EventKind, FieldChange, Party, Status
from isthmus.programme.reasons import UNSAID, why_late
from kept_actions import NOW

LATE = Action(17, "Test the restore", status=Status.OPEN, due=date(2026, 11, 10))
OTHER = Action(12, "Buy a spare controller", status=Status.OPEN, owner=Party("Maria", "maria"))
MOVED = (FieldChange("due", date(2026, 11, 3), date(2026, 11, 10)),)


def event(kind: EventKind, said: str, changes: tuple[FieldChange, ...] = ()) -> Event:
    return Event(2, kind, "ana", NOW, said, changes)


def test_a_blocked_one_says_by_what_and_for_whom_it_waits() -> None:
    blocked = replace(
        LATE, status=Status.BLOCKED, reason="No spare part", waiting_for=Party("Vendor")
    )
    assert why_late(blocked, (), ()) == "Blocked: No spare part. Waits for Vendor."


def test_what_it_depends_on_is_named_with_its_owner_while_it_is_open() -> None:
    assert why_late(LATE, (OTHER,), ()) == "Waits for A-12 (Maria)."
    assert why_late(LATE, (replace(OTHER, status=Status.DONE),), ()) == UNSAID


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([event(EventKind.COMMENTED, "Ask again in May")], "“Ask again in May”."),
        ([event(EventKind.EDITED, "The shutdown was moved", MOVED)], "“The shutdown was moved”."),
        ([event(EventKind.EDITED, "A clearer title")], UNSAID),
        ([event(EventKind.ADDED, "Maria tests the restore by Friday")], UNSAID),
        (
            [event(EventKind.COMMENTED, "First"), event(EventKind.COMMENTED, "Last")],
            "“Last”.",
        ),
    ],
)
def test_otherwise_what_was_said_last_is_the_reason(events: list[Event], why: str) -> None:
    assert why_late(LATE, (), events) == why


def test_how_often_its_date_was_moved_is_told() -> None:
    moved = replace(LATE, slips=2, first_due=date(2026, 10, 1))
    assert why_late(moved, (), ()) == f"{UNSAID} Moved 2 times since 1 October 2026."
