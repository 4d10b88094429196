"""The only door to other machines: one guarded client for the documents that people name by URL.

It speaks http and https to public addresses only. A name is resolved once a connection, checked,
and the connection goes to the address that was checked, so that a name that changes its mind in
between gains nothing; each redirect is checked anew. Time, size and redirects are bounded.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final
from urllib.parse import urljoin

import httpcore

from isthmus.errors import InvalidError
from isthmus.library.addresses import Address, parsed
from isthmus.library.ports import Fetched, Gone, Page, Same, Validators

MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_CLOSED: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_PACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
_NAT64: Final = IPv6Network("64:ff9b::/96")
# Where clouds tell machines their secrets, beside the link-local addresses.
_CLOUDS: Final = tuple(
    map(ip_network, ("100.100.100.200", "168.63.129.16", "192.0.0.0/24", "fd00:ec2::254"))
)
_NOT_PUBLIC: Final = (*_CLOUDS, *map(ip_network, ("192.88.99.0/24", "fec0::/10")))
_BITS_OF_IPV4: Final = 0xFFFFFFFF
_ASKED: Final = (
    (b"User-Agent", b"Isthmus (reads documents that were named to it)"),
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"identity"),
)

Ip = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class Patience:
    """How long one document may take, and how long each wait on the way, in seconds."""

    whole: float = 120
    each: float = 20


@dataclass(frozen=True)
class Fetcher:
    """Fetches a document; raises InvalidError, in words, for all that it refuses or cannot get.

    ``largest`` is in bytes; ``internal`` are host names that may have private addresses.
    """

    largest: int
    internal: Collection[str] = ()
    resolve: Resolve = resolved
    patience: Patience = field(default_factory=Patience)

    def __call__(self, address: str, known: Validators) -> Fetched:
        deadline = time.monotonic() + self.patience.whole
        target = parsed(address)
        for _ in range(MOST_REDIRECTS + 1):
            found = self._once(target, known, deadline)
            if not isinstance(found, str):
                return found
            following = parsed(urljoin(target.url, found))
            if target.scheme == "https" and following.scheme == "http":
                raise InvalidError(
                    f"{target.host} sends on from https to http, where anybody on the way can "
                    "change a document. Name the https address of the document itself."
                )
            target = following
        raise InvalidError(
            f"It was sent on more than {MOST_REDIRECTS} times. Name the address that it ends at."
        )

    def _once(self, target: Address, known: Validators, deadline: float) -> Fetched | str:
        door = Door(self, deadline)
        headers = [*_ASKED, *_conditions(known)]
        url = httpcore.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.target.encode(),
        )
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.patience.each)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._trust, max_connections=1, network_backend=door
                ) as pool,
                pool.stream("GET", url, headers=headers, extensions={"timeout": waits}) as response,
            ):
                return self._settled(target, known, response)
        except httpcore.TimeoutException as error:
            raise InvalidError(f"{target.host} took too long. Try again later.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise InvalidError(_unreachable(target, error)) from error

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _settled(
        self, target: Address, known: Validators, response: httpcore.Response
    ) -> Fetched | str:
        headers = {key.decode().lower(): value.decode("latin-1") for key, value in response.headers}
        status = response.status
        if status in _REDIRECTS and headers.get("location"):
            return headers["location"]
        if status == HTTPStatus.NOT_MODIFIED and known:
            return Same()
        if status in _GONE:
            return Gone(status)
        if status != HTTPStatus.OK:
            raise InvalidError(_refused(target, status))
        content = b"".join(self._body(response.iter_stream(), headers))
        return Page(content, Validators(headers.get("etag", ""), headers.get("last-modified", "")))

    def _body(self, stream: Iterable[bytes], headers: dict[str, str]) -> Iterator[bytes]:
        said = headers.get("content-length", "")
        if said.isdecimal() and int(said) > self.largest:
            raise InvalidError(self._too_large())
        packing = headers.get("content-encoding", "identity").strip().lower()
        if packing in _PACKED:
            stream = self._unpacked(stream)
        elif packing not in ("", "identity"):
            raise InvalidError("It was sent in a packing that nobody asked for, so it is not read.")
        total = 0
        for piece in stream:
            total += len(piece)
            if total > self.largest:
                raise InvalidError(self._too_large())
            yield piece

    def _unpacked(self, stream: Iterable[bytes]) -> Iterator[bytes]:
        """Unpack no more than what may be kept, whatever a few bytes claim to stand for."""
        opened = zlib.decompressobj(_GZIP_OR_ZLIB)
        try:
            for piece in stream:
                yield opened.decompress(piece, self.largest + 1)
                if opened.unconsumed_tail:
                    raise InvalidError(self._too_large())
        except zlib.error as error:
            raise InvalidError("It was damaged on its way. Try again.") from error

    def _too_large(self) -> str:
        return (
            f"It has more than {self.largest / 1e6:g} MB, the most that is indexed "
            "(ISTHMUS_MAX_DOCUMENT_MB)."
        )

    def checked(self, host: str, port: int) -> list[str]:
        """Give the addresses of a host; raises InvalidError unless each of them may be reached."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise InvalidError(
                f"There is no host {host}, or its name cannot be looked up now."
            ) from error
        allowed = _may_be_internal if host in self.internal else _is_public
        for each in found:
            if not allowed(ip_address(each.partition("%")[0])):
                raise InvalidError(
                    f"{host} is an address inside a network, and only public ones are fetched "
                    "from. An administrator can allow the host with ISTHMUS_FETCH_HOSTS."
                )
        return list(found)


