"""The tables of chat platforms, and rows as plain things."""

from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from isthmus.channels.model import (
    Answers,
    Event,
    Installation,
    Manner,
    Outgoing,
    Place,
    Posted,
    Profile,
)
from isthmus.storage import METADATA, Instant

_HAS_ONE: Final = text("same_as <> ''")
_MANY: Final = ("collections", "readers")

events: Final = Table(
    "channel_events",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("team", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("same_as", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index(
        "uq_channel_events_same_as",
        "platform",
        "team",
        "same_as",
        unique=True,
        sqlite_where=_HAS_ONE,
        postgresql_where=_HAS_ONE,
    ),
)

# Whether it is still to be sent, and what became of that, is told by its job.
outgoing: Final = Table(
    "channel_outgoing",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False),
    Column("event", String, nullable=False),  # the key of the event, else ""
    Column("platform", String, nullable=False),
    Column("team", String, nullable=False),
    Column("place", String, nullable=False),
    Column("what", String, nullable=False),
    Column("name", String, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
    Column("reference", String, nullable=False),
    Column("at", Instant),
    UniqueConstraint("key"),
    Index("ix_channel_outgoing_event", "event", postgresql_ops={"event": "text_pattern_ops"}),
    Index("ix_channel_outgoing_reference", "platform", "team", "reference"),
    sqlite_autoincrement=True,
)

places: Final = Table(
    "channel_places",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("team", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("reference", JSON, nullable=False),
    Column("manner", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)

people: Final = Table(
    "channel_people",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("team", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False, index=True),  # in small letters
    Column("time_zone", String, nullable=False),
    Column("outside", Boolean, nullable=False),
    Column("person", String, nullable=False, index=True),  # whom a hand linked it to, else ""
    Column("seen_at", Instant, nullable=False),
)

buttons: Final = Table(
    "channel_buttons",
    METADATA,
    Column("token", String, primary_key=True),
    Column("digest", String, nullable=False),  # of command, owner and place: they have one token
    Column("command", JSON, nullable=False),
    Column("owner", String, nullable=False),
    Column("place", String, nullable=False),
    Column("until", Instant, nullable=False, index=True),
    UniqueConstraint("digest"),
)

installations: Final = Table(
    "channel_installations",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("team", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("secrets", Text, nullable=False),  # sealed; "" where it ended
    Column("installed_at", Instant, nullable=False),
    Column("ended_at", Instant),
)


def event_row(event: Event) -> dict[str, Any]:
    return dict(vars(event)) | {"payload": dict(event.payload)}


def event_of(row: Row[Any]) -> Event:
    return Event(
        platform=row.platform,
        team=row.team,
        id=row.id,
        kind=row.kind,
        lane=row.lane,
        payload=row.payload,
        same_as=row.same_as,
    )


def outgoing_row(said: Outgoing) -> dict[str, Any]:
    """Give what is kept of it; when it is to be sent is kept with its job."""
    kept = {name: value for name, value in vars(said).items() if name != "after"}
    return kept | {"payload": dict(said.payload)}


def posted_of(row: Row[Any]) -> Posted:
    said = Outgoing(row.platform, row.team, row.place, row.what, row.payload, row.name)
    return Posted(row.key, said, row.reference, row.at)


def manner_row(manner: Manner) -> dict[str, Any]:
    told = dict(vars(manner)) | {name: list(getattr(manner, name)) for name in _MANY}
    told["answers"] = manner.answers.value if manner.answers else None
    return {"manner": told, "version": told.pop("version")}


def place_row(place: Place) -> dict[str, Any]:
    """Give what is seen of a place; its manner is chosen, not seen."""
    named = {name: getattr(place, name) for name in ("platform", "team", "id", "name", "shared")}
    return named | {"reference": dict(place.reference)}


def place_of(row: Row[Any]) -> Place:
    told = row.manner | {name: tuple(row.manner[name]) for name in _MANY}
    told["answers"] = Answers(told["answers"]) if told["answers"] else None
    manner = Manner(**told, version=row.version)
    return Place(row.platform, row.team, row.id, row.name, row.shared, manner, row.reference)


def profile_row(profile: Profile) -> dict[str, Any]:
    return dict(vars(profile))


def profile_of(row: Row[Any]) -> Profile:
    return Profile(
        platform=row.platform,
        team=row.team,
        id=row.id,
        name=row.name,
        email=row.email,
        time_zone=row.time_zone,
        outside=row.outside,
    )


def installation_row(installation: Installation, sealed: str) -> dict[str, Any]:
    return dict(vars(installation)) | {"details": dict(installation.details), "secrets": sealed}


def installation_of(row: Row[Any]) -> Installation:
    """Give an installation without its secrets."""
    return Installation(
        platform=row.platform,
        team=row.team,
        name=row.name,
        details=row.details,
        installed_at=row.installed_at,
        ended_at=row.ended_at,
    )
