"""The page Unanswered: what the documents did not answer, what was decided, what people said."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.edge.identity import TheVisitor
from isthmus.feedback.service import AT_ONCE as JUDGED_AT_ONCE
from isthmus.people import Rank
from isthmus.unanswered.model import LONGEST_NOTE, Settled, State
from isthmus.unanswered.viewing import AT_ONCE, Wanted
from isthmus.web.pages import Pages, pages_of
from isthmus.web.talking import TheInquiry

MOST_PAGES: Final = 10_000
LONGEST_ID: Final = 200

ThePages = Annotated[Pages, Depends(pages_of)]
PageNumber = Annotated[int, Query(ge=1, le=MOST_PAGES)]
Id = Annotated[str, Form(max_length=LONGEST_ID)]

router = APIRouter(
    prefix="/unanswered", include_in_schema=False, default_response_class=HTMLResponse
)


@router.get("")
def list_unanswered(
    inquiry: TheInquiry,
    by: TheVisitor,
    pages: ThePages,
    state: State = State.OPEN,
    page: PageNumber = 1,
) -> Response:
    found = inquiry.unanswered(by, Wanted(state, page - 1))
    values = {
        "found": found,
        "state": state,
        "states": list(State),
        "page": page,
        "has_more": len(found) == AT_ONCE,
        "leads": by.rank.includes(Rank.LEAD),
    }
    return pages.page("inquiry/unanswered.html", values)


@router.get("/feedback")
def list_feedback(
    inquiry: TheInquiry, by: TheVisitor, pages: ThePages, page: PageNumber = 1
) -> Response:
    found = inquiry.judged(by, page - 1)
    values = {
        "found": found,
        "states": list(State),
        "page": page,
        "has_more": len(found) == JUDGED_AT_ONCE,
        "leads": True,
    }
    return pages.page("inquiry/feedback.html", values)


@router.post("/{group_id}/settle")
def settle(
    group_id: str, inquiry: TheInquiry, by: TheVisitor, document: Id = "", answer: Id = ""
) -> Response:
    settled = Settled(_id_in(document) or None, _id_in(answer) or None)
    inquiry.settle(group_id, settled, by)
    return _back()


@router.post("/{group_id}/dismiss")
def dismiss(
    group_id: str,
    inquiry: TheInquiry,
    by: TheVisitor,
    note: Annotated[str, Form(max_length=LONGEST_NOTE)],
) -> Response:
    inquiry.dismiss(group_id, note, by)
    return _back()


@router.post("/{group_id}/reopen")
def reopen(group_id: str, inquiry: TheInquiry, by: TheVisitor) -> Response:
    inquiry.reopen(group_id, by)
    return _back()


def _id_in(said: str) -> str:
    """Take an id also out of an address that somebody copied."""
    return said.strip().split("#")[0].split("?")[0].rstrip("/").rpartition("/")[2]


def _back() -> RedirectResponse:
    return RedirectResponse("/unanswered", HTTPStatus.SEE_OTHER)
