"""What an event of an action says to a person."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from isthmus.actions.model import (
    Event,
    EventKind,
    Evidence,
    FieldChange,
    Party,
    Recurrence,
    named,
)

_DONE: Final = {
    EventKind.ADDED: "added it",
    EventKind.PROPOSED: "proposed it",
    EventKind.ACCEPTED: "accepted it",
    EventKind.EDITED: "changed it",
    EventKind.STARTED: "started it",
    EventKind.BLOCKED: "said what it waits for",
    EventKind.UNBLOCKED: "said that it can go on",
    EventKind.DONE: "closed it as done",
    EventKind.DROPPED: "dropped it",
    EventKind.REOPENED: "opened it again",
    EventKind.COMMENTED: "commented",
    EventKind.EVIDENCED: "added evidence",
    EventKind.LINKED: "said which action it waits for",
    EventKind.UNLINKED: "said that it does not wait for an action any more",
}
_NAMES: Final = {
    "title": "the title",
    "description": "the description",
    "owner": "the owner",
    "helpers": "the helpers",
    "due": "the due date",
    "priority": "the priority",
    "step": "the step",
    "labels": "the labels",
    "status": "the status",
    "reason": "the reason",
    "waiting_for": "whom it waits for",
    "depends_on": "the actions it waits for",
    "evidence": "the evidence",
    "estimate": "the estimate in hours",
    "recurrence": "how often it recurs",
    "followed_by": "the action that follows",
    "follows": "the action before",
    "readers": "who may read it",
}
_KINDS: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {"depends_on": named, "followed_by": named, "follows": named}
)
_LONGEST: Final = 80
_STOPS: Final = (".", "!", "?", "…")


def told(event: Event, name_of: Callable[[str], str]) -> str:
    """Give an event in one sentence; ``name_of`` gives a person's name for an id."""
    what = _what(event)
    if not event.said:
        return f"{name_of(event.by)} {what}."
    stop = "" if event.said.endswith(_STOPS) else "."
    return f"{name_of(event.by)} {what}: “{event.said}”{stop}"


def _what(event: Event) -> str:
    match event.kind:
        case EventKind.UNDONE:
            return f"took event {event.undoes} back"
        case EventKind.REDONE:
            return f"did event {event.undoes} again"
        case EventKind.EDITED if event.changes:
            names = [_NAMES[each.field] for each in event.changes if each.field in _NAMES]
            return f"changed {_listed(names)}" if names else _DONE[event.kind]
        case _:
            return _DONE[event.kind]


def lines(event: Event) -> tuple[str, ...]:
    """Give what an event changed, a line a field; what it began with is left to the action."""
    if event.kind in {EventKind.ADDED, EventKind.PROPOSED}:
        return ()
    return tuple(_line(each) for each in event.changes if each.field in _NAMES)


def _line(change: FieldChange) -> str:
    name = _NAMES[change.field]
    before, after = _value(change.field, change.before), _value(change.field, change.after)
    if isinstance(change.before, tuple) and isinstance(change.after, tuple):
        return f"{name}: {_difference(change)}"
    return f"{name}: {before or 'nothing'} → {after or 'nothing'}"


def _difference(change: FieldChange) -> str:
    more = [f"+ {_value(change.field, e)}" for e in change.after if e not in change.before]
    less = [f"- {_value(change.field, e)}" for e in change.before if e not in change.after]
    return ", ".join(less + more)


def _value(field: str, value: Any) -> str:  # noqa: ANN401 - any field
    if not value:
        return ""
    match value:
        case Party():
            return value.name
        case Evidence():
            return _short(value.title or value.text)
        case Recurrence():
            return str(value)
        case date():
            return f"{value:%A} {value.day} {value:%B %Y}"
        case _:
            return _short(_KINDS.get(field, str)(value))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _listed(names: list[str]) -> str:
    *firsts, last = dict.fromkeys(names)
    return f"{', '.join(firsts)} and {last}" if firsts else last
