"""Makes the pictures of the README: real replies, as people in a Slack workspace see them.

Run `.venv/bin/python tests/slack_pictures.py`; it needs Chromium, and writes to docs/pictures.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from fastapi.testclient import TestClient
from PIL import Image

from isthmus import main
from isthmus.actions.model import Draft, Party, Priority
from isthmus.app import create_app
from isthmus.people import Person, Rank
from isthmus.raci.desk import Hand
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from isthmus_integrations.slack.scopes import SCOPES
from slack_workspace import App, Clock, Message, SlackWorkspace

COLOURS: Final = 32
FOLDER: Final = Path(__file__).parents[1] / "docs" / "pictures"
SUNDAY: Final = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
TO_THE_MORNING: Final = 12 * 3_600 + 60
ANA: Final = Person("ana.ruiz@plant.example", "Ana Ruiz", rank=Rank.LEAD)
BEN: Final = Person("ben.moor@plant.example", "Ben Moor", rank=Rank.CONTRIBUTOR)
QUESTION: Final = "@Isthmus Who is accountable for OT patching?"
WEAKNESS: Final = "We should close the old modem line at turbine 2 by Friday."


@dataclass
class Product:
    """The whole product in a workspace; what is due is done by `work`."""

    slack: SlackWorkspace
    wiring: Wiring

    def work(self) -> None:
        worker = self.wiring.durable.worker()
        while worker.run_due():
            self.slack.settle()

    def forward(self, seconds: float) -> None:
        self.slack.forward(seconds)
        self.work()

    def said(self, user: str, text: str) -> Message:
        message = self.slack.say(user, "ot-security", text)
        self.work()
        return message


@contextmanager
def product(folder: Path) -> Iterator[Product]:
    app = App(scopes=frozenset(SCOPES))
    with SlackWorkspace(app, Clock(start=SUNDAY.timestamp())) as slack:

        def now() -> datetime:
            return datetime.fromtimestamp(slack.state.clock.now(), UTC)

        settings = Settings.model_validate(
            {
                "data_dir": folder,
                "public_url": "https://isthmus.plant.example",
                "slack_signing_secret": app.signing_secret,
                "slack_bot_token": slack.token,
                "slack_api_url": slack.api_url,
                "worker": False,
            }
        )
        wiring = replace(main.wire(settings), clock=now)
        wiring.make_ready()
        with wiring.access() as access:
            for person in (ANA, BEN):
                access.put_person(person)
                slack.user(person.name, person.id)
        slack.channel("ot-security", [ANA.name, BEN.name])
        with TestClient(create_app(wiring), base_url="https://isthmus.plant.example") as client:
            slack.connect(client)
            yield Product(slack, wiring)
        wiring.close()


def make(made: Product, folder: Path) -> None:
    slack = made.slack
    asked = made.said(ANA.name, QUESTION)
    slack.picture("ot-security", folder / "slack-answer.png", ANA.name, asked)
    drafted = made.said(
        ANA.name,
        "@Isthmus draft a RACI for OT patching with IT Security, OT Engineering, the plant "
        "manager and the vendor",
    )
    slack.picture("ot-security", folder / "slack-chart.png", ANA.name, drafted)
    weak = made.said(BEN.name, WEAKNESS)
    slack.shortcut(ANA.name, "track", weak)
    made.work()
    slack.picture("modal", folder / "slack-track.png", ANA.name)
    for title, due in (("Close the modem line at turbine 2", 23), ("Name the OT duty officer", 24)):
        wanted = Draft(title, owner=Party(BEN.name, BEN.id), due=date(2026, 11, due), step="2.2")
        made.wiring.actions.add(replace(wanted, priority=Priority.HIGH), Hand(ANA, "pictures"))
    made.forward(240)
    slack.dm(BEN.name).messages.clear()  # only the morning's message is to be seen
    made.forward(TO_THE_MORNING - 240)
    slack.picture("dm", folder / "slack-morning.png", BEN.name)


def made_small(picture: Path) -> None:
    """Keep a picture with as many colours as text needs: a README is to be loaded quickly."""
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(COLOURS)
    few.save(picture, optimize=True)


def run(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, product(Path(data)) as made:
        make(made, folder)
    for picture in folder.glob("slack-*.png"):
        made_small(picture)


if __name__ == "__main__":
    run(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
