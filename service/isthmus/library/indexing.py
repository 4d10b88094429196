"""Keeps an index in step with the records, from which everything in it comes."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Lock
from typing import Final, Protocol

import numpy as np

from isthmus.errors import UnavailableError
from isthmus.library.ports import Embedded, Embedding, Vectors
from isthmus.library.run import Progress, silent
from isthmus.library.writing import BATCH
from isthmus_knowledge.index import Entry, Stand
from isthmus_knowledge.passages import Passage, indexed_text

REVISIONS_AT_ONCE: Final = 64
LOST_BEFORE_ANEW: Final = 0.1  # of the revisions that stand in an index


@dataclass(frozen=True)
class Indexable:
    """A passage with what an index needs of it."""

    id: str
    revision: str
    title: str
    passage: Passage
    vector: Vectors

    @property
    def text(self) -> str:
        return indexed_text(self.title, self.passage)


class Index(Protocol):
    def indexed(self) -> set[Stand]: ...

    def apply(self, added: Sequence[Entry], removed: Collection[Stand]) -> None: ...

    def clear(self) -> None: ...


class IndexRecords(Protocol):
    """What an index is derived from, within one transaction."""

    def version(self) -> int: ...

    def live(self) -> set[Stand]: ...

    def made_by_another(self, embedder: str) -> list[str]: ...

    def indexable(self, of_revisions: Sequence[str]) -> list[Indexable]: ...

    def replace_vectors(self, revision: str, embedded: Embedded) -> None: ...


@dataclass(frozen=True)
class Derived:
    """Opens transactions on what indexes are derived from."""

    changing: Callable[[], AbstractContextManager[IndexRecords]]
    reading: Callable[[], AbstractContextManager[IndexRecords]]


class IndexUpkeep:
    """Brings one index up to date; threads that ask at once wait for the one that does it."""

    def __init__(self, records: Derived, index: Index, embedding: Embedding) -> None:
        self._records = records
        self._index = index
        self._embedding = embedding
        self._version = -1
        self._lock = Lock()

    def bring_up_to_date(self, report: Callable[[Progress], None] = silent) -> None:
        """Apply what changed in the records; costs one small query where nothing did.

        Raises UnavailableError where stored vectors come from another embedding model.
        """
        with self._records.reading() as records:
            if records.version() == self._version:
                return
        with self._lock, self._records.reading() as records:
            self._apply_changes(records, report)

    def reindex(self, report: Callable[[Progress], None] = silent) -> int:
        """Build the index anew, with vectors of the present model; gives the passages indexed.

        The index is emptied first: were this interrupted later, nothing of the old model's
        would be left to mix with the new.
        """
        with self._lock:
            self._index.clear()
            self._version = -1
            self._embed_again(report)
            with self._records.reading() as records:
                return self._apply_changes(records, report)

    def in_step(self) -> bool:
        with self._records.reading() as records:
            return records.live() == self._index.indexed()

    def _apply_changes(self, records: IndexRecords, report: Callable[[Progress], None]) -> int:
        version = records.version()
        if version == self._version:
            return 0
        self._refuse_other_vectors(records)
        live = records.live()
        held = self._without(self._index.indexed(), live)
        indexed = 0
        missing = sorted(live - held, key=lambda stand: stand[1])
        for start in range(0, len(missing), REVISIONS_AT_ONCE):
            batch = missing[start : start + REVISIONS_AT_ONCE]
            entries = list(_entries(records, batch))
            self._index.apply(entries, [])
            indexed += len(entries)
            report(Progress(start + len(batch), len(missing), indexed, "indexing"))
        self._version = version
        return indexed

    def _without(self, held: set[Stand], live: set[Stand]) -> set[Stand]:
        """Take out what is not live any more, and give what stands in the index then.

        An index finds worse among the traces of what it lost, so one that lost much is emptied.
        """
        gone = held - live
        if len(gone) > LOST_BEFORE_ANEW * len(held):
            self._index.clear()
            return set()
        if gone:
            self._index.apply([], gone)
        return held - gone

    def _refuse_other_vectors(self, records: IndexRecords) -> None:
        others = records.made_by_another(self._embedding.fingerprint)
        if others:
            raise UnavailableError(
                f"{len(others)} documents were indexed with another embedding model. "
                "Run `isthmus reindex`, or set ISTHMUS_EMBEDDING_MODEL back."
            )

    def _embed_again(self, report: Callable[[Progress], None]) -> None:
        with self._records.reading() as records:
            others = records.made_by_another(self._embedding.fingerprint)
        embedded = 0
        for done, revision in enumerate(others, start=1):
            with self._records.reading() as records:
                texts = [each.text for each in records.indexable([revision])]
            vectors = self._embed(texts)
            with self._records.changing() as records:
                records.replace_vectors(revision, Embedded(self._embedding.fingerprint, vectors))
            embedded += len(texts)
            report(Progress(done, len(others), embedded, "embedding"))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        starts = range(0, len(texts), BATCH)
        return np.concatenate([self._embedding.embed(texts[at : at + BATCH]) for at in starts])


def _entries(records: IndexRecords, stands: Sequence[Stand]) -> Iterator[Entry]:
    audiences = {revision: audience for audience, revision in stands}
    for each in records.indexable(list(audiences)):
        audience = audiences[each.revision]
        yield Entry(each.id, each.revision, audience, each.text, each.vector)
