"""Calendars over HTTP: made and revoked with a key, read at their secret address."""

from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Path, Request, Response

from isthmus.access.model import Scope
from isthmus.actions.feeds import Feeds
from isthmus.actions.routes.parts import Json, router
from isthmus.edge.identity import CallerPerson


class HasFeeds(Protocol):
    @property
    def feeds(self) -> Feeds: ...


def _feeds(request: Request) -> Feeds:
    wiring: HasFeeds = request.app.state.wiring
    return wiring.feeds


TheFeeds = Annotated[Feeds, Depends(_feeds)]

own = router(Scope.ASK, "/api/v1/calendar")
secret = APIRouter(include_in_schema=False)


@own.get("")
def tell_of_a_calendar(feeds: TheFeeds, by: CallerPerson) -> Json:
    """Tell since when the key's person has a calendar; never its address."""
    return {"made_at": feeds.made_at(by)}


@own.post("", status_code=201)
def make_a_calendar(feeds: TheFeeds, by: CallerPerson) -> Json:
    """Give a new secret address to subscribe to, once; the one before ends."""
    return {"address": feeds.make(by)}


@own.delete("", status_code=204)
def revoke_a_calendar(feeds: TheFeeds, by: CallerPerson) -> None:
    """End the calendar: its address gives nothing from now on."""
    feeds.revoke(by)


@secret.get("/calendar/{token}.ics", response_class=Response)
def read_a_calendar(token: Annotated[str, Path(max_length=100)], feeds: TheFeeds) -> Response:
    headers = {
        "Content-Disposition": 'inline; filename="actions.ics"',
        "X-Robots-Tag": "noindex, nofollow",
    }
    return Response(feeds.calendar(token), headers=headers, media_type="text/calendar")
