"""What is sent to other machines goes through the guarded door, and nothing is followed."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from isthmus.library.addresses import parsed
from isthmus.library.fetching import Fetcher, Patience
from isthmus.library.posting import Answered, Broken, NotSent, Poster

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Machine:
    """Takes one connection, keeps what it got, and answers with bytes of the test's choice."""

    def __init__(self, reply: bytes) -> None:
        self.reply = reply
        self.got = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}/hook"

    def serve(self) -> None:
        try:
            taken, _ = self.listener.accept()
        except OSError:  # nobody came
            return
        with taken:
            while b'{"id"}' not in self.got:
                self.got += taken.recv(65_536)
            taken.sendall(self.reply)


@contextmanager
def machine(reply: bytes = OK) -> Iterator[Machine]:
    made = Machine(reply)
    thread = Thread(target=made.serve)
    thread.start()
    try:
        yield made
    finally:
        made.listener.shutdown(socket.SHUT_RDWR)
        made.listener.close()
        thread.join()


def poster(*internal: str, **more: object) -> Poster:
    return Poster(Fetcher(1000, internal, patience=Patience(5, 2), **more))  # type: ignore[arg-type]


def test_a_body_is_sent_and_the_answer_told() -> None:
    with machine() as there:
        headers = {"Host": "localhost", "Idempotency-Key": "k-1"}
        came = poster("localhost").post(parsed(there.url), headers, b'{"id"}')
    assert isinstance(came, Answered)
    assert came.status == 200
    assert there.got.startswith(b"POST /hook HTTP/1.1\r\n")
    assert b"Idempotency-Key: k-1" in there.got
    assert b"Content-Length: 6" in there.got


def test_nobody_is_sent_on() -> None:
    moved = b"HTTP/1.1 307 Moved\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n"
    with machine(moved) as there:
        came = poster("localhost").post(parsed(there.url), {"Host": "x"}, b'{"id"}')
    assert came == Answered(307, {"location": "http://localhost:1/", "content-length": "0"})


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1"])
def test_an_address_inside_a_network_is_not_spoken_to(address: str) -> None:
    with machine() as there:
        sender = poster(resolve=lambda _host, _port: [address])
        came = sender.post(parsed("https://tracker.example/"), {}, b'{"id"}')
    assert isinstance(came, NotSent)
    assert there.got == b""


def test_what_could_not_be_sent_is_told_apart_from_what_may_have_arrived() -> None:
    with machine() as there:
        gone = there.url
    assert isinstance(poster("localhost").post(parsed(gone), {"Host": "x"}, b"{}"), NotSent)
    with machine(b"") as there:
        came = poster("localhost").post(parsed(there.url), {"Host": "x"}, b'{"id"}')
    assert isinstance(came, Broken)


def test_a_long_answer_is_not_read_to_its_end() -> None:
    endless = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + b"x" * 200_000
    with machine(endless) as there:
        came = poster("localhost").post(parsed(there.url), {"Host": "x"}, b'{"id"}')
    assert isinstance(came, Answered)
