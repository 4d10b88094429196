"""A small library in memory for benchmarks: the product's parts without its database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from isthmus.library.model import Description, Document, Hit, Revision, passage_id
from isthmus_knowledge.chunking import chunk
from isthmus_knowledge.documents import Block, LoadedDocument
from isthmus_knowledge.embedding import Embedder
from isthmus_knowledge.hybrid import PassageIndex, in_memory
from isthmus_knowledge.index import Entry, Vector
from isthmus_knowledge.passages import Passage, indexed_text

AUDIENCE = "everyone"


@dataclass
class Shelf:
    """Documents that everyone may read, each with one revision of the same id."""

    index: PassageIndex = field(default_factory=in_memory)
    revisions: dict[str, Revision] = field(default_factory=dict)
    by_passage: dict[str, Hit] = field(default_factory=dict)

    @classmethod
    def filled(cls, texts: Mapping[str, tuple[str, str]], embedder: Embedder) -> "Shelf":
        """Shelve texts: id to (title, text)."""
        shelf = cls()
        found: list[tuple[Hit, str]] = []
        for document, (title, text) in texts.items():
            loaded = LoadedDocument(title, (Block(text.strip()),))
            chunked = chunk(loaded, embedder.count_tokens)
            shelf.revisions[document] = Revision(
                document,
                document,
                1,
                "",
                title,
                chunked.text,
                datetime.now(UTC),
                {},
                chunked.passages,
            )
            described = Document(document, f"upload:{document}", Description(title), document)
            found += [
                (
                    Hit(passage_id(document, each.ordinal), described, document, each),
                    indexed_text(title, each),
                )
                for each in chunked.passages
            ]
        shelf.by_passage = {hit.id: hit for hit, _ in found}
        if found:
            vectors = embedder.embed([words for _, words in found])
            shelf.index.apply(
                [
                    Entry(hit.id, hit.revision, AUDIENCE, words, vector)
                    for (hit, words), vector in zip(found, vectors, strict=True)
                ],
                [],
            )
        return shelf

    def audience_keys(self) -> list[str]:
        return [AUDIENCE] if self.by_passage else []

    def hits(self, passage_ids: Sequence[str]) -> list[Hit]:
        return [self.by_passage[each] for each in passage_ids]

    def passage(self, passage: str) -> Hit:
        return self.by_passage[passage]

    def around(self, hit: Hit, reach: int) -> list[Passage]:
        passages = self.revisions[hit.revision].passages
        return [each for each in passages if abs(each.ordinal - hit.passage.ordinal) <= reach]

    def stretch(self, hit: Hit, start: int, end: int) -> str:
        return self.revisions[hit.revision].text[start:end]

    def revision(self, revision: str) -> Revision:
        return self.revisions[revision]

    def passages(self, document: str) -> list[Hit]:
        return [hit for hit in self.by_passage.values() if hit.document.id == document]

    def superseded(self, _named: Callable[[str], bool]) -> list[tuple[Hit, Vector]]:
        """Nothing here was ever replaced."""
        return []
