"""Slack's time, which stands still until a test moves it."""

import itertools
import time
from threading import Lock


class Clock:
    """The time of the workspace, in seconds since 1970.

    It stands at ``start`` (at the machine's time, where none is given) until `forward` moves it;
    with ``runs`` it goes on by itself, for measurements that last minutes.
    """

    def __init__(self, start: float | None = None, *, runs: bool = False) -> None:
        self._start = time.time() if start is None else start
        self._begun = time.monotonic()
        self._runs = runs
        self._moved = 0.0
        self._counted = itertools.count(100)
        self._lock = Lock()

    def now(self) -> float:
        passed = time.monotonic() - self._begun if self._runs else 0.0
        return self._start + passed + self._moved

    def forward(self, seconds: float) -> None:
        self._moved += seconds

    def stamp(self) -> str:
        """Give the next `ts`: unlike any other, and later than those before."""
        with self._lock:
            return f"{int(self.now())}.{next(self._counted):06d}"
