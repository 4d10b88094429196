"""A small mail server for tests: it keeps what it takes, and misbehaves as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class PostOffice:
    """``recipient`` and ``text`` are its replies; an empty ``text`` takes it and hangs up."""

    arrived: list[EmailMessage] = field(default_factory=list)
    recipient: str = "250 known"
    text: str = "250 taken"
    port: int = 0

    def take(self, content: bytes) -> None:
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.arrived.append(message)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()

    class Counter(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline():
                if not self.answer(line.split()[0].upper()):
                    return

        def answer(self, command: bytes) -> bool:
            replies = {b"RCPT": office.recipient, b"QUIT": "221 bye"}
            if command != b"DATA":
                self.say(replies.get(command, "250 fine"))
                return True
            self.say("354 go on")
            office.take(b"".join(iter(self.rfile.readline, b".\r\n")))
            if office.text:
                self.say(office.text)
            return bool(office.text)

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Counter) as server:
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield office
        server.shutdown()
        thread.join()
