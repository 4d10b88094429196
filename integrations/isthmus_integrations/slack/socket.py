"""Socket Mode: we open the connection, so nothing has to reach this machine from outside."""

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from isthmus_integrations.slack.door import Door
from isthmus_integrations.slack.web import SlackError, Web

AT_FIRST: Final = 1.0  # seconds until the next try to connect; doubled each time
AT_MOST: Final = 60.0
TO_CLOSE: Final = 5.0  # what the library may take, which waits for itself without end
OPEN: Final = "apps.connections.open"
log = structlog.get_logger("isthmus.channels")


class Client(SocketModeClient):
    """The library's client, which asks for an address as we do: it slept where Slack was busy."""

    def __init__(self, web: Web, app_token: str) -> None:
        self._web = web
        super().__init__(app_token, logging.getLogger("isthmus.slack.socket"), web.client(None))

    def issue_new_wss_url(self) -> str:
        return str(self._web.form(self.app_token, OPEN, {})["url"])


@dataclass
class Socket:
    """One connection, made again whenever it breaks; each delivery is kept before its ack."""

    door: Door
    web: Web
    app_token: str = field(repr=False)
    _stopped: threading.Event = field(default_factory=threading.Event, repr=False)
    _client: Client | None = field(default=None, repr=False)

    def start(self) -> None:
        """Connect beside everything else: a service without Slack is still a service."""
        self._stopped.clear()
        client = self._client = Client(self.web, self.app_token)
        client.socket_mode_request_listeners.append(self._take)
        self._beside("slack-socket", lambda: self._connect(client))

    def stop(self) -> None:
        """Take nothing any more; what is not acknowledged by then Slack delivers again."""
        self._stopped.set()
        client, self._client = self._client, None
        if client:
            self._beside("slack-close", client.close).join(TO_CLOSE)

    def _beside(self, name: str, do: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=do, name=name, daemon=True)
        thread.start()
        return thread

    def _connect(self, client: Client) -> None:
        """Try until it stands; from then on the client keeps it."""
        wait = AT_FIRST
        while not self._stopped.is_set() and not self._is_connected(client):
            self._stopped.wait(wait)
            wait = min(wait * 2, AT_MOST)
        if self._stopped.is_set():
            with suppress(OSError, AttributeError):  # closed by two at once, its socket is gone
                client.close()  # it may have been connected while it was closed

    def _is_connected(self, client: Client) -> bool:
        try:
            client.connect_to_new_endpoint()
        except SlackError as error:
            log.warning("slack.not_connected", reason=str(error))
        except Exception as error:
            log.exception("slack.not_connected", reason=type(error).__name__)
        if client.is_connected():
            log.info("slack.connected")
        return client.is_connected()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        """Keep what came, then say so; without our word Slack delivers it again."""
        try:
            answer = taken(self.door, request.type, request.payload)
        except Exception as error:
            log.exception("slack.not_taken", kind=request.type, reason=type(error).__name__)
            return
        payload = dict(answer) if answer is not None else None
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))


def taken(door: Door, kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    match kind:
        case "events_api":
            return door.event(payload)
        case "slash_commands":
            return door.command(payload)
        case "interactive":
            return door.interaction(payload)
    return None
