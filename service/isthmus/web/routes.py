"""The page Ask, answers shown again, passages in their documents."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from isthmus.answers.model import Answer, Outcome
from isthmus.answers.routes import Answering, count_outcome
from isthmus.answers.service import LONGEST_QUESTION
from isthmus.edge.guards import refuse_other_origins
from isthmus.people import GUEST, Audience, alone
from isthmus.web.pages import EXAMPLES, Pages, pages_of
from isthmus.web.passages import PassageInDocument, Readable, excerpt
from isthmus.web.shelf import CountedShelf, Shelf


class Cited(BaseModel):
    """Which quote to mark in a passage: those of an answer, or only its nth."""

    answer: str | None = Field(None, max_length=64)
    n: int | None = Field(None, ge=1, le=99)


class Pageable(Protocol):
    """What the pages need of the wiring; each context is one transaction."""

    def answering(self) -> AbstractContextManager[Answering]: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Readable]: ...


def _wiring(request: Request) -> Pageable:
    wiring: Pageable = request.app.state.wiring
    return wiring


def _shelf(request: Request) -> Shelf:
    counted: CountedShelf = request.app.state.shelf
    return counted.shelf()


Wired = Annotated[Pageable, Depends(_wiring)]
TheShelf = Annotated[Shelf, Depends(_shelf)]
ThePages = Annotated[Pages, Depends(pages_of)]

FIXED: Final = {"examples": EXAMPLES, "longest": LONGEST_QUESTION}

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def home(pages: ThePages, shelf: TheShelf, question: str = "") -> Response:
    return pages.page("ask.html", _asked(shelf, question[:LONGEST_QUESTION]))


@router.post("/ask", dependencies=[Depends(refuse_other_origins)])
def ask(wired: Wired, request: Request, question: Annotated[str, Form()] = "") -> RedirectResponse:
    with wired.answering() as answering:
        outcome = answering.ask(question, GUEST, alone(GUEST))
    count_outcome(request, outcome)
    return RedirectResponse(f"/answers/{outcome.id}", HTTPStatus.SEE_OTHER)


@router.get("/answers/{answer_id}")
def show_answer(answer_id: str, wired: Wired, pages: ThePages, shelf: TheShelf) -> Response:
    outcome = _outcome(wired, answer_id)
    return pages.page("ask.html", _asked(shelf, outcome.asked.question, outcome))


@router.get("/passages/{passage_id}")
def show_passage(
    passage_id: str,
    cited: Annotated[Cited, Query()],
    wired: Wired,
    pages: ThePages,
    shelf: TheShelf,
) -> Response:
    with wired.reading(alone(GUEST)) as library:
        shown = PassageInDocument.found(library, passage_id)
    outcome = _outcome(wired, cited.answer) if cited.answer else None
    marked = excerpt(shown, _quotes(outcome, passage_id, cited.n))
    values = {"shown": shown, "excerpt": marked, "outcome": outcome, "shelf": shelf}
    return pages.page("passage.html", values)


def _outcome(wired: Pageable, answer_id: str) -> Outcome:
    with wired.answering() as answering:
        return answering.show(answer_id, GUEST)


def _asked(shelf: Shelf, question: str, outcome: Outcome | None = None) -> dict[str, Any]:
    return {"shelf": shelf, "question": question, "outcome": outcome} | FIXED


def _quotes(outcome: Outcome | None, passage_id: str, n: int | None) -> Sequence[str]:
    """Give the quotes an answer takes from this passage: the one asked for, or all of them."""
    if not isinstance(outcome, Answer):
        return ()
    return [
        citation.quote
        for citation in outcome.citations
        if citation.passage == passage_id and n in (None, citation.n)
    ]
