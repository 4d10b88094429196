"""SQL of which actions somebody seeks, and which they may read."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, true

from isthmus.actions.listing import NO_DAY, Sought, sought_words, steps_within
from isthmus.actions.model import LIVE, Status
from isthmus.actions.store import HELPER, possible
from isthmus.actions.tables import (
    action_audiences,
    action_blockers,
    action_labels,
    action_people,
    action_words,
    actions,
)
from isthmus.people import Audience, Person

Condition = ColumnElement[bool]

NOT_CLOSED: Final = (Status.PROPOSED, *LIVE)
_a: Final = actions.c


def readable(connection: Connection, audience: Audience) -> Condition:
    """Tell which actions every member may read; few sets of readers exist, so they are asked."""
    kept = connection.execute(select(action_audiences)).all()
    conditions = [_readable_by(each, kept) for each in dict.fromkeys(audience.members)]
    return and_(*conditions) if conditions else ~true()


def _readable_by(person: Person, kept: Sequence[Any]) -> Condition:
    may = [row.id for row in kept if person.may_read(row.readers.split(","))]
    if len(may) == len(kept):
        return true()
    theirs = _a.audience.in_(may)
    return theirs if person.is_guest else or_(theirs, _a.id.in_(involving(person.id)))


def involving(person: str) -> Select[Any]:
    return select(action_people.c.action).where(action_people.c.key == person)


def conditions(sought: Sought) -> Iterator[Condition]:
    yield from _of_its_own(sought)
    yield from _of_days(sought)
    yield from _of_others(sought)


def _of_its_own(sought: Sought) -> Iterator[Condition]:
    among: tuple[tuple[Collection[Any], ColumnElement[Any]], ...] = (
        (sought.statuses, _a.status),
        (sought.owners, _a.owner),
        (sought.creators, _a.creator),
        (steps_within(sought.steps), _a.step),
        ([each.urgency for each in sought.priorities], _a.urgency),
        (sought.sources, _a.source),
    )
    yield from (column.in_(values) for values, column in among if values)
    if sought.statuses and set(sought.statuses) <= set(LIVE):
        yield _a.live.is_(other=True)
    if sought.waiting_for:
        yield _a.waiting_for == sought.waiting_for


def _of_days(sought: Sought) -> Iterator[Condition]:
    compared: tuple[tuple[Any, Callable[[Any], Condition]], ...] = (
        (sought.due_from, lambda day: and_(_a.due_by >= day, _a.due_by < NO_DAY)),
        (sought.due_to, lambda day: and_(_a.due_by <= day, _a.due_by < NO_DAY)),
        (sought.overdue_on, lambda day: and_(_a.live.is_(other=True), _a.due_by < day)),
        (sought.dated, lambda is_: (_a.due_by < NO_DAY) if is_ else _a.due_by == NO_DAY),
        (sought.created_since, lambda moment: _a.created_at >= moment),
        (sought.changed_since, lambda moment: _a.changed_at >= moment),
        (sought.status_since, lambda moment: _a.status_at >= moment),
    )
    yield from (condition(value) for value, condition in compared if value is not None)


def _of_others(sought: Sought) -> Iterator[Condition]:
    if sought.involving:
        yield _a.id.in_(involving(sought.involving))
    if sought.helpers:
        helping = select(action_people.c.action).where(
            action_people.c.key.in_(sought.helpers), action_people.c.part == HELPER
        )
        yield _a.id.in_(helping)
    for label in sought.labels:
        yield _a.id.in_(select(action_labels.c.action).where(action_labels.c.label == label))
    for word in sought_words(sought.words):
        yield _a.id.in_(select(action_words.c.action).where(action_words.c.word == word))
    if sought.depends_on is not None:
        waits = action_blockers.c.blocker.in_(possible([sought.depends_on]))
        yield _a.id.in_(select(action_blockers.c.action).where(waits))
    if sought.held_up is not None:
        yield _held_up() if sought.held_up else ~_held_up()


def _held_up() -> Condition:
    """Tell what is blocked, or waits for an action that is not closed."""
    other = actions.alias()
    waits = (
        select(action_blockers.c.action)
        .join(other, other.c.id == action_blockers.c.blocker)
        .where(other.c.status.in_(NOT_CLOSED))
    )
    waiting = and_(_a.status.in_(NOT_CLOSED), _a.id.in_(waits))
    return or_(_a.status == Status.BLOCKED, waiting)
