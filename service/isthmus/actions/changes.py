"""What can be changed of an action, each change as a value, and what it makes of the action.

Changes of the many (helpers, labels) add or take away one, so that two people who do so at once
lose nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from typing import Final

from isthmus.actions.cleaning import (
    LONGEST_NAME,
    LONGEST_TITLE,
    checked,
    clean,
    cleaned_label,
    cleaned_party,
    cleaned_source,
    known_step,
    one_line,
    reader_groups,
)
from isthmus.actions.model import (
    NOTHING,
    Action,
    Draft,
    FieldChange,
    Party,
    Priority,
    Recurrence,
    Status,
)
from isthmus.actions.recurring import cleaned_recurrence
from isthmus.errors import ConflictError, InvalidError


@dataclass(frozen=True)
class Retitle:
    title: str


@dataclass(frozen=True)
class Describe:
    description: str


@dataclass(frozen=True)
class Assign:
    owner: Party | None


@dataclass(frozen=True)
class AddHelper:
    helper: Party


@dataclass(frozen=True)
class RemoveHelper:
    helper: Party


@dataclass(frozen=True)
class SetDue:
    due: date | None
    words: str = ""


@dataclass(frozen=True)
class SetPriority:
    priority: Priority


@dataclass(frozen=True)
class SetStep:
    step: str


@dataclass(frozen=True)
class AddLabel:
    label: str


@dataclass(frozen=True)
class RemoveLabel:
    label: str


@dataclass(frozen=True)
class SetEstimate:
    hours: float | None


@dataclass(frozen=True)
class SetRecurrence:
    recurrence: Recurrence | None


@dataclass(frozen=True)
class LetRead:
    readers: tuple[str, ...]


Change = (
    Retitle
    | Describe
    | Assign
    | AddHelper
    | RemoveHelper
    | SetDue
    | SetPriority
    | SetStep
    | AddLabel
    | RemoveLabel
    | SetEstimate
    | SetRecurrence
    | LetRead
)

MANY: Final = frozenset({"helpers", "labels", "evidence", "depends_on"})
_FOLLOWING: Final = frozenset(  # what follows from who did what when, and from nothing else
    {"id", "creator", "created_at", "changed_by", "changed_at", "status_at", "last"}
)
FIELDS: Final = tuple(each.name for each in fields(Action) if each.name not in _FOLLOWING)


def apply_all(action: Action, changes: Iterable[Change]) -> Action:
    """Give an action after changes; raises InvalidError where one cannot be."""
    return checked(reduce(_apply, changes, action))


def _apply(action: Action, change: Change) -> Action:
    match change:
        case Assign() | AddHelper() | RemoveHelper():
            return _with_people(action, change)
        case SetDue(due, words):
            return replace(_live(action), due=due, due_words=_words(words))
        case AddLabel() | RemoveLabel():
            return _with_label(action, change)
        case LetRead(readers):
            return replace(action, readers=reader_groups(readers))
        case _:
            return _described(action, change)


def _described(action: Action, change: Change) -> Action:
    match change:
        case Retitle(title):
            return replace(action, title=_title(title))
        case Describe(description):
            return replace(action, description=clean(description, what="description"))
        case SetPriority(priority):
            return replace(action, priority=priority)
        case SetStep(step):
            return replace(action, step=known_step(step))
        case SetEstimate(hours):
            return replace(action, estimate=hours)
        case SetRecurrence(recurrence):
            return replace(action, recurrence=cleaned_recurrence(recurrence))
        case _:
            raise InvalidError(f"Nobody knows the change {change!r}.")


def _with_people(action: Action, change: Assign | AddHelper | RemoveHelper) -> Action:
    match change:
        case Assign(owner):
            return replace(_live(action), owner=cleaned_party(owner))
        case AddHelper(helper):
            return replace(action, helpers=_parties((*action.helpers, helper)))
        case RemoveHelper(helper):
            gone = cleaned_party(helper)
            kept = (each for each in action.helpers if gone is None or each.key != gone.key)
            return replace(action, helpers=tuple(kept))


def _with_label(action: Action, change: AddLabel | RemoveLabel) -> Action:
    label = cleaned_label(change.label)
    if isinstance(change, RemoveLabel):
        return replace(action, labels=tuple(each for each in action.labels if each != label))
    if not label:
        raise InvalidError("A label has at least one character.")
    return replace(action, labels=_labels((*action.labels, label)))


def _live(action: Action) -> Action:
    if action.status.is_closed:
        raise ConflictError(
            f"{action.name} is {action.status}. Reopen it to change who owns it or when it is due."
        )
    return action


def with_parties(change: Change, known: Callable[[Party], Party]) -> Change:
    """Give a change with those whom it brings in as they are known."""
    match change:
        case Assign(owner) if owner:
            return Assign(known(owner))
        case AddHelper(helper):
            return AddHelper(known(helper))
        case _:
            return change


def drafted(draft: Draft) -> Action:
    """Give what a draft says, as it is kept, without a number; raises InvalidError."""
    return checked(
        replace(
            NOTHING,
            title=_title(draft.title),
            description=clean(draft.description, what="description"),
            owner=cleaned_party(draft.owner),
            helpers=_parties(draft.helpers),
            due=draft.due,
            due_words=_words(draft.due_words),
            priority=draft.priority,
            step=known_step(draft.step),
            labels=_labels(draft.labels),
            depends_on=tuple(dict.fromkeys(draft.depends_on)),
            source=cleaned_source(draft.source),
            estimate=draft.estimate,
            recurrence=cleaned_recurrence(draft.recurrence),
            readers=reader_groups(draft.readers),
        )
    )


def with_consequences(before: Action, after: Action) -> Action:
    """Note the first day that was agreed, and each later one; nobody agreed to a proposal."""
    if after.status is Status.PROPOSED or after.due is None:
        return after
    agreed = before.status is not Status.PROPOSED and before.due is not None
    slipped = agreed and before.due is not None and after.due > before.due
    return replace(after, first_due=after.first_due or after.due, slips=after.slips + slipped)


def differences(before: Action, after: Action) -> tuple[FieldChange, ...]:
    """Give each field that differs, as it was and as it is."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in FIELDS)
    return tuple(FieldChange(*each) for each in pairs if each[1] != each[2])


def relabelled(action: Action, labels: Sequence[str]) -> tuple[Change, ...]:
    """Give the changes that leave an action with these labels."""
    wanted = _labels(labels)
    return (
        *(RemoveLabel(each) for each in action.labels if each not in wanted),
        *(AddLabel(each) for each in wanted if each not in action.labels),
    )


def rehelped(action: Action, helpers: Sequence[Party]) -> tuple[Change, ...]:
    """Give the changes that leave an action with these helpers."""
    wanted = _parties(helpers)
    keys, there = {each.key for each in wanted}, {each.key for each in action.helpers}
    return (
        *(RemoveHelper(each) for each in action.helpers if each.key not in keys),
        *(AddHelper(each) for each in wanted if each.key not in there),
    )


def _title(title: str) -> str:
    return one_line(title, LONGEST_TITLE, "title")


def _words(words: str) -> str:
    return one_line(words, LONGEST_NAME, "due date")


def _parties(parties: Iterable[Party]) -> tuple[Party, ...]:
    cleaned = (cleaned_party(each) for each in parties)
    return tuple({each.key: each for each in cleaned if each}.values())


def _labels(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for each in labels if (label := cleaned_label(each))))
