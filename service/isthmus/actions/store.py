"""SQL of actions: each as it is now, all its events, and what it is found by."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from isthmus.actions.listing import NO_DAY, words_of
from isthmus.actions.model import (
    LARGEST,
    LIVE,
    Action,
    Event,
    EventKind,
    Status,
    StepSettings,
)
from isthmus.actions.tables import (
    action_audiences,
    action_blockers,
    action_details,
    action_events,
    action_labels,
    action_people,
    action_steps,
    action_words,
    actions,
)
from isthmus.actions.written import action_as_json, action_of, changes_as_json, changes_of
from isthmus.errors import ConflictError
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.corpus_entries import folded

OWNER: Final = "owner"
HELPER: Final = "helper"
CREATOR: Final = "creator"
_NOT_CLOSED: Final = (Status.PROPOSED, *LIVE)
_DEPENDENCIES_LOCK: Final = 0x15_7481_06  # any number, the same in every process
_AS_THEY_ARE: Final = ("number", "by", "at", "via", "said", "undoes")


class ActionStore:
    """Actions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- as they are

    def action(self, action: int) -> Action | None:
        return next(iter(self.several([action])), None)

    def opened(self, action: int) -> Action | None:
        """Give an action to change it; whoever else wants to waits until this transaction ends.

        It is read after it is held: a statement that waits reads what was there before it waited.
        Its number is not held, so that others may name it as what they wait for.
        """
        held = select(actions.c.id).where(actions.c.id.in_(possible([action])))
        held = held.with_for_update(key_share=True)
        return self.action(action) if self._connection.execute(held).first() else None

    def hold(self, wanted: Iterable[int]) -> None:
        """Hold many actions at once, in one order for everybody, so that nobody waits in a ring."""
        self.hold_dependencies()
        ids = select(actions.c.id).where(actions.c.id.in_(possible(wanted)))
        self._connection.execute(ids.order_by(actions.c.id).with_for_update(key_share=True)).all()

    def apart(self) -> AbstractContextManager[object]:
        """Keep all of what is done within, or nothing, and go on with the transaction."""
        return self._connection.begin_nested()

    def several(self, wanted: Sequence[int]) -> list[Action]:
        """Give actions in this order; those that are not there are left out."""
        found = self._connection.execute(_whole().where(actions.c.id.in_(possible(wanted))))
        by_id = {row.id: _action(row) for row in found}
        return [by_id[each] for each in wanted if each in by_id]

    # ---- as they came about

    def events(self, action: int, after: int = 0) -> list[Event]:
        """Give the events later than number ``after``, oldest first."""
        found = self._connection.execute(
            select(action_events)
            .where(action_events.c.action == action, action_events.c.number > after)
            .order_by(action_events.c.number)
        )
        return [event_of(row) for row in found]

    # ---- what waits for what

    def hold_dependencies(self) -> None:
        """Make whoever else says what waits for what wait; SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_DEPENDENCIES_LOCK)))

    def waits(self, of: Collection[int]) -> Mapping[int, Collection[int]]:
        found = self._connection.execute(
            select(action_blockers).where(action_blockers.c.action.in_(of))
        )
        waits: dict[int, set[int]] = {}
        for row in found:
            waits.setdefault(row.action, set()).add(row.blocker)
        return waits

    def open_blockers(self, action: Action) -> list[int]:
        """Give which of the actions that it waits for are not closed."""
        wanted = select(actions.c.id).where(
            actions.c.id.in_(action.depends_on), actions.c.status.in_(_NOT_CLOSED)
        )
        return list(self._connection.scalars(wanted.order_by(actions.c.id)))

    def dependents(self, action: int) -> list[int]:
        """Give the actions that wait for one."""
        wanted = select(action_blockers.c.action).where(action_blockers.c.blocker == action)
        return list(self._connection.scalars(wanted.order_by(action_blockers.c.action)))

    # ---- steps

    def step(self, step: str) -> StepSettings:
        wanted = select(action_steps).where(action_steps.c.step == step)
        found = self._connection.execute(wanted).one_or_none()
        return _step(found) if found else StepSettings(step)

    def steps(self) -> list[StepSettings]:
        """Give the settings of all steps, those nobody set as they are by default."""
        kept = {row.step: _step(row) for row in self._connection.execute(select(action_steps))}
        return [kept.get(each.id, StepSettings(each.id)) for each in catalogue().steps]

    def put_step(self, settings: StepSettings) -> None:
        gone = delete(action_steps).where(action_steps.c.step == settings.step)
        self._connection.execute(gone)
        self._connection.execute(insert(action_steps).values(vars(settings)))

    # ---- changes

    def begin(self, action: Action, event: Event) -> Action:
        """Keep a new action; it gets its number."""
        row = self._row(action)
        number = self._connection.scalar(insert(actions).values(row).returning(actions.c.id))
        begun = replace(action, id=int(number or 0))
        details = {"action": begun.id, "snapshot": action_as_json(begun)}
        self._connection.execute(insert(action_details).values(details))
        self._connection.execute(insert(action_events).values(event_row(begun, event)))
        for table, rows in found_by(begun).items():
            self._insert(table, rows)
        return begun

    def keep(self, action: Action, event: Event) -> None:
        """Write an action with the event that made it so.

        Raises ConflictError where somebody else's event came first.
        """
        as_it_was = (actions.c.id == action.id, actions.c.last == event.number - 1)
        changed = update(actions).where(*as_it_was).values(self._row(action))
        if not self._connection.execute(changed).rowcount:
            raise ConflictError(f"Somebody changed {action.name} meanwhile. Look at it again.")
        details = update(action_details).where(action_details.c.action == action.id)
        self._connection.execute(details.values(snapshot=action_as_json(action)))
        self._connection.execute(insert(action_events).values(event_row(action, event)))
        for table, rows in found_by(action).items() if event.changes else ():
            self._put(table, action.id, rows)

    def _put(self, table: Table, action: int, rows: Collection[tuple[Any, ...]]) -> None:
        """Leave exactly these rows of an action, touching those that differ."""
        names = [each.name for each in table.c]
        same = table.c.action == action
        there = {tuple(row) for row in self._connection.execute(select(table).where(same))}
        keys = [each for each in table.primary_key if each.name != "action"]
        for row in there - set(rows):
            values = dict(zip(names, row, strict=True))
            this = [each == values[each.name] for each in keys]
            self._connection.execute(delete(table).where(same, *this))
        self._insert(table, set(rows) - there)

    def _insert(self, table: Table, rows: Collection[tuple[Any, ...]]) -> None:
        names = [each.name for each in table.c]
        if rows:
            values = [dict(zip(names, row, strict=True)) for row in rows]
            self._connection.execute(insert(table), values)

    def _row(self, action: Action) -> dict[str, Any]:
        return narrow(action) | {"audience": self._audience(",".join(action.readers))}

    def _audience(self, readers: str) -> int:
        same = select(action_audiences.c.id).where(action_audiences.c.readers == readers)
        found = self._connection.scalar(same)
        if found is None:
            self._connection.execute(insert_once(self._connection, readers))
            found = self._connection.scalar(same)
        return int(found or 0)


def possible(numbers: Iterable[int]) -> list[int]:
    """Give the numbers that an action can have; databases refuse to compare with others."""
    return sorted({each for each in numbers if 0 < each <= LARGEST})


def insert_once(connection: Connection, readers: str) -> Any:  # noqa: ANN401 - of either database
    """Keep a set of readers that two transactions may meet at once."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(action_audiences).values(readers=readers).on_conflict_do_nothing()


