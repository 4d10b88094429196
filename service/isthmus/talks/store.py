"""SQL of what conversations are about and of what was heard in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, Column, String, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from isthmus.storage import METADATA, Instant, Storage

KEPT_FOR: Final = timedelta(days=7)  # no platform delivers a message again after that

talks: Final = Table(
    "talks",
    METADATA,
    Column("place", String, primary_key=True),
    Column("chart", String, nullable=False),
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


@dataclass(frozen=True)
class Key:
    """A message of one person in one conversation."""

    place: str
    message: str
    person: str


@dataclass(frozen=True)
class Before:
    """A message that was heard before; without a reply nobody knows yet what came of it."""

    reply: Mapping[str, Any] | None


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
            return Before(connection.scalar(select(heard_messages.c.reply).where(_is(key))))

    def keep(self, key: Key, reply: Mapping[str, Any]) -> None:
        """Keep what came of a message that was claimed."""
        with self._storage.transaction() as connection:
            connection.execute(update(heard_messages).where(_is(key)).values(reply=reply))

    # ---- what a conversation is about

    def chart(self, place: str) -> str:
        """Give the id of the chart that was drafted, shown or named last; empty where none was."""
        with self._storage.reading() as connection:
            return connection.scalar(select(talks.c.chart).where(talks.c.place == place)) or ""

    def put_chart(self, place: str, chart: str) -> None:
        self._put(talks, {"place": place}, {"chart": chart})

    def inquiry(self, place: str, person: str) -> str:
        """Give the conversation in which this person asks there; empty where they did not yet."""
        with self._storage.reading() as connection:
            column = talk_inquiries.c.conversation
            return connection.scalar(select(column).where(_asks(place, person))) or ""

    def put_inquiry(self, place: str, person: str, conversation: str) -> None:
        of_it = {"place": place, "person": person}
        self._put(talk_inquiries, of_it, {"conversation": conversation})

    def _put(self, table: Table, key: Mapping[str, str], values: Mapping[str, str]) -> None:
        try:
            with self._storage.transaction() as connection:
                connection.execute(insert(table).values({**key, **values}))
        except IntegrityError:
            same = and_(*(table.c[name] == value for name, value in key.items()))
            with self._storage.transaction() as connection:
                connection.execute(update(table).where(same).values(dict(values)))


def _asks(place: str, person: str) -> Any:  # noqa: ANN401 - a SQL condition
    return and_(talk_inquiries.c.place == place, talk_inquiries.c.person == person)


def _is(key: Key) -> Any:  # noqa: ANN401 - a SQL condition
    return and_(*(heard_messages.c[name] == value for name, value in vars(key).items()))
