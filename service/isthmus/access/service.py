"""Use cases of whoever administers: people are added and removed, keys are made and revoked."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from isthmus.access.model import (
    INVITED_FOR,
    SEPARATOR,
    Invite,
    Key,
    NewInvite,
    NewKey,
    Scope,
    Session,
    check_rank,
    hash_of,
    keep_one_administrator,
)
from isthmus.errors import ConflictError, InvalidError, NotFoundError
from isthmus.people import GUEST, NOBODY, OPERATOR, SERVICE, Person, Rank

RESERVED: Final = frozenset({GUEST.id, OPERATOR.id, SERVICE.id})
LONGEST_ID: Final = 200


class AccessRecords(Protocol):
    """People, keys, sessions and invitations within one transaction."""

    def person(self, person: str) -> Person | None: ...

    def people(self) -> list[Person]: ...

    def administrators(self) -> list[str]: ...

    def save_person(self, person: Person) -> None: ...

    def remove_person(self, person: str) -> None: ...

    def key(self, key: str) -> Key | None: ...

    def keys(self) -> list[Key]: ...

    def save_key(self, key: Key) -> None: ...

    def sessions(self, person: str) -> list[Session]: ...

    def end_sessions(self, person: str) -> None: ...

    def with_password(self) -> set[str]: ...

    def replace_invite(self, invite: Invite) -> None: ...


class Recording(Protocol):
    """The audit trail, in the transaction of the act."""

    def record(
        self, action: str, by: Person, subject: str, details: Mapping[str, str] | None = None, /
    ) -> object: ...

    def tells(self, action: str, subject: str, /) -> bool: ...


@dataclass(frozen=True)
class Access:
    """People and their keys as ``by`` administers them, at one moment, within one transaction.

    To look asks for no rank; to change anything raises NotAllowedError below an administrator.
    """

    records: AccessRecords
    now: datetime
    by: Person
    audit: Recording

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

    def add_person(self, person: Person) -> Person:
        """Add somebody new; raises ConflictError where the id is taken."""
        if self.records.person(person.id):
            raise ConflictError(f"There is a person {person.id} already. Choose another id.")
        return self.put_person(person)

    def put_person(self, person: Person) -> Person:
        """Add a person, or change one who is there; whoever may do other things signs in again."""
        self.by.require(Rank.ADMINISTRATOR)
        check_person(person)
        before = self.records.person(person.id)
        if before is None:
            self._refuse_used_before(person.id)
        check_rank(before, person, self.by, len(self.records.administrators()))
        changes = _changes(before, person)
        if not changes:
            return person
        self.records.save_person(person)
        if changes.keys() & {"rank", "groups"}:
            self.records.end_sessions(person.id)
        action = "person.changed" if before else "person.added"
        self.audit.record(action, self.by, person.id, changes)
        return person

    def _refuse_used_before(self, person: str) -> None:
        """Refuse an id under which a removed person's questions are kept."""
        if self.audit.tells("person.removed", person):
            raise ConflictError(
                f"Somebody had the id {person} before, and what they asked and did is kept under "
                "it. Choose another id."
            )

    def remove_person(self, person: str) -> None:
        """Remove a person with all keys and sessions; the last administrator stays."""
        self.by.require(Rank.ADMINISTRATOR)
        removed = self.person(person)
        if removed.rank is Rank.ADMINISTRATOR:
            keep_one_administrator(len(self.records.administrators()))
        self.records.remove_person(removed.id)
        self.audit.record("person.removed", self.by, removed.id, {"name": removed.name})

    def invite(self, person: str) -> NewInvite:
        """Make a link with which this person chooses a password; an older one stops working."""
        self.by.require(Rank.ADMINISTRATOR)
        invited = self.person(person).id
        made = new_invite(invited, self.now, self.by)
        self.records.replace_invite(made.invite)
        until = made.invite.expires_at.isoformat(timespec="minutes")
        self.audit.record("person.invited", self.by, invited, {"until": until})
        return made

    def sessions(self, person: str) -> list[Session]:
        return self.records.sessions(person)

    def end_sessions(self, person: str) -> None:
        """Sign somebody out everywhere."""
        self.by.require(Rank.ADMINISTRATOR)
        ended = self.person(person).id
        self.records.end_sessions(ended)
        self.audit.record("sessions.ended", self.by, ended)

    def create_key(
        self, person: str, scopes: Collection[Scope], name: str, expires_at: datetime | None = None
    ) -> NewKey:
        """Make a key that acts as this person."""
        self.by.require(Rank.ADMINISTRATOR)
        if not scopes:
            raise InvalidError(f"A key needs a scope: {', '.join(Scope)}.")
        if expires_at and expires_at <= self.now:
            raise InvalidError("A key cannot expire in the past.")
        key_id = f"isk_{secrets.token_hex(4)}"
        secret = key_id + SEPARATOR + secrets.token_urlsafe(32)
        owner = self.person(person).id
        key = Key(key_id, hash_of(secret), owner, name, frozenset(scopes), self.now, expires_at)
        self.records.save_key(key)
        said = {"person": owner, "scopes": ", ".join(sorted(scopes))}
        said |= {"name": name} if name else {}
        self.audit.record("key.created", self.by, key_id, said)
        return NewKey(key, secret)

    def keys(self) -> list[Key]:
        return self.records.keys()

    def keys_of(self, person: str) -> list[Key]:
        return [key for key in self.records.keys() if key.person == person]  # noqa: SIM118 - no dictionary

    def revoke_key(self, key: str) -> Key:
        self.by.require(Rank.ADMINISTRATOR)
        found = self.records.key(key)
        if found is None:
            raise NotFoundError(
                f"There is no key {key}. `isthmus keys list` shows those there are."
            )
        revoked = found.revoke(self.now)
        if revoked != found:
            self.records.save_key(revoked)
            self.audit.record("key.revoked", self.by, revoked.id, {"person": revoked.person})
        return revoked


def new_invite(person: str | None, at: datetime, by: Person) -> NewInvite:
    secret = secrets.token_urlsafe(32)
    return NewInvite(Invite(hash_of(secret), person, at, at + INVITED_FOR, by.id), secret)


def check_person(person: Person) -> None:
    """Refuse somebody who cannot be; raises InvalidError."""
    if person.id in RESERVED:
        raise InvalidError(f"`{person.id}` is a name Isthmus uses itself. Choose another.")
    if not _is_word(person.id):
        raise InvalidError("A person's id is one word, such as a user name or a mail address.")
    if not person.name.strip() or len(person.name) > LONGEST_ID or not person.name.isprintable():
        raise InvalidError(f"A person has a name, of at most {LONGEST_ID} characters.")
    if any("," in group or not group.strip() or group == NOBODY for group in person.groups):
        raise InvalidError("The name of a group has no comma in it and is not empty.")
    try:
        ZoneInfo(person.time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidError(
            f"`{person.time_zone}` is no time zone such as Europe/Zurich or UTC."
        ) from error


def _is_word(text: str) -> bool:
    """Tell whether it can stand in an address and a log: one word without `/`, `?` and `#`."""
    plain = text.isprintable() and not any(c.isspace() or c in "/?#\\" for c in text)
    return plain and 0 < len(text) <= LONGEST_ID and text not in {".", ".."}


def _changes(before: Person | None, after: Person) -> dict[str, str]:
    """Say what becomes other than it was; of somebody new everything."""
    old, new = _said_of(before) if before else {}, _said_of(after)
    return {name: value for name, value in new.items() if old.get(name) != value}


def _said_of(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "rank": person.rank,
        "groups": ", ".join(sorted(person.groups)),
        "time zone": person.time_zone,
    }
