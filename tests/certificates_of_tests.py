"""Certificates for tests, as an administrator makes them."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from teams_of_tests import Clock

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certificate(
    of: Key, begins: datetime = Clock.now - timedelta(days=300), days: int = 365
) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "isthmus")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(of.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
    )
    return made.sign(of, hashes.SHA256()).public_bytes(Encoding.PEM)


def private(of: Key, password: bytes = b"") -> bytes:
    kept = BestAvailableEncryption(password) if password else NoEncryption()
    return of.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept)
