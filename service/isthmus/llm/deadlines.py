"""A call on a thread of its own, so that whoever waits for it waits no longer than was said."""

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Final

from isthmus.llm.model import Unavailable
from isthmus.llm.wire import Line, Piece, WireError

_END: Final = object()


@dataclass(frozen=True)
class Patience:
    """Seconds until something has to come, and until everything has to be there."""

    first: float
    whole: float

    @property
    def all_at_once(self) -> "Patience":
        """Give what there is where everything comes at the end."""
        return Patience(self.whole, self.whole)


def pieces_in_time(call: Callable[[Line], Iterator[Piece]], patience: Patience) -> Generator[Piece]:
    """Give the pieces of a call; raises WireError (SLOW) when they do not come in time.

    However it ends (also when the caller stops asking), the connection is closed.
    """
    line, came = Line(), queue.Queue[object]()
    thread = threading.Thread(target=_run, args=(call, line, came), name="llm-call", daemon=True)
    began = time.monotonic()
    thread.start()
    until = began + min(patience.first, patience.whole)
    try:
        while (each := _next(came, until)) is not _END:
            if isinstance(each, BaseException):
                raise each
            assert isinstance(each, Piece)  # noqa: S101 - what `_run` puts in, for the type checker
            if each.text:
                until = began + patience.whole
            yield each
    finally:
        line.hang_up()


def _next(came: "queue.Queue[object]", until: float) -> object:
    try:
        return came.get(timeout=max(until - time.monotonic(), 0.0))
    except queue.Empty:
        raise WireError(Unavailable.SLOW, "Nothing came in time.") from None


def _run(call: Callable[[Line], Iterator[Piece]], line: Line, came: "queue.Queue[object]") -> None:
    pieces = call(line)
    try:
        for piece in pieces:
            came.put(piece)
            if not line.is_up:
                return
        came.put(_END)
    except BaseException as error:  # noqa: BLE001 - the edge of a thread: the caller raises it
        came.put(error)
    finally:
        if isinstance(pieces, Generator):
            pieces.close()
