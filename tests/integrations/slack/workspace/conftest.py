"""A workspace with two people in a channel, the real client of the app, and who listens to it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from slack_workspace import Message, SlackWorkspace
from slack_workspace.listener import Listener


@pytest.fixture
def slack() -> Iterator[SlackWorkspace]:
    with SlackWorkspace() as workspace:
        ana = workspace.user("Ana Berg", "ana@example.org")
        ben = workspace.user("Ben", "ben@example.org")
        workspace.channel("general", [ana, ben])
        yield workspace


@pytest.fixture
def app(slack: SlackWorkspace) -> Listener:
    listener = Listener()
    slack.connect(listener)
    return listener


@pytest.fixture
def client(slack: SlackWorkspace) -> WebClient:
    return WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def asked(slack: SlackWorkspace) -> Message:
    return slack.say("Ana Berg", "general", "@Isthmus who is accountable?")