def narrow(action: Action) -> dict[str, Any]:
    """Give what lists filter, order and count an action by."""
    return {
        "last": action.last,
        "status": action.status.value,
        "live": action.status.is_live,
        "step": action.step,
        "owner": action.owner.key if action.owner else "",
        "owner_name": action.owner.name if action.owner else "",
        "due_by": action.due or NO_DAY,
        "first_due_by": action.first_due or NO_DAY,
        "urgency": action.priority.urgency,
        "estimate": action.estimate,
        "slips": action.slips,
        "waiting_for": action.waiting_for.key if action.waiting_for else "",
        "creator": action.creator,
        "source": action.source.kind.value,
        "created_at": action.created_at,
        "changed_at": action.changed_at,
        "status_at": action.status_at,
        "title": folded(action.title),
    }


def found_by(action: Action) -> dict[Table, set[tuple[Any, ...]]]:
    """Give the rows that an action is found by, in the order of their columns."""
    parties = [(each.key, HELPER) for each in action.helpers]
    parties += [(action.owner.key, OWNER)] if action.owner else []
    return {
        action_people: {
            (key, part, action.id) for key, part in [(action.creator, CREATOR), *parties]
        },
        action_labels: {(label, action.id) for label in action.labels},
        action_blockers: {(action.id, blocker) for blocker in action.depends_on},
        action_words: {(word, action.id, titled) for word, titled in words_of(action).items()},
    }


def _whole() -> Select[Any]:
    joined = actions.join(action_details, action_details.c.action == actions.c.id)
    return select(actions.c.id, action_details.c.snapshot).select_from(joined)


def _action(row: Row[Any]) -> Action:
    return action_of(row.id, row.snapshot)


def event_row(action: Action, event: Event) -> dict[str, Any]:
    said = {name: getattr(event, name) for name in _AS_THEY_ARE}
    changes = changes_as_json(event.changes)
    return said | {"action": action.id, "kind": event.kind.value, "changes": changes}


def event_of(row: Row[Any]) -> Event:
    said = {name: getattr(row, name) for name in _AS_THEY_ARE}
    return Event(kind=EventKind(row.kind), changes=changes_of(row.changes), **said)


def _step(row: Row[Any]) -> StepSettings:
    return StepSettings(row.step, row.lead, row.evidence, row.silence)
