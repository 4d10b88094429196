"""`isthmus slack …` as an administrator types it, one step after the other."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import served
from command_line_of_tests import CommandLine
from isthmus.errors import InvalidError
from isthmus.wiring import Wiring
from isthmus_integrations.slack import channel as make
from isthmus_integrations.slack.scopes import EVENTS, SCOPES
from slack_workspace import App, Clock, SlackWorkspace

HTTPS = "https://isthmus.plant.example"


class Typing(CommandLine):
    """The command line with the settings of a moment."""

    def __init__(self, data: Path, slack: SlackWorkspace) -> None:
        super().__init__(data)
        self.slack = slack
        self.settings: dict[str, object] = {"slack_api_url": slack.api_url}

    def set(self, **settings: object) -> None:
        self.settings |= {name: value or None for name, value in settings.items()}

    def wiring(self) -> Wiring:
        def now() -> datetime:
            return datetime.fromtimestamp(self.slack.state.clock.now(), UTC)

        wiring = served.wire(self.data, **self.settings)
        return replace(wiring, clock=now, makers=lambda: (make,))

    def states(self, *options: str) -> dict[str, str]:
        steps = self.json("slack", "setup", *options)["steps"]
        return {each["title"].partition(":")[0]: each["state"] for each in steps}

    def next(self, *options: str) -> str:
        return next(name for name, state in self.states(*options).items() if state == "next")


@pytest.fixture
def slack() -> Iterator[SlackWorkspace]:
    clock = Clock(start=served.NOW.timestamp())
    with SlackWorkspace(App(scopes=frozenset(SCOPES)), clock) as slack:
        yield slack


@pytest.fixture
def isthmus(tmp_path: Path, slack: SlackWorkspace) -> Typing:
    return Typing(tmp_path, slack)


# ---- the manifest


def test_the_manifest_is_of_the_address_that_is_set(isthmus: Typing) -> None:
    isthmus.set(public_url=HTTPS)
    told = yaml.safe_load(isthmus("slack", "manifest"))

    assert told == isthmus.json("slack", "manifest")
    assert told["settings"]["event_subscriptions"]["request_url"] == f"{HTTPS}/slack/events"
    assert set(told["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    assert set(told["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_another_address_and_the_socket_may_be_asked_for(isthmus: Typing) -> None:
    there = isthmus.json("slack", "manifest", "--url", "https://other.example/")
    socket = isthmus.json("slack", "manifest", "--socket-mode")

    assert there["settings"]["interactivity"]["request_url"] == "https://other.example/slack/events"
    assert socket["settings"]["socket_mode_enabled"] is True


def test_without_an_address_for_slack_it_says_what_to_set(isthmus: Typing) -> None:
    with pytest.raises(InvalidError, match=r"ISTHMUS_PUBLIC_URL.*--socket-mode"):
        isthmus("slack", "manifest")


def test_what_is_set_already_decides_how_slack_reaches_us(
    isthmus: Typing, slack: SlackWorkspace
) -> None:
    isthmus.set(slack_app_token=slack.app.app_token)
    assert isthmus.json("slack", "manifest")["settings"]["socket_mode_enabled"] is True

    isthmus.set(slack_app_token="", slack_client_id="1.2", public_url=HTTPS)
    told = isthmus.json("slack", "manifest")
    assert told["oauth_config"]["redirect_urls"] == [f"{HTTPS}/slack/oauth_redirect"]


# ---- the way through


def test_the_way_over_http_is_walked_to_its_end(isthmus: Typing, slack: SlackWorkspace) -> None:
    assert isthmus.next() == "Let Slack reach Isthmus"
    isthmus.set(public_url=HTTPS)
    assert isthmus.next() == "Create the app"
    isthmus.set(slack_signing_secret=slack.app.signing_secret)
    assert isthmus.next() == "Install the app in your workspace"
    assert isthmus.json("slack", "setup")["ready"] is False
    isthmus.set(slack_bot_token=slack.token)

    told = isthmus.json("slack", "setup")
    assert told["ready"] is True
    assert "Everything" in isthmus("slack", "setup")
    assert {each["state"] for each in told["steps"]} == {"done", "look"}


def test_the_way_over_a_socket_is_walked_to_its_end(isthmus: Typing, slack: SlackWorkspace) -> None:
    assert isthmus.next("--socket-mode") == "Create the app"
    isthmus.set(slack_app_token=slack.app.app_token)
    assert isthmus.next() == "Install the app in your workspace"
    isthmus.set(slack_bot_token=slack.token)

    assert isthmus.json("slack", "setup")["ready"] is True


def test_the_way_for_several_workspaces_ends_with_their_installing_it(
    isthmus: Typing, slack: SlackWorkspace
) -> None:
    isthmus.set(public_url=HTTPS, slack_signing_secret=slack.app.signing_secret)
    assert isthmus.next("--several") == "Let other workspaces install the app"
    isthmus.set(slack_client_id="1.2", slack_client_secret="s")  # noqa: S106 - of tests

    assert isthmus.next() == "Install it in each workspace"
    assert "/slack/install" in isthmus("slack", "setup")


def test_what_slack_says_against_it_stands_at_its_step(isthmus: Typing) -> None:
    isthmus.set(public_url=HTTPS, slack_signing_secret="short", slack_bot_token="xoxb-wrong")  # noqa: S106 - of tests
    told = isthmus("slack", "setup")

    states = isthmus.states()
    assert states["Copy the signing secret"] == "wrong"
    assert states["Install the app in your workspace"] == "wrong"
    assert "invalid_auth" in told
    assert "has 5 characters" in told


def test_no_secret_is_ever_printed(isthmus: Typing, slack: SlackWorkspace) -> None:
    secrets = {
        "slack_signing_secret": "signing-secret-canary-0123456789",
        "slack_bot_token": "xoxb-canary",
        "slack_app_token": "xapp-canary",
        "slack_client_secret": "client-canary",
    }
    isthmus.set(public_url=HTTPS, slack_client_id="1.2", **secrets)
    commands: list[tuple[Any, ...]] = [("manifest",), ("setup",), ("check",)]
    for command in commands:
        for option in ((), ("--json",)):
            said = isthmus.invoke("slack", *command, *option).output
            assert said
            assert "canary" not in said
    assert slack.calls_of("auth.test")


# ---- whether all is well


def test_check_is_quiet_where_all_is_well_and_fails_where_something_is_not(
    isthmus: Typing, slack: SlackWorkspace
) -> None:
    isthmus.set(
        public_url=HTTPS,
        slack_signing_secret=slack.app.signing_secret,
        slack_bot_token=slack.token,
    )
    assert "fail" not in isthmus("slack", "check")
    assert all(each["passed"] for each in isthmus.json("slack", "check"))

    slack.installation.revoked = True
    assert "token_revoked" in isthmus("slack", "check", code=1)


def test_check_says_that_nothing_is_set_up_or_what_contradicts(isthmus: Typing) -> None:
    assert "isthmus slack setup" in isthmus("slack", "check", code=1)
    isthmus.set(slack_bot_token="xoxb-alone")  # noqa: S106 - of tests
    [found] = json.loads(isthmus("slack", "check", "--json", code=1))
    assert "ISTHMUS_SLACK_SIGNING_SECRET" in found["said"]
