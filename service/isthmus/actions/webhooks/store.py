"""SQL of webhooks. The secret is kept as it is: without it nothing could be signed."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, Row, String, Table, delete, insert, select, update

from isthmus.actions.model import EventKind
from isthmus.actions.webhooks.model import Webhook
from isthmus.storage import METADATA, Instant

webhooks: Final = Table(
    "webhooks",
    METADATA,
    Column("id", String, primary_key=True),
    Column("address", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("readers", JSON, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("delivered_at", Instant),
    Column("failed_at", Instant),
    Column("failure", String, nullable=False),
)


class WebhookStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Webhook]:
        found = self._connection.execute(select(webhooks).order_by(webhooks.c.made_at))
        return [_webhook(row) for row in found]

    def one(self, webhook: str) -> Webhook | None:
        wanted = select(webhooks).where(webhooks.c.id == webhook)
        found = self._connection.execute(wanted).one_or_none()
        return _webhook(found) if found else None

    def add(self, webhook: Webhook) -> None:
        values = vars(webhook) | {"kinds": [*webhook.kinds], "readers": [*webhook.readers]}
        self._connection.execute(insert(webhooks).values(**values))

    def remove(self, webhook: str) -> None:
        self._connection.execute(delete(webhooks).where(webhooks.c.id == webhook))

    def delivered(self, webhook: str, at: datetime) -> None:
        self._note(webhook, delivered_at=at, failure="")

    def failed(self, webhook: str, at: datetime, why: str) -> None:
        self._note(webhook, failed_at=at, failure=why)

    def _note(self, webhook: str, **values: object) -> None:
        self._connection.execute(update(webhooks).where(webhooks.c.id == webhook).values(**values))


def _webhook(row: Row[Any]) -> Webhook:
    values = dict(row._mapping)  # noqa: SLF001 - as SQLAlchemy has it
    kinds = tuple(map(EventKind, values.pop("kinds")))
    return Webhook(kinds=kinds, readers=tuple(values.pop("readers")), **values)
