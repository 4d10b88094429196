"""The keys by which Teams signs: fetched seldom, and never by every request that waits for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Condition
from typing import Any, Final

from jwt import PyJWK, PyJWTError

from isthmus.edge.logs import log_of

LASTS: Final = timedelta(hours=24)
BETWEEN_TRIES: Final = timedelta(seconds=30)
AFTER_A_FAILURE: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = 6.0  # seconds for which one request waits for what another one fetches

log = log_of("isthmus.teams")
Fetch = Callable[[str], Any]
"""Gives the JSON at an address; raises OSError or ValueError where there is none."""


class NoKeysError(Exception):
    """Nobody can tell at the moment who signed; trying again later helps."""


@dataclass(frozen=True)
class SigningKey:
    """``channels`` are those it may speak for; any where it names none."""

    key: PyJWK
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KeySet:
    issuer: str = ""
    keys: Mapping[str, SigningKey] = field(default_factory=dict)
    fetched: datetime | None = None


@dataclass
class Keys:
    """``metadata_url`` is the OpenID metadata of whoever issues the tokens.

    What is known is used while one request fetches anew. A key that is not known is looked for at
    most twice a minute, and after a failure nobody tries for ten seconds.
    """

    metadata_url: str
    fetch: Fetch
    clock: Callable[[], datetime]
    _set: KeySet = field(default_factory=KeySet)
    _not_before: datetime | None = None
    _fetching: bool = False
    _changed: Condition = field(default_factory=Condition, repr=False)

    def find(self, key_id: str) -> tuple[str, SigningKey] | None:
        """Give the issuer and the key with this id, None where there is none."""
        known = self._set
        if key_id not in known.keys or self._is_old(known):
            self._renew(wait=key_id not in known.keys)
            known = self._set
        if not known.keys:
            raise NoKeysError
        return (known.issuer, known.keys[key_id]) if key_id in known.keys else None

    def issuer(self) -> str:
        """Fetch what is there now, for a check; raises NoKeysError where it cannot be had."""
        try:
            return self._fetched().issuer
        except (OSError, ValueError, KeyError, TypeError, PyJWTError) as error:
            raise NoKeysError from error

    def _is_old(self, known: KeySet) -> bool:
        return known.fetched is None or self.clock() - known.fetched > LASTS

    def _renew(self, *, wait: bool) -> None:
        if not self._mine_to_fetch(wait=wait):
            return
        try:
            self._set, pause = self._fetched(), BETWEEN_TRIES
        except (OSError, ValueError, KeyError, TypeError, PyJWTError) as error:
            log.warning("teams.keys_not_fetched", reason=f"{type(error).__name__}: {error}")
            pause = AFTER_A_FAILURE
        with self._changed:
            self._not_before = self.clock() + pause
            self._fetching = False
            self._changed.notify_all()

    def _mine_to_fetch(self, *, wait: bool) -> bool:
        with self._changed:
            if self._fetching:
                if wait:
                    self._changed.wait_for(lambda: not self._fetching, LONGEST_WAIT)
                return False
            if self._not_before is not None and self.clock() < self._not_before:
                return False
            self._fetching = True
            return True

    def _fetched(self) -> KeySet:
        metadata = self.fetch(self.metadata_url)
        found = self.fetch(str(metadata["jwks_uri"]))
        keys = dict(filter(None, map(_read, found["keys"])))
        if not keys or not isinstance(metadata["issuer"], str):
            raise ValueError("no usable keys")
        return KeySet(metadata["issuer"], keys, self.clock())


def _read(said: Mapping[str, Any]) -> tuple[str, SigningKey] | None:
    """Give an RSA key with its id; others sign nothing for us."""
    if said.get("kty") != "RSA" or not said.get("kid"):
        return None
    key = PyJWK({**said, "alg": "RS256"})
    return str(said["kid"]), SigningKey(key, frozenset(map(str, said.get("endorsements") or ())))
