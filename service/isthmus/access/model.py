"""API keys: what one may be used for, by whom, until when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from isthmus.errors import NotAllowedError
from isthmus.people import Person

USE_IS_NOTED_EVERY: Final = timedelta(minutes=1)  # so that not each request has to write


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
        """Give the person; raises NotAllowedError where the key was not made for this."""
        if scope not in self.scopes:
            raise NotAllowedError(
                f"This API key may not do this: it lacks the scope `{scope}`. "
                "Ask an administrator for a key that has it."
            )
        return self.person
