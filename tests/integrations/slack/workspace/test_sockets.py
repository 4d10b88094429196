"""Socket Mode, with the real client of Slack."""

from collections.abc import Iterator
from threading import Event

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from slack_workspace import SlackWorkspace


class Connected:
    """The app at the other end: acknowledges everything but what it is told to leave."""

    def __init__(self, slack: SlackWorkspace) -> None:
        web = WebClient(base_url=slack.api_url, retry_handlers=[])
        self.client = SocketModeClient(app_token=slack.app.app_token, web_client=web)
        self.client.socket_mode_request_listeners.append(self.hear)
        self.heard: list[SocketModeRequest] = []
        self.leaves = 0
        self.payload: dict[str, str] | None = None
        self.something = Event()

    def hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        self.something.set()
        if len(self.heard) > self.leaves:
            answer = SocketModeResponse(request.envelope_id, self.payload)
            client.send_socket_mode_response(answer)


@pytest.fixture
def connected(slack: SlackWorkspace) -> Iterator[Connected]:
    slack.use_socket_mode()
    app = Connected(slack)
    app.client.connect()
    slack.sockets.wait_for(1)
    yield app
    app.client.close()


def test_events_commands_and_presses_come_over_the_socket(
    slack: SlackWorkspace, connected: Connected
) -> None:
    slack.say("Ben", "general", "@Isthmus hello")
    connected.payload = {"text": "at once"}
    slack.command("Ben", "/isthmus", "help", "general")
    slack.shortcut("Ben", "track")

    assert [one.type for one in connected.heard] == [
        "events_api",
        "events_api",
        "slash_commands",
        "interactive",
    ]
    assert all(one.acked for one in slack.deliveries)
    assert "at once (only visible to you)" in slack.sees("Ben", "general")


def test_what_is_not_acknowledged_comes_again(slack: SlackWorkspace, connected: Connected) -> None:
    slack.courier.patience = 0.2
    connected.leaves = 2
    slack.say("Ben", "general", "hello")
    slack.forward(60)

    assert [one.retry_attempt for one in connected.heard] == [0, 1, 2]
    assert [one.retry_reason for one in connected.heard][1:] == ["timeout", "timeout"]
    assert len({one.payload["event_id"] for one in connected.heard}) == 1
    assert len({one.envelope_id for one in connected.heard}) == 3


def test_the_app_comes_back_when_it_is_asked_to(
    slack: SlackWorkspace, connected: Connected
) -> None:
    slack.sockets.disconnect("refresh_requested")
    slack.sockets.wait_for(1)
    slack.say("Ben", "general", "hello")

    assert slack.deliveries[-1].acked
    assert len(slack.calls_of("apps.connections.open")) >= 2
    assert len({one.payload["event_id"] for one in connected.heard}) == 1


def test_without_a_connection_events_wait_for_their_next_time(slack: SlackWorkspace) -> None:
    slack.use_socket_mode()
    slack.say("Ben", "general", "hello")
    assert [one.reason for one in slack.deliveries] == ["connection_failed"] * 2

    app = Connected(slack)
    app.client.connect()
    slack.sockets.wait_for(1)
    slack.forward(60)
    assert app.something.wait(5)
    app.client.close()
    assert slack.deliveries[-1].acked


def test_only_the_apps_own_token_opens_a_connection(slack: SlackWorkspace) -> None:
    client = WebClient(base_url=slack.api_url, retry_handlers=[])

    for token, error in ((slack.token, "not_allowed_token_type"), ("xapp-x", "invalid_auth")):
        with pytest.raises(SlackApiError, match=error):
            client.apps_connections_open(app_token=token)
