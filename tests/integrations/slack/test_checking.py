"""What `isthmus doctor` and `isthmus slack check` find, asked of the workspace itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import served
from isthmus.channels.contract import Check
from isthmus.doctor import State, examine
from isthmus_integrations.slack import channel as make
from isthmus_integrations.slack.scopes import SCOPES
from slack_installed_of_tests import installable
from slack_of_tests import settings_of
from slack_workspace import App, Broken, Clock, DropsReply, RateLimited, SlackWorkspace

HTTPS = "https://isthmus.plant.example"


@pytest.fixture
def slack() -> Iterator[SlackWorkspace]:
    clock = Clock(start=served.NOW.timestamp())
    with SlackWorkspace(App(scopes=frozenset(SCOPES)), clock) as slack:
        yield slack


@contextmanager
def wired(
    folder: Path, slack: SlackWorkspace, ahead: timedelta = timedelta(), **more: object
) -> Iterator[served.FakeAnsweringWiring]:
    def now() -> datetime:
        return datetime.fromtimestamp(slack.state.clock.now(), UTC) + ahead

    settings = {"public_url": HTTPS, **settings_of(slack), **more}
    wiring = replace(served.wire(folder, **settings), clock=now, makers=lambda: (make,))
    wiring.storage.migrate()
    yield wiring
    wiring.close()


def checked(folder: Path, slack: SlackWorkspace, **more: Any) -> dict[str, Check]:  # noqa: ANN401 - any setting
    with wired(folder, slack, **more) as wiring:
        (made,) = wiring.channels
        return {each.name: each for each in made.checks()}


def failed(found: dict[str, Check]) -> dict[str, str]:
    return {name: each.said for name, each in found.items() if not each.passed}


def test_where_all_is_well_each_thing_says_so(slack: SlackWorkspace, tmp_path: Path) -> None:
    found = checked(tmp_path, slack)

    assert failed(found) == {}
    assert list(found) == ["token", "token: scopes", "clock", "signing secret", "address"]
    assert "Example Plant" in found["token"].said


def test_a_wrong_token_says_how_to_get_another(slack: SlackWorkspace, tmp_path: Path) -> None:
    wrong = failed(checked(tmp_path, slack, slack_bot_token="xoxb-wrong"))  # noqa: S106 - of tests

    assert list(wrong) == ["token"]
    assert "invalid_auth" in wrong["token"]
    assert "ISTHMUS_SLACK_BOT_TOKEN" in wrong["token"]
    assert "xoxb-wrong" not in wrong["token"]


def test_a_token_that_was_taken_back_says_so(slack: SlackWorkspace, tmp_path: Path) -> None:
    slack.installation.revoked = True

    assert "token_revoked" in failed(checked(tmp_path, slack))["token"]


def test_missing_scopes_are_named_with_what_they_are_for(tmp_path: Path) -> None:
    few = frozenset(SCOPES) - {"users:read.email", "files:write"}
    with SlackWorkspace(App(scopes=few), Clock(start=served.NOW.timestamp())) as slack:
        wrong = failed(checked(tmp_path, slack))

    assert list(wrong) == ["token: scopes"]
    for name in ("files:write", "users:read.email"):
        assert f"{name} ({SCOPES[name]})" in wrong["token: scopes"]
    assert "chat:write" not in wrong["token: scopes"]
    assert "isthmus slack manifest" in wrong["token: scopes"]


def test_more_scopes_than_needed_are_no_failure(tmp_path: Path) -> None:
    with SlackWorkspace(clock=Clock(start=served.NOW.timestamp())) as slack:
        assert failed(checked(tmp_path, slack)) == {}


def test_where_slack_cannot_be_reached_the_network_is_to_be_looked_at(
    slack: SlackWorkspace, tmp_path: Path
) -> None:
    nowhere = failed(checked(tmp_path, slack, slack_api_url="http://127.0.0.1:9/api/"))
    slack.misbehave("auth.test", DropsReply())
    dropped = failed(checked(tmp_path, slack))

    for wrong in (nowhere, dropped):
        assert list(wrong) == ["token"]
        assert "HTTPS_PROXY" in wrong["token"]
        assert "ISTHMUS_SLACK_API_URL" in wrong["token"]


def test_slack_being_busy_or_broken_is_not_taken_for_a_wrong_token(
    slack: SlackWorkspace, tmp_path: Path
) -> None:
    slack.misbehave("auth.test", RateLimited(30))
    busy = failed(checked(tmp_path, slack))["token"]
    slack.misbehave("auth.test", Broken(503, does=False))
    broken = failed(checked(tmp_path, slack))["token"]

    assert "again in a minute" in busy
    assert "no answer" in broken
    assert "ISTHMUS_SLACK_BOT_TOKEN" not in busy + broken


@pytest.mark.parametrize(("minutes", "where"), [(7, "ahead of"), (-7, "behind")])
def test_a_clock_that_goes_wrong_is_noticed(
    slack: SlackWorkspace, tmp_path: Path, minutes: int, where: str
) -> None:
    wrong = failed(checked(tmp_path, slack, ahead=timedelta(minutes=minutes)))

    assert list(wrong) == ["clock"]
    assert f"7 minutes {where} Slack's" in wrong["clock"]


def test_an_address_without_https_and_half_a_secret_are_noticed(
    slack: SlackWorkspace, tmp_path: Path
) -> None:
    wrong = failed(
        checked(tmp_path, slack, public_url="http://10.0.0.7", slack_signing_secret="abc")  # noqa: S106 - of tests
    )

    assert list(wrong) == ["signing secret", "address"]
    assert "has 3 characters" in wrong["signing secret"]
    assert "http://10.0.0.7/slack/events" in wrong["address"]


def test_over_a_socket_its_token_is_looked_at_in_place_of_address_and_secret(
    slack: SlackWorkspace, tmp_path: Path
) -> None:
    over = {"slack_signing_secret": None, "public_url": ""}
    good = checked(tmp_path, slack, slack_app_token=slack.app.app_token, **over)
    wrong = failed(checked(tmp_path, slack, slack_app_token="xapp-wrong", **over))  # noqa: S106 - of tests

    assert list(good) == ["token", "token: scopes", "clock", "Socket Mode"]
    assert failed(good) == {}
    assert "connections:write" in wrong["Socket Mode"]


def test_doctor_tells_it_all_and_fails_where_something_does(
    slack: SlackWorkspace, tmp_path: Path
) -> None:
    with wired(tmp_path, slack) as wiring:
        found = {each.what: each.state for each in examine(wiring)}
        assert found["slack: token"] is State.OK
        slack.installation.revoked = True
        again = {each.what: each.state for each in examine(wiring)}
        assert again["slack: token"] is State.FAIL


def test_doctor_says_where_the_settings_contradict_each_other(
    slack: SlackWorkspace, tmp_path: Path
) -> None:
    with wired(tmp_path, slack, slack_signing_secret=None) as wiring:
        found = {each.what: each for each in examine(wiring)}

    assert found["channels"].state is State.FAIL
    assert "ISTHMUS_SLACK_SIGNING_SECRET" in found["channels"].says


def test_each_workspace_that_installed_it_is_looked_at(tmp_path: Path) -> None:
    with installable(tmp_path) as there:
        before = {each.name: each for each in there.channel.checks()}
        there.slack.install("Ada")
        after = {each.name: each for each in there.channel.checks()}
        there.slack.installation.revoked = True
        gone = {each.name: each for each in there.channel.checks()}
        key = tmp_path / "secrets.key"
        key.unlink()
        lost = [each for each in there.channel.checks() if not each.passed]

    assert "/slack/install" in failed(before)["workspaces"]
    assert failed(after) == {}
    assert "workspace Example Plant" in after
    assert "Install it again at /slack/install" in failed(gone)["workspace Example Plant"]
    assert "secrets.key is missing" in lost[0].said
