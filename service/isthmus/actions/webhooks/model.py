"""A subscription of another tracker: where to, what of, and how it knows that it is from here."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from isthmus.actions.model import Action, EventKind
from isthmus.people import EVERYONE


@dataclass(frozen=True)
class Webhook:
    """Whoever is told of actions that everyone may read, and those of some groups.

    ``kinds`` are the kinds of event that are sent, all where there are none. ``failure`` is why the
    last one could not be delivered, "" where it was.
    """

    id: str
    address: str
    secret: str
    kinds: tuple[EventKind, ...]
    readers: tuple[str, ...]
    made_by: str
    made_at: datetime
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""

    def wants(self, kind: EventKind, action: Action) -> bool:
        return (not self.kinds or kind in self.kinds) and self.may_read(action.readers)

    def may_read(self, readers: Collection[str]) -> bool:
        return EVERYONE in readers or not set(self.readers).isdisjoint(readers)


def signature(secret: str, at: int, body: bytes) -> str:
    """Sign a body with the moment it is sent, in seconds; the receiver computes the same."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
    return f"t={at},v1={signed}"
