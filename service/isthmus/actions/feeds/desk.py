"""The door to calendar feeds: made and revoked by the person, read by whoever has the address."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from isthmus.actions.desk import Actions
from isthmus.actions.feeds.calendar import written
from isthmus.actions.feeds.store import Feed, FeedStore
from isthmus.actions.listing import MOST_AT_ONCE, Order, Page, Sought
from isthmus.actions.model import CLOSED, LIVE, Action
from isthmus.audit.store import Act
from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import Person, Rank
from isthmus.storage import Storage

KEPT: Final = timedelta(days=60)  # what was closed since then is still shown
_NONE: Final = "There is no calendar at this address, or its person revoked it."


@dataclass(frozen=True)
class Parts:
    """What calendars are made of; ``person`` finds somebody as they are now."""

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    person: Callable[[str], Person | None]
    clock: Callable[[], datetime]
    actions: Actions
    base_url: str


@dataclass(frozen=True)
class Feeds:
    parts: Parts

    def make(self, by: Person) -> str:
        """Give the address of a new calendar, once; an earlier one of the person ends."""
        by.require(Rank.READER)
        if self.parts.person(by.id) is None or by.unrestricted:
            raise InvalidError("A calendar is somebody's: say whose, with a person's account.")
        token = secrets.token_urlsafe(32)
        with self.parts.recording() as act:
            FeedStore(act.connection).put(Feed(by.id, _digest(token), self.parts.clock()))
            act.audit.record("calendar.made", by, by.id)
        return f"{self.parts.base_url}/calendar/{token}.ics"

    def revoke(self, by: Person) -> bool:
        """End a person's calendar; tells whether there was one."""
        by.require(Rank.READER)
        with self.parts.recording() as act:
            gone = FeedStore(act.connection).remove(by.id)
            if gone:
                act.audit.record("calendar.revoked", by, by.id)
        return gone

    def made_at(self, by: Person) -> datetime | None:
        """Tell since when a person has a calendar."""
        by.require(Rank.READER)
        with self.parts.storage.reading() as connection:
            found = FeedStore(connection).of(by.id)
        return found.made_at if found else None

    def calendar(self, token: str) -> bytes:
        """Give the calendar behind a token; raises NotFoundError where there is none.

        It has what its person owns or helps with and may read at this moment.
        """
        with self.parts.storage.reading() as connection:
            feed = FeedStore(connection).behind(_digest(token))
        person = self.parts.person(feed.person) if feed else None
        if person is None:
            raise NotFoundError(_NONE)
        host = urlsplit(self.parts.base_url).hostname or "isthmus"
        title = f"Action items of {person.name}"
        return written(self._theirs(person), title, self._link, host)

    def _theirs(self, person: Person) -> Iterator[Action]:
        since = self.parts.clock() - KEPT
        seen: set[int] = set()
        for sought in (
            Sought(statuses=LIVE, owners=(person.id,), dated=True),
            Sought(statuses=LIVE, helpers=(person.id,), dated=True),
            Sought(statuses=CLOSED, owners=(person.id,), dated=True, status_since=since),
            Sought(statuses=CLOSED, helpers=(person.id,), dated=True, status_since=since),
        ):
            page = Page(Order.DUE, limit=MOST_AT_ONCE)
            for action in self.parts.actions.listed(person, sought, page).actions:
                if action.id not in seen:
                    seen.add(action.id)
                    yield action

    def _link(self, action: Action) -> str:
        return f"{self.parts.base_url}/actions/{action.id}"


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
