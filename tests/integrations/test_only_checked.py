"""What the checker refuses is in no event of any stream, and in nothing that is sent anywhere."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

import checked_of_tests as checked
import served
from checked_of_tests import APPROVES, QUESTION, WITHIN
from command_line_of_tests import CommandLine
from isthmus.access.model import Scope
from isthmus.app import create_app
from isthmus.people import Person, Rank
from isthmus.wiring import Wiring
from isthmus_integrations.teams import channel as teams_channel
from slack_of_tests import plant
from teams_of_tests import Clock
from teams_service import TeamsService

ANA = Person("ana@plant.example", "Ana", frozenset({"plant"}), rank=Rank.CONTRIBUTOR)


def only_what_was_checked(said: str) -> None:
    """See that both checked sentences are there, and nothing of those that were refused."""
    flat = " ".join(said.split())
    assert APPROVES in flat
    assert WITHIN in flat
    assert not [each for each in checked.REFUSED if each in flat]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    wiring = checked.wire(tmp_path)
    wiring.make_ready()
    with wiring.access() as access:
        access.put_person(ANA)
        key = access.create_key(ANA.id, {Scope.ASK}, "asking").secret
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        served.visit(client)
        client.headers["Authorization"] = f"Bearer {key}"
        yield client
    wiring.close()


def test_in_the_console(client: TestClient) -> None:
    form = {"question": QUESTION, "message": uuid4().hex}
    answer = client.post("/ask", data=form, headers={"Accept": "text/event-stream"})
    only_what_was_checked(answer.text)
    page = client.get(json.loads(answer.text.split("data: ")[-1])["address"]).text
    only_what_was_checked(page.partition('class="spoken"')[2].partition("</article>")[0])


@pytest.mark.parametrize("conversation", [None, "new"])
def test_over_http(client: TestClient, conversation: str | None) -> None:
    asked = {"question": QUESTION, "conversation": conversation}
    only_what_was_checked(client.post("/api/v1/questions/stream", json=asked).text)


def test_in_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Isthmus(CommandLine):
        def wiring(self) -> Wiring:
            return checked.wire(tmp_path)

    monkeypatch.setenv("FORCE_COLOR", "1")
    only_what_was_checked(Isthmus(tmp_path)("ask", QUESTION))


@pytest.mark.parametrize("where", ["dm", "general"])
def test_in_slack(tmp_path: Path, where: str) -> None:
    with capture_logs(), plant(tmp_path, wire=checked.wire) as there:
        there.said("ana", where, f"@Isthmus {QUESTION}")
        sent = [call.args for call in there.slack.calls if call.method.startswith("chat.")]
        assert sent
        only_what_was_checked(json.dumps(sent, ensure_ascii=False))


def test_in_teams(tmp_path: Path) -> None:
    clock = Clock()
    with capture_logs(), TeamsService(clock=clock) as teams:
        known = {**teams.settings, "worker": False, "public_url": "http://localhost"}
        wiring = replace(
            checked.wire(tmp_path, **known), clock=clock, makers=lambda: [teams_channel]
        )
        wiring.make_ready()
        with wiring.access() as access:
            access.put_person(ANA)
        client = TestClient(create_app(wiring), base_url="http://localhost")

        def post(headers: dict[str, str], body: bytes) -> tuple[int, object]:
            response = client.post("/api/messages", content=body, headers=headers)
            return response.status_code, response.json() if response.content else None

        teams.post = post
        ana = teams.person("ana", "Ana Alves", ANA.id)
        where = teams.alone(ana)
        teams.say(ana, where, QUESTION)
        for _ in range(3):
            worker = wiring.durable.worker()
            while worker.run_due():
                pass
            clock.now += timedelta(seconds=1)
        bodies = [each.body for each in teams.answers(where)]
        only_what_was_checked(json.dumps(bodies, ensure_ascii=False))
        wiring.close()
