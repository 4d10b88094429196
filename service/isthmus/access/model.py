"""API keys, sessions and invitations: whose they are, what they allow, until when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from isthmus.errors import ConflictError, InvalidError, NotAllowedError
from isthmus.people import Person, Rank

USE_IS_NOTED_EVERY: Final = timedelta(minutes=1)  # so that not each request has to write
SEPARATOR: Final = "."  # between a key's id and its secret
INVITED_FOR: Final = timedelta(days=3)
SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 200


class Scope(StrEnum):
    ASK = "ask"
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True)
class Key:
    """An API key without its secret; ``id`` is the part that may be shown."""

    id: str
    secret_hash: str
    person: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def check(self, at: datetime) -> None:
        """Raise NotAllowedError where it may no longer be used."""
        if self.revoked_at:
            raise NotAllowedError("This API key was revoked. Ask an administrator for a new one.")
        if self.expires_at and at >= self.expires_at:
            raise NotAllowedError("This API key has expired. Ask an administrator for a new one.")

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    def revoke(self, at: datetime) -> "Key":
        return self if self.revoked_at else replace(self, revoked_at=at)

    def use(self, at: datetime) -> "Key":
        noted_lately = self.used_at and at - self.used_at < USE_IS_NOTED_EVERY
        return self if noted_lately else replace(self, used_at=at)


@dataclass(frozen=True)
class NewKey:
    """A key with its secret, which is shown once and kept nowhere."""

    key: Key
    secret: str


@dataclass(frozen=True)
class Grant:
    """What a request with a valid key may do, and as whom."""

    person: Person
    scopes: frozenset[Scope]

    def require(self, scope: Scope) -> Person:
        """Give the person; raises NotAllowedError where the key was not made for this.

        A key allows nothing that its person's rank does not.
        """
        if scope not in self.scopes:
            raise NotAllowedError(
                f"This API key may not do this: it lacks the scope `{scope}`. "
                "Ask an administrator for a key that has it."
            )
        return self.person.require(Rank.CONTRIBUTOR) if scope is Scope.WRITE else self.person


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts: without being used, and at most."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Session:
    """Somebody signed in with one browser; ``id`` is the part that may be shown."""

    id: str
    token_hash: str
    person: str
    started_at: datetime
    seen_at: datetime
    expires_at: datetime
    browser: str = ""

    def is_over(self, at: datetime, lifetime: Lifetime) -> bool:
        return at >= self.expires_at or at >= self.seen_at + lifetime.idle

    def use(self, at: datetime) -> "Session":
        return self if at - self.seen_at < USE_IS_NOTED_EVERY else replace(self, seen_at=at)


@dataclass(frozen=True)
class NewSession:
    """A session with its token, which only the browser keeps."""

    session: Session
    token: str
    person: Person


@dataclass(frozen=True)
class Invite:
    """A link with which somebody chooses a password, once.

    One for nobody in particular makes the first administrator.
    """

    token_hash: str
    person: str | None
    made_at: datetime
    expires_at: datetime
    made_by: str


@dataclass(frozen=True)
class NewInvite:
    """An invitation with its secret, which is shown once and kept nowhere."""

    invite: Invite
    secret: str


def hash_of(secret: str) -> str:
    """Plain SHA-256 is enough for what is random, so that it cannot be guessed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def check_password(password: str, person: Person) -> None:
    """Refuse a password that is easily guessed; length counts, kinds of characters don't."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidError(
            f"The password has {len(password)} characters and needs {SHORTEST_PASSWORD}. "
            "Four words in a row are easy to remember."
        )
    if len(password) > LONGEST_PASSWORD:
        raise InvalidError(f"The password is longer than {LONGEST_PASSWORD} characters.")
    folded = password.casefold()
    if len(set(folded)) < SHORTEST_PASSWORD // 2 or folded in _about(person):
        raise InvalidError("This password is easily guessed. Choose another.")


def _about(person: Person) -> set[str]:
    return {person.id.casefold(), person.name.casefold(), person.name.casefold().replace(" ", "")}


def check_rank(before: Person | None, after: Person, by: Person, administrators: int) -> None:
    """Refuse a rank that ``by`` may not give: their own raised, or the last administrator's taken.

    ``administrators`` is how many there are now.
    """
    old = before.rank if before else Rank.READER
    if before and before.id == by.id and not old.includes(after.rank):
        raise NotAllowedError("Nobody raises their own rank. Ask another administrator.")
    if old is Rank.ADMINISTRATOR and after.rank is not old:
        keep_one_administrator(administrators)


def keep_one_administrator(administrators: int) -> None:
    if administrators < 2:  # noqa: PLR2004 - one stays
        raise ConflictError(
            "This is the only administrator. Make somebody else an administrator first."
        )
