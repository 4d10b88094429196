"""The manifest is valid for Slack, and asks for exactly what the code does."""

import re
from pathlib import Path

import pytest
import yaml

import isthmus_integrations.slack
from isthmus.errors import InvalidError
from isthmus_integrations.slack import events
from isthmus_integrations.slack.manifest import Reached, as_yaml, manifest
from isthmus_integrations.slack.scopes import EVENTS, SCOPES
from manifest_of_tests import wrong_with
from slack_workspace.methods import METHODS
from slack_workspace.scopes import OF_EVENTS

HTTP = Reached("https://isthmus.plant.example")
SOCKET = Reached("http://127.0.0.1:8000", by_socket=True)
SEVERAL = Reached("https://isthmus.plant.example", several=True)
KINDS = ("channels", "groups", "im", "mpim")
FOLDER = Path(isthmus_integrations.slack.__file__).parent
CALLED = re.compile(r'"((?:assistant|auth|chat|conversations|files|users|views)\.[a-zA-Z.]+)"')
"""What the stand-in does not ask for, though Slack does or may."""
BESIDE = {
    "users:read.email": "users.info tells the address only with it",
    "metadata.message:read": "reading the metadata of messages",
    "commands": "the slash command and the shortcuts",
}


def called() -> set[str]:
    texts = (each.read_text("utf-8") for each in FOLDER.glob("*.py"))
    return {method for text in texts for method in CALLED.findall(text)}


def needed() -> set[str]:
    """Give what Slack asks for the methods that are called and the events that are heard."""
    methods = called()
    assert methods <= METHODS.keys()
    found = {scope for method in methods for scope in METHODS[method][0]}
    if {"conversations.info", "conversations.members"} & methods:  # of nobody alone with us
        found |= {f"{kind}:read" for kind in KINDS if kind != "im"}
    if {"conversations.history", "conversations.replies"} & methods:
        found |= {f"{kind}:history" for kind in KINDS}
    for event in EVENTS:
        name, _, kind = event.partition(".")
        scope = OF_EVENTS.get(name, "").format(kind or "channels")
        found |= {scope} if scope else set()
    return found | BESIDE.keys()


@pytest.mark.parametrize("reached", [HTTP, SOCKET, SEVERAL], ids=["http", "socket", "several"])
def test_slack_takes_it(reached: Reached) -> None:
    assert wrong_with(manifest(reached)) == []


@pytest.mark.parametrize("reached", [HTTP, SOCKET, SEVERAL], ids=["http", "socket", "several"])
def test_it_is_the_same_in_yaml_where_each_scope_and_event_has_its_reason(
    reached: Reached,
) -> None:
    text = as_yaml(manifest(reached))

    assert yaml.safe_load(text) == manifest(reached)
    for name, why in {**SCOPES, **EVENTS}.items():
        assert f'- "{name}"  # {why}' in text


def test_it_asks_for_the_scopes_of_what_is_called_and_no_others() -> None:
    assert set(manifest(HTTP)["oauth_config"]["scopes"]["bot"]) == needed()


def test_it_subscribes_to_what_is_read_and_nothing_else() -> None:
    subscribed = {
        each.partition(".")[0]
        for each in manifest(HTTP)["settings"]["event_subscriptions"]["bot_events"]
    }

    assert subscribed == set(events._READ)  # noqa: SLF001 - the events that are read


def test_all_that_slack_delivers_comes_to_one_address() -> None:
    text = as_yaml(manifest(HTTP))

    assert text.count("https://isthmus.plant.example/slack/events") == 3
    assert "redirect_urls" not in text
    assert manifest(HTTP)["features"]["unfurl_domains"] == ["isthmus.plant.example"]


def test_over_a_socket_there_is_no_address_at_all() -> None:
    made = manifest(SOCKET)

    assert "http" not in as_yaml(made)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "unfurl_domains" not in made["features"]


def test_tokens_are_renewed_where_workspaces_install_it_by_themselves() -> None:
    made = manifest(SEVERAL)

    assert made["settings"]["token_rotation_enabled"] is True
    assert made["oauth_config"]["redirect_urls"] == [
        "https://isthmus.plant.example/slack/oauth_redirect"
    ]
    assert manifest(HTTP)["settings"]["token_rotation_enabled"] is False


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        (Reached("http://127.0.0.1:8000"), "--socket-mode"),
        (Reached("http://127.0.0.1:8000", by_socket=True, several=True), "ISTHMUS_PUBLIC_URL"),
    ],
)
def test_an_address_that_slack_does_not_take_says_what_to_do(reached: Reached, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        manifest(reached)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://isthmus.plant.example:8443", "isthmus.plant.example"),
        ("https://10.0.0.7", ""),
        ("https://[::1]:8000", ""),
        ("https://localhost", ""),
    ],
)
def test_only_a_domain_has_links_that_slack_asks_about(address: str, domain: str) -> None:
    assert Reached(address).domain == domain


def test_what_is_no_manifest_of_slacks_is_noticed() -> None:
    made = manifest(HTTP)
    made["features"]["shortcuts"][0]["name"] = "x" * 25
    made["features"]["bot_user"]["display_name"] = "Not Allowed"
    made["settings"]["event_subscriptions"]["bot_events"].append("app_mention")
    made["display_information"]["colour"] = "blue"
    del made["features"]["slash_commands"][0]["description"]

    assert len(wrong_with(made)) == 5
