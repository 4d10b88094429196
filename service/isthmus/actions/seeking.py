"""SQL of lists of actions: found, ordered and counted in the database, for those who may read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    and_,
    case,
    func,
    literal,
    select,
    tuple_,
)

from isthmus.actions.filtering import NOT_CLOSED, Condition, conditions, readable
from isthmus.actions.listing import (
    NO_DAY,
    Change,
    Changed,
    Counted,
    Group,
    Lateness,
    Listing,
    Order,
    Page,
    Since,
    Sought,
    Twin,
    after_cursor,
    cursor,
    is_moment,
    likest,
    sought_words,
    twins,
)
from isthmus.actions.model import CLOSED, Action, Priority, SourceKind, Status
from isthmus.actions.quoted import AsReadable, by_all_of
from isthmus.actions.store import ActionStore, event_of
from isthmus.actions.tables import (
    action_details,
    action_events,
    action_labels,
    action_words,
    actions,
)
from isthmus.errors import InvalidError
from isthmus.people import Audience
from isthmus.storage import Instant

SOON: Final = timedelta(days=7)
_CANDIDATES: Final = 50
_IN_ORDER: Final = {Group.STATUS, Group.STEP}
_a: Final = actions.c
_FIRST: Final = MappingProxyType(  # by what, and whether the largest comes first
    {
        Order.DUE: ((_a.due_by, _a.id), False),
        Order.PRIORITY: ((_a.urgency, _a.due_by, _a.id), False),
        Order.CHANGED: ((_a.changed_at, _a.id), True),
        Order.CREATED: ((_a.created_at, _a.id), True),
        Order.NUMBER: ((_a.id,), False),
        Order.TITLE: ((_a.title, _a.id), False),
        Order.STEP: ((_a.step, _a.due_by, _a.id), False),
        Order.OWNER: ((_a.owner_name, _a.id), False),
    }
)
_HAPPENED: Final = (action_events.c.at, action_events.c.action, action_events.c.number)


class ActionLists:
    """Lists of the actions that all of an audience may read, quoting what they may read too."""

    def __init__(self, connection: Connection, audience: Audience) -> None:
        self._connection = connection
        self._store = ActionStore(connection)
        self._readable = readable(connection, audience)
        self.quoting = AsReadable(connection, by_all_of(audience))

    def listed(self, sought: Sought, page: Page) -> Listing:
        columns, largest_first = _FIRST[page.order]
        down = largest_first is not page.backwards
        wanted = select(*columns).where(*self._picked(sought))
        if page.after:
            wanted = wanted.where(_beyond(columns, page.after, down=down))
        wanted = wanted.order_by(*(each.desc() if down else each for each in columns))
        rows = self._connection.execute(wanted.limit(page.limit + 1)).all()
        shown = rows[: page.limit]
        following = _cursor(shown[-1]) if len(rows) > len(shown) else ""
        return Listing(tuple(self._several([row.id for row in shown])), following)

    def counted(self, sought: Sought, groups: Sequence[Group], today: date) -> list[Counted]:
        """Count actions by what they have in common; groups with nothing in them are left out."""
        keys = [_key(group, today) for group in groups]
        live = _a.live.is_(other=True)
        overdue = and_(live, _a.due_by < today)
        wanted = select(  # the keys first
            *(key.label(f"key_{place}") for place, key in enumerate(keys)),
            func.count().label("number"),
            _how_many(live).label("live"),
            _how_many(overdue).label("overdue"),
            func.coalesce(func.sum(case((live, _a.estimate))), 0).label("hours"),
            func.count(case((live, _a.estimate))).label("estimated"),
            func.max(_a.owner_name).label("owner"),
        ).select_from(actions)
        if Group.LABEL in groups:
            wanted = wanted.join(action_labels, action_labels.c.action == _a.id)
        wanted = wanted.where(*self._picked(sought)).group_by(*_grouped(groups, keys))
        wanted = wanted.order_by(*keys)
        found = self._connection.execute(wanted.having(func.count() > 0))
        return [_counted(row, len(keys), named=Group.OWNER in groups) for row in found]

    def changed(self, wanted: Since, sought: Sought) -> Changed:
        """Give what happened to the actions that are sought, the latest first."""
        picked = select(_a.id).where(*self._picked(sought))
        theirs = (action_events.c.action + 0).in_(picked)  # an expression: by time, not by action
        query = select(action_events).where(action_events.c.at >= wanted.since, theirs)
        if wanted.until:
            query = query.where(action_events.c.at < wanted.until)
        if wanted.kinds:
            query = query.where(action_events.c.kind.in_(wanted.kinds))
        if wanted.after:
            query = query.where(_beyond(_HAPPENED, wanted.after, down=True))
        latest = query.order_by(*(each.desc() for each in _HAPPENED)).limit(wanted.limit + 1)
        rows = self._connection.execute(latest).all()
        shown = rows[: wanted.limit]
        now = {each.id: each for each in self._several([row.action for row in shown])}
        events = self.quoting.events([event_of(row) for row in shown])
        told = zip(shown, events, strict=True)
        changes = tuple(Change(now[row.action], event) for row, event in told)
        last = shown[-1] if len(rows) > len(shown) else None
        return Changed(changes, _cursor((last.at, last.action, last.number)) if last else "")

    def alike(self, title: str, most: int) -> list[Twin]:
        """Give the actions that nobody closed whose titles are alike, the likest first."""
        words = sought_words(title)
        shared = func.count().label("shared")
        wanted = (
            select(_a.id, _a.title, shared)
            .join(action_words, action_words.c.action == _a.id)
            .where(
                action_words.c.word.in_(words),
                action_words.c.titled.is_(other=True),
                _a.status.in_(NOT_CLOSED),
                self._readable,
            )
            .group_by(_a.id, _a.title)
            .order_by(shared.desc(), _a.id.desc())
            .limit(_CANDIDATES)
        )
        likely = likest(title, [(row.id, row.title) for row in self._connection.execute(wanted)])
        return twins(title, self._several(likely[:most]))

    def imported(self) -> dict[str, int]:
        """Give the numbers of what came in with a list, by what its row is known by."""
        row = action_details.c.snapshot["source"]["row"].as_string()
        wanted = select(row, _a.id).join(action_details, action_details.c.action == _a.id)
        wanted = wanted.where(_a.source == SourceKind.IMPORT, self._readable).order_by(_a.id)
        return {mark: number for mark, number in self._connection.execute(wanted)}  # noqa: C416 - rows

    def readable(self, wanted: Sequence[int]) -> list[Action]:
        """Give those of some actions that may be read, in their order."""
        may = select(_a.id).where(_a.id.in_(wanted), self._readable)
        ids = set(self._connection.scalars(may))
        return self._several([each for each in wanted if each in ids])

    def _several(self, wanted: Sequence[int]) -> list[Action]:
        return self.quoting.actions(self._store.several(wanted))

    def _picked(self, sought: Sought) -> list[Condition]:
        return [self._readable, *conditions(sought)]


def _key(group: Group, today: date) -> ColumnElement[Any]:
    keys: Mapping[Group, ColumnElement[Any]] = {
        Group.STATUS: _unordered(_a.status),
        Group.STEP: _unordered(_a.step),
        Group.PHASE: func.substr(_a.step, 1, 1),
        Group.OWNER: _unordered(_a.owner),
        Group.PRIORITY: case({each.urgency: each.value for each in Priority}, value=_a.urgency),
        Group.LABEL: action_labels.c.label,
        Group.LATENESS: _lateness(today),
    }
    return keys[group]


def _unordered(column: ColumnElement[str]) -> ColumnElement[str]:
    """Give a column so that SQLite counts from the index that holds all, not from one in order."""
    return func.coalesce(column, "")


def _grouped(groups: Sequence[Group], keys: Sequence[ColumnElement[Any]]) -> Sequence[Any]:
    """Give by what to group: by status and step as the index is in order, so nothing is sorted."""
    return (_a.live, _a.status, _a.step) if set(groups) == _IN_ORDER else keys


def _counted(row: Any, keys: int, *, named: bool) -> Counted:  # noqa: ANN401 - a row of any columns
    return Counted(
        keys=tuple(map(str, row[:keys])),
        number=row.number,
        live=row.live,
        overdue=row.overdue,
        hours=float(row.hours),
        estimated=row.estimated,
        owner=row.owner if named else "",
    )


def _lateness(today: date) -> ColumnElement[str]:
    return case(
        (_a.status.in_(CLOSED), Lateness.CLOSED.value),
        (_a.status == Status.PROPOSED, Lateness.PROPOSED.value),
        (_a.due_by < today, Lateness.OVERDUE.value),
        (_a.due_by == NO_DAY, Lateness.UNDATED.value),
        (_a.due_by <= today + SOON, Lateness.SOON.value),
        else_=Lateness.LATER.value,
    )


def _how_many(condition: Condition) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _beyond(columns: Sequence[Any], after: str, *, down: bool) -> Condition:
    """Tell what comes after the row that a cursor was made of."""
    kinds = [int if isinstance(column.type, Integer) else str for column in columns]
    values = zip(columns, after_cursor(after, kinds), strict=True)
    row, last = tuple_(*columns), tuple_(*(_value(*each) for each in values))
    return row < last if down else row > last


def _value(column: ColumnElement[Any], value: str | int) -> ColumnElement[Any]:
    """Give a value of a cursor as its column holds it; raises InvalidError where it is none."""
    try:
        match column.type:
            case Date():
                return literal(date.fromisoformat(str(value)), column.type)
            case Instant():
                return literal(_moment(str(value)), column.type)
            case _:
                return literal(value, column.type)
    except ValueError as error:
        raise InvalidError("That page is not there. Start with the first one.") from error


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    if not is_moment(moment):
        raise ValueError(said)
    return moment


def _cursor(row: Iterable[Any]) -> str:
    plain = (each.isoformat() if isinstance(each, date) else each for each in row)
    return cursor(*plain)
