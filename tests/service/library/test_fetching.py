"""The guarded client against a server that means harm."""

import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from isthmus.errors import InvalidError
from isthmus.library.addresses import parsed
from isthmus.library.fetching import Fetcher, Patience
from isthmus.library.ports import Gone, Page, Same, Validators
from web_of_tests import Reply, WebOfTests, serving

CLOUDS = ("fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
LARGEST = 100_000
NOTHING = Validators()


@pytest.fixture
def web() -> Iterator[WebOfTests]:
    with serving() as web:
        yield web


def fetcher(**parts: object) -> Fetcher:
    return Fetcher(LARGEST, **({"internal": {"localhost", "plant.example"}} | parts))  # type: ignore[arg-type]


def refusal(address: str, client: Fetcher | None = None) -> str:
    with pytest.raises(InvalidError) as refused:
        (client or fetcher())(address, NOTHING)
    return str(refused.value)


def test_a_page_comes_with_what_to_ask_for_it_again(web: WebOfTests) -> None:
    address = web.page("/a", "A", "text", ETag='"1"', Last_Modified="yesterday")
    page = fetcher()(address, NOTHING)
    assert isinstance(page, Page)
    assert b"<p>text</p>" in page.content
    assert page.validators == Validators('"1"', "yesterday")
    assert fetcher()(address, page.validators) == Same()
    assert web.asked[1][1]["if-modified-since"] == "yesterday"


def test_the_name_that_was_asked_for_is_told_to_the_server_not_the_address(
    web: WebOfTests,
) -> None:
    web.page("/a", "A", "text")
    client = fetcher(resolve=lambda _host, _port: ["127.0.0.1"])
    client(f"http://plant.example:{web.port}/a", NOTHING)
    assert web.asked[0][1]["host"] == f"plant.example:{web.port}"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_told_apart_from_one_that_fails(
    web: WebOfTests, status: int
) -> None:
    web.pages["/a"] = Reply(b"", status)
    assert fetcher()(web.base + "/a", NOTHING) == Gone(status)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "sign-in"), (403, "sign-in"), (429, "too busy"), (503, "too busy"), (500, "500")],
)
def test_other_answers_are_told_in_words(web: WebOfTests, status: int, reason: str) -> None:
    web.pages["/a"] = Reply(b"", status)
    assert reason in refusal(web.base + "/a")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - not bound, refused
        "224.0.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fec0::1",
        "168.63.129.16",
        "192.0.0.192",
        "192.88.99.1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_no_address_inside_a_network_is_connected_to(address: str) -> None:
    client = fetcher(resolve=lambda _host, _port: ["93.184.216.34", address])
    reason = refusal("http://evil.example/", client)
    assert "inside a network" in reason
    assert "ISTHMUS_FETCH_HOSTS" in reason


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_no_spelling_of_this_machine_gets_around_that(host: str) -> None:
    assert "inside a network" in refusal(f"http://{host}/", Fetcher(LARGEST))


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", *CLOUDS])  # noqa: S104
def test_an_allowed_host_cannot_lead_to_a_clouds_secrets(address: str) -> None:
    client = fetcher(resolve=lambda _host, _port: [address])
    assert "inside a network" in refusal("http://plant.example/", client)


def test_a_name_that_changes_its_mind_is_connected_where_it_was_checked(web: WebOfTests) -> None:
    """A second look-up would answer with another address: there is none."""
    web.page("/a", "A", "text")
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    client = fetcher(resolve=lambda _host, _port: next(answers))
    assert isinstance(client(f"http://plant.example:{web.port}/a", NOTHING), Page)
    assert next(answers) == ["169.254.169.254"]


def test_after_a_redirect_the_name_is_checked_anew(web: WebOfTests) -> None:
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    client = fetcher(resolve=lambda _host, _port: next(answers))
    start = f"http://plant.example:{web.port}/a"
    web.pages["/a"] = Reply(status=302, headers={"Location": f"{start}/b"})
    assert "inside a network" in refusal(start, client)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "inside a network"),
        ("//10.0.0.1/", "inside a network"),
        ("file:///etc/passwd", "Only http and https"),
        ("gopher://localhost/", "Only http and https"),
        ("http://user:secret@localhost/", "user name or a password"),
    ],
)
def test_a_redirect_leads_nowhere_that_may_not_be_named(
    web: WebOfTests, location: str, reason: str
) -> None:
    web.pages["/a"] = Reply(status=302, headers={"Location": location})
    assert reason in refusal(web.base + "/a")


