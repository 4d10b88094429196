"""SQL of charts: each as it is now, all its events, and the versions that were approved.

Events and versions are only ever added; the chart as it is now is there to be read quickly.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from isthmus.errors import ConflictError
from isthmus.raci.changes import Change, Event, EventKind
from isthmus.raci.history import NOTHING, applied
from isthmus.raci.listing import Listed, words_of
from isthmus.raci.model import Chart, Filed, Status, Version
from isthmus.raci.written import (
    changes_as_json,
    changes_of,
    chart_as_json,
    chart_of,
    require_text,
)
from isthmus.storage import METADATA, Instant

charts: Final = Table(
    "charts",
    METADATA,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("owner", String, nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    Column("readers", JSON, nullable=False),
    Column("steps", JSON, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("terms", Text, nullable=False),
    Column("snapshot", JSON, nullable=False),
)

chart_events: Final = Table(
    "chart_events",
    METADATA,
    Column("chart", ForeignKey("charts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("via", String, nullable=False),
    Column("said", Text, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("undoes", Integer),
)

chart_versions: Final = Table(
    "chart_versions",
    METADATA,
    Column("chart", ForeignKey("charts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("snapshot", JSON, nullable=False),
    Column("approved_by", String, nullable=False),
    Column("approved_at", Instant, nullable=False),
    Column("event", Integer, nullable=False),
    Column("superseded_at", Instant),
)

_LISTED: Final = [each for each in charts.c if each.name != "snapshot"]
_TOLD: Final = [each for each in chart_events.c if each.name not in {"chart", "changes"}]


class ChartStore:
    """Charts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- as they are

    def chart(self, chart: str) -> Filed | None:
        return self._chart(select(charts).where(charts.c.id == chart))

    def opened(self, chart: str) -> Filed | None:
        """Give a chart to change it; whoever else wants to waits until this transaction ends."""
        return self._chart(select(charts).where(charts.c.id == chart).with_for_update())

    def listed(self) -> list[Listed]:
        """Give all charts without what they say, the last changed first."""
        found = self._connection.execute(
            select(*_LISTED).order_by(charts.c.changed_at.desc(), charts.c.id)
        )
        return [_listed(row) for row in found]

    def charts(self, of: Sequence[str]) -> list[Filed]:
        found = self._connection.execute(
            select(charts).where(charts.c.id.in_(of)).order_by(charts.c.title, charts.c.id)
        )
        return [_filed(row) for row in found]

    def _chart(self, query: Any) -> Filed | None:  # noqa: ANN401 - a select, locking or not
        found = self._connection.execute(query).one_or_none()
        return _filed(found) if found else None

    # ---- as they came about

    def events(self, chart: str, after: int = 0) -> list[Event]:
        """Give the events later than number ``after``, oldest first."""
        return self._events(chart_events.c.chart == chart, chart_events.c.number > after)

    def lately(self, chart: str, number: int) -> list[Event]:
        """Give the last events, oldest first, without their changes: those may be many."""
        found = self._connection.execute(
            select(*_TOLD)
            .where(chart_events.c.chart == chart)
            .order_by(chart_events.c.number.desc())
            .limit(number)
        )
        return [_told(row) for row in found][::-1]

    def back(self, chart: str, number: int) -> tuple[Change, ...]:
        """Give what takes an event back."""
        same = (chart_events.c.chart == chart, chart_events.c.number == number)
        found = self._connection.scalars(select(chart_events.c.changes).where(*same)).one()
        return changes_of(found["back"])

    def state(self, filed: Filed, number: int) -> Chart:
        """Give what a chart said after one of its events, from the nearest version on."""
        if number == filed.number:
            return filed.chart
        before = [each for each in self.versions(filed.id) if each.event <= number]
        start = before[-1] if before else None
        events = self._events(
            chart_events.c.chart == filed.id,
            chart_events.c.number > (start.event if start else 0),
            chart_events.c.number <= number,
        )
        changes = (change for event in events for change in event.changes)
        return applied(start.chart if start else NOTHING, changes)

    def versions(self, chart: str) -> list[Version]:
        """Give the versions that were approved, oldest first."""
        found = self._connection.execute(
            select(chart_versions)
            .where(chart_versions.c.chart == chart)
            .order_by(chart_versions.c.number)
        )
        return [_version(row) for row in found]

    def last_approval(self, chart: str) -> int:
        """Give the number of the event by which it was approved last, 0 where it was not."""
        same = chart_versions.c.chart == chart
        return self._connection.scalar(select(func.max(chart_versions.c.event)).where(same)) or 0

    def last_version(self, chart: str) -> Version | None:
        found = self._connection.execute(
            select(chart_versions)
            .where(chart_versions.c.chart == chart)
            .order_by(chart_versions.c.number.desc())
            .limit(1)
        ).one_or_none()
        return _version(found) if found else None

    def _events(self, *conditions: Any) -> list[Event]:  # noqa: ANN401 - SQL conditions
        found = self._connection.execute(
            select(chart_events).where(*conditions).order_by(chart_events.c.number)
        )
        return [_event(row) for row in found]

    # ---- changes

    def begin(self, filed: Filed, event: Event) -> None:
        self._connection.execute(insert(charts).values(_row(filed, event.at)))
        self._connection.execute(insert(chart_events).values(_event_row(filed, event)))

    def keep(self, filed: Filed, event: Event, back: Sequence[Change] = ()) -> None:
        """Write a chart with the event that made it so, and what takes that back.

        Raises ConflictError where somebody else's event came first.
        """
        as_it_was = (charts.c.id == filed.id, charts.c.number == event.number - 1)
        changed = update(charts).where(*as_it_was).values(_row(filed, event.at))
        if not self._connection.execute(changed).rowcount:
            raise ConflictError("Somebody changed the chart meanwhile. Look at it again.")
        self._connection.execute(insert(chart_events).values(_event_row(filed, event, back)))

    def put_readers(self, filed: Filed) -> None:
        require_text(filed.readers)
        changed = update(charts).where(charts.c.id == filed.id)
        self._connection.execute(changed.values(readers=list(filed.readers)))

    def add_version(self, version: Version) -> None:
        """Keep a version; it supersedes the one before."""
        before = (
            chart_versions.c.chart == version.filed,
            chart_versions.c.superseded_at.is_(None),
        )
        superseded = update(chart_versions).where(*before)
        self._connection.execute(superseded.values(superseded_at=version.approved_at))
        row = {
            "chart": version.filed,
            "number": version.number,
            "snapshot": chart_as_json(version.chart),
            "approved_by": version.approved_by,
            "approved_at": version.approved_at,
            "event": version.event,
            "superseded_at": version.superseded_at,
        }
        self._connection.execute(insert(chart_versions).values(row))


