"""`isthmus ingest --watch`: follows folders until it is stopped."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final, Protocol

from isthmus.errors import IsthmusError
from isthmus.library.descriptions import is_description
from isthmus.library.model import Said
from isthmus.library.run import IngestSummary, Progress
from isthmus.library.watching import Watch, stamps

LOOKS_EVERY: Final = 2.0  # seconds
_NAP: Final = 0.1  # seconds
_EMPTY: Final = (
    "Everything is gone at once, as when a share is not connected, so nothing is retired. "
    "If it was meant, run `isthmus ingest` on the folder once."
)


class Indexing(Protocol):
    def paths(
        self,
        paths: Sequence[Path],
        said: Said,
        report: Callable[[Progress], None] = ...,
        *,
        passing_over: frozenset[Path] = ...,
    ) -> IngestSummary: ...


class StoppedError(Exception):
    """Somebody asked to stop while documents were being indexed."""


@dataclass
class Stop:
    """Whether somebody asked to stop.

    A plain mark, since a signal may come while a lock is being taken: `threading.Event.set` in a
    signal's handler waits for ever for the lock that the interrupted `Event.wait` holds.
    """

    asked: bool = False

    def wait(self, seconds: float) -> None:
        """Wait that long, or until somebody asks."""
        until = time.monotonic() + seconds
        while not self.asked and time.monotonic() < until:
            time.sleep(_NAP)


@dataclass
class Follower:
    """Looks again and again, and indexes what has settled; a mistake is told once, and outlived."""

    ingest: Indexing
    paths: Sequence[Path]
    said: Said
    tell: Callable[[IngestSummary], None]
    complain: Callable[[str], None]
    watch: Watch = field(default_factory=lambda: Watch(settles_after=5.0))
    trouble: str = ""

    def follow(self, stop: Stop) -> None:
        """Go on until it is asked to ``stop``; what is being written then is finished first."""
        try:
            while not stop.asked:
                self.look(time.monotonic(), stop)
                stop.wait(LOOKS_EVERY)
        except StoppedError:
            return

    def look(self, now: float, stop: Stop) -> None:
        """Look once, and index what changed."""
        try:
            self.watch = self.watch.looked(stamps(self.paths), now)
            changed = self.watch.changed(now)
            if changed and self.watch.lost_everything:
                self._complain(_EMPTY)
            elif changed:
                self._index(changed, now, stop)
        except IsthmusError as error:
            self._complain(str(error))

    def _index(self, changed: frozenset[Path], now: float, stop: Stop) -> None:
        def report(_: Progress) -> None:
            if stop.asked:
                raise StoppedError

        described = any(is_description(path.name) for path in changed)
        known = self.watch.files.keys() | self.watch.vanished.keys()
        resting = self.watch.unsettled(now) if described else known - changed
        waiting = self.watch.vanished.keys() - changed
        summary = self.ingest.paths(
            self.paths, self.said, report, passing_over=frozenset(resting | waiting)
        )
        self.watch = self.watch.done(changed)
        self.trouble = ""
        self.tell(summary)

    def _complain(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.complain(trouble)
        self.trouble = trouble


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """Give a mark that Ctrl-C and a supervisor's TERM set, instead of ending the program."""
    stop = Stop()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.asked = True

    before = {
        number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
