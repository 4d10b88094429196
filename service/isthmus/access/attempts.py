"""How often somebody may try to sign in, and what is said of those who failed.

Both are kept in this process's memory: a restart forgets them, and each replica counts its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from isthmus.errors import TooManyError

MINUTES: Final = 15
FOR_AN_ACCOUNT: Final = 10
FROM_AN_ADDRESS: Final = 60
SUMMARISED_AFTER: Final = timedelta(minutes=MINUTES)
NOBODY: Final = "nobody known"
_ADDRESSES_NAMED: Final = 5
_LONGEST_KEY: Final = 200


class Limits:
    """At most so many tries in a quarter of an hour, for each account and from each address."""

    def __init__(
        self, for_an_account: int = FOR_AN_ACCOUNT, from_an_address: int = FROM_AN_ADDRESS
    ) -> None:
        self._account = RateLimitItemPerMinute(for_an_account, MINUTES, "account")
        self._address = RateLimitItemPerMinute(from_an_address, MINUTES, "address")
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, account: str, address: str) -> None:
        """Count a try before it is looked at; raises TooManyError."""
        within = self._limiter.hit(self._address, address[:_LONGEST_KEY]) and self._limiter.hit(
            self._account, _key(account)
        )
        if not within:
            raise TooManyError(
                f"Too many tries to sign in. Wait {MINUTES} minutes, then try again, or ask an "
                "administrator for a new link."
            )

    def forget(self, account: str) -> None:
        """Start anew after a right password: whoever mistypes now and then is not locked out."""
        self._limiter.clear(self._account, _key(account))


@dataclass(frozen=True)
class Summary:
    """Failed tries of one account within some minutes, in one entry."""

    account: str
    tries: int
    addresses: tuple[str, ...]
    first: datetime
    last: datetime

    def with_another(self, address: str, at: datetime) -> "Summary":
        named = self.addresses if address in self.addresses else (*self.addresses, address)
        return Summary(self.account, self.tries + 1, named[:_ADDRESSES_NAMED], self.first, at)

    @property
    def details(self) -> Mapping[str, str]:
        return {
            "tries": str(self.tries),
            "addresses": ", ".join(self.addresses),
            "first": self.first.isoformat(timespec="seconds"),
            "last": self.last.isoformat(timespec="seconds"),
        }


@dataclass
class Failures:
    """Failed tries that wait to be recorded together, so that a flood is a line and not a flood.

    A name that nobody has is not kept: people type passwords where the name belongs.
    """

    _waiting: dict[str, Summary] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, account: str, address: str, at: datetime) -> None:
        with self._lock:
            before = self._waiting.get(account, Summary(account, 0, (), at, at))
            self._waiting[account] = before.with_another(address, at)

    def due(self, at: datetime) -> list[Summary]:
        """Take those out whose first try is long enough ago."""
        with self._lock:
            due = [each for each in self._waiting.values() if at - each.first >= SUMMARISED_AFTER]
            for each in due:
                del self._waiting[each.account]
        return due

    def of(self, account: str) -> Summary | None:
        """Take out those of one account: it has been signed in to now."""
        with self._lock:
            return self._waiting.pop(account, None)

    def all(self) -> list[Summary]:
        with self._lock:
            taken, self._waiting = list(self._waiting.values()), {}
        return taken


def _key(account: str) -> str:
    return account.casefold()[:_LONGEST_KEY]
