"""The only door to Slack's Web API: one call at a time, and what became of it in four words."""

import http.client
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from logging import CRITICAL, Logger, getLogger
from typing import Any, Final
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from isthmus.jobs.handling import NotYetError

Answer = Mapping[str, Any]

TIMEOUT: Final = 20
TOO_MANY: Final = 429
SERVER_ERRORS: Final = 500
WITHOUT_A_WORD: Final = timedelta(seconds=30)
_BUSY: Final = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"}
)
_BROKE: Final = frozenset({"internal_error", "fatal_error", "request_timeout"})
_NOWHERE: Final = (ConnectionRefusedError, socket.gaierror)


class SlackError(Exception):
    """A call that came to nothing, as far as anybody knows."""


@dataclass
class DeclinedError(SlackError):
    """Slack understood it and said no; ``error`` is its own word for why."""

    error: str
    needed: str = ""

    def __str__(self) -> str:
        return f"{self.error} (scope {self.needed})" if self.needed else self.error


@dataclass
class BusyError(SlackError, NotYetError):
    """Slack did nothing, and wants to be asked later."""

    reason: str
    retry_after: timedelta

    def __str__(self) -> str:
        return self.reason


class NotReachedError(SlackError):
    """Nothing left this machine."""


class UnsureError(SlackError):
    """It may have been done: the connection broke, or Slack itself did."""


@dataclass(frozen=True)
class Known:
    """Whose a token is: the workspace, what it is allowed, and how late it is at Slack."""

    team: str
    name: str
    scopes: frozenset[str]
    at: datetime | None


@dataclass(frozen=True)
class Web:
    """Calls Slack, and never twice by itself: the library's own tries posted the same again."""

    base_url: str
    timeout: int = TIMEOUT
    make: Callable[..., WebClient] = field(default=WebClient, repr=False)

    def client(self, token: str | None) -> WebClient:
        return self.make(
            token=token,
            base_url=f"{self.base_url.rstrip('/')}/",
            timeout=self.timeout,
            retry_handlers=[],
            logger=_silent(),  # whoever calls tells what became of it
        )

    def call(self, token: str | None, method: str, said: Mapping[str, Any]) -> Answer:
        """Call a method; raises one of the errors above."""
        return self._answered(self.client(token).api_call, method, json=dict(said))

    def form(self, token: str | None, method: str, said: Mapping[str, Any]) -> Answer:
        """Call a method that reads forms alone, as those that only look something up."""
        return self._answered(self.client(token).api_call, method, data=dict(said))

    def known_by(self, token: str) -> "Known":
        """Look whose a token is; raises one of the errors above."""
        answer = _calling(self.client(token).api_call, "auth.test")
        said = answer.data if isinstance(answer.data, dict) else {}
        scopes = _header(answer.headers, "x-oauth-scopes").split(",")
        return Known(
            team=str(said.get("team_id") or ""),
            name=str(said.get("team") or ""),
            scopes=frozenset(filter(None, map(str.strip, scopes))),
            at=_moment(_header(answer.headers, "date")),
        )

    def _answered(self, call: Callable[..., Any], method: str, **said: Mapping[str, Any]) -> Answer:
        data = _calling(call, method, **said).data
        if not isinstance(data, dict):
            raise UnsureError(f"{method}: Slack did not answer in JSON.")
        return data


def _silent() -> Logger:
    logger = getLogger("isthmus.slack.web")
    logger.setLevel(CRITICAL)
    return logger


def _calling(call: Callable[..., Any], method: str, **said: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the library's own
    try:
        return call(method, **said)
    except SlackApiError as error:
        raise _refused(method, error.response) from error
    except URLError as error:
        if isinstance(error.reason, _NOWHERE):
            raise NotReachedError(f"Slack cannot be reached: {error.reason}.") from error
        raise UnsureError(f"{method}: {error.reason}") from error
    except (OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
        raise UnsureError(f"{method}: {type(error).__name__}") from error


def _refused(method: str, response: Any) -> SlackError:  # noqa: ANN401 - the library's own
    said = response.data if isinstance(response.data, dict) else {}
    error = str(said.get("error") or f"HTTP {response.status_code}")
    if response.status_code == TOO_MANY or error in _BUSY:
        return BusyError(f"{method}: {error}", _wait(response.headers))
    if response.status_code >= SERVER_ERRORS or error in _BROKE or not said.get("error"):
        return UnsureError(f"{method}: {error[:200]}")
    return DeclinedError(error[:200], str(said.get("needed") or ""))


def _wait(headers: Mapping[str, str]) -> timedelta:
    said = _header(headers, "retry-after")
    whole = said.isascii() and said.isdigit()
    return timedelta(seconds=int(said)) if whole else WITHOUT_A_WORD


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _moment(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said)
    except ValueError:
        return None
