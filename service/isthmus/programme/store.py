"""SQL of how many actions were there, done and late at moments, for those who may read them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    String,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
)

from isthmus.actions.filtering import conditions, readable
from isthmus.actions.listing import NO_DAY, Sought
from isthmus.actions.model import CLOSED, Action, Status
from isthmus.actions.store import ActionStore
from isthmus.actions.tables import actions
from isthmus.people import Audience
from isthmus.programme.period import Moment
from isthmus.programme.tallies import NEVER, Begun, Outcome, Tally

_a: Final = actions.c
_CLOSED_AT: Final = case((_a.status.in_(CLOSED), _a.status_at))
_OUTCOMES: Final = {Status.DONE.value: Outcome.DONE, Status.DROPPED.value: Outcome.DROPPED}
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

    Only what was open at some moment of the period is looked at one by one: what was closed
    before is counted from an index. One number is made of all that is told apart, because the
    databases group by one number in half the time.
    """

    def __init__(self, connection: Connection, audience: Audience, sought: Sought) -> None:
        self._connection = connection
        self._picked = (readable(connection, audience), *conditions(sought))

    def tallies(self, moments: Sequence[Moment]) -> list[Tally]:
        """Count every action that was agreed, by its history at these moments."""
        instants = [each.at for each in moments]
        key = _numbered(
            _index(_a.created_at, instants),
            _index(_CLOSED_AT, instants),
            _index(_a.first_due_by, [each.today for each in moments]),
            self._outcome(moments),
        ).label("key")
        wanted = select(key, func.count().label("number"), func.sum(_a.slips).label("slips"))
        wanted = wanted.where(*self._picked, _open_since(instants[0])).group_by(key)
        found = self._connection.execute(wanted)
        return [*self._closed_before(instants[0]), *map(_tally, found)]

    def _closed_before(self, begins: datetime) -> list[Tally]:
        ended = func.coalesce(_a.status, "").label("ended")  # no column: all are gone through
        wanted = select(ended, func.count().label("number")).where(
            *self._picked, ended.in_(CLOSED), _a.status_at < begins
        )
        found = self._connection.execute(wanted.group_by(ended))
        return [Tally(0, 0, NEVER, _OUTCOMES[row.ended], None, row.number) for row in found]

    def begun(self, moments: Sequence[Moment]) -> list[Begun]:
        """Count what was open at any of these moments by the day (UTC) that it was begun."""
        instants = [each.at for each in moments]
        day, closed = self._day(_a.created_at).label("day"), _index(_CLOSED_AT, instants)
        columns = (day, closed.label("closed"))
        wanted = select(*columns, func.count().label("number"))
        wanted = wanted.where(*self._picked, _open_since(instants[0])).group_by(*columns)
        found = self._connection.execute(wanted).all()
        begun = [Begun(date.fromisoformat(row.day), row.closed, row.number) for row in found]
        return sorted(begun, key=lambda each: each.day)

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

    def _day(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        if self._is_postgres:
            return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD")
        return func.substr(cast(column, String), 1, 10)

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
            (_a.status == Status.DROPPED, _DROPPED),
            (_a.status != Status.DONE, _LIVE),
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


def _index(column: ColumnElement[Any], bounds: Sequence[Any]) -> ColumnElement[int]:
    """Give the first of some bounds that is not before a value; NEVER where there is none."""
    return case(*((column < bound, at) for at, bound in enumerate(bounds)), else_=NEVER)


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


def _open_since(begins: datetime) -> ColumnElement[bool]:
    """Tell what was agreed and open, or closed later; going through all is faster."""
    is_live = func.coalesce(_a.live, false())
    return and_(or_(_a.status_at >= begins, is_live), _a.status != Status.PROPOSED)


def _numbered(*parts: ColumnElement[int]) -> ColumnElement[int]:
    """Make one number of several below a hundred."""
    return reduce(lambda number, part: number * _BASE + part, parts)


def _tally(row: Any) -> Tally:  # noqa: ANN401 - a row of any columns
    rest, ended = divmod(row.key, _BASE)
    rest, due = divmod(rest, _BASE)
    created, closed = divmod(rest, _BASE)
    outcome, on_time = _ENDED[ended]
    return Tally(created, closed, due, outcome, on_time, row.number, row.slips)
