"""SQL of the audit trail, and the head that is noted beside it in the data folder."""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
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
from isthmus.storage import METADATA, Instant

NOTED: Final = "audit-head.json"
AT_ONCE: Final = 1000

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

    def in_order(self) -> Iterator[Entry]:
        """Give all entries from the first on, some at a time."""
        after = -1
        while True:
            query = select(audit).where(audit.c.number > after).order_by(audit.c.number)
            found = self._connection.execute(query.limit(AT_ONCE)).all()
            yield from map(_entry_of, found)
            if len(found) < AT_ONCE:
                return
            after = found[-1].number

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
        row = self._connection.execute(query).one()
        return Head(row.number, row.hash)


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
    return Entry(**row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name
