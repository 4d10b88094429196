"""Why an action is late, from what people said and what it waits for."""

from collections.abc import Sequence
from typing import Final

from isthmus.actions.model import Action, Event, EventKind, Status
from isthmus.programme.period import spoken

UNSAID: Final = "Nobody has said why."
LONGEST: Final = 160
_TELLING: Final = frozenset({EventKind.BLOCKED, EventKind.COMMENTED, EventKind.REOPENED})


def why_late(action: Action, blockers: Sequence[Action], events: Sequence[Event]) -> str:
    """Say what holds it up, else what was said last; and how often its date was moved."""
    held = _held_up(action, blockers)
    said = _said(events)
    told = held or (f"“{said}”." if said else UNSAID)
    return " ".join(filter(None, (told, _moved(action))))


def _held_up(action: Action, blockers: Sequence[Action]) -> str:
    parts = []
    if action.status is Status.BLOCKED and action.reason:
        parts.append(f"Blocked: {_ended(_short(action.reason))}")
    if action.waiting_for:
        parts.append(f"Waits for {_ended(_short(action.waiting_for.name))}")
    waiting = [f"{each.name} ({owner(each)})" for each in blockers if not each.status.is_closed]
    if waiting:
        parts.append(f"Waits for {_ended(' and '.join(waiting))}")
    return " ".join(parts)


def _said(events: Sequence[Event]) -> str:
    """Give what was said last of its date or its state; how it was added tells nothing."""
    for event in reversed(events):
        moved = any(change.field == "due" for change in event.changes)
        if event.said and (event.kind in _TELLING or (event.kind is EventKind.EDITED and moved)):
            return _short(event.said)
    return ""


def _moved(action: Action) -> str:
    if not (action.slips and action.first_due):
        return ""
    times = "once" if action.slips == 1 else f"{action.slips} times"
    return f"Moved {times} since {spoken(action.first_due)}."


def owner(action: Action) -> str:
    return _short(action.owner.name) if action.owner else "no owner"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
