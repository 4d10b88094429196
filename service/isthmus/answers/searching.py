"""Passages near a question, without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from isthmus.answers.drafting import Finding, Readable
from isthmus.answers.questions import is_text
from isthmus.errors import InvalidError


@dataclass(frozen=True)
class Found:
    """A passage that was found; ``score`` is 0 to 1, rank 1 is the best."""

    rank: int
    score: float
    document: str
    title: str
    locator: str
    passage: str
    text: str


def search(finding: Finding, library: Readable, question: str, top: int) -> list[Found]:
    """Find passages; raises InvalidError for what is no text."""
    if not is_text(question):
        raise InvalidError("The search holds bytes that are no text. Type it again.")
    vector = finding.embed([question])[0]
    ranked = finding.find(question, vector, library.audience_keys(), top)
    scores = {each.passage: each.score for each in ranked}
    return [
        Found(
            rank,
            scores[hit.id],
            hit.document.id,
            hit.document.description.title,
            hit.passage.locator,
            hit.id,
            hit.passage.text,
        )
        for rank, hit in enumerate(library.hits(list(scores)), start=1)
    ]


def found_as_json(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Give search results in their published form."""
    return [
        {
            "rank": each.rank,
            "score": round(each.score, 4),
            "document": each.document,
            "title": each.title,
            "locator": each.locator,
            "passage_id": each.passage,
            "text": each.text,
        }
        for each in found
    ]
