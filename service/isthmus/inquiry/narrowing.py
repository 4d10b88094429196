"""Answers from some collections of the library alone, as a place where people talk asks for it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.answers.drafting import Drafting, Finding, Readable
from isthmus.answers.evidence import Ranked
from isthmus.answers.model import Outcome
from isthmus.answers.service import Answering, still_stands
from isthmus.errors import NotFoundError
from isthmus.library.model import Hit, Revision
from isthmus.people import Person
from isthmus_knowledge.index import Vector
from isthmus_knowledge.passages import Passage

_SEARCHED: Final = 200  # passages: what is near but stands elsewhere must not crowd the rest out
_USED: Final = 60


def within(answering: Answering, collections: Collection[str]) -> Answering:
    """Give answering that knows nothing but these collections."""
    return replace(
        answering,
        drafting=Drafting(Wider(answering.drafting.finding)),
        library=lambda audience: Shelf(answering.library(audience), frozenset(collections)),
    )


def standing(library: Readable, passages: Iterable[str]) -> frozenset[str]:
    """Give those passages that may be read, of documents that were not retired."""
    return frozenset(each for each in passages if _stands(library, each))


def may_see(library: Readable, by: Person, outcome: Outcome) -> bool:
    return by.unrestricted or still_stands(outcome, library)


def _stands(library: Readable, passage: str) -> bool:
    try:
        return library.passage(passage).document.retired_at is None
    except NotFoundError:
        return False


@dataclass(frozen=True)
class Wider:
    """Looks further, since only some of what it finds is used."""

    finding: Finding

    def find(
        self, question: str, vector: Vector, readable: Collection[str], top: int
    ) -> Sequence[Ranked]:
        return self.finding.find(question, vector, readable, max(top, _SEARCHED))

    def rarity(self, question: str) -> dict[str, float]:
        return self.finding.rarity(question)

    def is_word(self, word: str) -> bool:
        return self.finding.is_word(word)

    def embed(self, texts: Sequence[str]) -> Vector:
        return self.finding.embed(texts)


@dataclass(frozen=True)
class Shelf:
    """The library as an audience may read it, with the documents of some collections alone."""

    library: Readable
    collections: frozenset[str]

    def audience_keys(self) -> list[str]:
        return self.library.audience_keys()

    def hits(self, passage_ids: Sequence[str]) -> list[Hit]:
        return self._here(self.library.hits(passage_ids))[:_USED]

    def passage(self, passage: str) -> Hit:
        hit = self.library.passage(passage)
        if not self._here([hit]):
            raise NotFoundError(f"The passage {passage} is in none of the collections used here.")
        return hit

    def passages(self, document: str) -> list[Hit]:
        found = self.library.passages(document)
        here = self._here(found)
        if found and not here:
            raise NotFoundError(f"The document {document} is in none of the collections used here.")
        return here

    def superseded(self, named: Callable[[str], bool]) -> list[tuple[Hit, Vector]]:
        found = self.library.superseded(named)
        return [(hit, vector) for hit, vector in found if self._here([hit])]

    def revision(self, revision: str) -> Revision:
        return self.library.revision(revision)

    def around(self, hit: Hit, reach: int) -> list[Passage]:
        return self.library.around(hit, reach)

    def stretch(self, hit: Hit, start: int, end: int) -> str:
        return self.library.stretch(hit, start, end)

    def _here(self, hits: Iterable[Hit]) -> list[Hit]:
        return [e for e in hits if e.document.description.collection in self.collections]
