"""The only door to Argon2: passwords become hashes and are compared with them."""

import unicodedata
from functools import cached_property
from secrets import token_urlsafe
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE: Final = 2  # one takes 64 MB, so that many sign-ins at once must not take all memory


class Passwords:
    """Hashes with the library's parameters, which follow the times."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(_plain(password))

    def fits(self, password: str, known: str | None) -> bool:
        """Compare; takes as long where there is no hash, so that nobody learns who has one."""
        with self._turn:
            try:
                self._hasher.verify(known or self._nobodys, _plain(password))
            except (VerificationError, InvalidHashError):
                return False
        return known is not None

    def is_outdated(self, known: str) -> bool:
        """Tell whether it was hashed with other parameters than those of now."""
        return self._hasher.check_needs_rehash(known)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(token_urlsafe())


def _plain(password: str) -> bytes:
    """Give the bytes that count: the same whichever keyboard typed an accented letter."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
