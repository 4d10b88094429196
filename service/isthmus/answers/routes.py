"""Answers shown again, and search, over HTTP."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Query, Request

from isthmus.access.model import Scope
from isthmus.answers.contract import outcome_as_json
from isthmus.answers.model import Outcome, Refusal
from isthmus.answers.searching import Found, found_as_json
from isthmus.answers.service import LONGEST_QUESTION
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.observing import request_metrics
from isthmus.edge.problems import PROBLEMS
from isthmus.people import Audience, Person

MOST_FOUND: Final = 50


class Answering(Protocol):
    """Answers a question from what the audience may read; shows an answer again."""

    def ask(self, question: str, asker: Person, audience: Audience, /) -> Outcome: ...
    def show(self, answer_id: str, by: Person, /) -> Outcome: ...


class Addressed(Protocol):
    """Settings that say where people reach the service."""

    @property
    def base_url(self) -> str: ...


class Asking(Protocol):
    """What questions and searches need of the wiring; `answering` is one transaction."""

    @property
    def settings(self) -> Addressed: ...
    def answering(self) -> AbstractContextManager[Answering]: ...
    def search(self, question: str, by: Person, top: int) -> Sequence[Found]: ...


def _asking(request: Request) -> Asking:
    wiring: Asking = request.app.state.wiring
    return wiring


Wired = Annotated[Asking, Depends(_asking)]

questions = APIRouter(
    prefix="/api/v1",
    tags=["Answers"],
    route_class=needs(Scope.ASK),
    responses=PROBLEMS,
    dependencies=[Depends(key_in_header)],
)
searches = APIRouter(
    prefix="/api/v1",
    tags=["Search"],
    route_class=needs(Scope.READ),
    responses=PROBLEMS,
    dependencies=[Depends(key_in_header)],
)


@questions.get("/answers/{answer_id}")
def show_an_answer(answer_id: str, by: CallerPerson, wired: Wired) -> dict[str, Any]:
    """Show an answer again, with the quotes it was given on."""
    with wired.answering() as answering:
        return outcome_as_json(answering.show(answer_id, by), wired.settings.base_url)


@searches.get("/search")
def search_passages(
    by: CallerPerson,
    wired: Wired,
    q: Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION, description="What to find")],
    top: Annotated[int, Query(ge=1, le=MOST_FOUND, description="How many passages")] = 10,
) -> list[dict[str, Any]]:
    """Find the passages nearest to a text, best first."""
    return found_as_json(wired.search(q, by, top))


def count_outcome(request: Request, outcome: Outcome) -> None:
    kind = "refusal" if isinstance(outcome, Refusal) else "answer"
    request_metrics(request).outcomes.labels(kind).inc()
