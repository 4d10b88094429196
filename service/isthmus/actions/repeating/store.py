"""SQL of requests that made something."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, String, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from isthmus.actions.repeating.model import Request
from isthmus.errors import ConflictError
from isthmus.storage import METADATA, Instant

KNOWN_FOR: Final = timedelta(days=30)

action_requests: Final = Table(
    "action_requests",
    METADATA,
    Column("person", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("action", Integer),
    Column("at", Instant, nullable=False, index=True),
)


class RequestStore:
    """Requests within one transaction, at one moment."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def claim(self, person: str, asked: Request) -> bool:
        """Keep a request; False where the key is known. Whoever sends it at once waits here."""
        old = delete(action_requests).where(action_requests.c.at < self._now - KNOWN_FOR)
        self._connection.execute(old)
        row = {"person": person, "key": asked.key, "digest": asked.digest, "at": self._now}
        kept = self._insert().values(row).on_conflict_do_nothing()
        new = self._connection.execute(kept.returning(action_requests.c.key))
        return new.first() is not None

    def note(self, person: str, asked: Request, action: int) -> None:
        same = (action_requests.c.person == person, action_requests.c.key == asked.key)
        self._connection.execute(update(action_requests).where(*same).values(action=action))

    def made(self, person: str, asked: Request) -> int:
        """Give the action that a request made; raises ConflictError where it was another one."""
        same = (action_requests.c.person == person, action_requests.c.key == asked.key)
        found = self._connection.execute(select(action_requests).where(*same)).one()
        if found.digest != asked.digest:
            raise ConflictError(
                f"Something else was sent under the `Idempotency-Key` {asked.key} before. Take a "
                "new key for a new request."
            )
        return int(found.action)

    def _insert(self) -> Any:  # noqa: ANN401 - of either database
        is_postgres = self._connection.dialect.name == "postgresql"
        return (postgresql if is_postgres else sqlite).insert(action_requests)
