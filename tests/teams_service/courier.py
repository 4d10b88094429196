"""What goes between Teams and the bot: signed activities, and where each of them is reached."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import httpx

from teams_service import activities
from teams_service.connector import BotConnector, World
from teams_service.people import CLIENT, SECRET, TENANT, Conversation, Human, Message
from teams_service.server import Server
from teams_service.signing import Issuer
from teams_service.trouble import Trouble

Json = dict[str, Any]
REGIONS = ("amer", "emea")
Post = Callable[[dict[str, str], bytes], tuple[int, Any]]
"""Delivers to the bot: headers and a body; gives the status and what it answered."""
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Delivery:
    activity: Json
    status: int
    answer: Any


def over_http(address: str) -> Post:
    client = httpx.Client(timeout=20, trust_env=False)

    def post(headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        response = client.post(address, headers=headers, content=body)
        return response.status_code, response.json() if response.content else None

    return post


@dataclass
class Courier:
    """Use it in a `with`; ``post`` is set once the bot is there."""

    clock: Callable[[], datetime] = lambda: MONDAY
    post: Post | None = None
    delivered: list[Delivery] = field(default_factory=list)
    _seconds: int = 0

    def __post_init__(self) -> None:
        self.issuer = Issuer(CLIENT, self.clock)
        self.world = World(self.issuer, self.clock)
        self.connector = BotConnector(self.world)

    def __enter__(self) -> Self:
        self.server = Server(self.connector)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    # ---- addresses

    @property
    def service_url(self) -> str:
        return f"{self.server.address}/{self.world.region}/"

    @property
    def settings(self) -> dict[str, Any]:
        """Give the settings with which the product talks to this Teams and no other."""
        return {
            "teams_client_id": CLIENT,
            "teams_client_secret": SECRET,
            "teams_tenant_id": TENANT,
            "teams_openid_metadata_url": (
                f"{self.server.address}/v1/.well-known/openidconfiguration"
            ),
            "teams_token_url": f"{self.server.address}/oauth/token",
            "teams_service_urls": tuple(f"{self.server.address}/{each}/" for each in REGIONS),
        }

    # ---- what is sent to the bot

    def activity(
        self,
        kind: str,
        person: Human,
        where: Conversation,
        known: str = "",
        **rest: Any,  # noqa: ANN401 - JSON
    ) -> Json:
        self._seconds += 1
        at = (self.clock() + timedelta(seconds=self._seconds)).isoformat()
        made = activities.base(
            kind, known or f"f:{self.world.next_id()}", person, where, at=at, **rest
        )
        return {**made, "serviceUrl": self.service_url}

    def deliver(
        self,
        kind: str,
        person: Human,
        where: Conversation,
        known: str = "",
        **rest: Any,  # noqa: ANN401 - JSON
    ) -> Delivery:
        """Send an activity as Teams does: signed, and once more if the bot did not take it."""
        return self.send(self.activity(kind, person, where, known, **rest))

    def send(self, activity: Json, token: str = "") -> Delivery:
        signed = token or self.issuer.token(self.service_url)
        headers = {"Authorization": f"Bearer {signed}", "Content-Type": "application/json"}
        body = json.dumps(activity).encode()
        assert self.post, "set `post` first: nobody listens yet"
        status, answer = self.post(headers, body)
        if status >= 500:
            status, answer = self.post(headers, body)
        self.delivered.append(Delivery(activity, status, answer))
        return self.delivered[-1]

    def redeliver(self, times: int = 1) -> list[int]:
        """Send the last activity again, as Teams does that did not hear of the first."""
        last = self.delivered[-1].activity
        return [self.send(last).status for _ in range(times)]

    def invoke(
        self,
        name: str,
        person: Human,
        where: Conversation,
        value: Json,
        message: Message | None = None,
    ) -> Delivery:
        about = {"replyToId": message.id, "thread": message.thread} if message else {}
        said = self.deliver("invoke", person, where, name=name, value=value, **about)
        assert said.status == 200, said.answer
        return said

    def goes_wrong(
        self, trouble: Trouble, path: str = r"^POST .*/activities", after: int = 0
    ) -> None:
        self.world.troubles.next(trouble, path, after)
