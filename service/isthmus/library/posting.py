"""Sends to other machines, through the same guarded door as documents are fetched by.

Nothing is followed: whoever moves says so, and an administrator names the new address.
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import httpcore

from isthmus.errors import InvalidError
from isthmus.library.addresses import Address
from isthmus.library.fetching import Door, Fetcher

LARGEST_REPLY: Final = 64 * 1024  # more of it is not read


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class NotSent:
    """It certainly did not leave: no such host, no connection, an address inside a network."""

    why: str


@dataclass(frozen=True)
class Broken:
    """It left, and nobody knows what became of it."""

    why: str


@dataclass(frozen=True)
class Poster:
    """Posts a body to an address; the fetcher says which hosts may be reached, and how long."""

    fetcher: Fetcher

    def post(
        self, target: Address, headers: Mapping[str, str], body: bytes
    ) -> Answered | NotSent | Broken:
        door = Door(self.fetcher, time.monotonic() + self.fetcher.patience.whole)
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.fetcher.patience.each)
        url = httpcore.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.target.encode(),
        )
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        sent.append((b"Content-Length", str(len(body)).encode()))
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._trust, max_connections=1, network_backend=door
                ) as pool,
                pool.stream(
                    "POST", url, headers=sent, content=body, extensions={"timeout": waits}
                ) as response,
            ):
                return _answered(response)
        except InvalidError as error:
            return NotSent(str(error))
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            return NotSent(_words(error))
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            return Broken(_words(error))
        except OSError as error:
            return Broken(_words(error))

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _answered(response: httpcore.Response) -> Answered:
    read = 0
    for piece in response.iter_stream():
        read += len(piece)
        if read > LARGEST_REPLY:
            break
    headers = {key.decode().lower(): value.decode("latin-1") for key, value in response.headers}
    return Answered(response.status, headers)


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
