"""Which API key is presented, and what it allows."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from isthmus.access.model import SEPARATOR, Grant, Key, hash_of
from isthmus.errors import NotAllowedError
from isthmus.people import Person


class KeyRecords(Protocol):
    def person(self, person: str) -> Person | None: ...

    def key(self, key: str) -> Key | None: ...

    def save_key(self, key: Key) -> None: ...


@dataclass(frozen=True)
class KeyCheck:
    """Keys as programs present them, at one moment, within one transaction."""

    records: KeyRecords
    now: datetime

    def authenticate(self, secret: str) -> Grant:
        """Tell what a presented key allows; raises NotAllowedError where it allows nothing."""
        key = self._presented(secret)
        person = self.records.person(key.person)
        if person is None:
            raise NotAllowedError("The person of this API key was removed.")
        return Grant(person, key.scopes)

    def is_use_to_note(self, secret: str) -> bool:
        key = self._presented(secret)
        return key.use(self.now) != key

    def note_use(self, secret: str) -> None:
        self.records.save_key(self._presented(secret).use(self.now))

    def _presented(self, secret: str) -> Key:
        key = self.records.key(secret.partition(SEPARATOR)[0])
        expected = key.secret_hash if key else ""
        if not hmac.compare_digest(hash_of(secret), expected) or key is None:
            raise NotAllowedError("This API key is not known. `isthmus keys create` makes one.")
        key.check(self.now)
        return key
