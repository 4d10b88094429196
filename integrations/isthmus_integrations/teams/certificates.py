"""The certificate by which we prove who we are: read from its file each time, so it may change."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from isthmus.errors import InvalidError

SOON: Final = timedelta(days=30)
_MAKE: Final = "Put the certificate and its private key into one PEM file, without a password."


@dataclass(frozen=True)
class Certificate:
    """``thumbprint`` is the SHA-256 of the certificate, as a token's header names it."""

    key: RSAPrivateKey = field(repr=False)
    thumbprint: str
    begins: datetime
    ends: datetime

    def holds(self, now: datetime) -> bool:
        return self.begins <= now < self.ends

    def ends_soon(self, now: datetime) -> bool:
        return now >= self.ends - SOON


def certificate_in(path: Path) -> Certificate:
    """Read a PEM file; raises InvalidError that says what is wrong with it."""
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror}.") from error
    key, found = _key_in(pem, path), _certificates_in(pem, path)
    ours = (each for each in found if each.public_key() == key.public_key())
    own = next(ours, None)
    if own is None:
        raise _wrong(path, "holds a private key of another certificate.")
    digest = base64.urlsafe_b64encode(own.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    return Certificate(key, digest, own.not_valid_before_utc, own.not_valid_after_utc)


def _key_in(pem: bytes, path: Path) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise _wrong(path, "holds a private key with a password.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _wrong(path, "holds no private key that can be read.") from error
    if not isinstance(key, RSAPrivateKey):
        raise _wrong(path, "holds a key of another kind than RSA, which Entra does not take.")
    return key


def _certificates_in(pem: bytes, path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise _wrong(path, "holds no certificate that can be read.") from error


def _wrong(path: Path, said: str) -> InvalidError:
    return InvalidError(f"The file of ISTHMUS_TEAMS_CERTIFICATE, {path}, {said} {_MAKE}")
