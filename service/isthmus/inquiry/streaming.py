"""Questions over HTTP whose answer is told while a language model writes it."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from isthmus.access.model import Scope
from isthmus.answers.contract import citation_as_json, outcome_as_json, sentence_as_json
from isthmus.answers.model import Answer, Citation, Outcome, Sentence
from isthmus.answers.routes import count_outcome
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.edge.streaming import MEDIA_TYPE, Event, Put, streamed
from isthmus.inquiry.contract import asked_as_json
from isthmus.inquiry.routes import Question, Wired
from isthmus.people import Person, alone

_EVENTS: Final = (
    "Events as they come: `citation` and `sentence` for what a language model wrote and was "
    "checked, `answer` or `refusal` with the whole outcome, which takes their place, or `problem`."
)
_EXAMPLE: Final = 'event: sentence\ndata: {"text": "…", "citations": [1], "written": true}\n\n'
STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": _EVENTS,
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}, "example": _EXAMPLE}},
    }
}

router = APIRouter(
    prefix="/api/v1",
    route_class=needs(Scope.ASK),
    responses=PROBLEMS,
    dependencies=[Depends(key_in_header)],
)


@router.post(
    "/questions/stream", tags=["Answers"], response_class=StreamingResponse, responses=STREAM
)
def ask_and_listen(
    body: Question, by: CallerPerson, wired: Wired, request: Request
) -> StreamingResponse:
    """Answer like `/questions`, and send each checked sentence as soon as it is there.

    Whoever goes before the end finds the outcome kept; without a language model only it is sent.
    """
    return streamed(partial(_told, body, by, wired, request))


def _told(body: Question, by: Person, wired: Wired, request: Request, put: Put) -> None:
    address = wired.settings.base_url

    def tell(sentence: Sentence, citations: Sequence[Citation]) -> None:
        for each in citations:
            put(Event("citation", citation_as_json(each, address)))
        put(Event("sentence", sentence_as_json(sentence)))

    if body.conversation is None:
        outcome = wired.inquiry.answer(body.question, by, alone(by), tell=tell)
        told = outcome_as_json(outcome, address)
    else:
        asked = wired.inquiry.ask(body.question, by, body.conversation, tell=tell)
        outcome, told = asked.outcome, asked_as_json(asked, address)
    count_outcome(request, outcome)
    put(Event(_kind(outcome), told))


def _kind(outcome: Outcome) -> str:
    return "answer" if isinstance(outcome, Answer) else "refusal"
