"""A kept definition is what its events made of it; each event holds all that it says after it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from types import MappingProxyType
from typing import Final

from isthmus.errors import ConflictError
from isthmus.raci.model import Status
from isthmus.roles.model import Definition, Event, EventKind, Filed

_STATUSES: Final = MappingProxyType(
    {
        EventKind.SUBMITTED: Status.IN_REVIEW,
        EventKind.RETURNED: Status.DRAFT,
        EventKind.APPROVED: Status.APPROVED,
    }
)


def after(filed: Filed, event: Event) -> Filed:
    """Give a kept definition after the event that follows its last one."""
    begun = event.kind is EventKind.BEGUN
    changed = begun or not filed.definition.says_the_same_as(event.definition)
    return replace(
        filed,
        definition=event.definition,
        owner=event.by if begun else filed.owner,
        status=Status.DRAFT if changed else _STATUSES.get(event.kind, filed.status),
        number=event.number,
        version=filed.version + (event.kind is EventKind.APPROVED),
        changed_by=event.by if changed else filed.changed_by,
    )


@dataclass(frozen=True)
class _Standing:
    """Edits that can be taken back, and undoings that can be; the next one is last."""

    edits: tuple[Event, ...] = ()
    undoings: tuple[tuple[Event, Event], ...] = ()  # an edit, and what took it back

    def after(self, event: Event) -> "_Standing":
        match event.kind:
            case EventKind.EDITED:
                return _Standing((*self.edits, event))
            case EventKind.UNDONE if self.edits and event.undoes == self.edits[-1].number:
                return _Standing(self.edits[:-1], (*self.undoings, (self.edits[-1], event)))
            case EventKind.UNDONE:
                return _Standing((*self.edits, self.undoings[-1][0]), self.undoings[:-1])
            case _:
                return self


def _standing(events: Iterable[Event]) -> _Standing:
    return reduce(_Standing.after, events, _Standing())


def to_undo(events: Iterable[Event]) -> Event:
    """Give the last edit that stands; ``events`` are those since the last approval."""
    edits = _standing(events).edits
    if not edits:
        raise ConflictError("There is nothing to undo since the definition was begun or approved.")
    return edits[-1]


def to_redo(events: Iterable[Event]) -> Event:
    """Give the last undoing that no later edit followed."""
    undoings = _standing(events).undoings
    if not undoings:
        raise ConflictError("There is nothing to redo: nothing was undone since the last edit.")
    return undoings[-1][1]


def authors(filed: Filed, approved: Definition | None, events: Iterable[Event]) -> frozenset[str]:
    """Give who made the last change, and who made the last one that was not taken back.

    Where all edits were taken back, that is whoever began it.

    ``approved`` is what was said before these events, all of them since the last approval.
    """
    before, saying = approved, dict[int, str]()
    events = list(events)
    for event in events:
        if before is None or not before.says_the_same_as(event.definition):
            saying[event.number] = event.by
        before = event.definition
    begun = (event for event in events if event.kind is EventKind.BEGUN)
    lasting = [e.number for e in (*begun, *_standing(events).edits) if e.number in saying]
    return frozenset({filed.changed_by, *(saying[number] for number in lasting[-1:])})


def restored(now: Definition, before: Definition) -> Definition:
    """Give what was said before; the ids of lines are never given twice."""
    return replace(before, made=max(now.made, before.made))
