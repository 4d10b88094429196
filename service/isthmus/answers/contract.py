"""The JSON other tools rely on, the same from the command line and over HTTP."""

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
            return common | {
                "kind": "answer",
                "sentences": [_sentence(sentence) for sentence in outcome.sentences],
                "citations": [_citation(citation, public_url) for citation in outcome.citations],
                "notes": list(outcome.notes),
                "reason": None,
                "nearest": [],
            }
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


def _sentence(sentence: Sentence) -> dict[str, Any]:
    said = {"text": sentence.text, "citations": list(sentence.citations)}
    return said | {"subject": sentence.subject} if sentence.subject else said


def _citation(citation: Citation, public_url: str) -> dict[str, Any]:
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