def _row(filed: Filed, at: datetime) -> dict[str, Any]:
    chart = filed.chart
    require_text(filed.readers)
    return {
        "id": filed.id,
        "title": chart.title,
        "owner": filed.owner,
        "status": filed.status.value,
        "number": filed.number,
        "version": filed.version,
        "changed_by": filed.changed_by,
        "changed_at": at,
        "readers": list(filed.readers),
        "steps": sorted({*chart.steps, *(row.step for row in chart.rows)} - {""}),
        "roles": [[column.name, column.role, *column.aliases] for column in chart.columns],
        "terms": words_of(chart),
        "snapshot": chart_as_json(chart),
    }


def _filed(row: Row[Any]) -> Filed:
    return Filed(
        id=row.id,
        chart=chart_of(row.snapshot),
        owner=row.owner,
        status=Status(row.status),
        number=row.number,
        version=row.version,
        changed_by=row.changed_by,
        readers=tuple(row.readers),
    )


def _event_row(filed: Filed, event: Event, back: Sequence[Change] = ()) -> dict[str, Any]:
    require_text(event.said)
    said = {name: getattr(event, name) for name in Event.__dataclass_fields__}
    changes = changes_as_json(event.changes) | {"back": changes_as_json(back)}
    return {"chart": filed.id, **said, "kind": event.kind.value, "changes": changes}


def _event(row: Row[Any]) -> Event:
    return replace(_told(row), changes=changes_of(row.changes))


def _told(row: Row[Any]) -> Event:
    """Give an event without its changes."""
    said = {column.name: getattr(row, column.name) for column in _TOLD}
    return Event(**said | {"kind": EventKind(row.kind)})


def _version(row: Row[Any]) -> Version:
    return Version(
        filed=row.chart,
        number=row.number,
        chart=chart_of(row.snapshot),
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        event=row.event,
        superseded_at=row.superseded_at,
    )


def _listed(row: Row[Any]) -> Listed:
    said = {name: getattr(row, name) for name in Listed.__dataclass_fields__}
    as_tuples = {name: tuple(said[name]) for name in ("readers", "steps")}
    roles = tuple(tuple(names) for names in said["roles"])
    return Listed(**said | as_tuples | {"status": Status(row.status), "roles": roles})
