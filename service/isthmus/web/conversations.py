"""The pages of conversations: a thread, the list of one's own, one that is shared; notices."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.answers.service import LONGEST_QUESTION
from isthmus.conversations.model import LONGEST_TITLE, Thread
from isthmus.conversations.service import MOST_LISTED
from isthmus.edge.identity import TheVisitor
from isthmus.edge.sessions import own_path
from isthmus.feedback.model import LONGEST_TEXT, Reason, Verdict
from isthmus.inquiry.service import Inquiry
from isthmus.people import Person, Rank
from isthmus.web.pages import Pages, pages_of
from isthmus.web.reminders import TheReminding
from isthmus.web.talking import ASKING, FRESH, TURNS, TheInquiry, address_of, shown_turns

MOST_PAGES: Final = 10_000

ThePages = Annotated[Pages, Depends(pages_of)]
PageNumber = Annotated[int, Query(ge=1, le=MOST_PAGES)]
Back = Annotated[str, Form(max_length=2000)]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class SaidOfAnswer:
    """The form below an answer; ``back`` is the page it stood on."""

    back: Back
    helpful: Annotated[bool, Form()]
    reason: Annotated[Reason | None, Form()] = None
    text: Annotated[str, Form(max_length=LONGEST_TEXT)] = ""

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.helpful, self.reason, self.text)


@router.get("/conversations")
def list_conversations(
    inquiry: TheInquiry,
    by: TheVisitor,
    pages: ThePages,
    q: Annotated[str, Query(max_length=LONGEST_QUESTION)] = "",
    page: PageNumber = 1,
) -> Response:
    found = inquiry.conversations(by, q, page - 1)
    values = {"found": found, "sought": q, "page": page, "has_more": len(found) == MOST_LISTED}
    return pages.page("inquiry/conversations.html", values)


@router.get("/conversations/{conversation_id}")
def show_conversation(
    conversation_id: str,
    inquiry: TheInquiry,
    by: TheVisitor,
    pages: ThePages,
    turns: Annotated[int, Query(ge=1, le=1000)] = TURNS,
) -> Response:
    thread = inquiry.thread(conversation_id, by, turns)
    return pages.page("ask.html", _values(inquiry, thread, by))


@router.get("/shared/{link}")
def show_shared(
    link: str,
    inquiry: TheInquiry,
    by: TheVisitor,
    pages: ThePages,
    turns: Annotated[int, Query(ge=1, le=1000)] = TURNS,
) -> Response:
    thread = inquiry.shared_thread(link, by.require(Rank.READER), turns)
    return pages.page("ask.html", _values(inquiry, thread, by))


@router.post("/conversations/{conversation_id}/rename")
def rename(
    conversation_id: str,
    title: Annotated[str, Form(max_length=LONGEST_TITLE)],
    inquiry: TheInquiry,
    by: TheVisitor,
) -> Response:
    return _to(address_of(inquiry.rename(conversation_id, title, by)))


@router.post("/conversations/{conversation_id}/share")
def share(conversation_id: str, inquiry: TheInquiry, by: TheVisitor) -> Response:
    return _to(f"{address_of(inquiry.share(conversation_id, by))}#sharing")


@router.post("/conversations/{conversation_id}/unshare")
def unshare(conversation_id: str, inquiry: TheInquiry, by: TheVisitor) -> Response:
    return _to(f"{address_of(inquiry.unshare(conversation_id, by))}#sharing")


@router.post("/conversations/{conversation_id}/delete")
def delete(conversation_id: str, inquiry: TheInquiry, by: TheVisitor) -> Response:
    inquiry.delete(conversation_id, by)
    return _to("/" if by.is_guest else "/conversations")


@router.post("/answers/{answer_id}/feedback")
def judge(
    answer_id: str, said: Annotated[SaidOfAnswer, Depends()], inquiry: TheInquiry, by: TheVisitor
) -> Response:
    inquiry.judge(answer_id, by, said.verdict)
    return _to(own_path(said.back))


@router.post("/answers/{answer_id}/wait")
def wait(
    answer_id: str,
    inquiry: TheInquiry,
    by: TheVisitor,
    waits: Annotated[bool, Form()],
    back: Back,
) -> Response:
    (inquiry.subscribe if waits else inquiry.unsubscribe)(answer_id, by)
    return _to(own_path(back))


@router.get("/notices")
def list_notices(
    inquiry: TheInquiry, reminding: TheReminding, by: TheVisitor, pages: ThePages
) -> Response:
    values = {"found": inquiry.notices(by), "said": reminding.messages(by)}
    return pages.page("inquiry/notices.html", values)


@router.post("/notices")
def see_notices(
    inquiry: TheInquiry, by: TheVisitor, seen: Annotated[list[str], Form()]
) -> Response:
    inquiry.seen(seen, by.require(Rank.READER))
    return _to("/notices")


def _values(inquiry: Inquiry, thread: Thread, by: Person) -> dict[str, Any]:
    conversation = thread.conversation
    mine = conversation.owner == by.id
    return {
        **ASKING,
        **FRESH,
        "question": "",
        "turns": shown_turns(inquiry, thread, by),
        "conversation": conversation,
        "earlier": thread.earlier,
        "is_owner": mine,
    }


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
