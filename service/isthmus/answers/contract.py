"""The JSON other tools rely on, the same from the command line and over HTTP."""

from dataclasses import asdict
from typing import Any, assert_never

from isthmus.answers.model import Answer, Citation, Nearest, Outcome, Refusal, Sentence


def outcome_as_json(outcome: Outcome, public_url: str) -> dict[str, Any]:
    """Give an answer or a refusal in its published form; ``public_url`` has no trailing slash."""
    common: dict[str, Any] = {
        "id": outcome.id,
        "question": outcome.asked.question,
        "text": outcome.text,
        "seconds": round(outcome.seconds, 4),
    }
    match outcome:
        case Answer():
            return (
                common
                | {
                    "kind": "answer",
                    "sentences": [sentence_as_json(sentence) for sentence in outcome.sentences],
                    "citations": [
                        citation_as_json(citation, public_url) for citation in outcome.citations
                    ],
                    "notes": list(outcome.notes),
                    "reason": None,
                    "nearest": [],
                }
                | _of_this_answer(outcome)
            )
        case Refusal():
            return common | {
                "kind": "refusal",
                "sentences": [],
                "citations": [],
                "notes": [],
                "reason": outcome.reason.value,
                "nearest": [_nearest(nearest, public_url) for nearest in outcome.nearest],
            }
    assert_never(outcome)


def passage_url(public_url: str, passage: str) -> str:
    return f"{public_url}/passages/{passage}"


def sentence_as_json(sentence: Sentence) -> dict[str, Any]:
    said: dict[str, Any] = {"text": sentence.text, "citations": list(sentence.citations)}
    if sentence.subject:
        said["subject"] = sentence.subject
    if sentence.written:
        said["written"] = True
    return said


def _of_this_answer(answer: Answer) -> dict[str, Any]:
    """Give what only some answers have: who wrote them, and what a requirement is met by."""
    had: dict[str, Any] = {}
    if answer.writing:
        had["writing"] = asdict(answer.writing)
    if answer.coverage:
        had["coverage"] = [
            {"asked": each.asked, "found": list(each.found), "cover": each.cover.value}
            for each in answer.coverage
        ]
    return had


def citation_as_json(citation: Citation, public_url: str) -> dict[str, Any]:
    return {
        "n": citation.n,
        "document": citation.document,
        "title": citation.title,
        "collection": citation.collection,
        "edition": citation.edition,
        "revision": citation.revision,
        "locator": citation.locator,
        "quote": citation.quote,
        "passage_id": citation.passage,
        "url": passage_url(public_url, citation.passage),
    }


def _nearest(nearest: Nearest, public_url: str) -> dict[str, Any]:
    return {
        "document": nearest.document,
        "title": nearest.title,
        "locator": nearest.locator,
        "passage_id": nearest.passage,
        "text": nearest.text,
        "url": passage_url(public_url, nearest.passage),
    }
