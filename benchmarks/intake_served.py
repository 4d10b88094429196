"""The service that `benchmarks.intake` drives: all of it, but for an assistant that takes its time.

``python -m benchmarks.intake_served PORT SECONDS CHANNEL``, with the settings of the service.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from importlib import import_module
from time import sleep
from typing import Any

import uvicorn

from isthmus.app import create_app
from isthmus.channels.contract import MakesChannel
from isthmus.cli.serve import keep_what_is_open
from isthmus.edge.logs import configure_logs
from isthmus.library.service import Corpus
from isthmus.main import wire
from isthmus.messages import Message, Paragraph, Reply
from isthmus.people import Person
from isthmus.settings import Settings
from isthmus.wiring import Wiring


@dataclass(frozen=True)
class Slowly:
    """Repeats what it hears, after as many seconds as a language model may take."""

    seconds: float

    def hear(self, message: Message) -> Reply:
        sleep(self.seconds)
        return Reply((Paragraph(f"You said: {message.text}"),))

    def is_for_us(self, _message: Message) -> bool:
        return False

    def could_say_more(self, _message: Message) -> bool:
        return False

    def doing(self, _message: Message) -> str:
        return "Looking it up …"

    def suggestions(self, _person: Person) -> Sequence[str]:
        return ()


@dataclass(frozen=True)
class Slow(Wiring):
    seconds: float = 0.0

    @property
    def assistant(self) -> Any:  # noqa: ANN401 - what takes its place
        return Slowly(self.seconds)


def slow(settings: Settings, seconds: float, make: MakesChannel) -> Slow:
    """Give the real parts, with that assistant, that channel and no documents."""
    real = wire(settings)
    parts = {each.name: getattr(real, each.name) for each in fields(real)}
    parts |= {"corpus": Corpus(digest=lambda: "", documents=tuple), "makers": lambda: [make]}
    return Slow(**parts, seconds=seconds)


def main() -> None:
    port, seconds, channel = sys.argv[1:]
    configure_logs("critical", "json")
    module, _, name = channel.partition(":")
    make: MakesChannel = getattr(import_module(module), name)
    wiring = slow(Settings.from_environment(), float(seconds), make)
    wiring.storage.migrate()
    wiring.upkeep.bring_up_to_date()
    keep_what_is_open()
    uvicorn.run(
        create_app(wiring), port=int(port), log_config=None, access_log=False, timeout_keep_alive=60
    )


if __name__ == "__main__":
    main()
