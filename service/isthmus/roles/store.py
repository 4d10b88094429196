"""SQL of role definitions: each as it is now, all its events, the versions that were approved.

Events and versions are only ever added.
"""

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
    insert,
    select,
    update,
)

from isthmus.errors import ConflictError
from isthmus.raci.model import Status
from isthmus.raci.written import require_text
from isthmus.roles.model import Event, EventKind, Filed, Version
from isthmus.roles.written import definition_as_json, definition_of
from isthmus.storage import METADATA, Instant

role_definitions: Final = Table(
    "role_definitions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("owner", String, nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    Column("readers", JSON, nullable=False),
    Column("snapshot", JSON, nullable=False),
)

role_events: Final = Table(
    "role_events",
    METADATA,
    Column("definition", ForeignKey("role_definitions.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("via", String, nullable=False),
    Column("said", Text, nullable=False),
    Column("snapshot", JSON, nullable=False),
    Column("undoes", Integer),
)

role_versions: Final = Table(
    "role_versions",
    METADATA,
    Column("definition", ForeignKey("role_definitions.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("snapshot", JSON, nullable=False),
    Column("approved_by", String, nullable=False),
    Column("approved_at", Instant, nullable=False),
    Column("event", Integer, nullable=False),
    Column("superseded_at", Instant),
)


class RoleStore:
    """Definitions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def definition(self, definition: str) -> Filed | None:
        return self._one(select(role_definitions).where(role_definitions.c.id == definition))

    def opened(self, definition: str) -> Filed | None:
        """Give one to change it; whoever else wants to waits until this transaction ends."""
        wanted = select(role_definitions).where(role_definitions.c.id == definition)
        return self._one(wanted.with_for_update())

    def listed(self) -> list[Filed]:
        """Give all definitions by name."""
        wanted = select(role_definitions).order_by(role_definitions.c.name, role_definitions.c.id)
        return [_filed(row) for row in self._connection.execute(wanted)]

    def events(self, definition: str, after: int = 0) -> list[Event]:
        """Give the events later than number ``after``, oldest first."""
        found = self._connection.execute(
            select(role_events)
            .where(role_events.c.definition == definition, role_events.c.number > after)
            .order_by(role_events.c.number)
        )
        return [_event(row) for row in found]

    def event(self, definition: str, number: int) -> Event | None:
        found = self._connection.execute(
            select(role_events).where(
                role_events.c.definition == definition, role_events.c.number == number
            )
        ).one_or_none()
        return _event(found) if found else None

    def versions(self, definition: str) -> list[Version]:
        """Give the versions that were approved, oldest first."""
        found = self._connection.execute(
            select(role_versions)
            .where(role_versions.c.definition == definition)
            .order_by(role_versions.c.number)
        )
        return [_version(row) for row in found]

    def last_version(self, definition: str) -> Version | None:
        return next(reversed(self.versions(definition)), None)

    def versions_in_force(self) -> list[tuple[Filed, Version]]:
        """Give all definitions that were approved, each with its version in force, by name."""
        wanted = select(role_versions).where(role_versions.c.superseded_at.is_(None))
        found = {row.definition: _version(row) for row in self._connection.execute(wanted)}
        return [(each, found[each.id]) for each in self.listed() if each.id in found]

    def begin(self, filed: Filed, event: Event) -> None:
        self._connection.execute(insert(role_definitions).values(_row(filed, event.at)))
        self._connection.execute(insert(role_events).values(_event_row(filed, event)))

    def keep(self, filed: Filed, event: Event) -> None:
        """Write a definition with the event that made it so.

        Raises ConflictError where somebody else's event came first.
        """
        as_it_was = (
            role_definitions.c.id == filed.id,
            role_definitions.c.number == event.number - 1,
        )
        changed = update(role_definitions).where(*as_it_was).values(_row(filed, event.at))
        if not self._connection.execute(changed).rowcount:
            raise ConflictError("Somebody changed the definition meanwhile. Look at it again.")
        self._connection.execute(insert(role_events).values(_event_row(filed, event)))

    def put_readers(self, filed: Filed) -> None:
        require_text(filed.readers)
        changed = update(role_definitions).where(role_definitions.c.id == filed.id)
        self._connection.execute(changed.values(readers=list(filed.readers)))

    def add_version(self, version: Version) -> None:
        """Keep a version; it supersedes the one before."""
        before = (
            role_versions.c.definition == version.filed,
            role_versions.c.superseded_at.is_(None),
        )
        superseded = update(role_versions).where(*before)
        self._connection.execute(superseded.values(superseded_at=version.approved_at))
        row = {
            "definition": version.filed,
            "number": version.number,
            "snapshot": definition_as_json(version.definition),
            "approved_by": version.approved_by,
            "approved_at": version.approved_at,
            "event": version.event,
            "superseded_at": version.superseded_at,
        }
        self._connection.execute(insert(role_versions).values(row))

    def _one(self, query: Any) -> Filed | None:  # noqa: ANN401 - a select, locking or not
        found = self._connection.execute(query).one_or_none()
        return _filed(found) if found else None


def _row(filed: Filed, at: datetime) -> dict[str, Any]:
    require_text(filed.readers)
    return {
        "id": filed.id,
        "name": filed.definition.name,
        "owner": filed.owner,
        "status": filed.status.value,
        "number": filed.number,
        "version": filed.version,
        "changed_by": filed.changed_by,
        "changed_at": at,
        "readers": list(filed.readers),
        "snapshot": definition_as_json(filed.definition),
    }


def _filed(row: Row[Any]) -> Filed:
    return Filed(
        id=row.id,
        definition=definition_of(row.snapshot),
        owner=row.owner,
        status=Status(row.status),
        number=row.number,
        version=row.version,
        changed_by=row.changed_by,
        readers=tuple(row.readers),
    )


def _event_row(filed: Filed, event: Event) -> dict[str, Any]:
    require_text(event.said)
    said = {name: getattr(event, name) for name in ("number", "by", "at", "via", "undoes")}
    return said | {
        "definition": filed.id,
        "kind": event.kind.value,
        "said": event.said,
        "snapshot": definition_as_json(event.definition),
    }


def _event(row: Row[Any]) -> Event:
    said = {name: getattr(row, name) for name in ("number", "by", "at", "via", "undoes", "said")}
    return Event(kind=EventKind(row.kind), definition=definition_of(row.snapshot), **said)


def _version(row: Row[Any]) -> Version:
    return Version(
        filed=row.definition,
        number=row.number,
        definition=definition_of(row.snapshot),
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        event=row.event,
        superseded_at=row.superseded_at,
    )
