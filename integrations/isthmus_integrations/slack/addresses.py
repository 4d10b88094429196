"""Addresses that Slack gives beside its Web API: used only where they are Slack's own."""

import http.client
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from slack_sdk.webhook import WebhookClient

from isthmus.errors import InvalidError
from isthmus_integrations.slack.web import (
    SERVER_ERRORS,
    TOO_MANY,
    WITHOUT_A_WORD,
    BusyError,
    DeclinedError,
    NotReachedError,
    UnsureError,
    Web,
)

FILES: Final = "files"
REPLIES: Final = "hooks"
REFUSED: Final = 300
NOT_SLACKS: Final = "This address is none of Slack's, so nothing is sent there."
NOT_GIVEN: Final = (
    "Slack did not give the file. The app needs the permission files:read: add it on its page "
    "OAuth & Permissions, install it again, and share the file once more."
)


class _Stays(HTTPRedirectHandler):
    """Slack leads a token without permission to its page for signing in: that is no file."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@dataclass(frozen=True)
class Addresses:
    web: Web

    def is_slacks(self, address: str, kind: str) -> bool:
        """Tell whether an address is of the Web API's own server, or of Slack's for this kind."""
        asked, own = urlsplit(address), urlsplit(self.web.base_url)
        if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
            return True
        hosts = {f"{kind}.slack.com", f"{kind}.{own.netloc}"}
        return asked.scheme == "https" and asked.netloc in hosts

    def reply(self, address: str, said: dict[str, Any]) -> None:
        """Answer at the address that came with a command or a press, once."""
        self._require(address, REPLIES)
        client = WebhookClient(address, timeout=self.web.timeout, retry_handlers=[])
        try:
            came = client.send_dict(said)
        except URLError as error:
            raise UnsureError(f"response_url: {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise UnsureError(f"response_url: {type(error).__name__}") from error
        if came.status_code == TOO_MANY:
            raise BusyError("response_url", timedelta(seconds=_seconds(came.headers)))
        if came.status_code >= SERVER_ERRORS:
            raise UnsureError(f"response_url: HTTP {came.status_code}")
        if came.status_code >= REFUSED:
            raise DeclinedError(f"response_url: {str(came.body)[:200]}")

    def fetch(self, address: str, token: str, most: int) -> bytes:
        """Fetch a file of at most so many bytes, and one more where it is larger."""
        self._require(address, FILES)
        request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - looked at above
        try:
            with _opener().open(request, timeout=self.web.timeout) as answer:
                return cast("bytes", answer.read(most + 1))
        except HTTPError as error:
            error.close()
            if error.code >= SERVER_ERRORS or error.code == TOO_MANY:
                raise BusyError(f"file: HTTP {error.code}", WITHOUT_A_WORD) from error
            raise InvalidError(NOT_GIVEN) from error
        except (OSError, http.client.HTTPException) as error:
            raise NotReachedError(f"The file could not be fetched: {error}") from error

    def _require(self, address: str, kind: str) -> None:
        if not self.is_slacks(address, kind):
            raise InvalidError(NOT_SLACKS)


def _opener() -> OpenerDirector:
    return build_opener(_Stays)


def _seconds(headers: dict[str, Any]) -> int:
    said = next((str(v) for k, v in headers.items() if k.lower() == "retry-after"), "")
    return int(said) if said.isascii() and said.isdigit() else int(WITHOUT_A_WORD.total_seconds())
