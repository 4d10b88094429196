"""Question to ranked passages: permission first, then rankings fused by their scores.

Dense and lexical scores are each stretched to [0, 1] over their candidates and added with weights.
On regulatory text this beat fusion by rank (``python -m benchmarks.retrieval``). A third ranking,
by the words of safeguards that the thesaurus relates to the question, raises what these two found.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus_knowledge.embedding import Embedder
from isthmus_knowledge.hybrid import Asked, Found, PassageIndex
from isthmus_knowledge.index import Scored, Vector
from isthmus_knowledge.synonyms import widening
from isthmus_knowledge.thesaurus import related

DENSE_WEIGHT: Final = 0.42
CANDIDATES: Final = 200
RELATED_WEIGHT: Final = 0.35  # at most: few related words say little, so they weigh less
RELATED_ENOUGH: Final = 15  # related words that have the whole weight


class Mode(StrEnum):
    HYBRID = "hybrid"
    DENSE = "dense"
    LEXICAL = "lexical"


@dataclass(frozen=True)
class Hit:
    """A passage found, with its fused score in [0, 1].

    ``cosine`` is None where the passage was not among the nearest vectors.
    """

    passage: str
    score: float
    cosine: float | None


@dataclass(frozen=True)
class Retriever:
    index: PassageIndex
    embedder: Embedder

    def embed(self, texts: Sequence[str]) -> Vector:
        """Give an array (len(texts), dimensions), rows of unit length."""
        return self.embedder.embed(texts)

    def is_word(self, word: str) -> bool:
        """Tell whether the model knows it as one word; slips of the pen are pieces to it."""
        return self.embedder.count_tokens(word) == 1

    def rarity(self, question: str) -> dict[str, float]:
        """Give each of the question's terms its weight: high where few passages have it."""
        return self.index.lexical.rarity(question)

    def find(
        self,
        question: str,
        vector: Vector,
        readable: Collection[str],
        top: int,
        mode: Mode = Mode.HYBRID,
    ) -> list[Hit]:
        """Find the ``top`` passages of the audiences ``readable``, best first.

        ``vector`` is the embedded question.
        """
        bridged = related(question) if mode is Mode.HYBRID else ()
        same = ", ".join(widening(question)) if mode is Mode.HYBRID else ""
        asked = Asked(question, vector, same, ", ".join(bridged))
        found = self.index.search(asked, readable, max(CANDIDATES, top))
        weight = RELATED_WEIGHT * min(len(bridged) / RELATED_ENOUGH, 1.0)
        return fuse(found, mode, weight, top)


def fuse(
    found: Found, mode: Mode = Mode.HYBRID, related_weight: float = 0.0, top: int | None = None
) -> list[Hit]:
    """Merge the rankings by their stretched scores; a tie keeps the passage ids' order.

    What the thesaurus found only raises passages that the question itself found.
    """
    weight = {Mode.DENSE: 1.0, Mode.LEXICAL: 0.0, Mode.HYBRID: DENSE_WEIGHT}[mode]
    dense = found.dense if weight > 0 else []
    lexical = found.lexical if weight < 1 else []
    near, worded, bridged = _stretched(dense), _stretched(lexical), _stretched(found.related)
    scores = {
        passage: weight * near.get(passage, 0.0)
        + (1 - weight) * worded.get(passage, 0.0)
        + related_weight * bridged.get(passage, 0.0)
        for passage in near.keys() | worded.keys()
    }
    cosines = {hit.passage: hit.score for hit in dense}
    best = sorted(sorted(scores), key=scores.__getitem__, reverse=True)
    return [
        Hit(passage, scores[passage] / (1 + related_weight), cosines.get(passage))
        for passage in best[:top]
    ]


def _stretched(ranking: Sequence[Scored]) -> dict[str, float]:
    if not ranking:
        return {}
    best, worst = ranking[0].score, ranking[-1].score
    if best == worst:  # one hit, or all alike: each is the best
        return {hit.passage: 1.0 for hit in ranking}
    return {hit.passage: (hit.score - worst) / (best - worst) for hit in ranking}
