"""Use cases: people are added and removed, keys are made, revoked and checked."""

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from isthmus.access.model import Grant, Key, NewKey, Scope
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.people import GUEST, OPERATOR, Person

RESERVED: Final = frozenset({GUEST.id, OPERATOR.id})
LONGEST_ID: Final = 200
_SEPARATOR: Final = "."


class AccessRecords(Protocol):
    """People and keys within one transaction."""

    def person(self, person: str) -> Person | None: ...

    def people(self) -> list[Person]: ...

    def save_person(self, person: Person) -> None: ...

    def remove_person(self, person: str) -> None: ...

    def key(self, key: str) -> Key | None: ...

    def keys(self) -> list[Key]: ...

    def save_key(self, key: Key) -> None: ...


@dataclass(frozen=True)
class Access:
    """People and their keys, at one moment, within one transaction."""

    records: AccessRecords
    now: datetime

    def person(self, person: str) -> Person:
        """Give a person; raises NotFoundError."""
        found = self.records.person(person)
        if found is None:
            raise NotFoundError(
                f"There is no person {person}. `isthmus people list` shows who there is, "
                "`isthmus people add` adds somebody."
            )
        return found

    def known_or_guest(self, person: str) -> Person:
        """Give a person; somebody unknown is a guest and reads what everyone may read."""
        if person == OPERATOR.id:
            return OPERATOR
        return self.records.person(person) or Person(id=person, name=person)

    def people(self) -> list[Person]:
        return self.records.people()

    def put_person(self, person: Person) -> Person:
        """Add a person, or change one who is there; raises InvalidError."""
        _check(person)
        self.records.save_person(person)
        return person

    def remove_person(self, person: str) -> None:
        """Remove a person with all keys."""
        self.records.remove_person(self.person(person).id)

    def create_key(
        self, person: str, scopes: Collection[Scope], name: str, expires_at: datetime | None = None
    ) -> NewKey:
        """Make a key that acts as this person."""
        if not scopes:
            raise InvalidError(f"A key needs a scope: {', '.join(Scope)}.")
        if expires_at and expires_at <= self.now:
            raise InvalidError("A key cannot expire in the past.")
        key_id = f"isk_{secrets.token_hex(4)}"
        secret = key_id + _SEPARATOR + secrets.token_urlsafe(32)
        owner = self.person(person).id
        key = Key(key_id, _hash(secret), owner, name, frozenset(scopes), self.now, expires_at)
        self.records.save_key(key)
        return NewKey(key, secret)

    def keys(self) -> list[Key]:
        return self.records.keys()

    def revoke_key(self, key: str) -> Key:
        found = self.records.key(key)
        if found is None:
            raise NotFoundError(
                f"There is no key {key}. `isthmus keys list` shows those there are."
            )
        revoked = found.revoke(self.now)
        self.records.save_key(revoked)
        return revoked

    def authenticate(self, secret: str) -> Grant:
        """Tell what a presented key allows; raises NotAllowedError where it allows nothing."""
        key = self._presented(secret)
        return Grant(self.person(key.person), key.scopes)

    def is_use_to_note(self, secret: str) -> bool:
        key = self._presented(secret)
        return key.use(self.now) != key

    def note_use(self, secret: str) -> None:
        self.records.save_key(self._presented(secret).use(self.now))

    def _presented(self, secret: str) -> Key:
        key = self.records.key(secret.partition(_SEPARATOR)[0])
        expected = key.secret_hash if key else ""
        if not hmac.compare_digest(_hash(secret), expected) or key is None:
            raise NotAllowedError("This API key is not known. `isthmus keys create` makes one.")
        key.check(self.now)
        return key


def _hash(secret: str) -> str:
    """Plain SHA-256 is enough: the secret is random, so it cannot be guessed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _check(person: Person) -> None:
    if person.id in RESERVED:
        raise InvalidError(f"`{person.id}` is a name Isthmus uses itself. Choose another.")
    if not person.id or len(person.id) > LONGEST_ID or any(c.isspace() for c in person.id):
        raise InvalidError("A person's id is one word, such as a user name or a mail address.")
    if any("," in group or not group.strip() for group in person.groups):
        raise InvalidError("The name of a group has no comma in it and is not empty.")
    try:
        ZoneInfo(person.time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidError(
            f"`{person.time_zone}` is no time zone such as Europe/Zurich or UTC."
        ) from error
