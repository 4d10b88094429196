"""The console as a browser finds it, and one person of each rank."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import uvicorn

import served
from isthmus.app import create_app
from isthmus.people import GUEST, Person, Rank

READER: Final = Person("rea", "Rea", frozenset({"plant"}), rank=Rank.READER)
CONTRIBUTOR: Final = Person("con", "Con", frozenset({"plant"}), rank=Rank.CONTRIBUTOR)
LEAD: Final = Person("lea", "Lea", frozenset({"plant"}), rank=Rank.LEAD)
ADMINISTRATOR: Final = Person("ada", "Ada", frozenset({"plant"}), rank=Rank.ADMINISTRATOR)
EVERYBODY: Final = (GUEST, READER, CONTRIBUTOR, LEAD, ADMINISTRATOR)


@dataclass
class Console:
    """A service that browsers can open, and who can be signed in there."""

    address: str
    wiring: served.FakeAnsweringWiring
    tokens: dict[str, str] = field(default_factory=dict)

    def signed_in(self, person: Person) -> str:
        """Give the cookie's value of somebody who signed in; one session serves all tests."""
        if person.id not in self.tokens:
            with self.wiring.access() as access:
                access.put_person(person)
            with self.wiring.signing_in.changing() as accounts:
                self.tokens[person.id] = accounts.begin(person, "test").token
        return self.tokens[person.id]


@contextmanager
def serving(
    folder: Path, wire: Callable[[Path], served.FakeAnsweringWiring] = served.wire
) -> Iterator[Console]:
    wiring = wire(folder)
    served.fill(wiring)
    config = uvicorn.Config(create_app(wiring), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Console(f"http://127.0.0.1:{port}", wiring)
    server.should_exit = True
    thread.join()
    wiring.close()
