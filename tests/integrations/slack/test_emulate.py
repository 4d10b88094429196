"""What we call of Slack's Web API, taken by an emulator that others wrote."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from structlog.testing import capture_logs

import served
from isthmus_integrations.slack import channel as make
from isthmus_integrations.slack.channel import Slack
from npm_of_tests import packages
from slack_of_tests import EVERYBODY

EMULATE = ("emulate@0.11.2", "@emulators/core@0.6.1")
BOT = "xoxb-of-tests"
ANAS = "xoxp-of-ana"
CONTROLS = "what does the policy say about compensating controls?"
SAYS = "the asset owner documents a compensating control"
PATIENCE = 60.0
SCOPES = [
    *("chat:write", "channels:read", "channels:history", "im:read", "im:write", "im:history"),
    *("users:read", "users:read.email", "files:read", "files:write", "team:read"),
]


def test_it_is_answered_changed_taken_back_and_given_files_at_the_emulator(
    emulated: "Emulated",
) -> None:
    ts = emulated.says(f"<@{emulated.bot}> {CONTROLS}")
    (answer,) = emulated.replies(ts)
    assert SAYS in answer["text"]
    assert answer["blocks"]
    assert answer["metadata"]["event_type"] == "isthmus"

    emulated.edits(ts, f"<@{emulated.bot}> what does the policy say about emergency patches?")
    (answer,) = emulated.replies(ts)
    assert "shift supervisor" in answer["text"]

    emulated.takes_back(ts)
    assert emulated.replies(ts) == []

    ts = emulated.says(f"<@{emulated.bot}> steering report as pptx")
    files = [each for one in emulated.replies(ts) for each in one.get("files", ())]
    assert [each["name"].endswith(".pptx") for each in files] == [True]


def test_somebodys_own_page_and_what_they_are_told_alone_arrive_at_the_emulator(
    emulated: "Emulated",
) -> None:
    direct = emulated.web(BOT, "conversations.open", users=emulated.ana)["channel"]["id"]
    emulated.says(CONTROLS, direct)
    said = emulated.web(BOT, "conversations.history", channel=direct)["messages"]
    assert any(SAYS in each["text"] for each in said)
    emulated.tells({"type": "app_home_opened", "user": emulated.ana, "tab": "home"})
    assert emulated.undone() == []


@dataclass
class Emulated:
    """The service, and an emulated workspace in which Ana talks to it."""

    wiring: served.FakeAnsweringWiring
    slack: Slack
    base: str
    events: list[int] = field(default_factory=list)

    def web(self, token: str, method: str, **said: Any) -> Any:  # noqa: ANN401 - JSON
        client = WebClient(token, base_url=self.base, retry_handlers=[])
        return client.api_call(method, data=said).data

    def __post_init__(self) -> None:
        self.team = self.web(BOT, "auth.test")["team_id"]
        people = {each["name"]: each["id"] for each in self.web(BOT, "users.list")["members"]}
        self.ana, self.bot = people["ana"], people["isthmus"]
        channels = self.web(BOT, "conversations.list")["channels"]
        self.general = next(each["id"] for each in channels if each["name"] == "general")

    def says(self, text: str, channel: str = "") -> str:
        channel = channel or self.general
        ts = str(self.web(ANAS, "chat.postMessage", channel=channel, text=text)["ts"])
        self.tells(
            {"type": "message", "channel": channel, "user": self.ana, "text": text, "ts": ts}
        )
        return ts

    def edits(self, ts: str, text: str) -> None:
        old = {"user": self.ana, "ts": ts, "text": "before"}
        self.web(ANAS, "chat.update", channel=self.general, ts=ts, text=text)
        new = old | {"text": text, "edited": {"user": self.ana, "ts": "1.2"}}
        what = {"type": "message", "subtype": "message_changed", "channel": self.general}
        self.tells(what | {"message": new, "previous_message": old})

    def takes_back(self, ts: str) -> None:
        old = {"user": self.ana, "ts": ts, "text": "before"}
        what = {"type": "message", "subtype": "message_deleted", "channel": self.general}
        self.tells(what | {"deleted_ts": ts, "previous_message": old})

    def tells(self, event: dict[str, Any]) -> None:
        """Have the service told of something, and do all that comes of it."""
        self.events.append(len(self.events))
        us = [{"user_id": self.bot, "is_bot": True}]
        about = {"team_id": self.team, "event_id": f"Ev{len(self.events)}", "authorizations": us}
        self.slack.door.event({"type": "event_callback", "event": event} | about)
        worker = self.wiring.durable.worker()
        while worker.run_due():
            pass

    def replies(self, ts: str) -> list[dict[str, Any]]:
        found = self.web(
            BOT,
            "conversations.replies",
            channel=self.general,
            ts=ts,
            include_all_metadata="true",
        )
        return [each for each in found["messages"] if each["ts"] != ts]

    def undone(self) -> list[str]:
        with self.wiring.storage.reading() as connection:
            rows = connection.exec_driver_sql("SELECT kind, state, outcome FROM jobs").all()
        return [f"{kind}: {outcome}" for kind, state, outcome in rows if state != "done"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place, folder = packages("emulate", *EMULATE), tmp_path_factory.mktemp("emulate")
    users = [{"name": "ana", "real_name": "Ana", "email": "ana@plant.example"}]
    tokens = [
        {"token": token, "user": user, "scopes": SCOPES}
        for token, user in ((BOT, "isthmus"), (ANAS, "ana"))
    ]
    slack = {
        "users": [*users, {"name": "isthmus", "real_name": "Isthmus"}],
        "channels": [{"name": "general"}],
        "tokens": tokens,
        "strict_scopes": True,
    }
    seed = folder / "seed.json"
    seed.write_text(json.dumps({"slack": slack}))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    program = [str(place / "node_modules/.bin/emulate"), "start", "-s", "slack", "-p", str(port)]
    with (folder / "said.txt").open("w") as said:
        running = subprocess.Popen([*program, "--seed", str(seed)], stdout=said, stderr=said)  # noqa: S603 - of tests
    try:
        _answers(f"http://localhost:{port}/")
        yield f"http://localhost:{port}/api/"
    finally:
        running.terminate()
        running.wait(10)


def _answers(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - this machine
        except URLError as error:
            if not isinstance(error.reason, OSError):
                return  # it answers, if only that there is nothing here
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The emulator did not start.")


@pytest.fixture
def emulated(address: str, tmp_path: Path) -> Iterator[Emulated]:
    told = {"slack_bot_token": BOT, "slack_signing_secret": "s", "slack_api_url": address}
    with capture_logs():
        wiring = served.wire(tmp_path, worker=False, **told)
        wiring = replace(wiring, makers=lambda: (make,))
        served.fill(wiring)
        with wiring.access() as access:
            for person in EVERYBODY:
                access.put_person(person)
        (slack,) = wiring.channels
        assert isinstance(slack, Slack)
        yield Emulated(wiring, slack, address)
        slack.stop()
        wiring.close()
