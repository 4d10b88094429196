"""SQL of how many actions were there, done and late at moments, for those who may read them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
)

from isthmus.actions.filtering import readable
from isthmus.actions.listing import NO_DAY
from isthmus.actions.model import Action, Status
from isthmus.actions.store import ActionStore
from isthmus.actions.tables import actions
from isthmus.people import Audience
from isthmus.programme.period import Moment
from isthmus.programme.tallies import NEVER, Begun, Outcome, Tally

_a: Final = actions.c
_JULIAN: Final = 1_721_424.5  # from SQLite's count of days to Python's
_BASE: Final = 100
_LIVE, _DROPPED, _UNDATED, _TOO_LATE, _ON_TIME = range(5)
_ENDED: Final[Mapping[int, tuple[Outcome, bool | None]]] = MappingProxyType(
    {
        _LIVE: (Outcome.LIVE, None),
        _DROPPED: (Outcome.DROPPED, None),
        _UNDATED: (Outcome.DONE, None),
        _TOO_LATE: (Outcome.DONE, False),
        _ON_TIME: (Outcome.DONE, True),
    }
)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class ProgrammeStore:
    """What is counted of the actions that all of an audience may read, within a phase or all.

    Only what was open at some moment of the period is looked at here. One number is made of all
    that is told apart, because the databases group by one number in half the time.
    """

    def __init__(self, connection: Connection, audience: Audience, phase: str = "") -> None:
        self._connection = connection
        self._picked = (readable(connection, audience), *_within(phase))

    def tallies(self, moments: Sequence[Moment]) -> list[Tally]:
        """Count what was open at any of these moments, by its history."""
        instants = [each.at for each in moments]
        key = _numbered(
            _index(_a.created_at, instants),
            _closed(instants),
            _index(_a.first_due_by, [each.today for each in moments]),
            self._outcome(moments),
        ).label("key")
        wanted = select(key, func.count(), func.sum(_a.slips)).group_by(key)
        return [_tally(*row) for row in self._open_since(instants[0], wanted)]

    def begun(self, moments: Sequence[Moment]) -> list[Begun]:
        """Count what was open at any of these moments by the day (UTC) that it was begun."""
        instants = [each.at for each in moments]
        key = _numbered(self._day(_a.created_at), _closed(instants)).label("key")
        found = self._open_since(instants[0], select(key, func.count()).group_by(key))
        begun = [Begun(date.fromordinal(k // _BASE), k % _BASE, number) for k, number in found]
        return sorted(begun, key=lambda each: each.day)

    def _open_since(self, begins: datetime, wanted: Any) -> Iterator[Any]:  # noqa: ANN401 - a select of any columns
        """Ask for what is open, then for what was closed later: each is a stretch of an index."""
        closed = and_(~_a.live, _a.status_at >= begins, _a.status != Status.PROPOSED)
        for condition in (_a.live, closed):
            yield from self._connection.execute(wanted.where(*self._picked, condition))

    def became(
        self, status: Status, begins: datetime, ends: datetime, most: int
    ) -> tuple[int, list[Action]]:
        """Give how many took a status within a time and have it still, and the latest of them."""
        within = (_a.status == status, _a.status_at >= begins, _a.status_at < ends)
        number = select(func.count()).select_from(actions).where(*self._picked, *within)
        ids = select(_a.id).where(*self._picked, *within)
        ids = ids.order_by(_a.status_at.desc(), _a.id.desc()).limit(most)
        found = ActionStore(self._connection).several(list(self._connection.scalars(ids)))
        return int(self._connection.scalar(number) or 0), found

    def _day(self, column: ColumnElement[Any]) -> ColumnElement[int]:
        """Give the day (UTC) of a moment as Python counts days."""
        if self._is_postgres:
            day: ColumnElement[Any] = cast(func.timezone("UTC", column), Date)
            return day - literal(date.min, Date) + 1
        days = func.julianday(func.substr(type_coerce(column, String), 1, 10)) - _JULIAN
        return cast(days, Integer)

    def _outcome(self, moments: Sequence[Moment]) -> ColumnElement[int]:
        """Tell what became of an action, and whether it was done by its first date.

        The day is that of the period's zone, whose clock may be put on or back in between.
        """
        if self._is_postgres:
            zone = str(moments[0].at.tzinfo)
            day: ColumnElement[Any] = cast(func.timezone(zone, _a.status_at), Date)
        else:
            day = self._local_day(moments[0].at, moments[-1].at)
        return case(
            (_a.live, _LIVE),
            (_a.status == Status.DROPPED, _DROPPED),
            (_a.first_due_by == NO_DAY, _UNDATED),
            (day <= _a.first_due_by, _ON_TIME),
            else_=_TOO_LATE,
        )

    def _local_day(self, begins: datetime, ends: datetime) -> ColumnElement[Any]:
        shifts = _shifts(begins, ends)
        days = [func.date(_a.status_at, f"{minutes:+d} minutes") for _, minutes in shifts]
        if len(days) == 1:
            return days[0]
        until = [(_a.status_at < at, day) for (at, _), day in zip(shifts[1:], days, strict=False)]
        return case(*until, else_=days[-1])

    @property
    def _is_postgres(self) -> bool:
        return self._connection.dialect.name == "postgresql"


def _within(phase: str) -> list[ColumnElement[bool]]:
    """Tell what is of a phase; an expression, since reading all is faster than by the index."""
    return [func.substr(_a.step, 1, 1) == phase] if phase else []


def _index(column: ColumnElement[Any], bounds: Sequence[Any]) -> ColumnElement[int]:
    """Give the first of some bounds in order that a value is below; NEVER where there is none."""
    return _between(column, bounds, 0, len(bounds))


def _between(
    column: ColumnElement[Any], bounds: Sequence[Any], low: int, high: int
) -> ColumnElement[int]:
    """Halve the bounds again and again: four comparisons find one of a dozen."""
    if low == high:
        return literal(low if low < len(bounds) else NEVER)
    middle = (low + high) // 2
    below = _between(column, bounds, low, middle)
    return case((column < bounds[middle], below), else_=_between(column, bounds, middle + 1, high))


def _closed(instants: Sequence[datetime]) -> ColumnElement[int]:
    """Give the first instant by which something was closed, of what was agreed."""
    return case((_a.live, NEVER), else_=_index(_a.status_at, instants))


def _shifts(begins: datetime, ends: datetime) -> list[tuple[datetime, int]]:
    """Give from when on a zone is how many minutes from UTC, within a time, to the hour."""
    at, last = begins.astimezone(UTC), ends.astimezone(UTC)
    found = [(at, _minutes(at, begins))]
    while at < last:
        step = _DAY if _minutes(at + _DAY, begins) == found[-1][1] else _HOUR
        at += step
        if _minutes(at, begins) != found[-1][1]:
            found.append((at, _minutes(at, begins)))
    return found


def _minutes(at: datetime, local: datetime) -> int:
    offset = at.astimezone(local.tzinfo).utcoffset() or timedelta()
    return int(offset.total_seconds() // 60)


def _numbered(*parts: ColumnElement[int]) -> ColumnElement[int]:
    """Make one number of several below a hundred."""
    return reduce(lambda number, part: number * _BASE + part, parts)


def _tally(key: int, number: int, slips: int) -> Tally:
    rest, ended = divmod(key, _BASE)
    rest, due = divmod(rest, _BASE)
    created, closed = divmod(rest, _BASE)
    outcome, on_time = _ENDED[ended]
    return Tally(created, closed, due, outcome, on_time, number, slips)
