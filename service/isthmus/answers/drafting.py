"""Gathers the evidence for a question and chooses the units that would answer it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from isthmus.answers.composing import Chosen, Rated, Sought, compose, rate
from isthmus.answers.confidence import NOTHING, Measurements, confidence
from isthmus.answers.evidence import Candidate, Stretch, candidates, covers, joined
from isthmus.answers.measuring import measure
from isthmus.answers.model import RefusalReason
from isthmus.answers.questions import Question
from isthmus.library.model import Hit, Revision
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.index import Vector
from isthmus_knowledge.passages import Passage

SEARCHED: Final = 24
STRETCHES: Final = 8
RATED_UNITS: Final = 14
REACH: Final = 4
_NEAR_ENOUGH_TO_SPEAK_OF: Final = 0.4


class Ranked(Protocol):
    """A passage as retrieval ranks it: a fused score in [0, 1], the cosine where it is known."""

    @property
    def passage(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def cosine(self) -> float | None: ...


class Finding(Protocol):
    """Ranked passages among the audiences that may be searched."""

    def find(
        self, question: str, vector: Vector, readable: Collection[str], top: int
    ) -> Sequence[Ranked]: ...

    def rarity(self, question: str) -> dict[str, float]:
        """Give the weight of each of the question's terms: high where few passages have it."""
        ...

    def embed(self, texts: Sequence[str]) -> Vector:
        """Give an array (len(texts), dimensions), rows of unit length."""
        ...


class Readable(Protocol):
    """The library as the audience may read it."""

    def audience_keys(self) -> list[str]: ...

    def hits(self, passage_ids: Sequence[str]) -> list[Hit]: ...

    def passage(self, passage: str) -> Hit:
        """Raise NotFoundError where the audience may not read it."""
        ...

    def around(self, hit: Hit, reach: int) -> list[Passage]:
        """Give the passages of the hit's revision at most ``reach`` away, in order."""
        ...

    def stretch(self, hit: Hit, start: int, end: int) -> str:
        """Give ``text[start:end]`` of the hit's revision."""
        ...

    def revision(self, revision: str) -> Revision: ...


@dataclass(frozen=True)
class Draft:
    """Units chosen for an answer, how well they answer, and the passages that came nearest."""

    chosen: tuple[Chosen, ...]
    measured: Measurements
    nearest: tuple[Hit, ...]

    @property
    def confidence(self) -> float:
        return confidence(self.measured) if self.chosen else 0.0

    @property
    def why_not(self) -> RefusalReason:
        near = self.measured.passage >= _NEAR_ENOUGH_TO_SPEAK_OF
        return RefusalReason.NOT_ANSWERED if near else RefusalReason.NOT_FOUND


@dataclass(frozen=True)
class Drafting:
    finding: Finding

    def draft(self, question: Question, library: Readable) -> Draft | None:
        """Draft an answer from what may be read; None where there is nothing to read."""
        readable = library.audience_keys()
        if not readable:
            return None
        asked = self.finding.embed(
            [question.sought, *(question.parts if len(question.parts) > 1 else ())]
        )
        ranked = self.finding.find(question.sought, asked[0], readable, SEARCHED)
        hits = library.hits([each.passage for each in ranked])
        stretches = _stretches(hits, ranked, library)
        weights = self.finding.rarity(question.sought)
        rated = self._rated(_sought(question, weights, asked), stretches)
        chosen = tuple(compose(question, rated))
        measured = measure(question, chosen, rated, weights) if chosen else NOTHING
        return Draft(chosen, measured, tuple(hits))

    def _rated(self, parts: Sequence[Sought], stretches: Sequence[Stretch]) -> list[list[Rated]]:
        units = [unit for stretch in stretches for unit in candidates(stretch)]
        units = sorted(units, key=lambda unit: -_promise(unit, parts))[:RATED_UNITS]
        if not units:
            return [[] for _ in parts]
        vectors = self.finding.embed([unit.in_context for unit in units])
        return [rate(part, units, vectors) for part in parts]


def _sought(question: Question, weights: Mapping[str, float], asked: Vector) -> list[Sought]:
    """Give the parts with weights and vectors; one that leans back has those of the whole."""
    if len(question.parts) == 1:
        return [Sought(question.text, weights, asked[0])]
    return [
        Sought(part, {term: weights[term] for term in terms(part) if term in weights}, vector)
        for part, vector in zip(question.parts, asked[1:], strict=True)
    ]


def _promise(unit: Candidate, parts: Sequence[Sought]) -> float:
    return unit.stretch.score + max(covers(part.weights, unit.around) for part in parts)


def _stretches(hits: Sequence[Hit], ranked: Sequence[Ranked], library: Readable) -> list[Stretch]:
    """Join each found passage with its neighbours; what an earlier stretch holds is left out."""
    by_id = {each.passage: each for each in ranked}
    stretches: list[Stretch] = []
    for hit in hits:
        if len(stretches) == STRETCHES:
            break
        if not any(_holds(stretch, hit) for stretch in stretches):
            stretches.append(_stretch(hit, by_id[hit.id], library))
    return stretches


def _stretch(hit: Hit, ranked: Ranked, library: Readable) -> Stretch:
    passages = joined(hit.passage, library.around(hit, REACH))
    start = passages[0].start
    text = library.stretch(hit, start, passages[-1].end)
    return Stretch(hit, ranked.score, ranked.cosine or 0.0, text, start, passages)


def _holds(stretch: Stretch, hit: Hit) -> bool:
    end = stretch.start + len(stretch.text)
    return stretch.hit.revision == hit.revision and stretch.start <= hit.passage.start < end
