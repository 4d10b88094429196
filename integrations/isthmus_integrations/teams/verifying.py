"""Who wrote to us: every claim of the token is checked before anything is believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import jwt
from jwt.types import Options

from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.configured import Configured
from isthmus_integrations.teams.keys import Keys, SigningKey

LEEWAY: Final = 300  # seconds by which clocks may differ
LONGEST_TOKEN: Final = 16_384
CHANNEL: Final = "msteams"
_ALGORITHM: Final = "RS256"
_OPTIONS: Final = Options(
    require=["exp", "iss", "aud"], verify_exp=False, verify_nbf=False, verify_iat=False
)


@dataclass
class NotBelievedError(Exception):
    """Nothing of a request is used; ``said`` goes back and tells nothing that helps to forge."""

    status: HTTPStatus
    said: str

    def __str__(self) -> str:
        return self.said


Claims = Mapping[str, Any]


@dataclass(frozen=True)
class Verifying:
    configured: Configured
    keys: Keys
    clock: Callable[[], datetime]

    def claims(self, authorization: str) -> tuple[Claims, SigningKey]:
        """Give what a token says that Teams signed for us; raises NotBelievedError, NoKeysError."""
        token = _token(authorization)
        header = _header(token)
        found = self.keys.find(str(header["kid"]))
        if found is None:
            raise _unknown("The key of this token is not one of Teams.")
        issuer, key = found
        try:
            claims: Claims = jwt.decode(
                token,
                key.key,
                algorithms=[_ALGORITHM],
                audience=self.configured.client_id,
                issuer=issuer,
                options=_OPTIONS,
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise _unknown(_why(error)) from error
        self._check_times(claims)
        return claims, key

    def _check_times(self, claims: Claims) -> None:
        """Check by our own clock, which is one for the whole service."""
        now = self.clock().timestamp()
        until, since = _number(claims["exp"]), _number(claims.get("nbf", 0))
        if until is None or since is None:
            raise _unknown("The times of this token are no times.")
        if now > until + LEEWAY:
            raise _unknown("This token has expired.")
        if now < since - LEEWAY:
            raise _unknown("This token does not hold yet.")

    def check(self, incoming: Incoming, claims: Claims, key: SigningKey) -> None:
        """Check that the token is for what was sent: from this address, channel and tenant."""
        said = claims.get("serviceurl") or claims.get("serviceUrl")
        if not incoming.service_url:
            raise _refused("The activity names no service URL.")
        if not isinstance(said, str) or _bare(said) != _bare(incoming.service_url):
            raise _refused("The service URL is not the one that the token is for.")
        if not self.configured.trusts(incoming.service_url):
            raise _refused("The service URL is not on the list of those that are trusted.")
        if incoming.channel != CHANNEL or (key.channels and CHANNEL not in key.channels):
            raise _refused("Only Teams is answered here.")
        if incoming.tenant == "" or len(incoming.tenants) > 1:
            raise _refused("The activity does not say of which tenant it is.")
        if self.configured.tenant and incoming.tenant != self.configured.tenant:
            raise _refused("This tenant is not answered here.")


def _token(authorization: str) -> str:
    scheme, _, token = authorization.strip().partition(" ")
    if not authorization.strip():
        raise _unknown("A token of Teams is needed.")
    if scheme.lower() != "bearer" or not token.strip() or len(token) > LONGEST_TOKEN:
        raise _unknown("The token is malformed.")
    return token.strip()


def _header(token: str) -> Mapping[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise _unknown("The token is malformed.") from error
    if header.get("alg") != _ALGORITHM or not isinstance(header.get("kid"), str):
        raise _unknown("The token is not signed as those of Teams are.")
    return header


def _why(error: Exception) -> str:
    match error:
        case jwt.InvalidIssuerError():
            return "This token was issued by somebody else."
        case jwt.InvalidAudienceError():
            return "This token is for somebody else."
        case jwt.MissingRequiredClaimError():
            return "The token lacks a claim."
    return "The signature of this token is wrong."


def _number(value: object) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if usable and abs(value) < 1e12 else None  # type: ignore[arg-type]  # noqa: PLR2004 - seconds


def _bare(url: str) -> str:
    return url.strip().rstrip("/")


def _unknown(said: str) -> NotBelievedError:
    return NotBelievedError(HTTPStatus.UNAUTHORIZED, said)


def _refused(said: str) -> NotBelievedError:
    return NotBelievedError(HTTPStatus.FORBIDDEN, said)
