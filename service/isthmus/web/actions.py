"""The list of actions: found, ordered, a page at a time; added in a sentence, changed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.listing import Counted, Group
from isthmus.actions.model import LIVE, Action, EventKind, Status
from isthmus.actions.service import Bulk, Deed, Keeping
from isthmus.errors import InvalidError, IsthmusError, NotFoundError
from isthmus.people import Rank
from isthmus.web.action_forms import evidence_of
from isthmus.web.action_lists import Line, Many, Wanted
from isthmus.web.action_view import Here, IsHere

EXAMPLES: Final = (
    "Maria updates the incident response plan by next Friday, step 2.4, high",
    "Ask the integrator about jump hosts in two weeks",
)

router = APIRouter(prefix="/actions", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Tab:
    """A list that is often wanted, and how long it is."""

    name: str
    query: str
    number: int
    chosen: bool


@router.get("")
def list_actions(here: IsHere, wanted: Annotated[Wanted, Query()]) -> Response:
    return _page(here, wanted)


@router.post("/say")
def say(here: IsHere, said: Annotated[Line, Form()]) -> Response:
    """Add what a sentence says; what is unclear of it is asked about on the page of a new one."""
    here.visitor.require(Rank.READER)
    seen = here.understood(said.line)
    if seen.unclear is not None or seen.owners or not seen.draft.title:
        query = urlencode({"line": said.line})
        return RedirectResponse(f"/actions/new?{query}", HTTPStatus.SEE_OTHER)
    action = here.actions.add(seen.draft, here.hand(), said.line)
    return RedirectResponse(f"/actions?added={action.id}", HTTPStatus.SEE_OTHER)


@router.post("/bulk")
def change_many(
    here: IsHere, wanted: Annotated[Wanted, Query()], said: Annotated[Many, Form()]
) -> Response:
    """Change all that were chosen; those that refuse are listed with their reasons."""
    here.visitor.require(Rank.READER)
    try:
        bulk = here.actions.bulk(said.chosen, _deed(here, said), here.hand())
    except InvalidError as error:
        return _page(here, wanted, said, trouble=error)
    if bulk.refused:
        return _page(here, wanted, said, bulk)
    query = wanted.query(changed=len(bulk.done))
    return RedirectResponse(f"/actions?{query}", HTTPStatus.SEE_OTHER)


def _deed(here: Here, said: Many) -> Deed:
    changes = said.changes(here.directory, here.asked)
    status = said.status
    if not said.chosen:
        raise InvalidError("Choose the actions first, with the boxes before them.")
    if not changes and status is None:
        raise InvalidError("Say what is to be changed of them.")

    def deed(keeping: Keeping, action: int) -> Action:
        if status is None:
            return keeping.edit(action, changes)
        if status is Status.OPEN:  # a closed one is opened before it is changed
            opened = moved(keeping, action, status, said.reason)
            return keeping.edit(action, changes) if changes else opened
        if changes:
            keeping.edit(action, changes)
        return moved(keeping, action, status, said.reason)

    return deed


def moved(keeping: Keeping, action: int, to: Status | None, said: str) -> Action:
    """Bring an action to a status; ``said`` is why, or what shows it."""
    match to:
        case Status.OPEN:
            return _opened(keeping, action, said)
        case Status.IN_PROGRESS:
            now = keeping.ledger.seen_by(action)
            if now.status is Status.BLOCKED:
                now = keeping.unblock(action)
            return now if now.status is Status.IN_PROGRESS else keeping.start(action, said)
        case Status.BLOCKED:
            return keeping.block(action, said)
        case Status.DONE:
            return keeping.done(action, (evidence_of(said),) if said.strip() else ())
        case Status.DROPPED:
            return keeping.drop(action, said)
        case _:
            raise InvalidError("An action cannot go back to being proposed.")


def _opened(keeping: Keeping, action: int, said: str) -> Action:
    match keeping.ledger.seen_by(action).status:
        case Status.PROPOSED:
            return keeping.accept(action)
        case Status.BLOCKED:
            return keeping.unblock(action, said)
        case _:
            return keeping.reopen(action, said)


def _page(
    here: Here,
    wanted: Wanted,
    said: Many | None = None,
    bulk: Bulk | None = None,
    trouble: IsthmusError | None = None,
) -> Response:
    counted = here.actions.counts(here.visitor, (Group.STATUS, Group.OWNER), today=here.today)
    me = "" if here.visitor.is_guest else here.visitor.id
    listing = here.actions.listed(here.visitor, wanted.sought(me, here.today), wanted.page)
    values = {
        "wanted": wanted,
        "found": listing.actions,
        "next": listing.next,
        "tabs": _tabs(counted, wanted, me),
        "owners": _owners(counted),
        "names": here.names(),
        "examples": EXAMPLES,
        "chosen": said or Many(),
        "said_chosen": said.chosen if said else (),
        "bulk": bulk,
        "added": _added(here, wanted.added),
        "total": sum(each.number for each in counted),
    }
    return here.page("actions/list.html", values, trouble)


def _added(here: Here, number: int) -> Action | None:
    """Give what was just added, for it to be shown how it was understood."""
    try:
        shown = here.actions.show(number, here.visitor) if number else None
    except NotFoundError:
        return None
    return shown.action if shown and EventKind.EDITED in shown.allowed else None


def _tabs(counted: Sequence[Counted], wanted: Wanted, me: str) -> list[Tab]:
    live = [each for each in counted if each.keys[0] in LIVE]
    proposed = [each for each in counted if each.keys[0] == Status.PROPOSED]
    mine = [each for each in live if each.keys[1] == me]
    kinds = [
        ("Live", Wanted(), sum(each.live for each in live)),
        ("Mine", Wanted(owner="me"), sum(each.live for each in mine)),
        ("Overdue", Wanted(only="overdue"), sum(each.overdue for each in live)),
        ("Blocked", Wanted(status="blocked"), _of(live, Status.BLOCKED)),
        ("Without an owner", Wanted(owner="nobody"), sum(e.live for e in live if not e.keys[1])),
        ("Proposed", Wanted(status="proposed"), sum(each.number for each in proposed)),
    ]
    plain = replace_order(wanted)
    return [
        Tab(name, of.query(), number, of.query() == plain)
        for name, of, number in kinds
        if me or name != "Mine"
    ]


def replace_order(wanted: Wanted) -> str:
    """Give the address of a list without its order."""
    return wanted.query(sort="", backwards=False)


def _of(counted: Sequence[Counted], status: Status) -> int:
    return sum(each.number for each in counted if each.keys[0] == status)


def _owners(counted: Sequence[Counted]) -> list[tuple[str, str]]:
    """Give who owns something, by name: those whom nobody knows have only that."""
    named = {each.keys[1]: each.owner for each in counted if each.keys[1]}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())[:200]
