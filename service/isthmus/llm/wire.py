"""What the door needs of a model's client, and how a call is ended from outside."""

import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from isthmus.llm.model import Unavailable
from isthmus.llm.telling import Told


@dataclass(frozen=True)
class Piece:
    """Something of a model's text; tokens are 0 until the provider counts them."""

    text: str = ""
    tokens_in: int = 0
    tokens_out: int = 0


class WireError(Exception):
    """A call that came to nothing, in our own words: no key and nothing of a text is in them.

    ``again`` tells whether another try may help, ``after`` the seconds the provider wants between;
    ``refused`` that the provider is well and does not do what was asked.
    """

    def __init__(
        self,
        why: Unavailable,
        detail: str,
        *,
        again: bool = False,
        after: float = 0,
        refused: bool = False,
    ) -> None:
        super().__init__(detail)
        self.why = why
        self.detail = detail
        self.again = again
        self.after = after
        self.refused = refused


@dataclass
class Line:
    """One call's connection; hanging up wakes whoever still reads from it."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sockets: list[socket.socket] = field(default_factory=list)
    _is_up: bool = True

    @property
    def is_up(self) -> bool:
        return self._is_up

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._sockets.append(connection)
            if self._is_up:
                return
        _shut(connection)

    def hang_up(self) -> None:
        with self._lock:
            self._is_up = False
            opened = list(self._sockets)
        for each in opened:
            _shut(each)


class Wire(Protocol):
    """One model; what it raises is WireError."""

    @property
    def model(self) -> str: ...

    def prepare(self) -> None:
        """Load what the first call needs; what is missing is told by that call."""
        ...

    def stream(self, told: Told, most_tokens: int, line: Line) -> Iterator[Piece]: ...

    def fill(
        self, told: Told, most_tokens: int, shape: Mapping[str, Any], line: Line
    ) -> Iterator[Piece]:
        """Give JSON by the way the provider has for it, as one piece of text."""
        ...


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed in the meantime
