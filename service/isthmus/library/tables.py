"""The library's tables, and rows as plain things."""

from dataclasses import asdict
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from isthmus.library.model import (
    Collection,
    Description,
    Document,
    FailedFile,
    Hit,
    LicenceClass,
    Revision,
    audience_key,
)
from isthmus.library.ports import Vectors
from isthmus.storage import METADATA, Instant
from isthmus_knowledge.passages import Passage

_OF_THE_DOCUMENT: Final = ("id", "source", "revision", "retired_at", "retired_by")
_STORED_FLOAT: Final = np.dtype("<f4")

documents: Final = Table(
    "documents",
    METADATA,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False, unique=True),
    Column("revision", String, nullable=False),
    Column("retired_at", Instant),
    Column("retired_by", String),
    Column("title", String, nullable=False),
    Column("collection", String, nullable=False),
    Column("readers", String, nullable=False),
    Column("licence", String, nullable=False),
    Column("attested_by", String),
    Column("attested_at", Instant),
    Column("attestation", Text),
    Column("owner", String),
    Column("edition", String),
    Column("effective", Date),
    Column("review", Date),
    Column("step", String),
    Column("paraphrase_of", String),
)

revisions: Final = Table(
    "revisions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("embedder", String, nullable=False),  # the fingerprint its vectors were made with
    UniqueConstraint("document", "number"),
)

passages: Final = Table(
    "passages",
    METADATA,
    Column("id", String, primary_key=True),
    Column("revision", ForeignKey("revisions.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),  # revision.text[start:end], at hand without the revision
    Column("headings", JSON, nullable=False),
    Column("locator", String, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian, unit length
)

failures: Final = Table(
    "failures",
    METADATA,
    Column("source", String, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

fetched: Final = Table(
    "fetched",
    METADATA,
    Column("source", String, primary_key=True),
    Column("etag", String, nullable=False),
    Column("last_modified", String, nullable=False),
)

library_state: Final = Table(
    "library_state",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("library_version", Integer, nullable=False),
    Column("shipped_digest", String, nullable=False),
)

PASSAGE_COLUMNS: Final = tuple(
    passages.c[name] for name in ("ordinal", "start", "end", "text", "headings", "locator")
)
HIT_COLUMNS: Final = (
    passages.c.id.label("passage_id"),
    passages.c.revision.label("passage_revision"),
    *PASSAGE_COLUMNS,
    *(column.label(f"document_{column.name}") for column in documents.c),
)


def document_row(document: Document) -> dict[str, Any]:
    described = asdict(document.description)
    described["readers"] = audience_key(document.description.readers)
    return described | {
        "id": document.id,
        "source": document.source,
        "revision": document.revision,
        "retired_at": document.retired_at,
        "retired_by": document.retired_by,
    }


def document_of(row: Row[Any], prefix: str = "") -> Document:
    values = {column.name: getattr(row, prefix + column.name) for column in documents.c}
    own = {name: values.pop(name) for name in _OF_THE_DOCUMENT}
    values["readers"] = frozenset(values["readers"].split(","))
    values["collection"] = Collection(values["collection"])
    values["licence"] = LicenceClass(values["licence"])
    return Document(**own, description=Description(**values))


def revision_of(row: Row[Any]) -> Revision:
    return Revision(
        id=row.id,
        document=row.document,
        number=row.number,
        content_hash=row.content_hash,
        title=row.title,
        text=row.text,
        added_at=row.added_at,
        metadata=row.metadata,
    )


def passage_of(row: Row[Any]) -> Passage:
    return Passage(row.ordinal, row.start, row.end, row.text, tuple(row.headings), row.locator)


def hit_of(row: Row[Any]) -> Hit:
    document = document_of(row, "document_")
    return Hit(row.passage_id, document, row.passage_revision, passage_of(row))


def stored(vector: Vectors) -> bytes:
    return np.ascontiguousarray(vector, dtype=_STORED_FLOAT).tobytes()


def vector_of(kept: bytes) -> Vectors:
    return np.frombuffer(kept, dtype=_STORED_FLOAT).astype(np.float32)


def failure_of(row: Row[Any]) -> FailedFile:
    return FailedFile(row.source, row.reason, row.at)
