"""`isthmus teams`, as an administrator uses it."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from channels_of_tests import EMPTY, host_of
from isthmus.channels.contract import Host
from isthmus.channels.model import Installation
from isthmus.settings import Settings
from isthmus.storage import Storage
from isthmus_integrations.teams.commands import register
from teams_of_tests import Clock
from teams_service import CLIENT, SECRET, TENANT, TeamsService

CONSOLE = "https://isthmus.plant.example"


class Terminal:
    """An administrator's terminal, in a folder of its own."""

    def __init__(self, storage: Storage, teams: TeamsService) -> None:
        self.storage, self.teams = storage, teams
        self.given: dict[str, Any] = {}

    def set_up(self, **given: Any) -> None:  # noqa: ANN401 - any setting
        known = {**self.teams.settings, "public_url": CONSOLE, **given}
        self.given = {name: value for name, value in known.items() if value is not None}

    def run(self, *said: str) -> Result:
        root = typer.Typer()
        root.callback()(lambda: None)
        register(root, self.host)
        return CliRunner().invoke(root, ["teams", *said], terminal_width=200)

    def __call__(self, *said: str, code: int = 0) -> str:
        result = self.run(*said)
        told = result.output if result.exit_code == code else f"{result.output}{result.exception}"
        assert result.exit_code == code, told
        assert SECRET not in told
        return " ".join(told.split())

    def json(self, *said: str, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.run(*said, "--json").output if code == 0 else self._failed(*said))

    def _failed(self, *said: str) -> str:
        result = self.run(*said, "--json")
        assert result.exit_code == 1
        return result.output

    def refused(self, *said: str) -> str:
        """Give why a command was refused."""
        error = self.run(*said).exception
        assert error is not None
        assert SECRET not in str(error)
        return str(error)

    def add_it(self) -> None:
        with self.host() as host:
            details = {"service_url": self.teams.service_url}
            host.installations.put(Installation("teams", TENANT, details=details))

    @contextmanager
    def host(self) -> Iterator[Host]:
        settings = Settings(data_dir=EMPTY, **self.given)
        yield host_of(self.storage, clock=Clock(), settings=settings)


@pytest.fixture
def terminal(
    sqlite_storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    monkeypatch.chdir(tmp_path)
    with TeamsService() as teams:
        yield Terminal(sqlite_storage, teams)


# ---- from nothing to a working app


def test_a_new_administrator_is_led_from_the_first_step_to_the_last(terminal: Terminal) -> None:
    said = terminal("setup")
    assert "✗ 1. Register an app in Microsoft Entra: No client id is set." in said
    assert "set ISTHMUS_TEAMS_CLIENT_ID to the Application (client) ID" in said
    terminal.given = {"teams_client_id": CLIENT, "teams_tenant_id": TENANT}
    said = terminal("setup")
    assert f"✓ 1. Register an app in Microsoft Entra: Client id {CLIENT}" in said
    assert "✗ 2. Give it a proof of who it is: No proof is set." in said
    terminal.given["teams_client_secret"] = SECRET
    said = terminal("setup")
    assert "✓ 2. Give it a proof of who it is: A client secret is set." in said
    assert "✗ 3. Give the service a public https address: Teams cannot deliver to" in said
    terminal.set_up()
    said = terminal("setup")
    assert (
        f"✓ 3. Give the service a public https address: People and Teams reach it at {CONSOLE}"
        in said
    )
    assert f"set the messaging endpoint to {CONSOLE}/api/messages" in said
    assert "type Single Tenant" in said
    assert "→ 5. Upload the app package" in said
    terminal("package")
    terminal.add_it()
    said = terminal("setup")
    assert f"✓ 6. Add it to a team or chat, and look whether it works: Added in: {TENANT}." in said
    assert "✓ token: We get a token" in terminal("check")


def test_the_steps_can_be_read_by_a_program(terminal: Terminal) -> None:
    found = terminal.json("setup")
    assert [each["state"] for each in found] == [
        "missing",
        "missing",
        "missing",
        "yours",
        "missing",
        "missing",
    ]
    terminal.set_up()
    terminal.add_it()
    states = [each["state"] for each in terminal.json("setup")]
    assert states == ["done", "done", "done", "yours", "yours", "done"]


def test_an_address_can_be_tried_before_it_is_set(terminal: Terminal) -> None:
    said = terminal("setup", "--url", "https://other.example/")
    assert "People and Teams reach it at https://other.example." in said
    assert "set the messaging endpoint to https://other.example/api/messages" in said


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, "Single Tenant"),
        ({"teams_tenant_id": ""}, "Multi Tenant"),
        (
            {"teams_client_secret": None, "teams_token_url": "", "teams_managed_identity": True},
            "User-Assigned Managed Identity",
        ),
    ],
)
def test_the_kind_of_bot_follows_from_the_settings(
    terminal: Terminal, given: dict[str, Any], kind: str
) -> None:
    terminal.set_up(**given)
    assert f"type {kind}," in terminal("setup")


