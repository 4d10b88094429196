"""The service without a workspace of its own: administrators install it in theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import served
from isthmus.app import create_app
from isthmus.channels.model import Installation
from isthmus.people import Person
from isthmus_integrations.slack import channel as make
from isthmus_integrations.slack.channel import Slack
from isthmus_integrations.slack.scopes import SCOPES
from slack_of_tests import ADA, EVERYBODY, Plant
from slack_workspace import App, Clock, SlackWorkspace

PUBLIC = "https://isthmus.plant.example"


def settings_of(slack: SlackWorkspace, **more: object) -> dict[str, Any]:
    """Give the settings of an app that several workspaces install."""
    return {
        "slack_signing_secret": slack.app.signing_secret,
        "slack_client_id": slack.app.client_id,
        "slack_client_secret": slack.app.client_secret,
        "slack_api_url": slack.api_url,
        "public_url": PUBLIC,
        "worker": False,
        **more,
    }


@contextmanager
def installable(folder: Path, *, rotates: bool = False, **settings: object) -> Iterator[Plant]:
    """Give both, nothing installed yet; Ada, an administrator, is signed in."""
    app = App(scopes=frozenset(SCOPES), rotates_tokens=rotates)
    clock = Clock(start=served.NOW.timestamp())
    with SlackWorkspace(app, clock, installed=False) as slack:
        for person in EVERYBODY:
            slack.user(person.name, person.id)
        wiring = _wired(folder, slack, **settings)
        served.fill(wiring)
        with wiring.access() as access:
            for person in EVERYBODY:
                access.put_person(person)
        (made,) = wiring.channels
        assert isinstance(made, Slack)
        with TestClient(create_app(wiring), base_url="http://localhost") as client:
            slack.connect(client)
            there = Plant(slack, wiring, client, made)
            sign_in(there, ADA)
            yield there
            slack.settle()
        wiring.close()


@contextmanager
def replica(there: Plant, folder: Path) -> Iterator[Slack]:
    """Give Slack as another replica on the same records has it."""
    wiring = _wired(folder, there.slack)
    (made,) = wiring.channels
    assert isinstance(made, Slack)
    yield made
    wiring.close()


def _wired(folder: Path, slack: SlackWorkspace, **settings: object) -> served.FakeAnsweringWiring:
    def now() -> datetime:
        return datetime.fromtimestamp(slack.state.clock.now(), UTC)

    wiring = served.wire(folder, **settings_of(slack, **settings))
    return replace(wiring, clock=now, makers=lambda: (make,))


def sign_in(there: Plant, person: Person) -> None:
    """Be somebody who signed in over https, where the cookie has another name."""
    served.sign_in(there.client, there.wiring, person)
    token = there.client.cookies["isthmus"]
    there.client.cookies.clear()
    there.client.cookies.set("__Host-isthmus", token, domain="localhost.local", path="/")


def installed(there: Plant) -> list[Installation]:
    return list(there.wiring.host.installations.all("slack"))
