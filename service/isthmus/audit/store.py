"""SQL of the audit trail, and the head that is noted beside it in the data folder."""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Integer,
    Row,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from isthmus.audit.model import Entry, Head, Witness
from isthmus.audit.service import Audit, Wanted
from isthmus.errors import UnavailableError
from isthmus.storage import METADATA, Instant

NOTED: Final = "audit-head.json"
AT_ONCE: Final = 1000
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)

audit: Final = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False, index=True),
    Column("person", String, nullable=False, index=True),
    Column("action", String, nullable=False, index=True),
    Column("subject", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("previous_hash", String, nullable=False),
    Column("hash", String, nullable=False),
)

audit_head: Final = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String, nullable=False),
)


class AuditStore:
    """The audit trail within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> Head:
        """Give the newest entry, and make every other writer wait, so that no two follow it.

        SQLite has one writer at a time anyway; PostgreSQL holds the row.
        """
        return self._head(select(audit_head).with_for_update())

    def head(self) -> Head:
        return self._head(select(audit_head))

    def holds(self, head: Head) -> bool:
        """Tell whether the entry of this head is there as it was noted."""
        query = select(audit.c.hash).where(audit.c.number == head.number)
        return self._connection.scalar(query) == head.hash

    def append(self, entry: Entry) -> None:
        row = vars(entry) | {"details": dict(entry.details)}
        self._connection.execute(insert(audit).values(row))
        self._connection.execute(update(audit_head).values(number=entry.number, hash=entry.hash))

    def tells(self, action: str, subject: str) -> bool:
        same = (audit.c.action == action, audit.c.subject == subject)
        return self._connection.scalar(select(audit.c.number).where(*same).limit(1)) is not None

    def in_order(self) -> Iterator[Entry]:
        """Give all entries from the lowest number on, some at a time.

        One below the first is forged, and one that cannot be read was edited: both are given, so
        that the chain shows it.
        """
        numbers = select(audit.c.number).order_by(audit.c.number).limit(AT_ONCE)
        found = self._connection.scalars(numbers).all()
        while found:
            yield from self._between(found[0], found[-1])
            found = self._connection.scalars(numbers.where(audit.c.number > found[-1])).all()

    def _between(self, first: int, last: int) -> list[Entry]:
        query = select(audit).where(audit.c.number.between(first, last)).order_by(audit.c.number)
        try:
            return [_entry_of(row) for row in self._connection.execute(query)]
        except (ValueError, TypeError):
            if first == last:
                return [Entry(first, _LONG_AGO, "", "", "")]
        middle = (first + last) // 2
        return [*self._between(first, middle), *self._between(middle + 1, last)]

    def latest(self, wanted: Wanted, limit: int) -> list[Entry]:
        """Give the newest entries that are wanted, newest first."""
        query = select(audit).order_by(audit.c.number.desc()).limit(limit)
        for condition in _conditions(wanted):
            query = query.where(condition)
        return [_entry_of(row) for row in self._connection.execute(query)]

    def count(self) -> int:
        return self._connection.scalar(select(func.count()).select_from(audit)) or 0

    def actions(self) -> list[str]:
        query = select(audit.c.action).distinct().order_by(audit.c.action)
        return list(self._connection.scalars(query))

    def _head(self, query: Any) -> Head:  # noqa: ANN401 - a select, locking or not
        found = self._connection.execute(query).all()
        if len(found) != 1:
            raise UnavailableError(
                "The audit trail's own head is gone, or there are several: somebody changed the "
                "records. Restore a backup."
            )
        return Head(found[0].number, found[0].hash)


@dataclass(frozen=True)
class Act:
    """A transaction that changes something, with the trail that tells of it."""

    connection: Connection
    audit: Audit


class NotedHead:
    """The head in a file of the data folder, which is no part of the database.

    It is written after a transaction ended, so after a crash it may be an entry or two behind:
    then a cut of just these entries is not found by it.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / NOTED

    def witnesses(self) -> list[Witness]:
        """Give the head that was noted; none where nothing was, or where it cannot be read."""
        try:
            said = json.loads(self.file.read_text("utf-8"))
            return [Witness(str(self.file), Head(int(said["number"]), str(said["hash"])))]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def note(self, head: Head) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=self.file.parent, delete=False) as file:
            json.dump({"number": head.number, "hash": head.hash}, file)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self.file)


def _conditions(wanted: Wanted) -> Iterator[Any]:
    if wanted.person:
        yield audit.c.person == wanted.person
    if wanted.action:
        yield audit.c.action.startswith(wanted.action, autoescape=True)
    if wanted.since:
        yield audit.c.at >= wanted.since
    if wanted.until:
        yield audit.c.at < wanted.until
    if wanted.before:
        yield audit.c.number < wanted.before


def _entry_of(row: Row[Any]) -> Entry:
    """Give an entry; raises TypeError where its details are none."""
    if not isinstance(row.details, dict):
        raise TypeError(row.number)
    return Entry(**row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name