class Door(httpcore.NetworkBackend):
    """Connects to checked addresses only, and never beyond the deadline."""

    def __init__(self, fetcher: Fetcher, deadline: float) -> None:
        self._fetcher = fetcher
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._fetcher.checked(host, port)
        for number, address in enumerate(addresses, start=1):
            try:
                stream = self._network.connect_tcp(
                    address, port, _left(timeout, self._deadline), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Timed(stream, self._deadline)
        raise httpcore.ConnectError(f"no address of {host}")


class _Timed(httpcore.NetworkStream):
    """A connection on which a server cannot win time by sending one byte after another."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, self._deadline)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return min(left, timeout or left)


def _conditions(known: Validators) -> Iterator[tuple[bytes, bytes]]:
    if known.etag:
        yield b"If-None-Match", known.etag.encode("latin-1", "ignore")
    if known.last_modified:
        yield b"If-Modified-Since", known.last_modified.encode("latin-1", "ignore")


def _is_public(address: Ip) -> bool:
    inner = _carried(address)
    if inner is not None:
        return _is_public(inner)
    special = address.is_multicast or address.is_reserved or address.is_private
    return address.is_global and not special and not any(address in each for each in _NOT_PUBLIC)


def _may_be_internal(address: Ip) -> bool:
    """Allow a company's own addresses, not those where a cloud tells its secrets."""
    inner = _carried(address) or address
    is_special = inner.is_link_local or inner.is_multicast or inner.is_unspecified
    return not is_special and not any(inner in each for each in _CLOUDS)


def _carried(address: Ip) -> IPv4Address | None:
    """Give the IPv4 address that an IPv6 one stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & _BITS_OF_IPV4)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def _refused(target: Address, status: int) -> str:
    if status in _CLOSED:
        return f"{target.host} asks for a sign-in ({status}). Download the document and add it."
    if status in _BUSY:
        return f"{target.host} is too busy ({status}). Try again later."
    return f"{target.host} answered with {status}. Open the address in a browser to see why."


def _unreachable(target: Address, error: Exception) -> str:
    why = " ".join(str(error).split()) or type(error).__name__
    if "CERTIFICATE_VERIFY_FAILED" in why:
        return (
            f"The certificate of {target.host} is not trusted by this machine. Where it is your "
            "own, add your authority's certificate to the system's."
        )
    return f"{target.host} cannot be reached: {why}."
