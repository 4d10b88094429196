"""The board: a column for each status, cards that are moved by hand, by keyboard, by a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.listing import Group, Order, Page, Sought
from isthmus.actions.model import Action, Status, StepSettings
from isthmus.errors import IsthmusError, UnidentifiedError
from isthmus.web.action import TOLD_ON_THE_PAGE, moved_on
from isthmus.web.action_forms import Moved
from isthmus.web.action_lists import Boarded, Wanted
from isthmus.web.action_view import Here, IsHere, by_step, moves

MOST_CARDS: Final = 12
LATELY: Final = timedelta(days=14)
COLUMNS: Final = (
    Status.PROPOSED,
    Status.OPEN,
    Status.IN_PROGRESS,
    Status.BLOCKED,
    Status.DONE,
)

router = APIRouter(prefix="/actions", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Card:
    action: Action
    moves: tuple[Status, ...]


@dataclass(frozen=True)
class Column:
    status: Status
    cards: tuple[Card, ...]
    total: int
    query: str

    @property
    def more(self) -> int:
        return max(0, self.total - len(self.cards))


@router.get("/board")
def show_board(here: IsHere, board: Annotated[Boarded, Query()]) -> Response:
    return _page(here, board)


@router.post("/board/{action}")
def move_card(
    here: IsHere,
    action: int,
    board: Annotated[Boarded, Query()],
    said: Annotated[Moved, Form()],
) -> Response:
    """Move a card; what it still needs is asked for on the card."""
    try:
        moved_on(here, action, said)
    except UnidentifiedError:
        raise  # to sign in
    except TOLD_ON_THE_PAGE as error:
        asked = board.model_copy(update={"move": action, "to": said.to})
        return _page(here, asked, said, error)
    return RedirectResponse(f"/actions/board?{board.query()}#a-{action}", HTTPStatus.SEE_OTHER)


def _page(
    here: Here, board: Boarded, said: Moved | None = None, trouble: IsthmusError | None = None
) -> Response:
    settings = by_step(here.actions.step_settings())
    me = "" if here.visitor.is_guest else here.visitor.id
    wanted = Wanted(owner=board.owner, step=board.step, words=board.words)
    totals = _totals(here, wanted, me)
    columns = [_column(here, wanted, status, settings, totals) for status in COLUMNS]
    owners = here.actions.counts(here.visitor, (Group.OWNER,), today=here.today)
    values = {
        "board": board,
        "columns": columns,
        "owners": sorted((e.keys[0], e.owner) for e in owners if e.keys[0])[:200],
        "asks": {each.step for each in settings.values() if each.evidence},
        "said": said or Moved(),
        "lately": LATELY.days,
        "on_card": any(
            card.action.id == board.move and card.moves for lane in columns for card in lane.cards
        ),
        "me": me,
    }
    return here.page("actions/board.html", values, trouble)


def _totals(here: Here, wanted: Wanted, me: str) -> dict[str, int]:
    counted = {}
    for status in (Status.PROPOSED, Status.OPEN):  # what is live is counted at once
        sought = _sought(wanted, me, status, here)
        if status is Status.OPEN:
            sought = wanted.sought(me, here.today)
        for each in here.actions.counts(here.visitor, (Group.STATUS,), sought, here.today):
            counted[each.keys[0]] = each.number
    done = _sought(wanted, me, Status.DONE, here)
    for each in here.actions.counts(here.visitor, (Group.STATUS,), done, here.today):
        counted[each.keys[0]] = each.number
    return counted


def _sought(wanted: Wanted, me: str, status: Status, here: Here) -> Sought:
    said = wanted.model_copy(update={"status": status.value}).sought(me, here.today)
    if status is not Status.DONE:
        return said
    since = here.wiring.clock() - LATELY
    return Sought(
        statuses=(Status.DONE,),
        owners=said.owners,
        steps=said.steps,
        words=said.words,
        status_since=since,
    )


def _column(
    here: Here,
    wanted: Wanted,
    status: Status,
    settings: Mapping[str, StepSettings],
    totals: Mapping[str, int],
) -> Column:
    me = "" if here.visitor.is_guest else here.visitor.id
    order = Order.CHANGED if status is Status.DONE else Order.DUE
    sought = _sought(wanted, me, status, here)
    found = here.actions.listed(here.visitor, sought, Page(order, limit=MOST_CARDS)).actions
    cards = tuple(Card(each, tuple(moves(each, here.visitor, settings))) for each in found)
    query = wanted.query(status=status.value, sort=order.value)
    return Column(status, cards, totals.get(status, len(cards)), query)
