"""Whose browser this is: one random cookie, which is a session's for whoever is signed in.

The token against forged forms is derived from the cookie, so it is bound to it, needs no storage,
and is worthless after the cookie changed at sign-in. A guest's cookie is not signed by us: anybody
can fetch a signed one, so a signature would prove nothing. What keeps somebody from planting a
cookie are its name (`__Host-`, over https) and the refusal of forms that other sites send.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Final, Protocol
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isthmus.edge.problems import problem_of
from isthmus.errors import IsthmusError, UnidentifiedError
from isthmus.people import GUEST, Person

WITHOUT_VISITOR: Final = ("/static/", "/api/v1/", "/healthz", "/readyz", "/metrics")
FOR_SIGNING_IN: Final = ("/sign-in", "/welcome/")
OF_A_GUEST: Final = "guest."
LONGEST_TOKEN: Final = 200


class Served(Protocol):
    """Settings that say where people reach the service, and whether anybody may read."""

    @property
    def base_url(self) -> str: ...
    @property
    def guests(self) -> bool: ...


class KnowsVisitors(Protocol):
    """Tells who is signed in with a session's token, None where nobody is."""

    @property
    def settings(self) -> Served: ...
    def visitor(self, token: str) -> Person | None: ...


@dataclass(frozen=True)
class Cookie:
    """How the cookie is called and set; over https no other host can set or read it."""

    secure: bool

    @property
    def name(self) -> str:
        return "__Host-isthmus" if self.secure else "isthmus"

    def header(self, token: str, lasts: timedelta | None) -> str:
        said = [f"{self.name}={token}", "Path=/", "HttpOnly", "SameSite=Lax"]
        if lasts is not None:
            said.append(f"Max-Age={int(lasts.total_seconds())}")
        return "; ".join([*said, "Secure"] if self.secure else said)


class Visit:
    """One request's browser: who is there, and what its cookie becomes."""

    def __init__(self, token: str = "", person: Person = GUEST) -> None:
        self.person = person
        self.token = token or OF_A_GUEST + token_urlsafe(32)
        self.lasts: timedelta | None = None
        self.is_new = not token
        self.has_changed = False

    @property
    def csrf(self) -> str:
        """Give what each form has to carry; a browser without a cookie gets one with it."""
        self.has_changed = self.has_changed or self.is_new
        return hmac.new(self.token.encode(), b"forms", sha256).hexdigest()

    def begin(self, token: str, lasts: timedelta) -> None:
        """Sign in: a new cookie, whatever the browser sent."""
        self._become(token, lasts)

    def end(self) -> None:
        self._become(OF_A_GUEST + token_urlsafe(32), None)
        self.person = GUEST

    def _become(self, token: str, lasts: timedelta | None) -> None:
        self.token, self.lasts, self.has_changed = token, lasts, True


def visit_of(request: Request) -> Visit:
    """Give the visit; a guest's where nobody looked, as for what is served beside the pages."""
    found: Visit | None = getattr(request.state, "visit", None)
    return found or Visit()


class Sessions:
    """Tells each page's request who is there, and sends the cookie where it changed."""

    def __init__(self, app: ASGIApp, wiring: KnowsVisitors, beside: Sequence[str] = ()) -> None:
        """Take paths beside the pages, which no browser's visit is looked up for."""
        self.app = app
        self._beside = frozenset(beside)
        self._known = wiring.visitor
        self._guests = wiring.settings.guests
        self._cookie = Cookie(wiring.settings.base_url.startswith("https://"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_beside(scope["path"]):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            visit = await run_in_threadpool(self._visit, request)
            self._admit(visit, request)
        except IsthmusError as error:
            await _refusal(request, error)(scope, receive, send)
            return
        request.state.visit = visit
        request.state.caller_id = None if visit.person.is_guest else visit.person.id
        await self.app(scope, receive, _with_cookie(visit, self._cookie, send))

    def _is_beside(self, path: str) -> bool:
        return path.startswith(WITHOUT_VISITOR) or path in self._beside

    def _visit(self, request: Request) -> Visit:
        token = request.cookies.get(self._cookie.name, "")
        if not token.isascii() or len(token) > LONGEST_TOKEN:
            return Visit()
        if token.startswith(OF_A_GUEST):
            return Visit(token)
        person = self._known(token) if token else None
        return Visit(token, person) if person else Visit()

    def _admit(self, visit: Visit, request: Request) -> None:
        open_to_all = self._guests or request.scope["path"].startswith(FOR_SIGNING_IN)
        if visit.person.is_guest and not open_to_all:
            raise UnidentifiedError("Sign in to go on: only people with an account are served.")


def to_sign_in(request: Request) -> RedirectResponse:
    """Send somebody to sign in, and back to the page that was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = wanted if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={quote(back, safe='/')}", HTTPStatus.SEE_OTHER)


def own_path(wanted: str) -> str:
    """Give the path where it leads into this console, else the front page.

    Browsers take `//name` as another host, also where a backslash stands for a slash.
    """
    leads_away = wanted.startswith("//") or "\\" in wanted
    return wanted if wanted.startswith("/") and wanted.isprintable() and not leads_away else "/"


def _refusal(request: Request, error: IsthmusError) -> Response:
    wants_page = "text/html" in request.headers.get("accept", "")
    if isinstance(error, UnidentifiedError) and wants_page:
        return to_sign_in(request)
    return problem_of(request, error)


def _with_cookie(visit: Visit, cookie: Cookie, send: Send) -> Send:
    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start" and visit.has_changed:
            MutableHeaders(scope=message).append(
                "Set-Cookie", cookie.header(visit.token, visit.lasts)
            )
        await send(message)

    return send_with_cookie
