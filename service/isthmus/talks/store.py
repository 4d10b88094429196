"""SQL of what conversations are about and of what was heard in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Integer,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from isthmus.storage import METADATA, Instant, Storage

KEPT_FOR: Final = timedelta(days=7)  # no platform delivers a message again after that

# The higher the turn, the later a conversation came to it.
talk_subjects: Final = Table(
    "talk_subjects",
    METADATA,
    Column("place", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, nullable=False),
    Column("turn", Integer, nullable=False),
)

talk_inquiries: Final = Table(
    "talk_inquiries",
    METADATA,
    Column("place", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("conversation", String, nullable=False),
)

# Without a reply, a message is being worked on, or whoever worked on it ended before it was done.
heard_messages: Final = Table(
    "heard_messages",
    METADATA,
    Column("place", String, primary_key=True),
    Column("message", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("reply", JSON(none_as_null=True)),
)


class Kind(StrEnum):
    """What a conversation can be about."""

    CHART = "chart"
    ROLE = "role definition"
    ACTION = "action"


@dataclass(frozen=True)
class Key:
    """A message of one person in one conversation."""

    place: str
    message: str
    person: str


@dataclass(frozen=True)
class Before:
    """A message that was heard before; without a reply nobody knows yet what came of it.

    ``rights`` say for whom the reply was made; they are empty where that was not written down.
    """

    reply: Mapping[str, Any] | None
    rights: Mapping[str, Any] = field(default_factory=dict)


class TalkStore:
    """Each call is a short transaction of its own: what a message does has its own, too."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    # ---- messages

    def claim(self, key: Key, at: datetime) -> Before | None:
        """Note that a message is being worked on; gives what is known where it was before."""
        try:
            with self._storage.transaction() as connection:
                old = delete(heard_messages).where(heard_messages.c.at < at - KEPT_FOR)
                connection.execute(old)
                connection.execute(insert(heard_messages).values(vars(key) | {"at": at}))
        except IntegrityError:
            return self._before(key)
        return None

    def _before(self, key: Key) -> Before:
        with self._storage.reading() as connection:
            return _before(connection.scalar(select(heard_messages.c.reply).where(_is(key))))

    def heard(self, key: Key, since: datetime) -> Before | None:
        """Give what came of a message, where it was heard since then."""
        wanted = select(heard_messages.c.reply).where(_is(key), heard_messages.c.at >= since)
        with self._storage.reading() as connection:
            found = connection.execute(wanted).one_or_none()
        return _before(found.reply) if found else None

    def keep(self, key: Key, reply: Mapping[str, Any], rights: Mapping[str, Any]) -> None:
        """Keep what came of a message that was claimed, and for whom."""
        kept = {"reply": reply, "rights": rights}
        with self._storage.transaction() as connection:
            connection.execute(update(heard_messages).where(_is(key)).values(reply=kept))

    # ---- what a conversation is about

    def about(self, place: str) -> dict[Kind, str]:
        """Give the id of what was made, shown or named there last, of each kind; the last first."""
        wanted = select(talk_subjects).where(talk_subjects.c.place == place)
        with self._storage.reading() as connection:
            found = connection.execute(wanted.order_by(talk_subjects.c.turn.desc()))
            return {Kind(row.kind): row.id for row in found}

    def turn(self, place: str) -> int:
        """Give how often a conversation came to something, to tell later what it came to since."""
        latest = select(func.coalesce(func.max(talk_subjects.c.turn), 0))
        with self._storage.reading() as connection:
            return connection.scalar(latest.where(talk_subjects.c.place == place)) or 0

    def come_to_since(self, place: str, turn: int) -> tuple[tuple[Kind, str], ...]:
        """Give what a conversation came to after a turn, the last at the end."""
        wanted = select(talk_subjects).where(
            talk_subjects.c.place == place, talk_subjects.c.turn > turn
        )
        with self._storage.reading() as connection:
            found = connection.execute(wanted.order_by(talk_subjects.c.turn))
            return tuple((Kind(row.kind), row.id) for row in found)

    def put_about(self, place: str, kind: Kind, id_: str) -> None:
        """Note that a conversation is about this now."""
        of_it = {"place": place, "kind": kind.value}
        self._put(talk_subjects, of_it, {"id": id_, "turn": self.turn(place) + 1})

    def inquiry(self, place: str, person: str) -> str:
        """Give the conversation in which this person asks there; empty where they did not yet."""
        with self._storage.reading() as connection:
            column = talk_inquiries.c.conversation
            return connection.scalar(select(column).where(_asks(place, person))) or ""

    def inquiries(self, place: str) -> tuple[str, ...]:
        """Give the conversations in which people ask there."""
        wanted = select(talk_inquiries.c.conversation).where(talk_inquiries.c.place == place)
        with self._storage.reading() as connection:
            return tuple(connection.scalars(wanted))

    def put_inquiry(self, place: str, person: str, conversation: str) -> None:
        of_it = {"place": place, "person": person}
        self._put(talk_inquiries, of_it, {"conversation": conversation})

    def _put(self, table: Table, key: Mapping[str, str], values: Mapping[str, Any]) -> None:
        try:
            with self._storage.transaction() as connection:
                connection.execute(insert(table).values({**key, **values}))
        except IntegrityError:
            same = and_(*(table.c[name] == value for name, value in key.items()))
            with self._storage.transaction() as connection:
                connection.execute(update(table).where(same).values(dict(values)))


def _before(kept: Mapping[str, Any] | None) -> Before:
    """Read what was kept; at first that was the reply alone."""
    if kept is None or "rights" not in kept:
        return Before(kept)
    return Before(kept["reply"], kept["rights"])


def _asks(place: str, person: str) -> Any:  # noqa: ANN401 - a SQL condition
    return and_(talk_inquiries.c.place == place, talk_inquiries.c.person == person)


def _is(key: Key) -> Any:  # noqa: ANN401 - a SQL condition
    return and_(*(heard_messages.c[name] == value for name, value in vars(key).items()))
