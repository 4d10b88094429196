"""The issuer of tokens: really signed, with keys that change."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER: Final = "https://api.botframework.com"
VALID: Final = 3600


@cache
def key(number: int) -> rsa.RSAPrivateKey:
    """Make a key; the same number gives the same one, as making one takes a while."""
    assert number >= 0
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _number(value: int) -> str:
    size = (value.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(value.to_bytes(size, "big")).rstrip(b"=").decode()


def public(number: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any member of a JWK
    numbers = key(number).public_key().public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "kid": f"key-{number}",
        "n": _number(numbers.n),
        "e": _number(numbers.e),
        "endorsements": ["msteams"],
        **more,
    }


@dataclass
class Issuer:
    """``published`` are the keys that anybody can look up; ``current`` signs."""

    audience: str
    clock: Callable[[], datetime]
    current: int = 0
    published: list[dict[str, Any]] = field(default_factory=lambda: [public(0)])
    fetched: int = 0

    def rotate(self, number: int) -> None:
        """Sign with another key from now on; the old one is not published any more."""
        self.current = number
        self.published = [public(number)]

    def claims(self, service_url: str, **other: Any) -> dict[str, Any]:  # noqa: ANN401 - any claim
        now = int(self.clock().timestamp())
        known = {
            "iss": ISSUER,
            "aud": self.audience,
            "nbf": now - 10,
            "exp": now + VALID,
            "serviceurl": service_url,
        }
        said = {**known, **other}
        return {name: value for name, value in said.items() if value is not None}

    def token(self, service_url: str, **other: Any) -> str:  # noqa: ANN401 - any claim
        headers = {"kid": f"key-{self.current}"}
        claims = self.claims(service_url, **other)
        return jwt.encode(claims, key(self.current), "RS256", headers=headers)
