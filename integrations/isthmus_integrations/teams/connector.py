"""The only door to the Bot Connector, Teams' REST API: one call, and what became of it in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import httpx

from isthmus.jobs.handling import NotYetError, Refused, Sent, Unknown
from isthmus_integrations.teams.configured import Configured
from isthmus_integrations.teams.credentials import Credentials, NoTokenError

Answer = Mapping[str, Any]

TIMEOUT: Final = httpx.Timeout(10.0, connect=4.0)
WITHOUT_A_WORD: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=1)
LARGEST: Final = 80_000  # bytes of a message, which Teams refuses beyond 100 kB all in all
_LATER: Final = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.SERVICE_UNAVAILABLE}
)
_SURE_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class TeamsError(Exception):
    """A call that came to nothing, as far as anybody knows."""


@dataclass
class DeclinedError(TeamsError):
    """Teams understood it and said no; ``code`` is its own word for why."""

    status: int
    code: str
    said: str = ""

    def __str__(self) -> str:
        return f"Teams refused it: {self.status} {self.code}."


@dataclass
class BusyError(TeamsError, NotYetError):
    """Teams did nothing, and wants to be asked later."""

    reason: str
    retry_after: timedelta = WITHOUT_A_WORD

    def __str__(self) -> str:
        return self.reason


class NotReachedError(TeamsError):
    """Nothing left this machine."""


class UnsureError(TeamsError):
    """It may have been done: the connection broke, or Teams itself did."""


@dataclass(frozen=True)
class Connector:
    """Calls Teams, and never twice by itself."""

    configured: Configured
    credentials: Credentials
    http: httpx.Client

    def get(self, service_url: str, *path: str, **query: str) -> Any:  # noqa: ANN401 - any JSON
        return self._call("GET", service_url, path, query=query)

    def post(self, service_url: str, *path: str, body: Answer) -> Answer:
        return _mapping(self._call("POST", service_url, path, body=body))

    def put(self, service_url: str, *path: str, body: Answer) -> Answer:
        return _mapping(self._call("PUT", service_url, path, body=body))

    def delete(self, service_url: str, *path: str) -> None:
        self._call("DELETE", service_url, path)

    def _call(
        self,
        method: str,
        service_url: str,
        path: tuple[str, ...],
        *,
        query: Mapping[str, str] | None = None,
        body: Answer | None = None,
    ) -> Any:  # noqa: ANN401 - any JSON
        """Call a method; our token goes to addresses that are trusted, and to no others."""
        if not self.configured.trusts(service_url):
            raise DeclinedError(HTTPStatus.FORBIDDEN, "the service URL is not trusted")
        parts = "/".join(quote(each, safe="") for each in path)
        url = f"{service_url.rstrip('/')}/v3/{parts}"
        try:
            response = self.http.request(
                method, url, params=query, json=body, headers=self._headers()
            )
        except _SURE_NOT_SENT as error:
            raise NotReachedError(f"Teams cannot be reached: {error}.") from error
        except httpx.HTTPError as error:
            raise UnsureError(f"Teams did not answer: {type(error).__name__}.") from error
        return self._read(response)

    def _headers(self) -> dict[str, str]:
        try:
            return {"Authorization": f"Bearer {self.credentials.token()}"}
        except NoTokenError as error:
            raise NotReachedError(str(error)) from error

    def _read(self, response: httpx.Response) -> Any:  # noqa: ANN401 - any JSON
        said = _json(response)
        if response.is_success:
            return said
        code, message = _error(said)
        if response.status_code == HTTPStatus.UNAUTHORIZED:  # it did nothing; a new token may do
            self.credentials.forget()
            raise BusyError(f"Teams did not accept our token: {code}.")
        if response.status_code in _LATER:
            wait = _wait(response.headers.get("retry-after", ""))
            raise BusyError(f"Teams is busy: {response.status_code} {code}.", wait)
        if response.is_server_error or not response.is_client_error:
            raise UnsureError(f"Teams broke: {response.status_code}.")
        raise DeclinedError(response.status_code, code, message)


def outcome(send: Callable[[], str]) -> Sent | Refused | Unknown:
    """Send, and say what became of it; ``send`` gives what Teams calls it."""
    try:
        return Sent(send())
    except DeclinedError as error:
        return Refused(_words(error), final=True)
    except BusyError as error:
        return Refused(str(error), error.retry_after)
    except NotReachedError as error:
        return Refused(str(error))
    except UnsureError as error:
        return Unknown(str(error))


def _words(error: DeclinedError) -> str:
    """Say why Teams took nothing, and what to do."""
    match error.status:
        case HTTPStatus.FORBIDDEN:
            return (
                "Isthmus is not installed for them in Teams, or they blocked it "
                f"({error.code}). Install the app for them, or use another way."
            )
        case HTTPStatus.NOT_FOUND:
            return f"The conversation is not there any more in Teams ({error.code})."
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return "Teams refused the message: it is too large."
    return f"Teams refused the message: {error.status} {error.code}."


def _json(response: httpx.Response) -> Any:  # noqa: ANN401 - any JSON
    try:
        return response.json() if response.content else {}
    except ValueError:
        return {}


def _error(said: object) -> tuple[str, str]:
    found = said.get("error") if isinstance(said, dict) else None
    if not isinstance(found, dict):
        return "without a reason", ""
    return str(found.get("code", ""))[:80], str(found.get("message", ""))[:300]


def _mapping(said: object) -> Answer:
    return said if isinstance(said, dict) else {}


def _wait(said: str) -> timedelta:
    whole = said.isascii() and said.isdigit()
    return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT) if whole else WITHOUT_A_WORD


def plain_get(http: httpx.Client) -> Callable[[str], Any]:
    """Give what reads public JSON, such as the keys of Teams; without our token."""

    def get(url: str) -> Any:  # noqa: ANN401 - any JSON
        try:
            response = http.get(url, timeout=5.0)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise OSError(f"{url}: {type(error).__name__}") from error
        return response.json()

    return get
