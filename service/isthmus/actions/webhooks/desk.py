"""The door to webhooks: subscribed by administrators; each event becomes a job a subscriber."""

import secrets
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from isthmus.actions.cleaning import reader_groups
from isthmus.actions.model import Action, Event, EventKind
from isthmus.actions.webhooks.model import Webhook
from isthmus.actions.webhooks.store import WebhookStore
from isthmus.audit.store import Act
from isthmus.errors import InvalidError, NotFoundError
from isthmus.jobs.model import Wanted
from isthmus.jobs.store import JobStore
from isthmus.library.addresses import parsed
from isthmus.people import EVERYONE, Person, Rank
from isthmus.storage import Storage

KIND: Final = "actions.webhook"
GIVEN_UP_AFTER: Final = timedelta(days=3)
TEST_WITHIN: Final = timedelta(minutes=10)
MOST: Final = 50


@dataclass(frozen=True)
class Parts:
    """``internal`` are the hosts that may have private addresses, and be spoken to in the clear."""

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    clock: Callable[[], datetime]
    internal: Collection[str] = ()


@dataclass(frozen=True)
class Webhooks:
    parts: Parts

    def subscribe(
        self, address: str, kinds: Collection[EventKind], readers: Collection[str], by: Person
    ) -> Webhook:
        """Subscribe an address; the secret of what is given back is shown this once."""
        by.require(Rank.ADMINISTRATOR)
        target = parsed(address)
        if target.scheme != "https" and target.host not in self.parts.internal:
            raise InvalidError(
                "A webhook's address starts with https://. Only hosts of ISTHMUS_WEBHOOK_HOSTS are "
                "told in the clear."
            )
        wanted = tuple(kind for kind in EventKind if kind in kinds)
        webhook = Webhook(
            id=f"wh_{secrets.token_hex(6)}",
            address=target.url,
            secret=f"whsec_{secrets.token_urlsafe(32)}",
            kinds=wanted,
            readers=reader_groups(readers or (EVERYONE,)),
            made_by=by.id,
            made_at=self.parts.clock(),
        )
        with self.parts.recording() as act:
            store = WebhookStore(act.connection)
            if len(store.all()) >= MOST:
                raise InvalidError(f"{MOST} webhooks are the most. Remove one first.")
            store.add(webhook)
            details = {"host": target.host, "readers": ", ".join(webhook.readers)}
            act.audit.record("webhook.subscribed", by, webhook.id, details)
        return webhook

    def listed(self, by: Person) -> list[Webhook]:
        by.require(Rank.ADMINISTRATOR)
        with self.parts.storage.reading() as connection:
            return WebhookStore(connection).all()

    def one(self, webhook: str, by: Person) -> Webhook:
        by.require(Rank.ADMINISTRATOR)
        with self.parts.storage.reading() as connection:
            return _known(WebhookStore(connection), webhook)

    def test(self, webhook: str, by: Person) -> datetime:
        """Have something sent that tells of no action; gives when, and the list tells what came.

        It goes out at once, past what may still wait for the same receiver.
        """
        by.require(Rank.ADMINISTRATOR)
        now = self.parts.clock()
        with self.parts.recording() as act:
            found = _known(WebhookStore(act.connection), webhook)
            JobStore(act.connection).enqueue(_test(found, now), now)
            act.audit.record("webhook.tested", by, found.id)
        return now

    def remove(self, webhook: str, by: Person) -> None:
        """End a subscription; what was still to be sent is not sent any more."""
        by.require(Rank.ADMINISTRATOR)
        with self.parts.recording() as act:
            store = WebhookStore(act.connection)
            store.remove(_known(store, webhook).id)
            act.audit.record("webhook.removed", by, webhook)

    def heard(self, act: Act, action: Action, event: Event) -> None:
        """Ask for an event to be sent to each who wants it, in the transaction that keeps it."""
        now = self.parts.clock()
        for webhook in WebhookStore(act.connection).all():
            if webhook.wants(event.kind, action):
                JobStore(act.connection).enqueue(_wanted(webhook, action, event, now), now)


def _known(store: WebhookStore, webhook: str) -> Webhook:
    found = store.one(webhook)
    if found is None:
        raise NotFoundError(
            f"There is no webhook {webhook[:40]}. `isthmus webhooks list` shows those there are."
        )
    return found


def _test(webhook: Webhook, now: datetime) -> Wanted:
    return Wanted(
        kind=KIND,
        key=f"webhook:{webhook.id}:test:{secrets.token_hex(6)}",
        payload={"webhook": webhook.id, "test": True},
        deadline=now + TEST_WITHIN,
    )


def _wanted(webhook: Webhook, action: Action, event: Event, now: datetime) -> Wanted:
    return Wanted(
        kind=KIND,
        key=f"webhook:{webhook.id}:{action.name}:{event.number}",
        payload={"webhook": webhook.id, "action": action.id, "event": event.number},
        lane=f"webhook:{webhook.id}",
        deadline=now + GIVEN_UP_AFTER,
    )
