"""Changes of the library go to the audit trail, in the transaction that makes them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import Connection

from isthmus.library.adding import Added, refuse_opening
from isthmus.library.model import Description, Document, Revision, Said
from isthmus.library.ports import Embedded, Known, Library, Readers
from isthmus.library.run import IngestSummary, Progress, silent
from isthmus.library.service import SHIPPED, Corpus, Ingest
from isthmus.library.store import LibraryStore
from isthmus.people import OPERATOR, SERVICE, Person

_ATTESTED: Final = ("attested_by", "attestation", "licence")
_TOLD_ELSEWHERE: Final = ("attested_at",)


class Recording(Protocol):
    """The audit trail, in the transaction of the act."""

    def record(
        self, action: str, by: Person, subject: str, details: Mapping[str, str] | None = None, /
    ) -> object: ...


class RecordedStore(LibraryStore):
    """The library within one transaction, whose changes are recorded as one person's.

    What is shipped is recorded as a whole: it changes with the version that is installed.
    """

    def __init__(self, connection: Connection, audit: Recording, by: Person) -> None:
        super().__init__(connection)
        self._audit = audit
        self._by = by

    def add_revision(self, document: Document, revision: Revision, embedded: Embedded) -> None:
        before = self.known(document.source)
        self._refuse_opening(before, document)
        super().add_revision(document, revision, embedded)
        action = "document.revised" if before else "document.added"
        said = {"title": document.description.title, "sha256": revision.content_hash}
        self._record(action, document, said | {"revision": revision.id})
        self._record_change(before.document if before else None, document)

    def save(self, document: Document) -> None:
        before = self.known(document.source)
        self._refuse_opening(before, document)
        super().save(document)
        self._record_change(before.document if before else None, document)

    def set_shipped_digest(self, digest: str) -> None:
        super().set_shipped_digest(digest)
        self._audit.record("library.shipped", self._by, "shipped documents", {"sha256": digest})

    def _refuse_opening(self, before: Known | None, after: Document) -> None:
        """Look again where it is written: a lead may have narrowed it since it was looked at."""
        if before and not after.source.startswith(SHIPPED):
            now = after.description
            said: Said = {"readers": now.readers, "licence": now.licence}
            refuse_opening(before.document.description, said, self._by)

    def _record_change(self, before: Document | None, after: Document) -> None:
        if before and after.retired_at and not before.retired_at:
            why = {} if after.retired_by else {"why": "its file is gone"}
            self._record("document.retired", after, why)
        if before and before.retired_at and not after.retired_at:
            self._record("document.returned", after, {})
        changes = _changes(before.description if before else None, after.description)
        if before and changes:
            self._record("document.described", after, changes)
        if changes.keys() & {"attested_by", "attestation"} or (
            "licence" in changes and after.description.attested_by
        ):
            said = _said_of(after.description)
            attested: dict[str, str] = {each: said[each] for each in _ATTESTED if each in said}
            self._record("document.attested", after, attested)

    def _record(self, action: str, document: Document, details: Mapping[str, str]) -> None:
        if not document.source.startswith(SHIPPED):
            self._audit.record(action, self._by, document.id, details)


class RecordedIngest(Ingest):
    """Indexes as the operator; an upload as whoever uploads, what is shipped as Isthmus itself."""

    def __init__(
        self,
        library_as: Callable[[Person], Library],
        readers: Readers,
        clock: Callable[[], datetime],
        largest: int,
    ) -> None:
        super().__init__(library_as(OPERATOR), readers, clock, largest)
        self._library_as = library_as

    def _as(self, by: Person) -> Ingest:
        return Ingest(self._library_as(by), self._readers, self._clock, self._largest)

    def uploaded(self, name: str, content: bytes, said: Said, by: Person) -> Added:
        return self._as(by).uploaded(name, content, said, by)

    def shipped(self, corpus: Corpus, report: Callable[[Progress], None] = silent) -> IngestSummary:
        return self._as(SERVICE).shipped(corpus, report)


def _changes(before: Description | None, after: Description) -> dict[str, str]:
    """Say what is said otherwise than before; what is no longer said becomes empty."""
    old, new = _said_of(before) if before else {}, _said_of(after)
    names = [name for name in vars(after) if old.get(name) != new.get(name)]
    return {name: new.get(name, "") for name in names if name not in _TOLD_ELSEWHERE}


def _said_of(description: Description) -> dict[str, str]:
    said = vars(description) | {"readers": ", ".join(sorted(description.readers))}
    return {name: str(value) for name, value in said.items() if value is not None}
