"""The JSON of conversations, feedback and unanswered questions that other tools rely on."""

from typing import Any

from isthmus.answers.contract import outcome_as_json, passage_url
from isthmus.conversations.model import Conversation, Said, Thread, Withheld
from isthmus.conversations.service import Asked
from isthmus.feedback.model import Feedback
from isthmus.feedback.service import Judged
from isthmus.inquiry.service import Told
from isthmus.people import Person, Rank
from isthmus.unanswered.retrying import Retried
from isthmus.unanswered.viewing import Grouped, Solution


def asked_as_json(asked: Asked, public_url: str) -> dict[str, Any]:
    """Give what came of a question, with its place in the conversation."""
    return outcome_as_json(asked.outcome, public_url) | {
        "conversation": asked.conversation.id,
        "turn": asked.turn.number,
        "understood_as": asked.turn.understood,
    }


def conversation_as_json(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "title": conversation.title,
        "started_at": conversation.started_at.isoformat(),
        "changed_at": conversation.changed_at.isoformat(),
        "shared": conversation.shared is not None,
    }


def thread_as_json(thread: Thread, public_url: str) -> dict[str, Any]:
    turns = [_said(said, public_url) for said in thread.said]
    return conversation_as_json(thread.conversation) | {"turns": turns}


def feedback_as_json(said: Feedback) -> dict[str, Any]:
    return {
        "answer": said.answer,
        "person": said.person,
        "helpful": said.verdict.helpful,
        "reason": said.verdict.reason.value if said.verdict.reason else None,
        "text": said.verdict.text,
        "at": said.at.isoformat(),
    }


def judged_as_json(judged: Judged, public_url: str) -> dict[str, Any]:
    """Give feedback with its answer, which is null where the reader may not see it."""
    shown = outcome_as_json(judged.outcome, public_url) if judged.outcome else None
    said = feedback_as_json(judged.feedback)
    return said | {"question": judged.question, "outcome": shown}


def grouped_as_json(grouped: Grouped, by: Person, public_url: str) -> dict[str, Any]:
    """Give a group of unanswered questions; who asked is told to leads only."""
    latest = grouped.latest
    return {
        "id": grouped.group.id,
        "state": grouped.group.state.value,
        "question": latest.question,
        "times": grouped.times,
        "last_at": latest.at.isoformat(),
        "askers": grouped.askers if by.rank.includes(Rank.LEAD) else [by.id],
        "waiting": grouped.waiting,
        "why": latest.why,
        "advice": latest.advice,
        "step": grouped.step.id if grouped.step else None,
        "note": grouped.group.note,
        "answered_by": _solution(grouped.solution),
        "nearest": [
            {
                "title": near.title,
                "locator": near.locator,
                "passage_id": near.passage,
                "text": near.text,
                "url": passage_url(public_url, near.passage),
            }
            for near in grouped.nearest
        ],
    }


def told_as_json(told: Told) -> dict[str, Any]:
    return {
        "id": told.notice.id,
        "question": told.notice.question,
        "at": told.notice.at.isoformat(),
        "new": told.notice.is_new,
        "answered_by": _solution(told.solution),
    }


def retried_as_json(retried: Retried) -> dict[str, Any]:
    return vars(retried)


def _said(said: Said, public_url: str) -> dict[str, Any]:
    turn = said.turn
    return {
        "number": turn.number,
        "text": turn.text,
        "kind": turn.kind.value,
        "understood_as": turn.understood,
        "at": turn.at.isoformat(),
        "outcome": _shown(said, public_url),
    }


def _shown(said: Said, public_url: str) -> dict[str, Any]:
    if isinstance(said.outcome, Withheld):
        return {"id": said.outcome.id, "kind": "withheld", "text": said.outcome.why}
    return outcome_as_json(said.outcome, public_url)


def _solution(solution: Solution | None) -> dict[str, Any] | None:
    if solution is None:
        return None
    settled = solution.settled
    return {"document": settled.document, "answer": settled.answer, "title": solution.title}
