"""SQL tables of what is said to people, and rows as plain things."""

from datetime import time
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, Row, String, Table
from sqlalchemy import Text as Long

from isthmus.reminding.model import (
    Arrival,
    Delivery,
    Message,
    News,
    Preference,
    Quiet,
    Saying,
    Sort,
    Subscription,
    Why,
)
from isthmus.storage import METADATA, Instant

messages: Final = Table(
    "reminder_messages",
    METADATA,
    Column("id", String, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("person", String, nullable=False),
    Column("place", String, nullable=False),
    Column("sort", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("body", JSON, nullable=False),
    Column("seen_at", Instant),
    Index("ix_reminder_messages_person", "person", "at"),
)

sayings: Final = Table(
    "reminder_sayings",
    METADATA,
    Column("person", String, primary_key=True),
    Column("action", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("why", String, primary_key=True),
    Column("due", Date),
)

quiets: Final = Table(
    "reminder_quiets",
    METADATA,
    Column("action", Integer, primary_key=True, autoincrement=False),
    Column("person", String, primary_key=True),
    Column("until", Date),
    Column("acknowledged", Date),
    Column("due", Date),
    Index("ix_reminder_quiets_person", "person", "until"),
)

news: Final = Table(
    "reminder_news",
    METADATA,
    Column("person", String, primary_key=True),
    Column("why", String, primary_key=True),
    Column("action", Integer, primary_key=True, autoincrement=False),
    Column("subject", String, primary_key=True),
    Column("at", Instant, nullable=False),
)

deliveries: Final = Table(
    "reminder_deliveries",
    METADATA,
    Column("id", String, primary_key=True),
    Column("message", ForeignKey("reminder_messages.id"), nullable=False, index=True),
    Column("person", String, nullable=False),
    Column("sort", String, nullable=False),
    Column("way", String, nullable=False),
    Column("state", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Long, nullable=False),
    Column("address", String, nullable=False),
    Index("ix_reminder_deliveries_person", "person", "at"),
    Index("ix_reminder_deliveries_at", "at"),
)

preferences: Final = Table(
    "reminder_preferences",
    METADATA,
    Column("person", String, primary_key=True),
    Column("at", String),  # such as 08:30; none for that of the installation
    Column("ways", JSON(none_as_null=True)),
    Column("address", String, nullable=False),
    Column("mornings", Boolean, nullable=False),
)

subscriptions: Final = Table(
    "digest_subscriptions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("person", String, nullable=False, index=True),
    Column("place", String, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("steps", JSON, nullable=False),
)


def plain(said: Message | Delivery | Saying | News | Quiet) -> dict[str, Any]:
    """Give the row of something whose fields are its columns."""
    return {name: getattr(value, "value", value) for name, value in vars(said).items()}


def message_of(row: Row[Any]) -> Message:
    return Message(**dict(row._mapping) | {"sort": Sort(row.sort)})  # noqa: SLF001 - documented


def delivery_of(row: Row[Any]) -> Delivery:
    typed = {"sort": Sort(row.sort), "state": Arrival(row.state)}
    return Delivery(**dict(row._mapping) | typed)  # noqa: SLF001 - SQLAlchemy's documented name


def saying_of(row: Row[Any]) -> Saying:
    return Saying(row.person, row.action, row.day, Why(row.why), row.due)


def quiet_of(row: Row[Any]) -> Quiet:
    return Quiet(row.person, row.action, row.until, row.acknowledged, row.due)


def news_of(row: Row[Any]) -> News:
    return News(row.person, Why(row.why), row.action, row.subject, row.at)


def preference_row(said: Preference) -> dict[str, Any]:
    at = said.at.isoformat(timespec="minutes") if said.at else None
    ways = None if said.ways is None else list(said.ways)
    return dict(vars(said)) | {"at": at, "ways": ways}


def preference_of(row: Row[Any]) -> Preference:
    at = time.fromisoformat(row.at) if row.at else None
    ways = None if row.ways is None else tuple(row.ways)
    return Preference(row.person, at, ways, row.address, row.mornings)


def subscription_row(said: Subscription) -> dict[str, Any]:
    at = said.at.isoformat(timespec="minutes")
    return dict(vars(said)) | {"at": at, "steps": list(said.steps)}


def subscription_of(row: Row[Any]) -> Subscription:
    at, steps = time.fromisoformat(row.at), tuple(row.steps)
    return Subscription(row.id, row.person, row.weekday, at, row.zone, steps, row.place)
