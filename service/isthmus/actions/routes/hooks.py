"""Webhooks over HTTP, for administrators: subscribe, list, remove."""

from typing import Annotated, Any, Protocol

from fastapi import Depends, Path, Request, status
from pydantic import BaseModel, Field

from isthmus.access.model import Scope
from isthmus.actions.model import EventKind
from isthmus.actions.routes.parts import Json, router
from isthmus.actions.webhooks import Webhook, Webhooks
from isthmus.edge.identity import CallerPerson
from isthmus.people import EVERYONE

seen = router(Scope.READ, "/api/v1/webhooks")
managed = router(Scope.WRITE, "/api/v1/webhooks")


class HasWebhooks(Protocol):
    @property
    def webhooks(self) -> Webhooks: ...


def _webhooks(request: Request) -> Webhooks:
    wiring: HasWebhooks = request.app.state.wiring
    return wiring.webhooks


TheWebhooks = Annotated[Webhooks, Depends(_webhooks)]
WebhookId = Annotated[str, Path(max_length=100)]


class Subscribed(BaseModel):
    """An address, the kinds of event it is told of (all where none), and the groups it reads as."""

    address: Annotated[str, Field(max_length=2_000)]
    kinds: Annotated[list[EventKind], Field(max_length=50)] = []
    readers: Annotated[
        list[Annotated[str, Field(max_length=200)]], Field(min_length=1, max_length=50)
    ] = [EVERYONE]


@seen.get("")
def list_webhooks(webhooks: TheWebhooks, by: CallerPerson) -> list[Json]:
    """List who is told of actions, with when that worked last. For administrators."""
    return [_as_json(each) for each in webhooks.listed(by)]


@managed.post("", status_code=status.HTTP_201_CREATED)
def subscribe(asked: Subscribed, webhooks: TheWebhooks, by: CallerPerson) -> Json:
    """Tell an address of events, signed with a secret that is shown this once."""
    made = webhooks.subscribe(asked.address, asked.kinds, asked.readers, by)
    return _as_json(made) | {"secret": made.secret}


@managed.post("/{webhook_id}/tests", status_code=status.HTTP_202_ACCEPTED)
def test_a_webhook(webhook_id: WebhookId, webhooks: TheWebhooks, by: CallerPerson) -> Json:
    """Have a test sent at once, which tells of no action; the list tells what came of it."""
    return {"asked_at": webhooks.test(webhook_id, by)}


@managed.delete("/{webhook_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_a_webhook(webhook_id: WebhookId, webhooks: TheWebhooks, by: CallerPerson) -> None:
    """End a subscription; what was still to be sent is not sent any more."""
    webhooks.remove(webhook_id, by)


def _as_json(webhook: Webhook) -> dict[str, Any]:
    shown = {name: value for name, value in vars(webhook).items() if name != "secret"}
    return shown | {"kinds": list(webhook.kinds), "readers": list(webhook.readers)}
