"""What the pages of conversations are made of: turns with what their reader may do to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from isthmus.answers.model import Answer, Outcome, Refusal, Tell, silent
from isthmus.answers.routes import count_outcome
from isthmus.answers.service import LONGEST_QUESTION
from isthmus.conversations.model import Conversation, Kind, Said, Shown, Thread, Withheld
from isthmus.conversations.service import NEW
from isthmus.edge.sessions import visit_of
from isthmus.feedback.model import Feedback, Reason
from isthmus.inquiry.service import Inquiry
from isthmus.people import Person
from isthmus.web.pages import HasInquiry
from isthmus.web.programme import shipped_programme

TURNS: Final = 6  # shown at once: a page stays small however long a conversation is
PER_STEP: Final = 3
QUESTIONS: Final = "Questions leaders ask"
REASONS: Final = [(reason.value, reason.in_words()) for reason in Reason]
HEADINGS: Final = {
    Kind.ASK: "Answer",
    Kind.WHY: "The reason given beside it",
    Kind.WHERE: "Where it is said",
    Kind.MORE: "What else was found",
}


ASKING: Final = {"longest": LONGEST_QUESTION, "reasons": REASONS}
FRESH: Final[Mapping[str, Any]] = {
    "turns": [],
    "conversation": None,
    "link": None,
    "earlier": 0,
    "is_owner": False,
    "examples": [],
    "phases": {},
    "declined": False,
}


def inquiry_of(request: Request) -> Inquiry:
    wiring: HasInquiry = request.app.state.wiring
    return wiring.inquiry


def ask_documents(
    request: Request,
    question: str,
    where: str = NEW,
    *,
    as_it_is: bool = False,
    tell: Tell = silent,
) -> str:
    """Ask as this visitor; gives the address of the turn that it adds to a conversation."""
    by, inquiry = visit_of(request).person, inquiry_of(request)
    asked = inquiry.ask(question, by, where or NEW, as_it_is=as_it_is, tell=tell)
    count_outcome(request, asked.outcome)
    return address_of(asked.conversation, asked.turn.number)


TheInquiry = Annotated[Inquiry, Depends(inquiry_of)]


@dataclass(frozen=True)
class ShownTurn:
    """A turn of a page, or a single answer as the only turn of its own."""

    number: int
    text: str
    kind: Kind
    understood: str | None
    outcome: Shown
    judged: Feedback | None = None
    may_judge: bool = False
    awaited: bool = False
    may_wait: bool = False
    rephrased: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        if isinstance(self.outcome, Withheld):
            return "Not shown"
        return HEADINGS[self.kind] if isinstance(self.outcome, Answer) else "No answer"

    @property
    def form(self) -> str:
        """Name the template of what came of it."""
        match self.outcome:
            case Answer():
                return "_answer.html"
            case Refusal():
                return "_refusal.html"
            case Withheld():
                return "_withheld.html"


@dataclass(frozen=True)
class Suggested:
    """Questions leaders ask, by step."""

    step: str
    title: str
    questions: tuple[str, ...]


def shown_turns(inquiry: Inquiry, thread: Thread, by: Person) -> list[ShownTurn]:
    """Give a thread's turns with what its reader said of each, and may do."""
    answers = [said.outcome.id for said in thread.said]
    judged = {} if by.is_guest else inquiry.judgements(by, answers)
    owner = thread.conversation.owner == by.id and not by.is_guest
    awaited = inquiry.waited_for(answers, by) if owner else set()
    turns = [_turn(said, judged, awaited, by=by, owner=owner) for said in thread.said]
    return [*turns[:-1], _rephrased(inquiry, turns[-1], by)] if turns else []


def single_turn(inquiry: Inquiry, outcome: Outcome, by: Person) -> ShownTurn:
    """Give an answer that is shown alone."""
    judged = {} if by.is_guest else inquiry.judgements(by, [outcome.id])
    mine = outcome.asked.asker == by.id and not by.is_guest
    awaited = outcome.id in inquiry.waited_for([outcome.id], by) if mine else False
    return ShownTurn(
        number=1,
        text=outcome.asked.question,
        kind=Kind.ASK,
        understood=None,
        outcome=outcome,
        judged=judged.get(outcome.id),
        may_judge=not by.is_guest,
        awaited=awaited,
        may_wait=mine and isinstance(outcome, Refusal),
    )


def _turn(
    said: Said, judged: Mapping[str, Feedback], awaited: set[str], *, by: Person, owner: bool
) -> ShownTurn:
    turn, outcome = said.turn, said.outcome
    refused = isinstance(outcome, Refusal) and turn.kind is not Kind.MORE
    return ShownTurn(
        number=turn.number,
        text=turn.text,
        kind=turn.kind,
        understood=turn.understood,
        outcome=outcome,
        judged=judged.get(outcome.id),
        may_judge=not by.is_guest and isinstance(outcome, Answer),
        awaited=outcome.id in awaited,
        may_wait=owner and refused,
    )


def _rephrased(inquiry: Inquiry, turn: ShownTurn, by: Person) -> ShownTurn:
    """Add questions near to one that was refused, as documents of this reader put them."""
    if not isinstance(turn.outcome, Refusal):
        return turn
    found = inquiry.alike(turn.outcome, by, tuple(_all_questions()))
    return ShownTurn(**vars(turn) | {"rephrased": tuple(found)})


def suggested() -> dict[str, list[Suggested]]:
    """Give a few questions a step, by the name of the phase."""
    phases: dict[str, list[Suggested]] = {}
    for step in shipped_programme().catalogue.steps:
        asked = _questions(step.id)
        one = Suggested(step.id, step.title, tuple(asked[:PER_STEP]))
        phases.setdefault(f"{step.phase} {step.phase_name}", []).append(one)
    return phases


def _all_questions() -> Sequence[str]:
    return [
        question for step in shipped_programme().catalogue.steps for question in _questions(step.id)
    ]


def _questions(step: str) -> list[str]:
    part = shipped_programme().step(step).chapter.part(QUESTIONS)
    return [question.title for question in part.parts] if part else []


def address_of(conversation: Conversation, turn: int | None = None) -> str:
    return f"/conversations/{conversation.id}" + (f"#turn-{turn}" if turn else "")