def test_two_proofs_are_one_too_many(terminal: Terminal) -> None:
    terminal.set_up(teams_managed_identity=True)
    assert "Keep one of them, and unset the others." in terminal("setup")


# ---- the package


def manifest_in(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        found: dict[str, Any] = json.loads(archive.read("manifest.json"))
        return found


def test_the_package_is_written_with_the_reasons_of_what_it_asks_for(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.set_up()
    said = terminal("package")
    assert "Written to isthmus-teams.zip." in said
    assert "ChatMessage.Read.Chat: the same in group chats it was added to" in said
    assert manifest_in(tmp_path / "isthmus-teams.zip")["id"] == CLIENT


def test_the_package_is_made_as_it_is_asked_for(terminal: Terminal, tmp_path: Path) -> None:
    terminal.set_up(public_url="", teams_client_secret=None)
    path = tmp_path / "plant.zip"
    options = ["--url", "https://a.example/", "--output", str(path), "--version", "1.2.3"]
    more = ["--maker", "Plant IT", "--privacy-url", "https://a.example/privacy", "--only-mentions"]
    said = terminal("package", *options, *more)
    assert "granted" not in said
    made = manifest_in(path)
    assert made["version"] == "1.2.3"
    assert made["developer"] == {
        "name": "Plant IT",
        "websiteUrl": "https://a.example",
        "privacyUrl": "https://a.example/privacy",
        "termsOfUseUrl": "https://a.example",
    }
    assert made["validDomains"] == ["a.example"]
    assert "authorization" not in made


def test_the_package_tells_a_program_what_is_in_it(terminal: Terminal) -> None:
    terminal.set_up()
    said = terminal.json("package")
    assert said["file"] == "isthmus-teams.zip"
    assert said["manifest"] == manifest_in(Path("isthmus-teams.zip"))


def test_what_stands_in_the_way_of_a_package_is_said(terminal: Terminal, tmp_path: Path) -> None:
    assert "Set ISTHMUS_TEAMS_CLIENT_ID first" in terminal.refused("package")
    terminal.set_up(teams_client_id="isthmus")
    assert "Application (client) ID" in terminal.refused("package")
    terminal.set_up(public_url="")
    assert "give the address with --url" in terminal.refused("package")
    terminal.set_up()
    nowhere = str(tmp_path / "none" / "x.zip")
    assert "Name another file with --output" in terminal.refused("package", "--output", nowhere)
    assert "no version" in terminal.refused("package", "--version", "one")
    assert not list(tmp_path.glob("*.zip"))


# ---- whether it works


def test_without_settings_there_is_nothing_to_look_at(terminal: Terminal) -> None:
    assert "`isthmus teams setup` leads through it" in terminal.refused("check")


def test_what_does_not_work_fails_the_check_and_says_what_to_do(terminal: Terminal) -> None:
    terminal.set_up(teams_client_secret="of somebody else")  # noqa: S106 - made up
    said = terminal("check", code=1)
    assert "✓ keys: Messages are signed by https://api.botframework.com." in said
    assert "✗ token: The token authority refuses us (invalid_client)" in said
    assert "✗ installed: Nobody has added the app yet" in said
    found = terminal.json("check", code=1)
    assert [each["name"] for each in found if not each["passed"]] == ["token", "installed"]


def test_half_a_setup_says_what_is_missing(terminal: Terminal) -> None:
    terminal.given = {"teams_client_id": CLIENT}
    assert "Set one of ISTHMUS_TEAMS_CLIENT_SECRET" in terminal.refused("check")
