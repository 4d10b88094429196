"""Sends one event to one subscriber: what it is is looked up and signed just before.

A receiver tells repeated ones by their `Idempotency-Key`, so one of which nobody knows whether it
arrived is sent again under the same key.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Protocol

from isthmus.actions.contract import action_as_json, event_as_json
from isthmus.actions.model import Action, Event
from isthmus.actions.quoted import AsReadable
from isthmus.actions.store import ActionStore
from isthmus.actions.webhooks.model import Webhook, signature
from isthmus.actions.webhooks.store import WebhookStore
from isthmus.audit.store import Act
from isthmus.jobs.handling import (
    Failed,
    FallenBack,
    NotThere,
    NotWanted,
    Prepared,
    Refused,
    Sent,
    Unknown,
)
from isthmus.jobs.model import Job, Payload
from isthmus.library.addresses import Address, parsed
from isthmus.library.posting import Answered, Broken, NotSent

_LATER: Final = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    }
)
TEST: Final = "This is a test. What is to be told of actions comes like this."
_LONGEST_WAIT: Final = timedelta(days=1)


class Posts(Protocol):
    def __call__(
        self, target: Address, headers: dict[str, str], body: bytes, /
    ) -> Answered | NotSent | Broken: ...


@dataclass(frozen=True)
class Telling:
    """``looking`` opens the webhooks to look at them, at the moment of sending."""

    looking: Callable[[], AbstractContextManager[WebhookStore]]
    post: Posts
    clock: Callable[[], datetime]
    public_url: str

    def prepare(self, act: Act, job: Job) -> Prepared | NotWanted:
        """Write what is sent; it is not wanted where the subscriber may not read it any more."""
        webhook = WebhookStore(act.connection).one(str(job.payload["webhook"]))
        if webhook is None:
            return NotWanted("The webhook was removed.")
        if job.payload.get("test"):
            said: dict[str, object] = {"type": "test", "at": self.clock(), "said": TEST}
            return _prepared(webhook, {"id": job.key, **said}, test=True)
        store = ActionStore(act.connection)
        action = store.action(int(job.payload["action"]))
        number = int(job.payload["event"])
        event = next(
            (e for e in store.events(int(job.payload["action"])) if e.number == number), None
        )
        if action is None or event is None or not webhook.may_read(action.readers):
            return NotWanted("Its readers are others by now.")
        quoting = AsReadable(act.connection, lambda origin: webhook.may_read(origin.readers))
        action = quoting.action(action)
        return _prepared(webhook, self._told(job.key, action, event))

    def send(self, payload: Payload, key: str) -> Sent | Refused | Unknown:
        webhook = self._webhook(str(payload["webhook"]))
        if webhook is None:
            return Refused("The webhook was removed.", final=True)
        body = str(payload["body"]).encode()
        headers = self._headers(webhook, key, body)
        came = self._came(self.post(parsed(str(payload["address"])), headers, body))
        return _at_once(came) if payload.get("test") else came

    def find(self, _job: Job) -> NotThere:
        """Send again: the receiver tells by the key what it has already."""
        return NotThere()

    def settle(self, act: Act, job: Job, came: Sent | Failed) -> FallenBack | None:
        """Note what came of it; a test that failed is told there, and is no dead letter."""
        store, webhook = WebhookStore(act.connection), str(job.payload["webhook"])
        if isinstance(came, Sent):
            store.delivered(webhook, self.clock())
        else:
            store.failed(webhook, self.clock(), came.reason[:500])
        return FallenBack("the list of webhooks") if job.payload.get("test") else None

    def _webhook(self, webhook: str) -> Webhook | None:
        with self.looking() as store:
            return store.one(webhook)

    def _headers(self, webhook: Webhook, key: str, body: bytes) -> dict[str, str]:
        at = int(self.clock().timestamp())
        host = parsed(webhook.address)
        return {
            "Host": host.url.split("/")[2],
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Isthmus (tells of action items)",
            "Idempotency-Key": key,
            "Isthmus-Signature": signature(webhook.secret, at, body),
        }

    def _told(self, key: str, action: Action, event: Event) -> dict[str, object]:
        return {
            "id": key,
            "type": f"action.{event.kind}",
            "at": event.at,
            "action": action_as_json(action) | {"url": f"{self.public_url}/actions/{action.id}"},
            "event": event_as_json(event),
        }

    def _came(self, answer: Answered | NotSent | Broken) -> Sent | Refused | Unknown:
        match answer:
            case NotSent(why):
                return Refused(why)
            case Broken(why):
                return Unknown(why)
            case Answered(status, headers):
                return self._meant(status, headers.get("retry-after", ""))

    def _meant(self, status: int, retry_after: str) -> Sent | Refused | Unknown:
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Sent()
        if status in _LATER:
            return Refused(f"It answered {status}.", self._wait(retry_after))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Unknown(f"It answered {status}.")
        if status < HTTPStatus.BAD_REQUEST:
            return Refused(f"It moved ({status}). Subscribe its new address.", final=True)
        return Refused(f"It refuses it ({status}).", final=True)

    def _wait(self, said: str) -> timedelta:
        """Read `Retry-After`, in seconds or as a moment; at most a day."""
        if said.isascii() and said.isdecimal():
            return min(timedelta(seconds=int(said[:6])), _LONGEST_WAIT)
        try:
            left = parsedate_to_datetime(said) - self.clock()
        except (TypeError, ValueError):
            return timedelta()
        return max(timedelta(), min(left, _LONGEST_WAIT))


def _prepared(webhook: Webhook, told: dict[str, object], *, test: bool = False) -> Prepared:
    body = json.dumps(told, default=_plain, ensure_ascii=False)
    payload = {"webhook": webhook.id, "address": webhook.address, "body": body, "test": test}
    return Prepared(payload)


def _at_once(came: Sent | Refused | Unknown) -> Sent | Refused:
    """Give what came of a test: whoever made it looks now, so it is not tried again."""
    return came if isinstance(came, Sent) else Refused(came.reason, final=True)


def _plain(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
