"""What was looked up a moment ago, so that a platform is not asked for each message."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class Remembered(Generic[K, V]):
    """Holds ``most`` things for ``lasts``; the oldest goes first."""

    clock: Callable[[], datetime]
    lasts: timedelta
    most: int = 5_000
    _known: dict[K, tuple[datetime, V]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._known.get(key)
        return found[1] if found and self.clock() - found[0] < self.lasts else None

    def put(self, key: K, value: V) -> V:
        with self._lock:
            self._known.pop(key, None)
            self._known[key] = (self.clock(), value)
            while len(self._known) > self.most:
                del self._known[next(iter(self._known))]
        return value

    def forget(self, key: K) -> None:
        with self._lock:
            self._known.pop(key, None)

    def either(self, key: K, find: Callable[[], V]) -> V:
        """Give what is known, else what ``find`` finds now."""
        known = self.get(key)
        return known if known is not None else self.put(key, find())
