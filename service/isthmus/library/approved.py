"""What was approved, as a document: charts and role definitions, of which answers cite a version.

It is embedded before the transaction that approves it and written within it: a version and its
document are there together or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final, Protocol

from isthmus.library.model import (
    Collection,
    Description,
    Document,
    LicenceClass,
    Revision,
    document_id,
    revision_id,
)
from isthmus.library.ports import Chunked, Embedded, Known, Readers
from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.passages import indexed_text

CHART: Final = "chart:"
ROLE: Final = "role:"
_SOURCES: Final = (CHART, ROLE)


class Records(Protocol):
    """The library within one transaction."""

    def lock(self) -> None: ...

    def known(self, source: str) -> Known | None: ...

    def add_revision(self, document: Document, revision: Revision, embedded: Embedded) -> None: ...

    def save(self, document: Document) -> None: ...


@dataclass(frozen=True)
class Approved:
    """A version that is about to be approved: what it says, and what is said of it.

    ``source`` is the kind with the id of what is approved; ``metadata`` is kept with the revision.
    """

    source: str
    text: LoadedDocument
    number: int
    at: datetime
    owner: str
    metadata: Mapping[str, object]
    review: date | None = None
    step: str | None = None


@dataclass(frozen=True)
class Prepared:
    """A version laid out and embedded, to be written when it is approved."""

    approved: Approved
    chunked: Chunked
    embedded: Embedded


def was_approved(document: Document) -> bool:
    """Tell whether a document is made of what was approved here."""
    return document.source.startswith(_SOURCES)


def prepare(approved: Approved, readers: Readers) -> Prepared:
    """Lay out and embed what the library is to say of a version; takes no transaction."""
    embedding = readers.embedding()
    chunked = readers.chunk(approved.text, embedding.count_tokens)
    texts = [indexed_text(approved.text.title, passage) for passage in chunked.passages]
    return Prepared(approved, chunked, Embedded(embedding.fingerprint, embedding.embed(texts)))


def publish(records: Records, prepared: Prepared, readers: frozenset[str]) -> Document:
    """Make a version the document's new revision, which supersedes the one before.

    ``readers`` may read the document, unless a lead said something else of it.
    """
    approved, title = prepared.approved, prepared.approved.text.title
    records.lock()
    known = records.known(approved.source)
    before = known.document if known else _new(approved, readers)
    number = known.number + 1 if known else 1
    content_hash = sha256(prepared.chunked.text.encode("utf-8", "replace")).hexdigest()
    revision = Revision(
        id=revision_id(before.id, number, content_hash),
        document=before.id,
        number=number,
        content_hash=content_hash,
        title=title,
        text=prepared.chunked.text,
        added_at=approved.at,
        metadata={"title": title, **approved.metadata, "version": approved.number},
        passages=prepared.chunked.passages,
    )
    document = replace(
        before,
        description=_described(before.description, approved),
        revision=revision.id,
        retired_at=None,
        retired_by=None,
    )
    records.add_revision(document, revision, prepared.embedded)
    return document


def let_read(records: Records, source: str, readers: frozenset[str]) -> None:
    """Let these groups read what was approved, where it has a document."""
    known = records.known(source)
    if known:
        said = replace(known.document.description, readers=readers)
        records.save(replace(known.document, description=said))


def _new(approved: Approved, readers: frozenset[str]) -> Document:
    title = approved.text.title
    said = Description(title, Collection.RECORDS, readers, LicenceClass.UNKNOWN)
    return Document(document_id(title, approved.source), approved.source, said, revision="")


def _described(before: Description, approved: Approved) -> Description:
    day = approved.at.date()
    return replace(
        before,
        title=approved.text.title,
        owner=approved.owner,
        edition=f"version {approved.number}, approved {day}",
        effective=day,
        review=approved.review,
        step=approved.step,
    )
