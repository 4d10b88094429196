"""SQL of chat platforms, within one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    Table,
    Text,
    and_,
    cast,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from isthmus.access.store import people as accounts
from isthmus.channels.model import Event, Installation, Manner, Outgoing, Place, Posted, Profile
from isthmus.channels.tables import (
    buttons,
    event_of,
    event_row,
    events,
    installation_of,
    installation_row,
    installations,
    manner_row,
    outgoing,
    outgoing_row,
    people,
    place_of,
    place_row,
    places,
    posted_of,
    profile_of,
    profile_row,
)

Named = tuple[str, str, str]
"""The platform, the team there and the id."""

_LAST: Final = "\U0010ffff"  # behind every sign that a key has
_NAMED: Final = ("platform", "team", "id")


class ChannelStore:
    """Events, what went out, places, people, buttons and workspaces within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- what was delivered, and what went back

    def add_event(self, event: Event, at: datetime) -> bool:
        """Keep an event; False where it, or one that is the same, is there already."""
        return self._insert_new(events, event_row(event) | {"at": at})

    def event(self, named: Named) -> Event | None:
        found = self._one(events, named)
        return event_of(found) if found else None

    def forget_words(self, named: Named) -> None:
        """Keep of an event that it was there, and nothing of what was said."""
        self._connection.execute(update(events).where(_is(events, named)).values(payload={}))

    def add_outgoing(self, key: str, said: Outgoing, event: str, at: datetime) -> bool:
        """Keep what is to be sent; False where something has this key already."""
        more = {"key": key, "event": event, "made_at": at, "reference": "", "at": None}
        return self._insert_new(outgoing, outgoing_row(said) | more)

    def posted(self, key: str) -> Posted | None:
        found = self._posted(outgoing.c.key == key)
        return found[0] if found else None

    def event_answered(self, key: str) -> str:
        """Give the key of the event that something came of; empty where it came of none."""
        return self._connection.scalar(select(outgoing.c.event).where(outgoing.c.key == key)) or ""

    def referred_to(self, platform: str, team: str, reference: str) -> Posted | None:
        at_it = (outgoing.c.team == team, outgoing.c.reference == reference)
        found = self._posted(and_(outgoing.c.platform == platform, *at_it))
        return found[-1] if found else None

    def of_event(self, key: str) -> list[Posted]:
        """Give what came of an event, by its key or by that of its second name."""
        platform, _, rest = key.partition(":")
        team, _, name = rest.partition(":")
        same = (events.c.platform == platform, events.c.team == team, events.c.same_as == name)
        first = self._connection.scalar(select(events.c.id).where(*same)) if name else None
        keys = {key, f"{platform}:{team}:{first}"} if first else {key}
        return self._posted(outgoing.c.event.in_(keys))

    def of_events(self, beginning: str) -> list[Posted]:
        """Give what came of all events whose keys begin so, by an index."""
        event = outgoing.c.event
        if self._connection.dialect.name == "sqlite":  # its LIKE takes any case, and no index
            return self._posted(event.between(beginning, f"{beginning}{_LAST}"))
        return self._posted(event.startswith(beginning, autoescape=True))

    def _posted(self, condition: Any) -> list[Posted]:  # noqa: ANN401 - a SQL condition
        query = select(outgoing).where(condition).order_by(outgoing.c.number)
        return [posted_of(row) for row in self._connection.execute(query)]

    def note_sent(self, key: str, reference: str, at: datetime) -> None:
        same = update(outgoing).where(outgoing.c.key == key)
        self._connection.execute(same.values(reference=reference, at=at))

    # ---- places

    def place(self, named: Named) -> Place | None:
        found = self._one(places, named)
        return place_of(found) if found else None

    def places(self) -> list[Place]:
        rows = self._connection.execute(select(places).order_by(*_columns(places)))
        return [place_of(row) for row in rows]

    def put_place(self, place: Place) -> None:
        """Keep what is seen of a place; the manner of one that is known stays."""
        seen = place_row(place)
        self._put(places, seen | manner_row(Manner()), seen)

    def put_manner(self, named: Named, before: int, manner: Manner) -> bool:
        """Keep how we behave in a known place; False where it is not at this version any more."""
        same = update(places).where(_is(places, named), places.c.version == before)
        return self._connection.execute(same.values(manner_row(manner))).rowcount == 1

    def remove_places(self, platform: str, team: str) -> None:
        theirs = (places.c.platform == platform, places.c.team == team)
        self._connection.execute(delete(places).where(*theirs))

    # ---- people

    def put_profile(self, profile: Profile, at: datetime) -> None:
        """Keep somebody as they were seen; whom a hand linked them to stays."""
        seen = profile_row(profile) | {"seen_at": at}
        self._put(people, seen | {"person": ""}, seen)

    def profile(self, named: Named) -> tuple[Profile, datetime] | None:
        found = self._one(people, named)
        return (profile_of(found), found.seen_at) if found else None

    def profiles(self) -> list[tuple[Profile, str]]:
        """Give everybody who was seen, with whom a hand linked them to."""
        rows = self._connection.execute(select(people).order_by(*_columns(people)))
        return [(profile_of(row), row.person) for row in rows]

    def seen_as(self, platform: str, person: str, emails: Collection[str]) -> list[Profile]:
        """Give whoever is linked to a person or has such an address, the last seen first."""
        by_email = and_(people.c.person == "", people.c.email.in_(emails), ~people.c.outside)
        theirs = or_(people.c.person == person, by_email)
        query = select(people).where(people.c.platform == platform, theirs)
        linked_first = (people.c.person.desc(), people.c.seen_at.desc(), people.c.id)
        return [profile_of(row) for row in self._connection.execute(query.order_by(*linked_first))]

    def link(self, named: Named, person: str) -> bool:
        """Link somebody who was seen to an account, "" for to none; False where nobody is known."""
        same = update(people).where(_is(people, named))
        return self._connection.execute(same.values(person=person)).rowcount == 1

    def links(self, named: Sequence[Named]) -> dict[Named, str]:
        """Give whom these are linked to, of those who are."""
        query = select(people).where(tuple_(*_columns(people)).in_(named), people.c.person != "")
        rows = self._connection.execute(query)
        return {(row.platform, row.team, row.id): row.person for row in rows}

    def by_email(self, emails: Collection[str]) -> dict[str, set[str]]:
        """Give the ids of the accounts that an administrator named by these addresses.

        Where somebody wants their e-mails is their own word, and proves nothing.
        """
        column = func.lower(accounts.c.id)
        found: dict[str, set[str]] = {}
        query = select(column, accounts.c.id).where(column.in_(emails))
        for email, account in self._connection.execute(query):
            found.setdefault(email, set()).add(account)
        return found

    # ---- buttons

    def button(self, token: str) -> Row[Any] | None:
        return self._connection.execute(
            select(buttons).where(buttons.c.token == token)
        ).one_or_none()

    def token_of(self, digest: str, until: datetime) -> str:
        """Give the token for this that still holds then; empty where there is none."""
        same = (buttons.c.digest == digest, buttons.c.until >= until)
        return self._connection.scalar(select(buttons.c.token).where(*same)) or ""

    def put_button(self, row: Mapping[str, Any]) -> str:
        """Keep a button, or have the one of this digest hold longer; gives its token."""
        self._put(buttons, dict(row), {"until": row["until"]}, ("digest",))
        return self.token_of(row["digest"], row["until"])

    # ---- workspaces

    def installation(self, platform: str, team: str) -> tuple[Installation, str] | None:
        """Give where we are installed, with its sealed secrets."""
        same = (installations.c.platform == platform, installations.c.team == team)
        found = self._connection.execute(select(installations).where(*same)).one_or_none()
        return (installation_of(found), found.secrets) if found else None

    def installations(self, platform: str) -> list[tuple[Installation, str]]:
        query = select(installations).where(installations.c.platform == platform)
        rows = self._connection.execute(query.order_by(installations.c.team))
        return [(installation_of(row), row.secrets) for row in rows]

    def put_installation(self, installation: Installation, sealed: str) -> None:
        row = installation_row(installation, sealed)
        self._put(installations, row, row, ("platform", "team"))

    # ---- putting in order

    def prune(self, events_before: datetime, posted_before: datetime, now: datetime) -> int:
        """Forget old events and what was posted for them, its texts sooner; gives how many."""
        old = (outgoing.c.made_at < events_before, cast(outgoing.c.payload, Text) != "{}")
        self._connection.execute(update(outgoing).where(*old).values(payload={}))
        gone = (
            delete(events).where(events.c.at < events_before),
            delete(outgoing).where(outgoing.c.made_at < posted_before),
            delete(buttons).where(buttons.c.until < now),
            delete(people).where(people.c.seen_at < posted_before, people.c.person == ""),
        )
        return sum(self._connection.execute(each).rowcount for each in gone)

    # ---- writing

    def _one(self, table: Table, named: Named) -> Row[Any] | None:
        return self._connection.execute(select(table).where(_is(table, named))).one_or_none()

    def _insert_new(self, table: Table, row: dict[str, Any]) -> bool:
        new = self._insert(table).values(row).on_conflict_do_nothing()
        made = self._connection.execute(new.returning(*table.primary_key))
        return made.one_or_none() is not None

    def _put(
        self,
        table: Table,
        row: dict[str, Any],
        changed: dict[str, Any],
        same: Sequence[str] = _NAMED,
    ) -> None:
        new = self._insert(table).values(row)
        self._connection.execute(new.on_conflict_do_update(index_elements=same, set_=changed))

    def _insert(self, table: Table) -> Any:  # noqa: ANN401 - either dialect's own insert
        of_dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        return of_dialect.insert(table)


def _columns(table: Table) -> list[Any]:
    return [table.c[name] for name in _NAMED]


def _is(table: Table, named: Named) -> Any:  # noqa: ANN401 - a SQL condition
    return and_(*(table.c[name] == value for name, value in zip(_NAMED, named, strict=True)))
