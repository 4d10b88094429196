"""The page with which people make their calendar of due days, and end it."""

from http import HTTPStatus
from typing import Annotated, Final, Protocol

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.feeds import Feeds
from isthmus.edge.identity import TheVisitor
from isthmus.web.pages import Pages, pages_of

PAGE: Final = "access/calendar.html"


class HasFeeds(Protocol):
    @property
    def feeds(self) -> Feeds: ...


def _feeds(request: Request) -> Feeds:
    wiring: HasFeeds = request.app.state.wiring
    return wiring.feeds


TheFeeds = Annotated[Feeds, Depends(_feeds)]
ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/account/calendar")
def show_calendar(visitor: TheVisitor, feeds: TheFeeds, pages: ThePages) -> Response:
    return pages.page(PAGE, {"made_at": feeds.made_at(visitor), "address": ""})


@router.post("/account/calendar")
def make_calendar(visitor: TheVisitor, feeds: TheFeeds, pages: ThePages) -> Response:
    """Show the address this once: it is kept nowhere."""
    address = feeds.make(visitor)
    return pages.page(PAGE, {"made_at": feeds.made_at(visitor), "address": address})


@router.post("/account/calendar/revoke")
def revoke_calendar(visitor: TheVisitor, feeds: TheFeeds) -> Response:
    feeds.revoke(visitor)
    return RedirectResponse("/account/calendar", HTTPStatus.SEE_OTHER)
