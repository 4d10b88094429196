"""What somebody may read of the library; everything is checked against the records."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, func, select

from isthmus.errors import NotFoundError
from isthmus.library.model import Document, FailedFile, Hit, Revision
from isthmus.library.ports import Vectors
from isthmus.library.tables import (
    HIT_COLUMNS,
    PASSAGE_COLUMNS,
    document_of,
    documents,
    failure_of,
    failures,
    hit_of,
    passage_of,
    passages,
    revision_of,
    revisions,
    vector_of,
)
from isthmus.people import Audience
from isthmus_knowledge.passages import Passage

_HITS: Final = select(*HIT_COLUMNS).join(revisions, revisions.c.id == passages.c.revision)
_OPENING: Final = 400  # characters, where a document names its edition
_MOST_SUPERSEDED: Final = 5_000  # passages


class LibraryReading:
    """The library as an audience sees it, within one transaction."""

    def __init__(self, connection: Connection, audience: Audience) -> None:
        self._connection = connection
        self._audience = audience

    def hits(self, passage_ids: Sequence[str]) -> list[Hit]:
        """Give those passages that may be used in an answer, in the order asked for.

        Only passages of a current revision, of a document that is not retired and that the whole
        audience may read.
        """
        current = and_(
            documents.c.revision == passages.c.revision, documents.c.retired_at.is_(None)
        )
        found = {hit.id: hit for hit in self._hits(_HITS.join(documents, current), passage_ids)}
        return [found[each] for each in dict.fromkeys(passage_ids) if each in found]

    def passage(self, passage: str) -> Hit:
        """Give a passage of any revision, for somebody who follows an older citation."""
        found = self._hits(_HITS.join(documents, documents.c.id == revisions.c.document), [passage])
        if not found:
            raise NotFoundError(f"There is no passage {passage}, or you may not read it.")
        return found[0]

    def audience_keys(self) -> list[str]:
        """Give the sets of reader groups, as indexes spell them, that this audience may read."""
        live = select(documents.c.readers).where(documents.c.retired_at.is_(None)).distinct()
        keys = self._connection.scalars(live.order_by(documents.c.readers))
        return [key for key in keys if self._may_read(key)]

    def documents(self, *, retired: bool = False) -> list[Document]:
        """Give the live documents, or the retired ones."""
        state = documents.c.retired_at.is_not(None) if retired else documents.c.retired_at.is_(None)
        found = self._connection.execute(
            select(documents)
            .where(state)
            .order_by(documents.c.collection, documents.c.title, documents.c.id)
        )
        return [document_of(row) for row in found if self._may_read(row.readers)]

    def document(self, document: str) -> Document:
        """Give one document, retired or not; raises NotFoundError where it may not be read."""
        found = self._connection.execute(
            select(documents).where(documents.c.id == document)
        ).one_or_none()
        if found is None or not self._may_read(found.readers):
            raise NotFoundError(
                f"There is no document {document}, or you may not read it. "
                "`isthmus documents list` shows those there are."
            )
        return document_of(found)

    def revisions(self, document: str) -> list[Revision]:
        """Give a document's revisions, newest first."""
        known = self.document(document)
        found = self._connection.execute(
            select(revisions)
            .where(revisions.c.document == known.id)
            .order_by(revisions.c.number.desc())
        )
        return [revision_of(row) for row in found]

    def revision(self, revision: str) -> Revision:
        found = self._connection.execute(
            select(revisions).where(revisions.c.id == revision)
        ).one_or_none()
        if found is None:
            raise NotFoundError(f"There is no revision {revision}, or you may not read it.")
        self.document(found.document)
        return revision_of(found)

    def passages(self, document: str, revision: str | None = None) -> list[Hit]:
        """Give the passages of a revision in reading order; of the current one by default."""
        known = self.document(document)
        of_revision = and_(
            documents.c.id == revisions.c.document,
            documents.c.id == known.id,
            revisions.c.id == (revision or known.revision),
        )
        found = self._connection.execute(
            _HITS.join(documents, of_revision).order_by(passages.c.ordinal)
        )
        return [hit_of(row) for row in found]

    def around(self, hit: Hit, reach: int) -> list[Passage]:
        """Give the passages of a hit's revision at most ``reach`` before or after it, in order."""
        found = self._connection.execute(
            select(*PASSAGE_COLUMNS)
            .where(
                passages.c.revision == hit.revision,
                passages.c.ordinal.between(
                    hit.passage.ordinal - reach, hit.passage.ordinal + reach
                ),
            )
            .order_by(passages.c.ordinal)
        )
        return [passage_of(row) for row in found]

    def stretch(self, hit: Hit, start: int, end: int) -> str:
        """Give ``text[start:end]`` of a hit's revision without reading the rest of it."""
        text = func.substr(revisions.c.text, start + 1, end - start)
        wanted = select(text).where(revisions.c.id == hit.revision)
        return str(self._connection.scalars(wanted).one())

    def superseded(self, named: Callable[[str], bool]) -> list[tuple[Hit, Vectors]]:
        """Give the passages of revisions that no longer hold, with their vectors.

        ``named`` tells from what a revision says of itself (its number, title, metadata and first
        lines) whether it is one of those asked for.
        """
        told = func.substr(revisions.c.text, 1, _OPENING)
        older = and_(documents.c.id == revisions.c.document, documents.c.revision != revisions.c.id)
        found = self._connection.execute(
            select(revisions, told.label("opening"), documents.c.readers)
            .join(documents, older)
            .where(documents.c.retired_at.is_(None))
        )
        wanted = [row.id for row in found if self._may_read(row.readers) and named(_told_by(row))]
        held = and_(documents.c.id == revisions.c.document, revisions.c.id.in_(wanted))
        rows = self._connection.execute(
            _HITS.add_columns(passages.c.vector).join(documents, held).limit(_MOST_SUPERSEDED)
        )
        return [(hit_of(row), vector_of(row.vector)) for row in rows]

    def passage_counts(self) -> dict[str, int]:
        """Give the number of passages of each live document, by document id."""
        found = self._connection.execute(
            select(documents.c.id, documents.c.readers, func.count())
            .join(passages, passages.c.revision == documents.c.revision)
            .where(documents.c.retired_at.is_(None))
            .group_by(documents.c.id, documents.c.readers)
        )
        return {document: count for document, readers, count in found if self._may_read(readers)}

    def failures(self) -> list[FailedFile]:
        """Give the files that could not be indexed; only for somebody who may read everything."""
        if not all(member.unrestricted for member in self._audience.members):
            return []
        found = self._connection.execute(select(failures).order_by(failures.c.source))
        return [failure_of(row) for row in found]

    def _hits(self, query: Select[Any], passage_ids: Sequence[str]) -> list[Hit]:
        found: Sequence[Row[Any]] = self._connection.execute(
            query.where(passages.c.id.in_(passage_ids))
        ).all()
        return [hit_of(row) for row in found if self._may_read(row.document_readers)]

    def _may_read(self, key: str) -> bool:
        return self._audience.may_read(key.split(","))


def _told_by(row: Row[Any]) -> str:
    """Put together what a revision says of itself."""
    metadata = " ".join(str(value) for value in row.metadata.values())
    return f"revision {row.number} {row.title} {metadata} {row.opening}".casefold()
