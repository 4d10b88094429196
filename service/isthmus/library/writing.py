"""Writes what was laid out: many passages are embedded together, each document is kept whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from isthmus.library.descriptions import describe
from isthmus.library.model import Description, Document, Revision, Said, revision_id
from isthmus.library.ports import Chunked, Embedded, Item, Known, Library, Readers, Vectors
from isthmus_knowledge.passages import indexed_text

BATCH: Final = 256  # passages embedded together, so that small files fill a batch


@dataclass(frozen=True)
class Fresh:
    """An item laid out, waiting for its vectors; ``description`` is the one it is indexed under."""

    item: Item
    known: Known | None
    content_hash: str
    said_by_file: Mapping[str, object]
    said: Said
    description: Description
    chunked: Chunked


class Writing:
    """What waits for its vectors; each document is written in a transaction of its own."""

    def __init__(
        self,
        library: Library,
        readers: Readers,
        clock: Callable[[], datetime],
        embedded: Callable[[int, str], None],
    ) -> None:
        self._library = library
        self._readers = readers
        self._clock = clock
        self._embedded = embedded
        self._waiting: list[Fresh] = []

    @property
    def is_full(self) -> bool:
        return sum(len(fresh.chunked.passages) for fresh in self._waiting) >= BATCH

    def add(self, fresh: Fresh) -> None:
        self._waiting.append(fresh)

    def flush(self) -> Iterator[Fresh]:
        """Write all that waits; yields each document when it is kept."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        texts = [
            indexed_text(fresh.description.title, passage)
            for fresh in waiting
            for passage in fresh.chunked.passages
        ]
        vectors = np.concatenate(list(self._embed(texts, waiting[-1].item.name)))
        start = 0
        for fresh in waiting:
            end = start + len(fresh.chunked.passages)
            self._write(fresh, vectors[start:end])
            start = end
            yield fresh

    def _embed(self, texts: Sequence[str], phase: str) -> Iterator[Vectors]:
        embedding = self._readers.embedding()
        for start in range(0, len(texts), BATCH):
            yield embedding.embed(texts[start : start + BATCH])
            self._embedded(len(texts[start : start + BATCH]), phase)

    def _write(self, fresh: Fresh, vectors: Vectors) -> None:
        embedded = Embedded(self._readers.embedding().fingerprint, vectors)
        now = self._clock()
        with self._library.changing() as records:
            records.lock()
            known = records.known(fresh.item.source)
            if known and known.content_hash == fresh.content_hash:  # another run was faster
                records.save(redescribed(known.document, fresh.item, fresh.said, now))
            else:
                revision = _revision(fresh, known, now)
                document = _revised(fresh, known, revision.id, now)
                records.add_revision(document, revision, embedded)
            records.clear_failures([fresh.item.source])


def redescribed(document: Document, item: Item, said: Said, now: datetime) -> Document:
    """Give the document after this was said; one that a person retired stays so unless named.

    Takes the document as it is when it is written: who may read it may have been narrowed, or
    it may have been retired, since the run began.
    """
    described = replace(document, description=describe(document.description, said, now))
    if document.retired_by and not item.revives:
        return described
    return replace(described, retired_at=None, retired_by=None)


def _revised(fresh: Fresh, known: Known | None, revision: str, now: datetime) -> Document:
    item = fresh.item
    if known is None:
        return Document(item.id, item.source, fresh.description, revision)
    return redescribed(replace(known.document, revision=revision), item, fresh.said, now)


def _revision(fresh: Fresh, known: Known | None, at: datetime) -> Revision:
    document = known.document.id if known else fresh.item.id
    number = known.number + 1 if known else 1
    return Revision(
        id=revision_id(document, number, fresh.content_hash),
        document=document,
        number=number,
        content_hash=fresh.content_hash,
        title=fresh.description.title,
        text=fresh.chunked.text,
        added_at=at,
        metadata=fresh.said_by_file,
        passages=fresh.chunked.passages,
    )
