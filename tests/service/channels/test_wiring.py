"""A channel that an installed package names takes part in the whole service."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from fastapi import Request, Response
from fastapi.testclient import TestClient
from structlog.testing import capture_logs
from typer.testing import CliRunner

import served
from channels_of_tests import Paper, an_event
from isthmus import main
from isthmus.app import BODY_LIMIT, DELIVERY_LIMIT, create_app
from isthmus.channels.contract import Channel, Check, Host
from isthmus.channels.model import Manner, Profile
from isthmus.doctor import State, examine
from isthmus.edge.sessions import visit_of
from isthmus.errors import InvalidError, UnavailableError
from isthmus.hearing.parts import Conduct
from isthmus.messages import Message
from isthmus.people import OPERATOR
from isthmus.settings import Settings
from kept_reminders import Chat

FAKE_PACKAGE = """
import typer
from channels_of_tests import Paper

def channel(host):
    return Paper(name="installed")

def register(root, opened):
    @root.command("paper-count")
    def count():
        with opened() as host:
            typer.echo(len(host.installations.all("paper")))
"""


class Delivering(Paper):
    """Takes what is delivered over HTTP, and answers with what the assistant says."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.router.add_api_route("/paper/events", self.deliver, methods=["POST"])
        self.router.add_api_route("/paper/install", self.install, methods=["GET"])

    async def deliver(self, request: Request) -> Response:
        text = (await request.body()).decode()
        new = self.host.intake.accept(an_event(payload={"text": text[:100]}))
        return Response(f"{'new' if new else 'known'}, {len(text)}")

    def install(self, request: Request) -> Response:
        return Response(visit_of(request).person.name)

    def handle(self, event: object) -> tuple[()]:
        by = self.host.directory.person(Profile("paper", "T1", "U1", "Ana", "ana@plant.example"))
        reply = self.host.assistant.hear(Message("m1", "paper", "T1/C1", by, "help"))
        self.posted["reply"] = f"{event} {reply}"
        return ()


def test_a_page_of_a_platform_knows_who_is_signed_in(tmp_path: Path) -> None:
    with wired(tmp_path, Delivering, guests=False) as wiring, client_of(wiring) as client:
        assert client.get("/paper/install").status_code == 401
        served.sign_in(client, wiring, served.ANA)
        assert client.get("/paper/install").text == "Ana"


@contextmanager
def wired(
    folder: Path, make: Callable[[Host], Channel | None], **settings: object
) -> Iterator[served.FakeAnsweringWiring]:
    wiring = replace(served.wire(folder, **settings), makers=lambda: [make])
    wiring.make_ready()
    yield wiring
    wiring.close()


@contextmanager
def client_of(wiring: served.FakeAnsweringWiring) -> Iterator[TestClient]:
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        yield client


def test_what_is_delivered_over_http_is_answered_by_a_worker(tmp_path: Path) -> None:
    with wired(tmp_path, Delivering) as wiring, client_of(wiring) as client:
        assert client.post("/paper/events", content=b"Question 1?").text == "new, 11"
        assert client.post("/paper/events", content=b"Question 1?").text == "known, 11"
        (channel,) = wiring.channels
        assert isinstance(channel, Paper)
        eventually(lambda: "You can say, for example" in channel.posted.get("reply", ""))
        assert channel.running
    assert not channel.running


def test_a_platform_needs_no_account_where_guests_do_and_may_deliver_more(tmp_path: Path) -> None:
    with wired(tmp_path, Delivering, guests=False) as wiring, client_of(wiring) as client:
        assert client.post("/ask", data={"question": "x"}).status_code == 401
        delivered = client.post("/paper/events", content=b"x" * (BODY_LIMIT + 1))
        assert (delivered.status_code, "set-cookie" in delivered.headers) == (200, False)
        assert client.post("/paper/events", content=b"x" * (DELIVERY_LIMIT + 1)).status_code == 413


def test_without_its_settings_a_channel_takes_no_part(tmp_path: Path) -> None:
    with wired(tmp_path, lambda _host: None) as wiring:
        assert wiring.channels == ()
        assert {"channels.hear", "channels.send", "channels.prune"} <= {
            k.name for k in wiring.kinds
        }
        assert "channels.prune" in [each.name for each in wiring.standing_schedules]


