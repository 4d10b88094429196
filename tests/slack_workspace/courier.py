"""Delivering to the app: signed, repeated where it fails, and with a record of how it went."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from slack_workspace.events import enveloped, heard_by_app
from slack_workspace.model import Json
from slack_workspace.receiving import Answer, Receiver
from slack_workspace.sockets import Sockets
from slack_workspace.state import State

AGAIN_AFTER: Final = (0, 60, 300)  # seconds before each further delivery of an event


@dataclass
class Delivery:
    """One attempt to tell the app something; ``status`` 0 means that nothing came back."""

    kind: str  # events_api, slash_commands, interactive
    payload: Json
    attempt: int = 0
    reason: str = ""
    status: int = 0
    seconds: float = 0.0
    answer: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def acked(self) -> bool:
        return 200 <= self.status < 300

    @property
    def event(self) -> Json:
        event: Json = self.payload.get("event", {})
        return event


class Courier:
    """Carries what happens to the app: over HTTP, or over a socket where that is switched on."""

    def __init__(self, state: State, sockets: Sockets) -> None:
        self._state, self._sockets = state, sockets
        self.receiver: Receiver | None = None
        self.paths: dict[str, str] = {}
        self.by_socket = False
        self.patience = 3.0  # seconds Slack waits for an ack
        self.copies = 1  # how often each event is delivered
        self.together = False  # all copies at the same time
        self.holds = False  # keeps events back until `release`
        self.held: list[Delivery] = []
        self.deliveries: list[Delivery] = []
        self._due: list[tuple[float, Delivery]] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._tell, name="slack-echo", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._state.happened.put(None)
        self._thread.join(10)

    def settle(self) -> None:
        """Wait until nothing is left that the app's own calls brought about."""
        self._state.happened.join()

    @property
    def is_connected(self) -> bool:
        return self.by_socket or self.receiver is not None

    # what is delivered

    def event(self, team: str, event: Json) -> list[Delivery]:
        """Tell the app of an event where it may know; copies are the same event again."""
        if not self.is_connected or not heard_by_app(self._state, team, event):
            return []
        first = Delivery("events_api", enveloped(self._state, team, event))
        if self.holds:
            self.held.append(first)
            return [first]
        return self.deliver(first, self.copies, together=self.together)

    def deliver(
        self, first: Delivery, copies: int = 1, *, together: bool = False
    ) -> list[Delivery]:
        """Deliver an event some times, one after the other or at once."""
        made = [Delivery(first.kind, first.payload) for _ in range(copies)]
        if not together:
            return [self._attempted(one) for one in made]
        with ThreadPoolExecutor(copies) as pool:
            return list(pool.map(self._attempted, made))

    def release(self, order: Callable[[list[Delivery]], list[Delivery]] = list) -> list[Delivery]:
        """Deliver what was held back, in an order of the test's choice."""
        held, self.held = order(self.held), []
        self.holds = False
        return [one for each in held for one in self.deliver(each, self.copies)]

    def interaction(self, payload: Json) -> Delivery:
        """Tell the app that somebody did something; Slack never repeats this."""
        return self._once(Delivery("interactive", payload))

    def command(self, payload: Json) -> Delivery:
        return self._once(Delivery("slash_commands", payload))

    def verify(self) -> Delivery:
        """Ask the address for events to prove itself, as when it is typed in at Slack."""
        asked = {
            "token": "verification-token-of-tests",
            "challenge": "challenge-of-tests",
            "type": "url_verification",
        }
        return self._once(Delivery("events_api", asked))

    def move(self) -> None:
        """Deliver again what is due by now."""
        while True:
            now = self._state.clock.now()
            with self._lock:
                ready = sorted((one for one in self._due if one[0] <= now), key=lambda one: one[0])
                if not ready:
                    return
                self._due.remove(ready[0])
            self._attempted(ready[0][1])

    # how

    def _attempted(self, delivery: Delivery) -> Delivery:
        """Deliver, at once again if that fails, and plan what Slack does after that."""
        self._once(delivery)
        if delivery.acked or delivery.answer == "no-retry":
            return delivery
        if delivery.attempt >= len(AGAIN_AFTER):
            return delivery
        reason = delivery.reason
        again = Delivery(delivery.kind, delivery.payload, delivery.attempt + 1, reason)
        wait = AGAIN_AFTER[delivery.attempt]
        if wait == 0:
            return self._attempted(again)
        with self._lock:
            self._due.append((self._state.clock.now() + wait, again))
        return delivery

    def _once(self, delivery: Delivery) -> Delivery:
        with self._lock:
            self.deliveries.append(delivery)
        begun = time.monotonic()
        why = delivery.reason
        if self.by_socket:
            delivery.reason = self._by_socket(delivery, why)
        else:
            delivery.reason = self._by_http(delivery, why)
        delivery.seconds = time.monotonic() - begun
        return delivery

    def _by_socket(self, delivery: Delivery, why: str) -> str:
        try:
            delivery.answer = self._sockets.deliver(
                delivery.kind, delivery.payload, delivery.attempt, why, self.patience
            )
        except TimeoutError:
            return "timeout"
        except ConnectionError:
            return "connection_failed"
        delivery.status = 200
        return ""

    def _by_http(self, delivery: Delivery, why: str) -> str:
        if self.receiver is None:
            return "connection_failed"
        body, kind = _written(delivery)
        delivery.headers = self.signed(body, kind) | _retried(delivery.attempt, why)
        path = self.paths[delivery.kind]
        try:
            answer = self.receiver(path, delivery.headers, body, self.patience)
        except TimeoutError:
            return "http_timeout"
        except OSError:
            return "connection_failed"
        return _taken(delivery, answer, self.patience)

    def signed(self, body: bytes, kind: str, at: float | None = None) -> dict[str, str]:
        """Give the headers that prove that Slack sends this."""
        stamp = str(int(self._state.clock.now() if at is None else at))
        secret = self._state.app.signing_secret.encode()
        digest = hmac.new(secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        return {
            "content-type": kind,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={digest.hexdigest()}",
        }

    def _tell(self) -> None:
        """Carry what the app's own calls brought about, as it happens."""
        while (happened := self._state.happened.get()) is not None:
            try:
                self.event(*happened)
            finally:
                self._state.happened.task_done()


def _written(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    form = delivery.payload
    if delivery.kind == "interactive":
        form = {"payload": json.dumps(delivery.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _retried(attempt: int, why: str) -> dict[str, str]:
    if not attempt:
        return {}
    return {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": why}


def _taken(delivery: Delivery, answer: Answer, patience: float) -> str:
    """Note what came back, and tell why Slack would come again."""
    if answer.seconds > patience:
        return "http_timeout"
    delivery.status = answer.status
    if not delivery.acked:
        if answer.headers.get("x-slack-no-retry") == "1":
            delivery.answer = "no-retry"
        return "http_error"
    text = answer.body.decode()
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    delivery.answer = json.loads(text) if is_json and text else text
    return ""
