"""SQL of people, their keys, passwords, sessions and invitations."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from isthmus.access.model import Invite, Key, Lifetime, Scope, Session
from isthmus.people import Person, Rank
from isthmus.storage import METADATA, Instant

people: Final = Table(
    "people",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("rank", String, nullable=False, server_default=Rank.READER.value),
)

keys: Final = Table(
    "keys",
    METADATA,
    Column("id", String, primary_key=True),
    Column("secret_hash", String, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("used_at", Instant),
)

passwords: Final = Table(
    "passwords",
    METADATA,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("hash", String, nullable=False),
    Column("set_at", Instant, nullable=False),
)

sessions: Final = Table(
    "sessions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("browser", String, nullable=False),
)

invites: Final = Table(
    "invites",
    METADATA,
    Column("token_hash", String, primary_key=True),
    Column("person", ForeignKey("people.id"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("made_by", String, nullable=False),
)


class AccessStore:
    """All of it within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def person(self, person: str) -> Person | None:
        found = self._connection.execute(select(people).where(people.c.id == person)).one_or_none()
        return _person_of(found) if found else None

    def people(self) -> list[Person]:
        return [_person_of(row) for row in self._connection.execute(select(people).order_by("id"))]

    def save_person(self, person: Person) -> None:
        self._put(
            people,
            {
                "id": person.id,
                "name": person.name,
                "groups": sorted(person.groups),
                "time_zone": person.time_zone,
                "rank": person.rank.value,
            },
        )

    def administrators(self) -> list[str]:
        """Give the ids; on PostgreSQL they stay as they are until this transaction ends."""
        query = select(people.c.id).where(people.c.rank == Rank.ADMINISTRATOR.value)
        return list(self._connection.scalars(query.order_by(people.c.id).with_for_update()))

    def remove_person(self, person: str) -> None:
        for table in (keys, passwords, sessions, invites):
            self._connection.execute(delete(table).where(table.c.person == person))
        self._connection.execute(delete(people).where(people.c.id == person))

    # --- passwords, sessions, invitations

    def password(self, person: str) -> str | None:
        return self._connection.scalar(select(passwords.c.hash).where(passwords.c.person == person))

    def save_password(self, person: str, password: str, at: datetime) -> None:
        self._connection.execute(delete(passwords).where(passwords.c.person == person))
        row = {"person": person, "hash": password, "set_at": at}
        self._connection.execute(insert(passwords).values(row))

    def has_administrator(self) -> bool:
        """Tell whether there is an administrator who can sign in."""
        query = (
            select(people.c.id)
            .join(passwords, passwords.c.person == people.c.id)
            .where(people.c.rank == Rank.ADMINISTRATOR.value)
        )
        return self._connection.execute(query.limit(1)).one_or_none() is not None

    def with_password(self) -> set[str]:
        return set(self._connection.scalars(select(passwords.c.person)))

    def session(self, token_hash: str) -> Session | None:
        query = select(sessions).where(sessions.c.token_hash == token_hash)
        found = self._connection.execute(query).one_or_none()
        return _session_of(found) if found else None

    def sessions(self, person: str) -> list[Session]:
        query = select(sessions).where(sessions.c.person == person)
        found = self._connection.execute(query.order_by(sessions.c.seen_at.desc(), "id"))
        return [_session_of(row) for row in found]

    def save_session(self, session: Session) -> None:
        self._put(sessions, dict(vars(session)))

    def end_session(self, session: str) -> None:
        self._connection.execute(delete(sessions).where(sessions.c.id == session))

    def end_sessions(self, person: str) -> None:
        self._connection.execute(delete(sessions).where(sessions.c.person == person))

    def forget_old(self, at: datetime, lifetime: Lifetime) -> None:
        """Delete the sessions and invitations that are over."""
        over = (sessions.c.expires_at <= at) | (sessions.c.seen_at <= at - lifetime.idle)
        self._connection.execute(delete(sessions).where(over))
        self._connection.execute(delete(invites).where(invites.c.expires_at <= at))

    def forget_all_visits(self) -> None:
        """End all sessions and invitations: those of an archive are nobody's any more."""
        self._connection.execute(delete(sessions))
        self._connection.execute(delete(invites))

    def invite(self, token_hash: str) -> Invite | None:
        query = select(invites).where(invites.c.token_hash == token_hash)
        found = self._connection.execute(query).one_or_none()
        return Invite(**found._mapping) if found else None  # noqa: SLF001 - SQLAlchemy's own name

    def replace_invite(self, invite: Invite) -> None:
        """Keep an invitation; those of the same person stop working, others' go on."""
        if invite.person:
            self._connection.execute(delete(invites).where(invites.c.person == invite.person))
        self._connection.execute(insert(invites).values(vars(invite)))

    def remove_invite(self, token_hash: str) -> None:
        self._connection.execute(delete(invites).where(invites.c.token_hash == token_hash))

    # --- keys

    def key(self, key: str) -> Key | None:
        found = self._connection.execute(select(keys).where(keys.c.id == key)).one_or_none()
        return _key_of(found) if found else None

    def keys(self) -> list[Key]:
        found = self._connection.execute(select(keys).order_by("created_at", "id"))
        return [_key_of(row) for row in found]

    def save_key(self, key: Key) -> None:
        self._put(keys, vars(key) | {"scopes": sorted(key.scopes)})

    def _put(self, table: Table, row: dict[str, Any]) -> None:
        same = table.c.id == row["id"]
        if not self._connection.execute(update(table).where(same).values(row)).rowcount:
            self._connection.execute(insert(table).values(row))


def _person_of(row: Row[Any]) -> Person:
    rank = Rank(row.rank)
    return Person(row.id, row.name, frozenset(row.groups), row.time_zone, rank=rank)


def _session_of(row: Row[Any]) -> Session:
    return Session(**row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name


def _key_of(row: Row[Any]) -> Key:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name
    values["scopes"] = frozenset(map(Scope, values["scopes"]))
    return Key(**values)
