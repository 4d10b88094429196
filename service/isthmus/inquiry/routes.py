"""Questions, conversations, feedback and unanswered questions over HTTP."""

from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from isthmus.access.model import Scope
from isthmus.answers.contract import outcome_as_json
from isthmus.answers.routes import Asking, count_outcome
from isthmus.answers.service import LONGEST_QUESTION
from isthmus.conversations.model import LONGEST_TITLE
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.feedback.model import LONGEST_TEXT, Reason, Verdict
from isthmus.inquiry.contract import (
    asked_as_json,
    conversation_as_json,
    feedback_as_json,
    grouped_as_json,
    judged_as_json,
    thread_as_json,
    told_as_json,
)
from isthmus.inquiry.service import Inquiry
from isthmus.people import alone
from isthmus.unanswered.model import State
from isthmus.unanswered.viewing import Wanted

LONGEST_ID: Final = 64
MOST_PAGES: Final = 10_000


class Inquiring(Asking, Protocol):
    """What these routes need of the wiring."""

    @property
    def inquiry(self) -> Inquiry: ...


class Question(BaseModel):
    question: str = Field(
        min_length=1,
        max_length=LONGEST_QUESTION,
        examples=["Who approves vendor remote access into the plant network?"],
    )
    conversation: str | None = Field(
        default=None,
        max_length=LONGEST_ID,
        description="The id of a conversation to go on with, or `new` to start one.",
    )


class Title(BaseModel):
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)


class Judgement(BaseModel):
    helpful: bool
    reason: Reason | None = Field(default=None, description="Why it did not help")
    text: str = Field(default="", max_length=LONGEST_TEXT)


def _inquiring(request: Request) -> Inquiring:
    wiring: Inquiring = request.app.state.wiring
    return wiring


Wired = Annotated[Inquiring, Depends(_inquiring)]
Page = Annotated[int, Query(ge=1, le=MOST_PAGES, description="Which page, from 1")]

router = APIRouter(
    prefix="/api/v1",
    route_class=needs(Scope.ASK),
    responses=PROBLEMS,
    dependencies=[Depends(key_in_header)],
)


@router.post("/questions", tags=["Answers"])
def ask_a_question(
    body: Question, by: CallerPerson, wired: Wired, request: Request
) -> dict[str, Any]:
    """Answer from the documents the key's person may read, or refuse with the nearest passages.

    In a conversation a question may lean on those before it; `understood_as` tells what was asked.
    """
    address = wired.settings.base_url
    if body.conversation is None:
        outcome = wired.inquiry.answer(body.question, by, alone(by))
        count_outcome(request, outcome)
        return outcome_as_json(outcome, address)
    asked = wired.inquiry.ask(body.question, by, body.conversation)
    count_outcome(request, asked.outcome)
    return asked_as_json(asked, address)


@router.get("/conversations", tags=["Conversations"])
def list_conversations(
    by: CallerPerson,
    wired: Wired,
    q: Annotated[str, Query(max_length=LONGEST_QUESTION, description="Words to find")] = "",
    page: Page = 1,
) -> list[dict[str, Any]]:
    """List the person's conversations, the latest first; those that hold the words, if any."""
    return [conversation_as_json(each) for each in wired.inquiry.conversations(by, q, page - 1)]


@router.get("/conversations/{conversation_id}", tags=["Conversations"])
def show_a_conversation(conversation_id: str, by: CallerPerson, wired: Wired) -> dict[str, Any]:
    """Show a conversation; an answer whose sources may not be read any longer is withheld."""
    return thread_as_json(wired.inquiry.thread(conversation_id, by), wired.settings.base_url)


@router.patch("/conversations/{conversation_id}", tags=["Conversations"])
def rename_a_conversation(
    conversation_id: str, body: Title, by: CallerPerson, wired: Wired
) -> dict[str, Any]:
    """Give a conversation another title."""
    return conversation_as_json(wired.inquiry.rename(conversation_id, body.title, by))


@router.delete("/conversations/{conversation_id}", tags=["Conversations"], status_code=204)
def delete_a_conversation(conversation_id: str, by: CallerPerson, wired: Wired) -> Response:
    """Delete a conversation for everybody; only the record of its answers is left."""
    wired.inquiry.delete(conversation_id, by)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.put("/answers/{answer_id}/feedback", tags=["Feedback"])
def judge_an_answer(
    answer_id: str, body: Judgement, by: CallerPerson, wired: Wired
) -> dict[str, Any]:
    """Say whether an answer helped; said again, it replaces what was said before."""
    verdict = Verdict(body.helpful, body.reason, body.text)
    return feedback_as_json(wired.inquiry.judge(answer_id, by, verdict))


@router.delete("/answers/{answer_id}/feedback", tags=["Feedback"], status_code=204)
def take_a_judgement_back(answer_id: str, by: CallerPerson, wired: Wired) -> Response:
    """Take back what was said of an answer."""
    wired.inquiry.take_back(answer_id, by)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/feedback", tags=["Feedback"])
def list_feedback(by: CallerPerson, wired: Wired, page: Page = 1) -> list[dict[str, Any]]:
    """List what people said of answers, newest first; for leads."""
    address = wired.settings.base_url
    return [judged_as_json(each, address) for each in wired.inquiry.judged(by, page - 1)]


@router.get("/unanswered", tags=["Unanswered"])
def list_unanswered(
    by: CallerPerson, wired: Wired, state: State = State.OPEN, page: Page = 1
) -> list[dict[str, Any]]:
    """List questions that were not answered: all for a lead, the person's own for anybody else."""
    found = wired.inquiry.unanswered(by, Wanted(state, page - 1))
    return [grouped_as_json(each, by, wired.settings.base_url) for each in found]


@router.put("/answers/{answer_id}/subscription", tags=["Unanswered"], status_code=204)
def wait_for_an_answer(answer_id: str, by: CallerPerson, wired: Wired) -> Response:
    """Be told when the question of a refusal is answered after all."""
    wired.inquiry.subscribe(answer_id, by)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/notices", tags=["Unanswered"])
def list_notices(by: CallerPerson, wired: Wired) -> list[dict[str, Any]]:
    """List questions the person waited for that are answered now, newest first."""
    return [told_as_json(each) for each in wired.inquiry.notices(by)]
