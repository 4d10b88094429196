"""Actions by the day on which they are due, a month at a time."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from isthmus.actions.listing import Page, Sought
from isthmus.actions.model import LIVE, Action, Status
from isthmus.errors import InvalidError
from isthmus.web.action_lists import Wanted
from isthmus.web.action_view import Here, IsHere

ON_A_DAY: Final = 3
MOST: Final = 400
MONTHS: Final = 12

router = APIRouter(prefix="/actions", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Day:
    date: date
    actions: tuple[Action, ...]
    more: int
    is_within: bool


@router.get("/calendar")
def show_calendar(
    here: IsHere,
    month: Annotated[str, Query(max_length=10)] = "",
    owner: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    first = _month(month, here.today)
    following = (first + timedelta(days=31)).replace(day=1)
    wanted = Wanted(owner=owner)
    me = "" if here.visitor.is_guest else here.visitor.id
    weeks = _weeks(here, first, wanted.sought(me, here.today).owners)
    values = {
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "following": following,
        "weeks": weeks,
        "due": any(each.actions and each.is_within for week in weeks for each in week),
        "owner": owner,
        "me": me,
        "late": _late(here, wanted, me),
    }
    return here.page("actions/calendar.html", values)


def _late(here: Here, wanted: Wanted, me: str) -> int:
    """Count what was due before today, wherever that was."""
    overdue = wanted.model_copy(update={"only": "overdue"})
    counted = here.actions.counts(here.visitor, (), overdue.sought(me, here.today), here.today)
    return sum(each.number for each in counted)


def _weeks(here: Here, first: date, owners: tuple[str, ...]) -> list[list[Day]]:
    weeks = Calendar(int(here.asked.week_starts)).monthdatescalendar(first.year, first.month)
    sought = Sought(
        statuses=(*LIVE, Status.PROPOSED, Status.DONE),
        owners=owners,
        due_from=weeks[0][0],
        due_to=weeks[-1][-1],
    )
    found = here.actions.listed(here.visitor, sought, Page(limit=MOST)).actions
    by_day: dict[date, list[Action]] = {}
    for each in found:
        if each.due:
            by_day.setdefault(each.due, []).append(each)
    return [[_day(each, by_day.get(each, []), first) for each in week] for week in weeks]


def _day(day: date, actions: list[Action], first: date) -> Day:
    shown = ON_A_DAY if len(actions) > ON_A_DAY + 1 else len(actions)
    return Day(day, tuple(actions[:shown]), len(actions) - shown, day.month == first.month)


def _month(said: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{said}-01") if said else today.replace(day=1)
    except ValueError as error:
        raise InvalidError(f"“{said}” is no month. Write it as 2027-03.") from error
