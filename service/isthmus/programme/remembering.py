"""What was derived from the records is kept as long as nothing was recorded since."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Generic, TypeVar

MOST: Final = 100
T = TypeVar("T")


@dataclass(frozen=True)
class Remembered(Generic[T]):
    """The last few things that were derived; a key names the state of the records, too."""

    _kept: OrderedDict[Hashable, T] = field(default_factory=OrderedDict, compare=False)
    _lock: Lock = field(default_factory=Lock, compare=False)

    def get(self, key: Hashable, derive: Callable[[], T]) -> T:
        """Give what is kept for a key, else derive it; two who ask at once may both derive it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = derive()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made
