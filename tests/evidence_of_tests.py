"""Evidence for answers, made of plain texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from isthmus.answers.composing import Rated
from isthmus.answers.evidence import Candidate, Stretch, candidates
from isthmus.library.model import Description, Document, Hit, Revision, passage_id
from isthmus_knowledge.index import Vector
from isthmus_knowledge.passages import Passage

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """A document of one revision with one passage, which is its whole text."""

    text: str
    name: str = "plan"
    title: str = "Plan"
    headings: tuple[str, ...] = ()
    described: Description | None = None
    source: str = ""

    @property
    def passage(self) -> Passage:
        return Passage(0, 0, len(self.text), self.text, self.headings, "section 1")

    @property
    def hit(self) -> Hit:
        described = self.described or Description(self.title)
        document = Document(self.name, self.source or f"upload:{self.name}", described, self.name)
        return Hit(passage_id(self.name, 0), document, self.name, self.passage)

    @property
    def revision(self) -> Revision:
        return Revision(self.name, self.name, 1, "", self.title, self.text, AT)

    def stretch(self, score: float = 1.0, cosine: float = 0.5) -> Stretch:
        return Stretch(self.hit, score, cosine, self.text, 0, (self.passage,))

    def candidates(self) -> list[Candidate]:
        return candidates(self.stretch())


def pointing_apart(number: int) -> list[Vector]:
    """Give as many unit vectors that have nothing in common."""
    return list(np.eye(max(number, 1), dtype=np.float32))[:number]


def rated(found: Sequence[Candidate], ratings: Sequence[float]) -> list[Rated]:
    """Give candidates their ratings, best first; no two of them mean the same."""
    vectors = pointing_apart(len(found))
    made = [
        Rated(candidate, vector, rating, rating)
        for candidate, vector, rating in zip(found, vectors, ratings, strict=True)
    ]
    return sorted(made, key=lambda each: -each.rating)
