"""How the app is reached: at an address, or as an application in this process."""

import http.client
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


Receiver = Callable[[str, Mapping[str, str], bytes, float], Answer]
"""Posts to a path: with headers, a body, and how many seconds to wait."""


class Client(Protocol):
    """What is needed of a test client, such as Starlette's."""

    def request(
        self, method: str, url: str, *, content: bytes, headers: dict[str, str]
    ) -> "Response": ...


class Response(Protocol):
    @property
    def status_code(self) -> int: ...
    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


def at(address: str) -> Receiver:
    """Reach the app over HTTP."""
    where = urlsplit(address)

    def post(path: str, headers: Mapping[str, str], body: bytes, patience: float) -> Answer:
        begun = time.monotonic()
        connection = http.client.HTTPConnection(where.netloc, timeout=patience)
        try:
            connection.request("POST", path, body, dict(headers))
            response = connection.getresponse()
            said = response.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, said, names, time.monotonic() - begun)

    return post


def within(client: Client) -> Receiver:
    """Reach an app in this process."""

    def post(path: str, headers: Mapping[str, str], body: bytes, _: float) -> Answer:
        begun = time.monotonic()
        response = client.request("POST", path, content=body, headers=dict(headers))
        names = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, response.content, names, time.monotonic() - begun)

    return post
