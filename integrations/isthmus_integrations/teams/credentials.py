"""Our own token, with which we write to Teams: by secret, by certificate, or as a machine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import jwt
import msal  # type: ignore[import-untyped]
import requests

from isthmus.errors import InvalidError
from isthmus_integrations.teams.certificates import certificate_in
from isthmus_integrations.teams.configured import Configured
from isthmus_integrations.teams.refusals import words_for

RESOURCE: Final = "https://api.botframework.com"
RESOURCES: Final[Mapping[str, str]] = {  # of national clouds, by the host of their authority
    "login.microsoftonline.us": "https://api.botframework.us",
    "login.partner.microsoftonline.cn": "https://api.botframework.azure.cn",
}
BEFORE_ITS_END: Final = timedelta(minutes=5)
BETWEEN_TRIES: Final = timedelta(seconds=30)
PATIENCE: Final = 10.0  # seconds for which a machine's own identity is waited for
ASSERTION_LASTS: Final = timedelta(minutes=10)
BY_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Clock = Callable[[], datetime]
Asking = Callable[[], Mapping[str, Any]]
"""Gives what an authority answered: access_token and expires_in, or error and its description."""


class NoTokenError(Exception):
    """Nobody gave us a token, and nothing was sent to Teams; the words say what to do."""


@dataclass
class Credentials:
    """Keeps a token until shortly before it ends.

    One that still holds is used on while no new one can be had.
    """

    ask: Asking
    clock: Clock
    _token: str = field(default="", repr=False)
    _ends: datetime | None = None
    _renew_at: datetime | None = None  # when the next is asked for
    _lock: Lock = field(default_factory=Lock, repr=False)

    def token(self) -> str:
        """Give a token; raises NoTokenError where none is to be had."""
        with self._lock:
            now = self.clock()
            if self._renew_at is None or now >= self._renew_at:
                self._renew(now)
            return self._token

    def fresh(self) -> str:
        """Give a new token, whether or not there is one: for a check of what is set up now."""
        self.forget()
        return self.token()

    def forget(self) -> None:
        with self._lock:
            self._renew_at = self._ends = None

    def _renew(self, now: datetime) -> None:
        try:
            self._token, lasts = self._asked()
        except NoTokenError:
            if self._ends is None or now >= self._ends:
                raise
            self._renew_at = min(now + BETWEEN_TRIES, self._ends)
            return
        self._ends = now + lasts
        self._renew_at = self._ends - min(BEFORE_ITS_END, lasts / 2)

    def _asked(self) -> tuple[str, timedelta]:
        try:
            said = self.ask()
        except (InvalidError, OSError, ValueError, httpx.HTTPError) as error:
            raise NoTokenError(_unasked(error)) from error
        token = said.get("access_token")
        if not isinstance(token, str) or not token:
            raise NoTokenError(words_for(said))
        return token, timedelta(seconds=_seconds(said.get("expires_in")))


def _unasked(error: Exception) -> str:
    """Say why nobody could be asked; what a library says of it may hold what is secret."""
    if isinstance(error, InvalidError):
        return str(error)
    return (
        f"Nobody who gives tokens can be asked ({type(error).__name__}). Look whether this machine "
        "has one, and whether it may reach the authority."
    )


def _seconds(said: object) -> int:
    text = str(said)
    return int(text[:9]) if text.isascii() and text.isdigit() else 0


# ---- how we prove who we are


def asking(configured: Configured, http: httpx.Client, clock: Clock) -> Asking:
    """Choose how we prove who we are."""
    if configured.managed_identity:
        return lambda: _as_machine(configured)
    return lambda: _by_post(configured, http, clock)


def resource(configured: Configured) -> str:
    """Give for whom our token is: Teams of the cloud in which our authority is."""
    return RESOURCES.get(urlsplit(configured.authority).hostname or "", RESOURCE)


def _by_post(configured: Configured, http: httpx.Client, clock: Clock) -> Mapping[str, Any]:
    form = {
        "grant_type": "client_credentials",
        "client_id": configured.client_id,
        "scope": f"{resource(configured)}/.default",
        **_proof(configured, clock()),
    }
    host = urlsplit(configured.authority).hostname
    try:
        response = http.post(configured.authority, data=form)
    except httpx.HTTPError as error:
        raise InvalidError(
            f"The token authority at {host} cannot be reached ({type(error).__name__}). Let this "
            "machine reach it, or correct ISTHMUS_TEAMS_TOKEN_URL."
        ) from error
    said = _json(response)
    if not isinstance(said, Mapping) or not ({"access_token", "error"} & set(said)):
        raise InvalidError(
            f"The token authority at {host} answered {response.status_code} and gave no token. Try "
            "it again later, or correct ISTHMUS_TEAMS_TOKEN_URL."
        )
    return said


def _json(response: httpx.Response) -> Any:  # noqa: ANN401 - any JSON
    try:
        return response.json()
    except ValueError:
        return None


def _proof(configured: Configured, now: datetime) -> dict[str, str]:
    if configured.certificate is None:
        return {"client_secret": configured.client_secret}
    found = certificate_in(configured.certificate)
    if not found.holds(now):
        raise InvalidError(
            f"The certificate in {configured.certificate} holds from {found.begins:%Y-%m-%d} to "
            f"{found.ends:%Y-%m-%d}. Make a new one, and upload it to the app registration, too."
        )
    claims = {
        "aud": configured.authority,
        "iss": configured.client_id,
        "sub": configured.client_id,
        "jti": uuid4().hex,
        "iat": now,
        "nbf": now,
        "exp": now + ASSERTION_LASTS,
    }
    signed = jwt.encode(claims, found.key, "PS256", headers={"x5t#S256": found.thumbprint})
    return {"client_assertion_type": BY_ASSERTION, "client_assertion": signed}


class _Patient(requests.Session):
    """Asks the machine we are on, past any proxy, and not for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, *args: Any, **more: Any) -> requests.Response:  # noqa: ANN401 - as there
        return super().request(*args, **{"timeout": PATIENCE, **more})


def _as_machine(configured: Configured) -> Mapping[str, Any]:
    identity = msal.UserAssignedManagedIdentity(client_id=configured.client_id)
    client = msal.ManagedIdentityClient(identity, http_client=_Patient())
    said: Mapping[str, Any] = client.acquire_token_for_client(resource=resource(configured))
    if "access_token" not in said:
        raise InvalidError(
            "This machine gives no token for the managed identity with the client id of "
            "ISTHMUS_TEAMS_CLIENT_ID. Assign that identity to it, or set "
            "ISTHMUS_TEAMS_CLIENT_SECRET in place of ISTHMUS_TEAMS_MANAGED_IDENTITY."
        )
    return said
