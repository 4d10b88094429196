"""An action is what its events made of it; any change of it can be taken back, and done again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any, Final

from isthmus.actions.changes import MANY
from isthmus.actions.model import NOTHING, Action, Event, EventKind, Party, Status, named
from isthmus.errors import ConflictError, NotFoundError, StaleError

UNDOABLE: Final = frozenset(EventKind) - {
    EventKind.ADDED,
    EventKind.PROPOSED,
    EventKind.COMMENTED,
    EventKind.UNDONE,
    EventKind.REDONE,
}
_KEPT: Final = frozenset({"followed_by"})  # the next action is there, whatever becomes of this one
_FIELDS: Final = {
    "due": "due date",
    "due_words": "due date",
    "first_due": "due date",
    "slips": "due date",
    "waiting_for": "whom it waits for",
    "depends_on": "what it waits for",
    "resumes": "status",
    "reason": "status",
}


def after(action: Action, event: Event) -> Action:
    """Give an action after the event that follows its last one."""
    now = replace(action, **{change.field: change.after for change in event.changes})
    begun = event.number == 1
    moved = begun or now.status is not action.status
    return replace(
        now,
        creator=event.by if begun else action.creator,
        created_at=event.at if begun else action.created_at,
        changed_by=event.by,
        changed_at=event.at,
        status_at=event.at if moved else action.status_at,
        last=event.number,
    )


def folded(number: int, events: Iterable[Event]) -> Action:
    """Give what events made of an action."""
    return reduce(after, events, replace(NOTHING, id=number))


def to_undo(events: Sequence[Event], number: int | None = None) -> Event:
    """Give the change that stands, the last one where no number is said.

    Raises ConflictError where there is none, NotFoundError where no such change stands.
    """
    gone = _gone(events)
    standing = [e for e in events if e.kind in UNDOABLE and e.number not in gone]
    return _chosen(standing, number, "There is nothing to undo: no change stands.")


def to_redo(events: Sequence[Event], number: int | None = None) -> Event:
    """Give the change that was taken back, the last to go where no number is said."""
    by_number = {event.number: event for event in events}
    gone = [by_number[each] for each in _gone(events)]
    return _chosen(gone, number, "There is nothing to redo: nothing is taken back.")


def _gone(events: Iterable[Event]) -> list[int]:
    """Give the numbers of the changes that are taken back, the last to go last."""
    gone: list[int] = []
    for event in events:
        if event.kind is EventKind.UNDONE and event.undoes is not None:
            gone.append(event.undoes)
        elif event.kind is EventKind.REDONE and event.undoes is not None:
            gone.remove(event.undoes)
    return gone


def _chosen(events: Sequence[Event], number: int | None, none: str) -> Event:
    if not events:
        raise ConflictError(none)
    if number is None:
        return events[-1]
    found = next((event for event in events if event.number == number), None)
    if found is None:
        those = ", ".join(str(event.number) for event in events[-10:])
        raise NotFoundError(f"Event {number} is none of those that can be: {those}.")
    return found


def undone(action: Action, event: Event) -> Action:
    """Take a change back; what was changed since then otherwise stays."""
    return _carried(action, ((c.field, c.after, c.before) for c in event.changes), event)


def redone(action: Action, event: Event) -> Action:
    """Do a change again that was taken back."""
    return _carried(action, ((c.field, c.before, c.after) for c in event.changes), event)


def _carried(action: Action, moves: Iterable[tuple[str, Any, Any]], event: Event) -> Action:
    values = {
        field: _value(action, field, before, wanted)
        for field, before, wanted in moves
        if field not in _KEPT
    }
    clashing = [field for field, value in values.items() if value is _CLASH]
    if clashing:
        raise ConflictError(
            f"The {said(clashing)} of {named(action.id)} changed after event {event.number}. "
            "Take that change back first, or set it anew."
        )
    return replace(action, **values)


_CLASH: Final = object()


def _value(action: Action, field: str, before: Any, wanted: Any) -> Any:  # noqa: ANN401 - any field
    now = getattr(action, field)
    if field in MANY:
        kept = tuple(each for each in now if each not in before or each in wanted)
        return kept + tuple(each for each in wanted if each not in before and each not in kept)
    return wanted if now == before else _CLASH


def refuse_clash(
    mine: Iterable[str], since: Sequence[Event], name_of: Callable[[str], str] = str
) -> None:
    """Raise StaleError where fields that somebody changes were changed by events they never saw.

    Changes of other fields stand side by side, and so do additions to the same many.
    """
    wanted = {_FIELDS.get(field, field) for field in mine if field not in MANY}
    for event in reversed(since):
        both = sorted(wanted & {_FIELDS.get(c.field, c.field) for c in event.changes})
        if both:
            raise StaleError(
                f"{name_of(event.by)} changed the {' and the '.join(both)} meanwhile "
                f"(event {event.number}). Look at it again, then say what it should be."
            )


def said(fields: Iterable[str]) -> str:
    """Give fields as a person calls them."""
    return ", ".join(dict.fromkeys(_FIELDS.get(each, each).replace("_", " ") for each in fields))


def assigned(action: Action, event: Event) -> Party | None:
    """Give who is told that an action is theirs from this event on: a new owner, once agreed.

    Whoever takes it on themselves is not told.
    """
    if not action.status.is_live or action.owner is None:
        return None
    changed = any(change.field == "owner" for change in event.changes)
    agreed = any(
        change.field == "status" and change.before is Status.PROPOSED for change in event.changes
    )
    return action.owner if (changed or agreed) and action.owner.person != event.by else None
