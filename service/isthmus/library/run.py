"""One run of indexing: items become revisions with passages and vectors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

import numpy as np

from isthmus.errors import InvalidError
from isthmus.library.ahead import ahead
from isthmus.library.descriptions import describe, said_by_file_itself, tightening
from isthmus.library.model import Description, Document, FailedFile, Revision, Said, revision_id
from isthmus.library.ports import Chunked, Embedded, Item, Known, Library, Readers, Vectors
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.passages import indexed_text

BATCH: Final = 256  # passages embedded together, so that small files fill a batch


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Progress:
    """How far a run is: items done of all, passages embedded, and what is being worked on."""

    done: int
    total: int
    passages: int
    phase: str


@dataclass(frozen=True)
class IngestSummary:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    failed: tuple[FailedFile, ...] = ()


@dataclass(frozen=True)
class _Read:
    """An item whose bytes were read; ``loaded`` is None where they are those of the revision."""

    item: Item
    known: Known | None
    content_hash: str = ""
    loaded: LoadedDocument | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Fresh:
    """An item laid out, waiting for its vectors; ``description`` is the one it is indexed under."""

    item: Item
    known: Known | None
    content_hash: str
    said_by_file: Mapping[str, object]
    said: Said
    description: Description
    chunked: Chunked


def silent(_: Progress) -> None: ...


class Run:
    """One run over some items; each document is written whole, in a transaction of its own."""

    def __init__(
        self,
        library: Library,
        readers: Readers,
        clock: Callable[[], datetime],
        report: Callable[[Progress], None] = silent,
    ) -> None:
        self._library = library
        self._readers = readers
        self._clock = clock
        self._report = report
        self._outcomes: list[Outcome] = []
        self._failed: list[FailedFile] = []
        self._failed_before: set[str] = set()
        self._waiting: list[_Fresh] = []
        self._passages = 0
        self._total = 0

    def over(self, items: Sequence[Item]) -> IngestSummary:
        self._total = len(items)
        with self._library.reading() as records:
            known = {item.source: records.known(item.source) for item in items}
            self._failed_before = {failed.source for failed in records.failures()}
        for read in ahead(lambda item: self._read(item, known[item.source]), items):
            self._settle(read)
            if sum(len(fresh.chunked.passages) for fresh in self._waiting) >= BATCH:
                self._write_waiting()
        self._write_waiting()
        return self._summary()

    def _read(self, item: Item, known: Known | None) -> _Read:
        """Work ahead of the embedding, in another thread, without touching the records."""
        if known and known.document.retired_by and not item.revives:
            return _Read(item, known, known.content_hash)
        try:
            content = item.read()
            content_hash = sha256(content).hexdigest()
            if known and known.content_hash == content_hash:
                return _Read(item, known, content_hash)
            loaded = (item.load or self._readers.load)(content, item.name)
        except (UnreadableError, InvalidError) as error:
            return _Read(item, known, reason=str(error))
        except OSError as error:
            return _Read(item, known, reason=f"It cannot be read: {error.strerror}.")
        return _Read(item, known, content_hash, loaded)

    def _settle(self, read: _Read) -> None:
        self._tell(read.item.name)
        if read.reason:
            self._fail(read.item, read.reason)
            return
        try:
            self._describe(read)
        except InvalidError as error:
            self._fail(read.item, str(error))

    def _describe(self, read: _Read) -> None:
        item, known = read.item, read.known
        said_by_file = _said_by(read)
        before = known.document.description if known else None
        own = said_by_file_itself(said_by_file)
        said = item.said(tightening(own, vars(before)) if before else own)
        description = describe(before, said, self._clock())
        if description.lacks_attestation:
            raise InvalidError(
                f"Its licence class is {description.licence}: name who answers for indexing it, "
                "with --attest or `attested_by` in its sidecar."
            )
        if read.loaded is None:
            self._redescribe(read, said)
            return
        titled = replace(read.loaded, title=description.title)
        chunked = self._readers.chunk(titled, self._readers.embedding().count_tokens)
        if not chunked.passages:
            raise InvalidError("There is no text in it.")
        self._waiting.append(
            _Fresh(item, known, read.content_hash, said_by_file, said, description, chunked)
        )

    def _redescribe(self, read: _Read, said: Said) -> None:
        known = read.known
        if known is None:
            raise ValueError(f"{read.item.source} is unchanged, yet not recorded")
        document = self._with(known.document, read.item, said)
        if document != known.document:
            with self._library.changing() as records:
                records.lock()
                latest = records.known(read.item.source) or known
                records.save(self._with(latest.document, read.item, said))
        self._succeed(read.item, _outcome(known, document))

    def _with(self, document: Document, item: Item, said: Said) -> Document:
        """Give the document after this was said; one that a person retired stays so unless named.

        Takes the document as it is when it is written: who may read it may have been narrowed, or
        it may have been retired, since this run began.
        """
        described = replace(
            document, description=describe(document.description, said, self._clock())
        )
        if document.retired_by and not item.revives:
            return described
        return replace(described, retired_at=None, retired_by=None)

    def _write_waiting(self) -> None:
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

    def _embed(self, texts: Sequence[str], phase: str) -> Iterator[Vectors]:
        embedding = self._readers.embedding()
        for start in range(0, len(texts), BATCH):
            yield embedding.embed(texts[start : start + BATCH])
            self._passages += len(texts[start : start + BATCH])
            self._tell(phase)

    def _write(self, fresh: _Fresh, vectors: Vectors) -> None:
        embedded = Embedded(self._readers.embedding().fingerprint, vectors)
        with self._library.changing() as records:
            records.lock()
            known = records.known(fresh.item.source)
            if known and known.content_hash == fresh.content_hash:  # another run was faster
                records.save(self._with(known.document, fresh.item, fresh.said))
            else:
                revision = _revision(fresh, known, self._clock())
                records.add_revision(self._revised(fresh, known, revision.id), revision, embedded)
            records.clear_failures([fresh.item.source])
        returned = fresh.known is None or fresh.known.document.retired_at
        self._outcomes.append(Outcome.ADDED if returned else Outcome.UPDATED)
        self._tell(fresh.item.name)

    def _revised(self, fresh: _Fresh, known: Known | None, revision: str) -> Document:
        item = fresh.item
        if known is None:
            return Document(item.id, item.source, fresh.description, revision)
        return self._with(replace(known.document, revision=revision), item, fresh.said)

    def _succeed(self, item: Item, outcome: Outcome) -> None:
        if item.source in self._failed_before:
            with self._library.changing() as records:
                records.clear_failures([item.source])
        self._outcomes.append(outcome)

    def _fail(self, item: Item, reason: str) -> None:
        failed = FailedFile(item.source, reason, self._clock())
        with self._library.changing() as records:
            records.fail(failed)
        self._failed.append(failed)

    def _tell(self, phase: str) -> None:
        done = len(self._outcomes) + len(self._failed)
        self._report(Progress(done, self._total, self._passages, phase))

    def _summary(self) -> IngestSummary:
        return IngestSummary(
            added=self._outcomes.count(Outcome.ADDED),
            updated=self._outcomes.count(Outcome.UPDATED),
            unchanged=self._outcomes.count(Outcome.UNCHANGED),
            failed=tuple(self._failed),
        )


def _said_by(read: _Read) -> Mapping[str, object]:
    if read.loaded is not None:
        return {"title": read.loaded.title} | dict(read.loaded.metadata)
    return read.known.said_by_file if read.known else {}


def _outcome(known: Known, document: Document) -> Outcome:
    if document == known.document:
        return Outcome.UNCHANGED
    return Outcome.ADDED if known.document.retired_at else Outcome.UPDATED


def _revision(fresh: _Fresh, known: Known | None, at: datetime) -> Revision:
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