def test_a_channel_whose_settings_are_wrong_stops_the_service_with_words(tmp_path: Path) -> None:
    def refusing(_host: Host) -> Channel:
        raise InvalidError("ISTHMUS_PAPER_SECRET is empty. Set it.")

    with wired(tmp_path, refusing) as wiring:
        with pytest.raises(InvalidError, match="Set it"):
            create_app(wiring)
        found = {each.what: each for each in examine(wiring)}
        assert (found["channels"].state, found["channels"].says) == (
            State.FAIL,
            "ISTHMUS_PAPER_SECRET is empty. Set it.",
        )


def test_a_channel_that_cannot_start_stops_nothing_else(tmp_path: Path) -> None:
    with wired(tmp_path, lambda _host: Broken()) as wiring, capture_logs() as lines:
        with client_of(wiring) as client:
            assert client.get("/healthz").status_code == 200
        assert [each["at"] for each in lines if each["event"] == "channel.failed"] == ["start"]


def test_people_are_reminded_by_the_ways_of_channels_first_where_nobody_chose(
    tmp_path: Path,
) -> None:
    chat = Paper(ways=(Chat("slack"),))
    with wired(tmp_path, lambda _host: chat, smtp_host="mail.plant.example") as wiring:
        assert [each.name for each in wiring.ways] == ["slack", "e-mail"]
        assert wiring.settings.reminder_ways.index("slack") == 0
        assert wiring.reminding.wish(OPERATOR).known == ("slack", "e-mail")


def test_a_channel_is_made_before_the_assistant_that_reminds_by_it(tmp_path: Path) -> None:
    made = []

    def making(host: Host) -> Channel:
        made.append("assistant" in vars(wiring))
        return Paper(ways=(Chat("slack"),), name=host.settings.log_level)

    with wired(tmp_path, making) as wiring:
        assert wiring.assistant.parts.reminding is wiring.reminding
    assert made == [False]


def test_the_doctor_tells_what_a_channel_found(tmp_path: Path) -> None:
    checks = (
        Check("token", passed=True, said="accepted"),
        Check("scopes", passed=False, said="Add chat:write."),
    )
    with wired(tmp_path, lambda _host: Paper(found_checks=checks)) as wiring:
        found = {each.what: (each.state, each.says) for each in examine(wiring)}
    assert found["paper: token"] == (State.OK, "accepted")
    assert found["paper: scopes"] == (State.FAIL, "Add chat:write.")


def test_the_assistant_speaks_of_places_by_one_name(tmp_path: Path) -> None:
    with wired(tmp_path, lambda _host: None) as wiring:
        places = wiring.assistant.parts.places
        assert places is not None
        conduct = Conduct("off", ("policies",), language="de")
        kept = places.behave("paper/T1/19:x@thread/y", conduct, OPERATOR)
        assert kept == places.conduct("paper/T1/19:x@thread/y") == replace(conduct, version=1)
        place = wiring.places.get("paper", "T1", "19:x@thread/y")
        assert place.manner == replace(Manner(), **vars(place.manner))
        assert place.manner.collections == ("policies",)


# ---- what packages name


def test_a_package_names_a_channel_and_its_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, monkeypatch, FAKE_PACKAGE)
    wiring = replace(main.wire(Settings(data_dir=tmp_path / "data")))
    assert [each.name for each in wiring.channels] == ["installed"]
    commands = typer.Typer()
    commands.callback()(main.prepare)
    main.add_channel_commands(commands)
    result = CliRunner().invoke(commands, ["paper-count"], obj=wiring)
    assert (result.stdout, result.exception) == ("0\n", None)
    wiring.close()


def test_a_channel_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, monkeypatch, "import a_package_that_is_not_there")
    wiring = main.wire(Settings(data_dir=tmp_path / "data"))
    with pytest.raises(UnavailableError, match=r"channel paper cannot be loaded: .*not_there"):
        assert wiring.channels
    main.add_channel_commands(typer.Typer())


def package(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    named = folder / f"named_{abs(hash(source))}-1.0.dist-info"
    named.mkdir()
    module = f"paper_{abs(hash(source))}"
    (folder / f"{module}.py").write_text(source)
    (named / "METADATA").write_text("Metadata-Version: 2.1\nName: named\nVersion: 1.0\n")
    (named / "entry_points.txt").write_text(
        f"[isthmus.channels]\npaper = {module}:channel\n"
        f"[isthmus.channel_commands]\npaper = {module}:register\n"
    )
    monkeypatch.syspath_prepend(folder)


class Broken(Paper):
    def start(self) -> None:
        raise ConnectionError("no network")


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)
