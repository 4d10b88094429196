"""What is worth reading of what was found, before its nearness in meaning is known (pure)."""

from collections.abc import Sequence

from isthmus.answers.composing import Sought
from isthmus.answers.editions import Weighed
from isthmus.answers.evidence import Candidate, Found, Ranked, Weights
from isthmus.answers.precedence import in_force, of_statements
from isthmus.answers.questions import Question
from isthmus.answers.suitability import suits
from isthmus.library.model import Hit
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.index import Vector


def to_use(hits: Sequence[Hit], sought: str) -> list[Hit]:
    return in_force(of_statements(hits, sought))


def parts_of(question: Question, weights: Weights, asked: Vector) -> list[Sought]:
    """Give the parts with weights and vectors; one that leans back has those of the whole."""
    if len(question.parts) == 1:
        return [Sought(question.text, weights, asked[0])]
    return [
        Sought(part, weights.of(terms(part)), vector)
        for part, vector in zip(question.parts, asked[1:], strict=True)
    ]


def promising(found: Found, parts: Sequence[Sought]) -> Found:
    """Put first the passages that are worth reading around: near, and of the form asked for."""
    return sorted(found, key=lambda each: -_passage_promise(each, parts))


def _passage_promise(found: tuple[Hit, Ranked], parts: Sequence[Sought]) -> float:
    hit, ranked = found
    around = frozenset(terms(f"{hit.heading} {hit.passage.text}"))
    return ranked.score + max(
        part.weights.covered_by(around) + suits(part.text, hit.passage.text) for part in parts
    )


def promise(unit: Candidate, parts: Sequence[Sought]) -> float:
    """Tell which units are worth embedding, before their nearness in meaning is known."""
    return unit.stretch.score + max(
        part.weights.covered_by(unit.around) + suits(part.text, unit.unit.text) for part in parts
    )


def weighed(hit: Hit, cosine: float, weights: Weights) -> Weighed:
    around = terms(f"{' '.join(hit.passage.headings)} {hit.passage.text}")
    return Weighed(hit.id, cosine, weights.covered_by(frozenset(around)))