def test_redirects_are_followed_a_few_times_and_not_for_ever(web: WebOfTests) -> None:
    web.page("/end", "End", "text")
    for at in range(5):
        following = "/end" if at == 4 else f"/{at + 1}"
        web.pages[f"/{at}"] = Reply(status=301, headers={"Location": following})
    assert isinstance(fetcher()(web.base + "/0", NOTHING), Page)
    web.pages["/loop"] = Reply(status=302, headers={"Location": "/loop"})
    assert "sent on more than 5 times" in refusal(web.base + "/loop")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://plant.example/a", "Only http and https"),
        ("https://dana:secret@plant.example/", "user name or a password"),
        ("https:///path", "names no host"),
        ("http://[::1", "no address that can be read"),
        ("http://plant.example:99999/", "no address that can be read"),
        ("http://" + "a" * 3_000, "longer than 2,000"),
        ("http://" + "ä" * 70 + ".example/", "no address that can be read"),
    ],
)
def test_what_is_no_address_of_a_document_is_refused_before_anything_is_asked(
    address: str, reason: str
) -> None:
    assert reason in refusal(address)


def test_a_host_that_cannot_be_found_or_reached_is_told() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    assert "no host plant.example" in refusal("http://plant.example/", fetcher(resolve=unknown))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert "cannot be reached" in refusal(f"http://localhost:{port}/")


def endless(piece: bytes) -> Callable[[Callable[[bytes], object]], None]:
    def stream(write: Callable[[bytes], object]) -> None:
        while True:
            write(piece)

    return stream


def test_a_body_without_end_is_cut_off(web: WebOfTests) -> None:
    web.pages["/a"] = Reply(stream=endless(b"x" * 10_000))
    assert "ISTHMUS_MAX_DOCUMENT_MB" in refusal(web.base + "/a")


def test_a_body_that_says_it_is_too_large_is_not_read(web: WebOfTests) -> None:
    web.pages["/a"] = Reply(stream=lambda _: None, headers={"Content-Length": str(10**12)})
    assert "ISTHMUS_MAX_DOCUMENT_MB" in refusal(web.base + "/a")


def test_headers_without_end_are_cut_off(web: WebOfTests) -> None:
    web.pages["/a"] = Reply(headers={f"X-{n}": "y" * 8_000 for n in range(200)})
    assert "cannot be reached" in refusal(web.base + "/a")


IMPATIENT = Patience(whole=0.3, each=10)


def test_a_server_whose_body_drips_is_given_up(web: WebOfTests) -> None:
    def drip(write: Callable[[bytes], object]) -> None:
        while not web.ended.wait(0.02):
            write(b"x")

    web.pages["/a"] = Reply(stream=drip)
    assert "took too long" in refusal(web.base + "/a", fetcher(patience=IMPATIENT))


def test_a_server_whose_headers_drip_is_given_up() -> None:
    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while True:
                connection.sendall(b"x")
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as pool:
        pool.submit(drip, server)
        address = f"http://localhost:{server.getsockname()[1]}/"
        assert "took too long" in refusal(address, fetcher(patience=IMPATIENT))


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = fetcher(patience=IMPATIENT)
        address = f"http://localhost:{silent.getsockname()[1]}/"
        assert "took too long" in refusal(address, client)


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_what_is_packed_without_being_asked_is_unpacked_within_the_limit(
    web: WebOfTests, packed: Callable[[bytes], bytes]
) -> None:
    headers = {"Content-Encoding": "gzip" if packed is gzip.compress else "deflate"}
    web.pages["/a"] = Reply(packed(b"words"), headers=headers)
    web.pages["/bomb"] = Reply(packed(bytes(50_000_000)), headers=headers)
    page = fetcher()(web.base + "/a", NOTHING)
    assert isinstance(page, Page)
    assert page.content == b"words"
    assert "ISTHMUS_MAX_DOCUMENT_MB" in refusal(web.base + "/bomb")


@pytest.mark.parametrize(
    ("packing", "reason"), [("br", "nobody asked for"), ("gzip", "damaged on its way")]
)
def test_an_unknown_or_damaged_packing_is_refused(
    web: WebOfTests, packing: str, reason: str
) -> None:
    web.pages["/a"] = Reply(b"no packing at all", headers={"Content-Encoding": packing})
    assert reason in refusal(web.base + "/a")


def test_proxies_of_the_environment_are_not_asked(
    web: WebOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert isinstance(fetcher()(web.page("/a", "A", "text"), NOTHING), Page)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("HTTPS://Plant.Example:443/A b?q=1#part", "https://plant.example/A%20b?q=1"),
        ("http://plant.example", "http://plant.example/"),
        ("http://plant.example./x!/y", "http://plant.example/x%21/y"),
        ("http://bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4"),
    ],
)
def test_one_page_has_one_source_however_it_is_written(written: str, source: str) -> None:
    assert parsed(written).source == source
