"""Documents over HTTP: list, upload, retire, revisions, passages."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile, status
from pydantic import BaseModel, Field

from isthmus.access.model import Scope
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.library.descriptions import said_by
from isthmus.library.model import Document, Hit, Revision, Said
from isthmus.people import Audience, Person, alone

MOST_ON_A_PAGE = 200


class Shelf(Protocol):
    """The library as somebody may read it; raises NotFoundError for what they may not."""

    def documents(self) -> list[Document]: ...
    def document(self, document: str) -> Document: ...
    def revisions(self, document: str) -> list[Revision]: ...
    def passages(self, document: str, revision: str | None = None) -> list[Hit]: ...


class Uploading(Protocol):
    """Indexes one file; raises InvalidError with the reason where it cannot be indexed."""

    def upload(self, name: str, content: bytes, said: Said, by: Person) -> Document: ...


class Keeping(Protocol):
    """What these routes need of the wiring; `reading` is one transaction."""

    @property
    def ingest(self) -> Uploading: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Shelf]: ...
    def retire(self, document: str, by: Person) -> Document: ...


class Upload(BaseModel):
    """A file and what is said about it; what is not said is taken from the file itself."""

    file: UploadFile
    title: str | None = Field(None, max_length=300)
    collection: str | None = Field(None, max_length=40)
    readers: str | None = Field(None, max_length=1000, description="Groups, with commas between")
    licence: str | None = Field(None, max_length=40)
    attested_by: str | None = Field(None, max_length=200)
    owner: str | None = Field(None, max_length=200)
    edition: str | None = Field(None, max_length=200)
    effective: date | None = None
    review: date | None = None


def _keeping(request: Request) -> Keeping:
    wiring: Keeping = request.app.state.wiring
    return wiring


Wired = Annotated[Keeping, Depends(_keeping)]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to skip")]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="How many to give")]

reading = APIRouter(
    prefix="/api/v1",
    tags=["Documents"],
    route_class=needs(Scope.READ),
    responses=PROBLEMS,
    dependencies=[Depends(key_in_header)],
)
writing = APIRouter(
    prefix="/api/v1",
    tags=["Documents"],
    route_class=needs(Scope.WRITE),
    responses=PROBLEMS,
    dependencies=[Depends(key_in_header)],
)


@reading.get("/documents")
def list_documents(
    by: CallerPerson, wired: Wired, offset: Offset = 0, limit: Limit = 50
) -> dict[str, Any]:
    """List the documents the key's person may read, by collection and title."""
    with wired.reading(alone(by)) as library:
        found = library.documents()
    return _paged([document_as_json(one) for one in found[offset : offset + limit]], len(found))


@reading.get("/documents/{document_id}")
def show_document(document_id: str, by: CallerPerson, wired: Wired) -> dict[str, Any]:
    """Show what is said about a document."""
    with wired.reading(alone(by)) as library:
        return document_as_json(library.document(document_id))


@reading.get("/documents/{document_id}/revisions")
def list_revisions(document_id: str, by: CallerPerson, wired: Wired) -> list[dict[str, Any]]:
    """List a document's revisions, the newest first."""
    with wired.reading(alone(by)) as library:
        return [revision_as_json(revision) for revision in library.revisions(document_id)]


@reading.get("/documents/{document_id}/passages")
def list_passages(
    document_id: str, by: CallerPerson, wired: Wired, offset: Offset = 0, limit: Limit = 50
) -> dict[str, Any]:
    """List the passages of a document's current revision in reading order."""
    with wired.reading(alone(by)) as library:
        found = library.passages(document_id)
    return _paged([passage_as_json(hit) for hit in found[offset : offset + limit]], len(found))


@writing.post("/documents", status_code=status.HTTP_201_CREATED)
def upload_document(
    upload: Annotated[Upload, Form()], by: CallerPerson, wired: Wired
) -> dict[str, Any]:
    """Index a file. The same name again makes a new revision; one that cannot be read says why."""
    said = upload.model_dump(exclude={"file"}, exclude_none=True)
    content = upload.file.file.read()
    document = wired.ingest.upload(upload.file.filename or "", content, said_by(said, "form"), by)
    return document_as_json(document)


@writing.delete("/documents/{document_id}")
def retire_document(document_id: str, by: CallerPerson, wired: Wired) -> dict[str, Any]:
    """Take a document out of answers and searches; its text stays, for what was decided on it."""
    return document_as_json(wired.retire(document_id, by))


def document_as_json(document: Document) -> dict[str, Any]:
    said = document.description
    return {
        "id": document.id,
        "title": said.title,
        "collection": said.collection,
        "edition": said.edition,
        "licence": said.licence,
        "paraphrase_of": said.paraphrase_of,
        "attested_by": said.attested_by,
        "owner": said.owner,
        "readers": sorted(said.readers),
        "effective": said.effective,
        "review": said.review,
        "revision": document.revision,
        "retired_at": document.retired_at,
    }


def revision_as_json(revision: Revision) -> dict[str, Any]:
    return {
        "id": revision.id,
        "number": revision.number,
        "title": revision.title,
        "content_hash": revision.content_hash,
        "added_at": revision.added_at,
        "characters": len(revision.text),
    }


def passage_as_json(hit: Hit) -> dict[str, Any]:
    return {
        "passage_id": hit.id,
        "ordinal": hit.passage.ordinal,
        "headings": list(hit.passage.headings),
        "locator": hit.passage.locator,
        "text": hit.passage.text,
    }


def _paged(items: Sequence[dict[str, Any]], total: int) -> dict[str, Any]:
    return {"total": total, "items": list(items)}
