"""Installing in a workspace: an administrator goes to Slack and comes back, once, soon."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from isthmus.channels.model import Installation
from isthmus.channels.remembering import Remembered
from isthmus.edge.sessions import to_sign_in, visit_of
from isthmus.errors import InvalidError, NotAllowedError
from isthmus.people import Person, Rank
from isthmus.web.pages import pages_of
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.scopes import SCOPES
from isthmus_integrations.slack.tokens import renew
from isthmus_integrations.slack.web import DeclinedError, SlackError

AUTHORIZE: Final = "https://slack.com/oauth/v2/authorize"
INSTALL: Final = "/slack/install"
BACK: Final = "/slack/oauth_redirect"
LASTS: Final = timedelta(minutes=10)
NOT_ASKED: Final = (
    "Nobody asked for this installation in this browser within the last ten minutes. Open "
    "/slack/install again."
)
INSTALLED: Final = "Isthmus is installed in {}"
WHAT_NEXT: Final = (
    "You can close this page. In Slack, invite @isthmus into a channel, and mention it there."
)
CANCELLED: Final = "Nothing was installed: it was cancelled at Slack. Open /slack/install again."
NO_BOT: Final = "Slack gave no bot token: ask for the app's bot scopes, and install it again."
WHAT_TO_DO: Final[Mapping[str, str]] = {
    "bad_client_secret": "Set ISTHMUS_SLACK_CLIENT_SECRET to the Client Secret of this app.",
    "invalid_client_id": "Set ISTHMUS_SLACK_CLIENT_ID to the Client ID of this app.",
    "bad_redirect_uri": "ISTHMUS_PUBLIC_URL has to be the address in the app's redirect URLs.",
}
AGAIN: Final = "Open /slack/install again."


@dataclass(frozen=True)
class States:
    """States that Slack gives back: signed, bound to a browser, used once."""

    secret: str
    used: Remembered[str, bool]

    def made(self, browser: str) -> str:
        said = f"{token_urlsafe(16)}.{int(self.used.clock().timestamp())}"
        return f"{said}.{self._signed(said, browser)}"

    def require(self, state: str, browser: str) -> None:
        """Raise NotAllowedError unless it was made for this browser, lately, and never used."""
        said, _, signature = state.rpartition(".")
        at = said.rpartition(".")[2]
        good = state.isascii() and at.isdigit() and len(at) <= len("9999999999")
        if not good or not hmac.compare_digest(signature, self._signed(said, browser)):
            raise NotAllowedError(NOT_ASKED)
        age = self.used.clock().timestamp() - int(at)
        if age > LASTS.total_seconds() or self.used.get(said):
            raise NotAllowedError(NOT_ASKED)
        self.used.put(said, value=True)

    def _signed(self, said: str, browser: str) -> str:
        return hmac.new(self.secret.encode(), f"{said}.{browser}".encode(), sha256).hexdigest()


def installing(means: Means) -> APIRouter:
    """Give the two routes; they answer only an administrator who is signed in."""
    router = APIRouter(include_in_schema=False)
    used: Remembered[str, bool] = Remembered(means.host.clock, LASTS + LASTS)
    states = States(means.configured.client_secret, used)

    def install(request: Request) -> Response:
        if visit_of(request).person.is_guest:
            return to_sign_in(request)
        _administrator(request)
        asked = {
            "client_id": means.configured.client_id,
            "scope": ",".join(SCOPES),
            "redirect_uri": f"{means.configured.base_url}{BACK}",
            "state": states.made(visit_of(request).csrf),
        }
        return RedirectResponse(f"{AUTHORIZE}?{urlencode(asked)}", HTTPStatus.SEE_OTHER)

    def come_back(request: Request, state: str = "", code: str = "", error: str = "") -> Response:
        _administrator(request)
        states.require(state, visit_of(request).csrf)
        if error or not code:
            raise InvalidError(CANCELLED)
        installation = _installed(means, code)
        means.host.installations.put(installation)
        told = {"title": INSTALLED.format(installation.name), "detail": WHAT_NEXT}
        return pages_of(request).page("done.html", told)

    router.add_api_route(INSTALL, install, methods=["GET"])
    router.add_api_route(BACK, come_back, methods=["GET"])
    return router


def _administrator(request: Request) -> Person:
    return visit_of(request).person.require(Rank.ADMINISTRATOR)


def _installed(means: Means, code: str) -> Installation:
    """Change the code for tokens; raises InvalidError where Slack does not take it."""
    asked = {
        "client_id": means.configured.client_id,
        "client_secret": means.configured.client_secret,
        "code": code,
        "redirect_uri": f"{means.configured.base_url}{BACK}",
    }
    try:
        answer = means.web.form(None, "oauth.v2.access", asked)
    except SlackError as error:
        do = WHAT_TO_DO.get(error.error, AGAIN) if isinstance(error, DeclinedError) else AGAIN
        raise InvalidError(f"Slack did not install it ({error}). {do}") from error
    return _of(means, answer)


def _of(means: Means, answer: Mapping[str, Any]) -> Installation:
    team = answer.get("team") or {}
    if not team.get("id"):
        raise InvalidError("Install it in a workspace, not in a whole organisation.")
    if not answer.get("access_token"):
        raise InvalidError(NO_BOT)
    now = means.host.clock()
    details = {"bot_user": str(answer.get("bot_user_id") or ""), "app": answer.get("app_id")}
    details["scopes"] = str(answer.get("scope") or "")
    known = Installation(
        PLATFORM, str(team["id"]), str(team.get("name") or ""), details, installed_at=now
    )
    return renew(known, answer, now)
