"""Where documents come from: addresses on the web, and files inside other files."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from isthmus.errors import InvalidError

SCHEMES: Final = {"http": 80, "https": 443}
LONGEST: Final = 2_000
INSIDE: Final = "!/"  # stands in a source between an archive and a file in it
_KEPT: Final = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True)
class Address:
    """A URL in its parts; ``target`` is the path with the query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == SCHEMES[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"

    @property
    def source(self) -> str:
        """Give the URL so that nothing in it looks like a file inside an archive."""
        return self.url.replace(INSIDE, "%21/")

    @property
    def name(self) -> str:
        """Give what a file of this address would be called."""
        return self.target.partition("?")[0].rstrip("/").rpartition("/")[2] or self.host


def inside(source: str, name: str) -> str:
    """Give the source of a file in an archive or e-mail; ``name`` is its path there."""
    return source + INSIDE + quote(name, "/")


def around(source: str) -> str:
    """Give the source of the outermost archive or e-mail that a file lies in, or its own."""
    return source.partition(INSIDE)[0]


def is_url(text: str) -> bool:
    """Tell a URL, also one that is refused, from a path."""
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.isalnum()


def parsed(text: str) -> Address:
    """Raise InvalidError, with what to do, for a URL that nothing is fetched from."""
    if len(text) > LONGEST:
        raise InvalidError(f"The address is longer than {LONGEST:,} characters.")
    try:
        parts = urlsplit("".join(each for each in text.strip() if each.isprintable()))
        host = _host(parts.hostname or "")
        port = parts.port
    except ValueError as error:
        raise InvalidError(f"{text[:80]} is no address that can be read: {error}.") from error
    if parts.scheme not in SCHEMES:
        raise InvalidError(
            f"Only http and https addresses are fetched, not {parts.scheme or 'a name'} ones. "
            "Download the document and add the file."
        )
    if parts.username is not None or parts.password is not None:
        raise InvalidError(
            "The address holds a user name or a password, which would be kept with the document. "
            "Download the document and add the file."
        )
    if not host:
        raise InvalidError(f"{text[:80]} names no host. Write it as https://host/path.")
    target = quote(parts.path or "/", _KEPT) + (f"?{quote(parts.query, _KEPT)}" * bool(parts.query))
    return Address(parts.scheme, host, port or SCHEMES[parts.scheme], target)


def _host(written: str) -> str:
    host = written.rstrip(".").lower()
    return host if host.isascii() else host.encode("idna").decode("ascii")
