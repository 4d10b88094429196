"""The pages with which people come and go: sign in, welcome, one's own account."""

from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from isthmus.access.attempts import MINUTES
from isthmus.access.model import LONGEST_PASSWORD, SHORTEST_PASSWORD, NewSession
from isthmus.access.service import LONGEST_ID
from isthmus.access.signing_in import Browser, SigningIn
from isthmus.edge.identity import TheVisitor
from isthmus.edge.sessions import own_path, visit_of
from isthmus.errors import InvalidError, IsthmusError, TooManyError
from isthmus.people import Person, Rank
from isthmus.web.pages import Pages, pages_of

FIXED: Final = {"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD}
BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}

Password = Annotated[str, Field(max_length=4 * LONGEST_PASSWORD)]


class Credentials(BaseModel):
    name: str = Field(default="", max_length=LONGEST_ID)
    password: Password = ""
    next: str = Field(default="/", max_length=2000)


class Chosen(BaseModel):
    """What an invited person chooses; id and name only where the link is for nobody yet."""

    id: str = Field(default="", max_length=LONGEST_ID)
    name: str = Field(default="", max_length=LONGEST_ID)
    password: Password = ""
    again: Password = ""

    def check(self) -> None:
        if self.password != self.again:
            raise InvalidError("The two passwords are not the same. Type both again.")

    @property
    def person(self) -> Person:
        """Give the first administrator as chosen; what is not allowed is found out later."""
        named = self.name.strip() or self.id.strip()
        return Person(self.id.strip(), named, rank=Rank.ADMINISTRATOR)


class NewPassword(BaseModel):
    present: Password = ""
    password: Password = ""
    again: Password = ""

    def check(self) -> None:
        if self.password != self.again:
            raise InvalidError("The two new passwords are not the same. Nothing was changed.")


class HasSigningIn(Protocol):
    @property
    def signing_in(self) -> SigningIn: ...


def _signing_in(request: Request) -> SigningIn:
    wiring: HasSigningIn = request.app.state.wiring
    return wiring.signing_in


Wired = Annotated[SigningIn, Depends(_signing_in)]
ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/sign-in")
def show_sign_in(visitor: TheVisitor, pages: ThePages, next: str = "/") -> Response:  # noqa: A002 - the address says it
    if not visitor.is_guest:
        return _to(own_path(next))
    return pages.page("access/sign_in.html", {"next": own_path(next), "name": "", "trouble": ""})


@router.post("/sign-in")
def sign_in(
    said: Annotated[Credentials, Form()], wired: Wired, pages: ThePages, request: Request
) -> Response:
    try:
        made = wired.sign_in(said.name.strip(), said.password, browser_of(request))
    except IsthmusError as error:
        values = {"next": own_path(said.next), "name": said.name, "trouble": str(error)}
        return _refused(pages, "access/sign_in.html", values, error)
    wired.sign_out(visit_of(request).token)  # whoever was signed in with this browser until now
    return _begun(request, made, own_path(said.next))


@router.post("/sign-out")
def sign_out(wired: Wired, request: Request) -> Response:
    visit = visit_of(request)
    wired.sign_out(visit.token)
    visit.end()
    return _to("/")


@router.get("/welcome/{secret}")
def show_welcome(secret: str, wired: Wired, pages: ThePages) -> Response:
    values = {"invited": wired.invited(secret), "said": Chosen(), "trouble": ""}
    return pages.page("access/welcome.html", values | FIXED)


@router.post("/welcome/{secret}")
def accept(
    secret: str,
    said: Annotated[Chosen, Form()],
    wired: Wired,
    pages: ThePages,
    request: Request,
) -> Response:
    invited = wired.invited(secret)
    try:
        said.check()
        made = wired.accept(secret, said.person, said.password, browser_of(request))
    except IsthmusError as error:
        values = {"invited": invited, "said": said, "trouble": str(error)} | FIXED
        return _refused(pages, "access/welcome.html", values, error)
    return _begun(request, made, "/people" if invited is None else "/")


@router.get("/account")
def show_account(visitor: TheVisitor, wired: Wired, pages: ThePages, request: Request) -> Response:
    visitor.require(Rank.READER)
    return pages.page("access/account.html", _account(wired, visitor, request))


@router.post("/account/password")
def change_password(
    said: Annotated[NewPassword, Form()],
    visitor: TheVisitor,
    wired: Wired,
    pages: ThePages,
    request: Request,
) -> Response:
    visitor.require(Rank.READER)
    try:
        said.check()
        made = wired.change_password(visitor, said.present, said.password, browser_of(request))
    except IsthmusError as error:
        values = _account(wired, visitor, request) | {"trouble": str(error)}
        return _refused(pages, "access/account.html", values, error)
    return _begun(request, made, "/account?changed=yes")


@router.post("/account/sessions/{session_id}/end")
def end_session(session_id: str, visitor: TheVisitor, wired: Wired) -> Response:
    wired.end_session(session_id, visitor.require(Rank.READER))
    return _to("/account")


def browser_of(request: Request) -> Browser:
    """Say where a request comes from, in words that its sender recognises later."""
    address = request.client.host if request.client else "unknown"
    return Browser(address, browser_in_words(request.headers.get("user-agent", "")))


def browser_in_words(user_agent: str) -> str:
    browser = next((name for sign, name in BROWSERS.items() if f"{sign}/" in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return " on ".join(filter(None, (browser, system))) or "A browser that does not say its name"


def _account(wired: SigningIn, visitor: Person, request: Request) -> dict[str, Any]:
    return FIXED | {
        "sessions": wired.sessions(visitor),
        "here": wired.current(visit_of(request).token),
        "changed": "changed" in request.query_params,
        "trouble": "",
    }


def _begun(request: Request, made: NewSession, leads_to: str) -> Response:
    """Go on as somebody signed in: the browser's cookie becomes the new session's."""
    session = made.session
    visit_of(request).begin(made.token, session.expires_at - session.started_at)
    return _to(leads_to)


def _refused(pages: Pages, name: str, values: dict[str, Any], error: IsthmusError) -> Response:
    """Show the form again with what is wrong, and never what was typed as a password."""
    if isinstance(error, TooManyError):
        response = pages.page(name, values, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(MINUTES * 60)
        return response
    return pages.page(name, values, HTTPStatus.UNPROCESSABLE_ENTITY)


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
