"""Reminders and digests over HTTP: what you are told, how you want it, whether it arrived."""

from http import HTTPStatus
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from isthmus.access.model import Scope
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.reminding.asked import AskedDigest, AskedSnooze, AskedWish, Step
from isthmus.reminding.contract import (
    delivery_as_json,
    message_as_json,
    quiet_as_json,
    subscription_as_json,
    wish_as_json,
)
from isthmus.reminding.desk import Reminding
from isthmus.reminding.digests import digest_as_json
from isthmus.reminding.model import Arrival

Json = dict[str, Any]


class HasReminding(Protocol):
    @property
    def reminding(self) -> Reminding: ...


def _reminding(request: Request) -> Reminding:
    wiring: HasReminding = request.app.state.wiring
    return wiring.reminding


def _router(scope: Scope) -> APIRouter:
    return APIRouter(
        prefix="/api/v1",
        tags=["Reminders"],
        route_class=needs(scope),
        responses=PROBLEMS,
        dependencies=[Depends(key_in_header)],
    )


TheReminding = Annotated[Reminding, Depends(_reminding)]
Number = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="The number of an action: 17 for A-17")
]
Steps = Annotated[list[Step], Query(description="Only these steps or phases", max_length=12)]

asking = _router(Scope.ASK)


@asking.get("/reminders")
def list_reminders(reminding: TheReminding, by: CallerPerson) -> list[Json]:
    """List what you were told, newest first, in words that hold now."""
    return [message_as_json(each) for each in reminding.messages(by)]


@asking.get("/reminders/deliveries")
def list_deliveries(
    reminding: TheReminding,
    by: CallerPerson,
    state: Arrival | None = None,
    of_all: Annotated[bool, Query(description="Of everybody; for leads", alias="all")] = False,  # noqa: FBT002 - a flag of the address
) -> list[Json]:
    """List what became of what was said: to you, or, for a lead, to everybody."""
    states = (state,) if state else ()
    return [delivery_as_json(each) for each in reminding.deliveries(by, states, of_all=of_all)]


@asking.get("/reminders/settings")
def show_settings(reminding: TheReminding, by: CallerPerson) -> Json:
    """Show how you are told."""
    return wish_as_json(reminding.wish(by))


@asking.put("/reminders/settings")
def change_settings(said: AskedWish, reminding: TheReminding, by: CallerPerson) -> Json:
    """Say how you want to be told."""
    return wish_as_json(reminding.put_wish(said.preference(by.id), by))


@asking.put("/actions/{number}/snooze")
def snooze(number: Number, said: AskedSnooze, reminding: TheReminding, by: CallerPerson) -> Json:
    """Hear nothing of an action until a day."""
    return quiet_as_json(reminding.snooze(number, said.until, by))


@asking.put("/actions/{number}/acknowledgement")
def acknowledge(number: Number, reminding: TheReminding, by: CallerPerson) -> Json:
    """Say that you know of an action: an urgent one is said less often."""
    return quiet_as_json(reminding.acknowledge(number, by))


@asking.get("/digest")
def show_digest(reminding: TheReminding, by: CallerPerson, step: Steps = []) -> Json:  # noqa: B006 - FastAPI's own way
    """Show what the last week did to the actions that you may read."""
    return digest_as_json(reminding.digest(by, step))


@asking.get("/digest/subscriptions")
def list_subscriptions(reminding: TheReminding, by: CallerPerson) -> list[Json]:
    """List the digests that you get."""
    return [subscription_as_json(each) for each in reminding.subscriptions(by)]


@asking.post("/digest/subscriptions", status_code=HTTPStatus.CREATED)
def subscribe(said: AskedDigest, reminding: TheReminding, by: CallerPerson) -> Json:
    """Get a digest each week."""
    return subscription_as_json(reminding.subscribe(said.wanted(), by))


@asking.delete("/digest/subscriptions/{subscription_id}", status_code=HTTPStatus.NO_CONTENT)
def unsubscribe(
    subscription_id: Annotated[str, Path(max_length=64)], reminding: TheReminding, by: CallerPerson
) -> Response:
    """Get a digest no longer."""
    reminding.unsubscribe(subscription_id, by)
    return Response(status_code=HTTPStatus.NO_CONTENT)
