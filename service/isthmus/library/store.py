"""SQL of the library: what indexing writes, and what indexes are derived from.

Nothing here asks who reads; `reading.py` does.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from isthmus.library.addresses import INSIDE, around
from isthmus.library.indexing import Indexable
from isthmus.library.model import (
    Document,
    FailedFile,
    Revision,
    passage_id,
)
from isthmus.library.ports import Embedded, Known, Validators, Vectors
from isthmus.library.tables import (
    document_of,
    document_row,
    documents,
    failure_of,
    failures,
    fetched,
    library_state,
    passage_of,
    passages,
    revisions,
    stored,
    vector_of,
)
from isthmus_knowledge.index import Stand


class LibraryStore:
    """The library within one transaction; each change of what is live raises its version."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- what is there

    def known(self, source: str) -> Known | None:
        found = self._connection.execute(_KNOWN.where(documents.c.source == source)).one_or_none()
        return _known_of(found) if found else None

    def known_below(self, prefix: str) -> dict[str, Known]:
        """Give everything whose source starts so, retired or not."""
        found = self._connection.execute(
            _KNOWN.where(documents.c.source.startswith(prefix, autoescape=True))
        )
        known = map(_known_of, found)
        return {each.document.source: each for each in known if _below(each, prefix)}

    def holding(self) -> set[str]:
        """Give the sources of archives and e-mails that documents or failures lie in."""
        found: set[str] = set()
        for table in (documents, failures):
            inside = select(table.c.source).where(table.c.source.contains(INSIDE))
            found.update(map(around, self._connection.scalars(inside)))
        return found

    def validators(self, source: str) -> Validators:
        found = self._connection.execute(
            select(fetched).where(fetched.c.source == source)
        ).one_or_none()
        return Validators(found.etag, found.last_modified) if found else Validators()

    def failures(self, prefix: str = "") -> list[FailedFile]:
        found = self._connection.execute(select(failures).order_by(failures.c.source))
        return [failure_of(row) for row in found if row.source.startswith(prefix)]

    def shipped_digest(self) -> str:
        found = self._connection.scalar(select(library_state.c.shipped_digest))
        return found or ""

    # --- changes

    def lock(self) -> None:
        """Wait for other writers of the library, so that what is read now stays true."""
        self._bump()

    def add_revision(self, document: Document, revision: Revision, embedded: Embedded) -> None:
        """Write a new revision with its passages and vectors, and make it the current one."""
        self._write_document(document)
        self._connection.execute(
            insert(revisions).values(
                id=revision.id,
                document=revision.document,
                number=revision.number,
                content_hash=revision.content_hash,
                title=revision.title,
                text=revision.text,
                added_at=revision.added_at,
                metadata=dict(revision.metadata),
                embedder=embedded.embedder,
            )
        )
        rows = _passage_rows(revision, embedded.vectors)
        if rows:
            self._connection.execute(insert(passages), rows)
        self._bump()

    def save(self, document: Document) -> None:
        self._write_document(document)
        self._bump()

    def fail(self, failed: FailedFile) -> None:
        self.clear_failures([failed.source])
        self._connection.execute(
            insert(failures).values(source=failed.source, reason=failed.reason, at=failed.at)
        )

    def clear_failures(self, sources: Iterable[str]) -> None:
        for source in sources:
            self._connection.execute(delete(failures).where(failures.c.source == source))

    def set_shipped_digest(self, digest: str) -> None:
        self._connection.execute(update(library_state).values(shipped_digest=digest))

    def set_validators(self, source: str, validators: Validators) -> None:
        """Keep what to ask a server with; nothing, where it is to be fetched anew."""
        self._connection.execute(delete(fetched).where(fetched.c.source == source))
        if validators:
            self._connection.execute(insert(fetched).values(source=source, **vars(validators)))

    def replace_vectors(self, revision: str, embedded: Embedded) -> None:
        """Store another embedding model's vectors, in the order of the passages."""
        rows = [
            {"of": passage_id(revision, ordinal), "new": stored(vector)}
            for ordinal, vector in enumerate(embedded.vectors)
        ]
        change = update(passages).where(passages.c.id == bindparam("of"))
        if rows:
            self._connection.execute(change.values(vector=bindparam("new")), rows)
        of_revision = revisions.c.id == revision
        self._connection.execute(
            update(revisions).where(of_revision).values(embedder=embedded.embedder)
        )
        self._bump()

    def _write_document(self, document: Document) -> None:
        row = document_row(document)
        changed = self._connection.execute(
            update(documents)
            .where(documents.c.id == document.id, documents.c.source == document.source)
            .values(row)
        )
        if not changed.rowcount:
            self._connection.execute(insert(documents).values(row))

    def _bump(self) -> None:
        self._connection.execute(
            update(library_state).values(library_version=library_state.c.library_version + 1)
        )

    # --- for indexes

    def version(self) -> int:
        """Give a number that grows with each change of the library."""
        found = self._connection.scalar(select(library_state.c.library_version))
        return found or 0

    def live(self) -> set[Stand]:
        """Give everything that may be found, and by whom."""
        found = self._connection.execute(
            select(documents.c.readers, documents.c.revision).where(
                documents.c.retired_at.is_(None)
            )
        )
        return {(row.readers, row.revision) for row in found}

    def made_by_another(self, embedder: str) -> list[str]:
        """Give the live revisions whose vectors come from another embedding model."""
        found = self._connection.scalars(
            select(revisions.c.id)
            .join(documents, documents.c.revision == revisions.c.id)
            .where(documents.c.retired_at.is_(None), revisions.c.embedder != embedder)
            .order_by(revisions.c.id)
        )
        return list(found)

    def indexable(self, of_revisions: Sequence[str]) -> list[Indexable]:
        """Give the passages of these revisions, each with its title and vector, in order."""
        found = self._connection.execute(
            select(passages, revisions.c.title)
            .join(revisions, revisions.c.id == passages.c.revision)
            .where(passages.c.revision.in_(of_revisions))
            .order_by(passages.c.revision, passages.c.ordinal)
        )
        return [
            Indexable(row.id, row.revision, row.title, passage_of(row), vector_of(row.vector))
            for row in found
        ]


_KNOWN: Final = select(
    documents,
    revisions.c.number,
    revisions.c.content_hash,
    revisions.c.metadata.label("said_by_file"),
).join(revisions, documents.c.revision == revisions.c.id)


def _known_of(row: Any) -> Known:  # noqa: ANN401 - a row of `_KNOWN`
    said_by_file: Mapping[str, object] = row.said_by_file
    return Known(document_of(row), row.number, row.content_hash, said_by_file)


def _below(known: Known, prefix: str) -> bool:
    return known.document.source.startswith(prefix)  # LIKE ignores case on SQLite


def _passage_rows(revision: Revision, vectors: Vectors) -> list[dict[str, Any]]:
    return [
        {
            "id": passage_id(revision.id, passage.ordinal),
            "revision": revision.id,
            "ordinal": passage.ordinal,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "headings": list(passage.headings),
            "locator": passage.locator,
            "vector": stored(vector),
        }
        for passage, vector in zip(revision.passages, vectors, strict=True)
    ]
