"""The page My reminders: how and when somebody is told, their digests, what became of each."""

from calendar import day_name
from dataclasses import dataclass
from datetime import time, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.given import action_number
from isthmus.edge.identity import TheVisitor
from isthmus.edge.problems import status_of
from isthmus.errors import InvalidError
from isthmus.people import Person, Rank
from isthmus.reminding.desk import Reminding, Wanted
from isthmus.reminding.model import Preference
from isthmus.web.pages import Pages, pages_of

PAGE: Final = "/actions/reminders"
A_WEEK: Final = timedelta(days=7)
ActionId = Annotated[str, Path(max_length=20)]
ByForm = Annotated[str, Form(max_length=254)]


class HasReminding(Protocol):
    @property
    def reminding(self) -> Reminding: ...


def _reminding(request: Request) -> Reminding:
    wiring: HasReminding = request.app.state.wiring
    return wiring.reminding


TheReminding = Annotated[Reminding, Depends(_reminding)]
ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(prefix=PAGE, include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Wished:
    """The form of how somebody wants to be told; an empty box is a box without its tick."""

    at: ByForm = ""
    address: ByForm = ""
    way: Annotated[list[str] | None, Form(max_length=10)] = None
    mornings: Annotated[bool, Form()] = False

    def preference(self, by: Person) -> Preference:
        ways = tuple(self.way or ())
        return Preference(by.id, _time(self.at), ways, self.address.strip(), self.mornings)


@router.get("")
def show_reminders(reminding: TheReminding, by: TheVisitor, pages: ThePages) -> Response:
    return pages.page("actions/reminders.html", _values(reminding, by))


@router.post("")
def change_reminders(
    said: Annotated[Wished, Depends()], reminding: TheReminding, by: TheVisitor, pages: ThePages
) -> Response:
    try:
        reminding.put_wish(said.preference(by), by)
    except InvalidError as error:
        return _again(reminding, by, pages, error)
    return _back()


@router.post("/digests")
def subscribe(
    reminding: TheReminding,
    by: TheVisitor,
    pages: ThePages,
    weekday: Annotated[int, Form(ge=0, le=6)] = 0,
    at: ByForm = "",
) -> Response:
    try:
        reminding.subscribe(Wanted(weekday, _time(at) or reminding.parts.at), by)
    except InvalidError as error:
        return _again(reminding, by, pages, error)
    return _back()


@router.post("/digests/{subscription_id}/remove")
def unsubscribe(
    subscription_id: Annotated[str, Path(max_length=64)], reminding: TheReminding, by: TheVisitor
) -> Response:
    reminding.unsubscribe(subscription_id, by)
    return _back()


@router.post("/seen")
def see(
    reminding: TheReminding, by: TheVisitor, seen: Annotated[list[str], Form(max_length=200)]
) -> Response:
    reminding.seen(seen, by)
    return RedirectResponse("/notices", HTTPStatus.SEE_OTHER)


@router.post("/snooze/{action}")
def snooze(reminding: TheReminding, by: TheVisitor, action: ActionId) -> Response:
    """Say nothing of an action for a week."""
    by.require(Rank.READER)
    reminding.snooze(action_number(action), reminding.parts.today(by) + A_WEEK, by)
    return RedirectResponse("/notices", HTTPStatus.SEE_OTHER)


@router.post("/acknowledge/{action}")
def acknowledge(reminding: TheReminding, by: TheVisitor, action: ActionId) -> Response:
    by.require(Rank.READER)
    reminding.acknowledge(action_number(action), by)
    return RedirectResponse("/notices", HTTPStatus.SEE_OTHER)


def _time(said: str) -> time | None:
    if not said.strip():
        return None
    try:
        return time.fromisoformat(said.strip()).replace(second=0, microsecond=0)
    except ValueError as error:
        raise InvalidError("Say the time in hours and minutes, such as 08:30.") from error


def _again(reminding: Reminding, by: Person, pages: Pages, error: InvalidError) -> Response:
    values = _values(reminding, by) | {"trouble": str(error)}
    return pages.page("actions/reminders.html", values, status_of(error))


def _values(reminding: Reminding, by: Person) -> dict[str, Any]:
    by.require(Rank.READER)
    return {
        "wish": reminding.wish(by),
        "digests": reminding.subscriptions(by),
        "deliveries": reminding.deliveries(by)[:30],
        "weekdays": list(enumerate(day_name)),
        "zone": by.time_zone,
        "trouble": "",
    }


def _back() -> RedirectResponse:
    return RedirectResponse(PAGE, HTTPStatus.SEE_OTHER)
