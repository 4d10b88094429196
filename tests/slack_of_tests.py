"""The whole service in a Slack workspace; only how answers come about is a fake."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.app import create_app
from isthmus.channels.contract import Channel, Host
from isthmus.jobs.model import Job, State
from isthmus.jobs.store import JobStore
from isthmus.people import Person, Rank
from isthmus.wiring import Wiring
from isthmus_integrations.slack import channel as make
from isthmus_integrations.slack.channel import Slack
from isthmus_integrations.slack.door import Door
from isthmus_integrations.slack.scopes import SCOPES
from slack_workspace import App, Clock, SlackWorkspace
from slack_workspace import Channel as Room

PATIENCE = 60.0
ANA = Person("ana@plant.example", "Ana", frozenset({"plant"}), rank=Rank.CONTRIBUTOR)
BEN = Person("ben@plant.example", "Ben", rank=Rank.CONTRIBUTOR)
LEA = Person("lea@plant.example", "Lea", frozenset({"plant"}), rank=Rank.LEAD)
ADA = Person("ada@plant.example", "Ada", rank=Rank.ADMINISTRATOR)
EVERYBODY = (ANA, BEN, LEA, ADA)
over_both = pytest.mark.parametrize("there", ["http", "socket"], indirect=True)
"""Marks a journey that is made over HTTP and over Socket Mode."""


def settings_of(slack: SlackWorkspace, **more: object) -> dict[str, Any]:
    """Give the settings with which the app of a workspace runs here."""
    return {
        "slack_signing_secret": slack.app.signing_secret,
        "slack_bot_token": slack.token,
        "slack_api_url": slack.api_url,
        "worker": False,
        **more,
    }


@dataclass
class Plant:
    """A workspace with our people in it, and the service they talk to.

    Nobody works on what was accepted until `work` is called.
    """

    slack: SlackWorkspace
    wiring: Wiring
    client: TestClient
    channel: Slack

    def work(self) -> None:
        """Do all that is due; what comes of it may ask for more."""
        worker = self.wiring.durable.worker()
        while worker.run_due():
            self.slack.settle()

    def forward(self, seconds: float) -> None:
        self.slack.forward(seconds)
        self.work()

    def jobs(self, *states: State) -> list[Job]:
        with self.wiring.storage.reading() as connection:
            return JobStore(connection).listed(states or tuple(State), "", 1000)

    def said(self, user: str, where: str | Room, text: str, thread: Any = "") -> Any:  # noqa: ANN401 - a message
        """Have something said, and answered."""
        message = self.slack.say(user, where, text, thread)
        self.work()
        return message


@contextmanager
def plant(
    folder: Path,
    wire: Callable[..., Wiring] = served.wire,
    *,
    by_socket: bool = False,
    before: Callable[[SlackWorkspace], None] = lambda _slack: None,
    **settings: object,
) -> Iterator[Plant]:
    """Give both, connected over HTTP or by Socket Mode; the app may do what we ask for alone."""
    clock = Clock(start=served.NOW.timestamp())
    with SlackWorkspace(App(scopes=frozenset(SCOPES)), clock) as slack:
        if by_socket:
            settings = {"slack_app_token": slack.app.app_token, **settings}
        for person in EVERYBODY:
            slack.user(person.name, person.id)
        slack.channel("general", [person.name.lower() for person in EVERYBODY])
        before(slack)
        wiring = _wired(wire(folder, **settings_of(slack, **settings)), clock)
        (made,) = wiring.channels
        assert isinstance(made, Slack)
        made.__dict__["door"] = Door(made.means, PATIENCE)  # a busy machine fails no test
        slack.courier.patience = PATIENCE
        with TestClient(create_app(wiring), base_url="http://localhost") as client:
            slack.connect(client)
            if by_socket:
                slack.use_socket_mode()
                slack.sockets.wait_for(1)
            yield Plant(slack, wiring, client, made)
            slack.settle()
        wiring.close()


def _wired(wiring: Wiring, clock: Clock) -> Wiring:
    def now() -> datetime:
        return datetime.fromtimestamp(clock.now(), UTC)

    def makers() -> Sequence[Callable[[Host], Channel | None]]:
        return (make,)

    wiring = replace(wiring, clock=now, makers=makers)
    if isinstance(wiring, served.FakeAnsweringWiring):
        served.fill(wiring)
    else:
        wiring.make_ready()
    with wiring.access() as access:
        for person in EVERYBODY:
            access.put_person(person)
    return wiring
