"""How the Web API fails when a test wants it to."""

from collections import defaultdict
from dataclasses import dataclass
from threading import Lock
from typing import Final

EVERY: Final = "*"


@dataclass(frozen=True)
class RateLimited:
    """429, and when to come again, in seconds."""

    retry_after: int = 1


@dataclass(frozen=True)
class Broken:
    """A server error; nothing was done unless ``does`` says so."""

    status: int = 503
    does: bool = False


@dataclass(frozen=True)
class DropsReply:
    """The call is done, and the connection ends before anybody is told."""


@dataclass(frozen=True)
class DropsCall:
    """The connection ends before anything is done."""


@dataclass(frozen=True)
class Slow:
    """The call is done, and answered after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Refuses:
    """Slack's own error, such as `fatal_error`."""

    code: str


Misbehaviour = RateLimited | Broken | DropsReply | DropsCall | Slow | Refuses


class Misbehaving:
    """What goes wrong with which call of a method, counted from when it was told."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counted: dict[str, int] = defaultdict(int)
        self._planned: dict[tuple[str, int], Misbehaviour] = {}
        self._always: dict[str, Misbehaviour] = {}

    def plan(self, method: str, how: Misbehaviour, at: int, times: int) -> None:
        with self._lock:
            begin = self._counted[method] + at
            for n in range(begin, begin + times):
                self._planned[method, n] = how

    def always(self, method: str, how: Misbehaviour | None) -> None:
        """Let every call go wrong, or none any more."""
        with self._lock:
            if how is None:
                self._always.pop(method, None)
            else:
                self._always[method] = how

    def of(self, method: str) -> Misbehaviour | None:
        """Count a call, and tell what is to become of it."""
        with self._lock:
            found = None
            for name in (method, EVERY):
                self._counted[name] += 1
                found = (
                    found
                    or self._planned.pop((name, self._counted[name]), None)
                    or self._always.get(name)
                )
            return found
