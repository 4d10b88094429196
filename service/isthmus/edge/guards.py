"""What is refused before any route sees it, and the headers every response carries."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isthmus.edge.problems import problem, request_id_of
from isthmus.errors import NotAllowedError

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Not `no-referrer`: with it browsers send `Origin: null` even for a form of our own page.
SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Sets the security headers; what is not a static file is never stored by a cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        cached = "no-cache" if scope["path"].startswith("/static/") else "no-store"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers["Cache-Control"] = cached
            await send(message)

        await self.app(scope, receive, send_with_headers)


class AllowedHosts:
    """Refuses other host names than ours: a rebound DNS name must not reach a local service."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self.allowed = frozenset(host.lower() for host in allowed if host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._allows(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
            return
        detail = "This host name is not served here: add it to the allowed hosts."
        refusal = problem(HTTPStatus.BAD_REQUEST, detail, request_id_of(Request(scope)))
        await refusal(scope, receive, send)

    def _allows(self, host: str) -> bool:
        return "*" in self.allowed or host_name(host) in self.allowed


class BodyLimit:
    """Refuses a body beyond the limit, said beforehand or found out while reading.

    Larger ones are for uploads, which need a key or an account: a guest's stay small.
    """

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int]) -> None:
        """Take the limit in bytes, and larger ones for single paths."""
        self.app = app
        self.limit = limit
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.limit if _is_guests(scope) else self.larger.get(scope["path"], self.limit)
        if _said_length(scope) > limit:
            refusal = problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, None, request_id_of(Request(scope))
            )
            await refusal(scope, receive, send)
            return
        await self.app(scope, _limited(receive, limit), send)


def _is_guests(scope: Scope) -> bool:
    visit = scope.get("state", {}).get("visit")
    return visit is not None and visit.person.is_guest


def host_name(host: str) -> str:
    """Give the name of a Host header without its port; an empty text where it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
    except ValueError:
        return ""
    is_host_alone = parts.netloc == host and "@" not in host  # else it could pose as a path
    return parts.hostname or "" if is_host_alone else ""


def refuse_other_origins(request: Request) -> None:
    """Refuse a form that another site's page sent.

    Browsers say so in Sec-Fetch-Site (to https and localhost) or at least in Origin; a client that
    sends neither is no browser and carries nobody's session.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        same = site in {"same-origin", "none"}
    else:
        same = origin is None or origin.partition("://")[2] == request.headers.get("host")
    if not same:
        raise NotAllowedError("This form was sent by another site. Open the page and ask there.")


def _said_length(scope: Scope) -> int:
    said = Headers(scope=scope).get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def receive_within_limit() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return receive_within_limit
