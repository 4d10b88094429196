"""SQL of calendar feeds: one a person, its token kept as a digest alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from isthmus.storage import METADATA, Instant

calendar_feeds: Final = Table(
    "calendar_feeds",
    METADATA,
    Column("person", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)


@dataclass(frozen=True)
class Feed:
    """A calendar without its address, which only the person has."""

    person: str
    token_hash: str
    made_at: datetime


class FeedStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, feed: Feed) -> None:
        """Keep a feed in the place of the one that the person had."""
        self.remove(feed.person)
        self._connection.execute(insert(calendar_feeds).values(**vars(feed)))

    def remove(self, person: str) -> bool:
        gone = delete(calendar_feeds).where(calendar_feeds.c.person == person)
        return self._connection.execute(gone).rowcount > 0

    def of(self, person: str) -> Feed | None:
        wanted = select(calendar_feeds).where(calendar_feeds.c.person == person)
        found = self._connection.execute(wanted).one_or_none()
        return Feed(**found._mapping) if found else None  # noqa: SLF001 - as SQLAlchemy has it

    def behind(self, token_hash: str) -> Feed | None:
        """Give the feed of a token, by its digest."""
        wanted = select(calendar_feeds).where(calendar_feeds.c.token_hash == token_hash)
        found = self._connection.execute(wanted).one_or_none()
        return Feed(**found._mapping) if found else None  # noqa: SLF001 - as above
