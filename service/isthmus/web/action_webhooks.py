"""The page Webhooks: which other trackers are told of actions, and whether it arrives."""

from http import HTTPStatus
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.model import EventKind
from isthmus.actions.webhooks import Webhook, Webhooks
from isthmus.edge.identity import Administrator
from isthmus.errors import InvalidError, IsthmusError
from isthmus.people import Person
from isthmus.web.action_forms import split
from isthmus.web.action_view import Here, IsHere

PAGE = "/actions/webhooks"


class HasWebhooks(Protocol):
    @property
    def webhooks(self) -> Webhooks: ...


def _webhooks(request: Request) -> Webhooks:
    wiring: HasWebhooks = request.app.state.wiring
    return wiring.webhooks


TheWebhooks = Annotated[Webhooks, Depends(_webhooks)]
WebhookId = Annotated[str, Path(max_length=100)]

router = APIRouter(prefix=PAGE, include_in_schema=False)


@router.get("", response_class=HTMLResponse)
def show_webhooks(
    here: IsHere, webhooks: TheWebhooks, by: Administrator, sent: str = ""
) -> Response:
    return _page(here, webhooks, by, sent=sent)


@router.post("", response_class=HTMLResponse)
def subscribe(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    here: IsHere,
    webhooks: TheWebhooks,
    by: Administrator,
    address: Annotated[str, Form(max_length=2_000)] = "",
    readers: Annotated[str, Form(max_length=1_000)] = "",
    kind: Annotated[list[EventKind] | None, Form(max_length=50)] = None,
) -> Response:
    """Tell an address from now on; its secret is shown on this answer alone."""
    try:
        made = webhooks.subscribe(address, kind or (), split(readers), by)
    except InvalidError as error:
        return _page(here, webhooks, by, trouble=error, typed=address)
    return _page(here, webhooks, by, made=made)


@router.post("/{webhook_id}/test")
def test(webhook_id: WebhookId, webhooks: TheWebhooks, by: Administrator) -> Response:
    webhooks.test(webhook_id, by)
    return RedirectResponse(f"{PAGE}?sent={webhook_id}", HTTPStatus.SEE_OTHER)


@router.post("/{webhook_id}/remove")
def remove(webhook_id: WebhookId, webhooks: TheWebhooks, by: Administrator) -> Response:
    webhooks.remove(webhook_id, by)
    return RedirectResponse(PAGE, HTTPStatus.SEE_OTHER)


def _page(  # noqa: PLR0913 - what may stand on it
    here: Here,
    webhooks: Webhooks,
    by: Person,
    *,
    trouble: IsthmusError | None = None,
    made: Webhook | None = None,
    typed: str = "",
    sent: str = "",
) -> Response:
    values = {
        "found": webhooks.listed(by),
        "made": made,
        "typed": typed,
        "sent": sent,
        "kinds": list(EventKind),
    }
    return here.page("actions/webhooks.html", values, trouble)
