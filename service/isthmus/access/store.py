"""SQL of people and their keys."""

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

from isthmus.access.model import Key, Scope
from isthmus.people import Person
from isthmus.storage import METADATA, Instant

people: Final = Table(
    "people",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("time_zone", String, nullable=False),
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


class AccessStore:
    """People and keys within one transaction."""

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
            },
        )

    def remove_person(self, person: str) -> None:
        self._connection.execute(delete(keys).where(keys.c.person == person))
        self._connection.execute(delete(people).where(people.c.id == person))

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
    return Person(row.id, row.name, frozenset(row.groups), row.time_zone)


def _key_of(row: Row[Any]) -> Key:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name
    values["scopes"] = frozenset(map(Scope, values["scopes"]))
    return Key(**values)
