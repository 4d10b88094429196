"""The page Ask, answers shown again, passages in their documents."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from isthmus.answers.model import Answer, Outcome, Tell, silent
from isthmus.answers.service import LONGEST_QUESTION
from isthmus.assistant import Assistant
from isthmus.conversations.service import NEW
from isthmus.edge.identity import TheVisitor
from isthmus.edge.streaming import Put, streamed
from isthmus.llm.model import Models, Purpose
from isthmus.people import Audience, Person, alone
from isthmus.web.pages import EXAMPLES, Pages, pages_of
from isthmus.web.passages import PassageInDocument, Readable, excerpt
from isthmus.web.saying import console_of
from isthmus.web.talking import (
    ASKING,
    FRESH,
    TheInquiry,
    ask_documents,
    inquiry_of,
    single_turn,
    suggested,
)
from isthmus.web.telling import Telling, wants_events


class Cited(BaseModel):
    """Which quote to mark in a passage: those of an answer, only its nth, or this one."""

    answer: str | None = Field(None, max_length=64)
    n: int | None = Field(None, ge=1, le=99)
    quote: str = Field("", max_length=1_000)


class Questioned(BaseModel):
    """A question from the page; `as_it_is` asks it without what was asked before."""

    question: str = ""
    conversation: str = Field(default=NEW, max_length=64)
    as_it_is: bool = False
    message: str = Field("", max_length=64)  # the same each time this form is sent
    after: str = Field("", max_length=64)  # said below a reply, whose things are spoken of


class Pageable(Protocol):
    """What the pages need of the wiring; each context is one transaction."""

    @property
    def models(self) -> Models: ...
    @property
    def assistant(self) -> Assistant: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Readable]: ...


def _wiring(request: Request) -> Pageable:
    wiring: Pageable = request.app.state.wiring
    return wiring


ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def home(pages: ThePages, question: str = "", *, declined: bool = False) -> Response:
    values = {"question": question[:LONGEST_QUESTION], "examples": EXAMPLES, "phases": suggested()}
    return pages.page("ask.html", {**ASKING, **FRESH, **values, "declined": declined})


@router.post("/ask")
def ask(said: Annotated[Questioned, Form()], by: TheVisitor, request: Request) -> Response:
    """Ask the documents, or do what is said where that is no question.

    A page that can show an answer while a language model writes it gets its sentences as events.
    """
    console = console_of(request)
    if not (said.as_it_is or console.is_for_documents(said.question, spoken_of=bool(said.after))):
        address = console.said(*_words(said))
    elif not said.as_it_is and (wished := console.wished(*_words(said))):
        address = wished
    elif said.message and wants_events(request) and _writes(request):
        return streamed(partial(_told, said, by, request))
    else:
        address = _asked(said, request, silent)
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _words(said: Questioned) -> tuple[str, str, str]:
    return said.question, said.message, said.conversation


def _writes(request: Request) -> bool:
    return _wiring(request).models.is_on(Purpose.ANSWERING)


def _told(said: Questioned, by: Person, request: Request, put: Put) -> None:
    wiring, what = _wiring(request), [said.question, said.conversation]
    telling = Telling(wiring.assistant.parts.talks, wiring.clock, said.message, by.id)
    telling.told(what, partial(_asked, said, request), put)


def _asked(said: Questioned, request: Request, tell: Tell) -> str:
    where, as_it_is = said.conversation, said.as_it_is
    return ask_documents(request, said.question, where, as_it_is=as_it_is, tell=tell)


@router.get("/answers/{answer_id}")
def show_answer(answer_id: str, inquiry: TheInquiry, by: TheVisitor, pages: ThePages) -> Response:
    turn = single_turn(inquiry, inquiry.outcome(answer_id, by), by)
    return pages.page("ask.html", {**ASKING, **FRESH, "turns": [turn], "question": ""})


@router.get("/passages/{passage_id}")
def show_passage(
    passage_id: str, cited: Annotated[Cited, Query()], request: Request, by: TheVisitor
) -> Response:
    with _wiring(request).reading(alone(by)) as library:
        shown = PassageInDocument.found(library, passage_id)
    outcome = inquiry_of(request).outcome(cited.answer, by) if cited.answer else None
    said = [cited.quote] if cited.quote else _quotes(outcome, passage_id, cited.n)
    marked = excerpt(shown, said)
    values = {"shown": shown, "excerpt": marked, "outcome": outcome}
    return pages_of(request).page("passage.html", values)


def _quotes(outcome: Outcome | None, passage_id: str, n: int | None) -> Sequence[str]:
    """Give the quotes an answer takes from this passage: the one asked for, or all of them."""
    if not isinstance(outcome, Answer):
        return ()
    return [
        citation.quote
        for citation in outcome.citations
        if citation.passage == passage_id and n in (None, citation.n)
    ]
