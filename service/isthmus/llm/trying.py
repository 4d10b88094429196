"""Another try while nothing has come yet, and no try at all while a model is known to be down."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from isthmus.llm.deadlines import Patience, pieces_in_time
from isthmus.llm.model import Unavailable
from isthmus.llm.wire import Line, Piece, WireError

IN_A_ROW: Final = 3  # failures after which a model is left alone
FIRST_WAIT: Final = 0.5  # seconds; each further one is twice as long
LONGEST_WAIT: Final = 8.0


class State(StrEnum):
    """How a breaker stands: `closed` lets calls through, `half-open` one to see."""

    CLOSED = "closed"
    HALF_OPEN = "half-open"
    OPEN = "open"


@dataclass
class Breaker:
    """Leaves a model alone for ``pause`` seconds after it failed several times in a row."""

    pause: float
    now: Callable[[], float] = time.monotonic
    _failures: int = 0
    _until: float = 0.0
    _probing: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def state(self) -> State:
        if self._failures < IN_A_ROW:
            return State.CLOSED
        return State.OPEN if self.now() < self._until else State.HALF_OPEN

    def enter(self) -> None:
        """Let a call through, or raise WireError (DOWN); after the pause one may try."""
        with self._lock:
            state = self.state
            if state is State.OPEN or (state is State.HALF_OPEN and self._probing):
                raise WireError(Unavailable.DOWN, "It failed several times, and is left alone.")
            self._probing = state is State.HALF_OPEN

    def worked(self) -> None:
        with self._lock:
            self._failures, self._probing = 0, False

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._probing = False
            if self._failures >= IN_A_ROW:
                self._until = self.now() + self.pause

    def left(self) -> None:
        """Note that a call ended without telling how the model is."""
        with self._lock:
            self._probing = False


@dataclass(frozen=True)
class Trying:
    """How often, and how long in all, a call is tried."""

    patience: Patience
    retries: int
    wait: Callable[[float], None] = time.sleep

    def pieces(
        self, call: Callable[[Line], Iterator[Piece]], *, in_pieces: bool = True
    ) -> Iterator[Piece]:
        """Give the pieces of the first try that gives any; raises WireError of the last one."""
        patience = self.patience if in_pieces else self.patience.all_at_once
        until = time.monotonic() + self.patience.first
        for done in range(self.retries + 1):
            with closing(pieces_in_time(call, patience)) as pieces:
                try:
                    held = list(_until_text(pieces))
                except WireError as error:
                    pause = max(error.after, _jitter(done))
                    is_last = done == self.retries or time.monotonic() + pause >= until
                    if is_last or not error.again:
                        raise
                else:
                    yield from held
                    yield from pieces
                    return
            self.wait(pause)


def _until_text(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Give what comes up to the first text; raises WireError (MALFORMED) where none comes."""
    for piece in pieces:
        yield piece
        if piece.text:
            return
    raise WireError(Unavailable.MALFORMED, "It said nothing.")


def _jitter(done: int) -> float:
    longest: float = min(FIRST_WAIT * 2**done, LONGEST_WAIT)
    return longest * random.uniform(0.5, 1)  # noqa: S311 - no secret
