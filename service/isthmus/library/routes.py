"""Documents over HTTP: list, upload, fetch, retire, revisions, passages."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile, status
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import Scope as StarletteScope

from isthmus.access.model import Scope
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.errors import BusyError, InvalidError
from isthmus.library.adding import Added
from isthmus.library.addresses import LONGEST as LONGEST_ADDRESS
from isthmus.library.contract import (
    added_as_json,
    document_as_json,
    passage_as_json,
    revision_as_json,
)
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

    def uploaded(self, name: str, content: bytes, said: Said, by: Person) -> Added: ...


class Fetching(Protocol):
    """Fetches and indexes one page; raises InvalidError with the reason where it cannot be."""

    def add(self, address: str, said: Said, by: Person) -> Added: ...


class Slots(Protocol):
    def acquire(self, blocking: bool = ...) -> bool: ...  # noqa: FBT001 - as semaphores have it
    def release(self) -> None: ...


class Keeping(Protocol):
    """What these routes need of the wiring; `reading` is one transaction."""

    @property
    def ingest(self) -> Uploading: ...
    def websites(self, by: Person) -> Fetching: ...
    @property
    def slots(self) -> Slots: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Shelf]: ...
    def retire(self, document: str, by: Person) -> Document: ...


class Described(BaseModel):
    """What is said about a document; what is not said is taken from the document itself."""

    title: str | None = Field(None, max_length=300)
    collection: str | None = Field(None, max_length=40)
    readers: str | None = Field(None, max_length=1000, description="Groups, with commas between")
    licence: str | None = Field(None, max_length=40)
    attested_by: str | None = Field(None, max_length=200)
    attestation: str | None = Field(None, max_length=1000)
    owner: str | None = Field(None, max_length=200)
    edition: str | None = Field(None, max_length=200)
    effective: date | None = None
    review: date | None = None

    def said(self) -> Said:
        said = self.model_dump(include=set(Described.model_fields), exclude_none=True)
        return said_by(said, "form")


class Upload(Described):
    """A file and what is said about it."""

    file: UploadFile


class FromAddress(Described):
    """An address that a document is fetched from, and what is said about it."""

    url: str = Field(max_length=LONGEST_ADDRESS)


_BY_ADDRESS: Final[dict[str, Any]] = {
    "requestBody": {"content": {"application/json": {"schema": FromAddress.model_json_schema()}}}
}


def _keeping(request: Request) -> Keeping:
    wiring: Keeping = request.app.state.wiring
    return wiring


def one_of_few(request: Request) -> Iterator[None]:
    """Hold one of the few places for adding; raises BusyError where all are taken."""
    slots = _keeping(request).slots
    if not slots.acquire(blocking=False):
        raise BusyError("Others are adding documents at this moment. Try again in a minute.")
    try:
        yield
    finally:
        slots.release()


async def refuse_blank_readers(request: Request) -> None:
    """Refuse a form whose list of readers is there and blank, which a form reader drops.

    Nobody who leaves the field empty means to show the document to everyone.
    """
    form = await request.form()
    said = form.getlist("readers")
    if said and not any(isinstance(each, str) and each.strip(" ,") for each in said):
        raise InvalidError("`readers` is blank: name the groups who may read it, or `everyone`.")


Wired = Annotated[Keeping, Depends(_keeping)]
Place = Depends(one_of_few)
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to skip")]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="How many to give")]


def _of_json(route_class: type[APIRoute]) -> type[APIRoute]:
    """Give a route class that sees requests with a JSON body alone, before one for forms does."""

    class JsonRoute(route_class):  # type: ignore[misc,valid-type]
        def matches(self, scope: StarletteScope) -> tuple[Match, StarletteScope]:
            kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
            found: tuple[Match, StarletteScope] = super().matches(scope)
            return found if kind == "application/json" else (Match.NONE, {})

    return JsonRoute


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


def fetch_document(
    wanted: FromAddress, by: CallerPerson, wired: Wired, _place: Annotated[None, Place]
) -> dict[str, Any]:
    """Fetch a page and index it. The same address again makes a new revision where it changed."""
    return added_as_json(wired.websites(by).add(wanted.url, wanted.said(), by))


writing.add_api_route(
    "/documents",
    fetch_document,
    methods=["POST"],
    status_code=status.HTTP_201_CREATED,
    include_in_schema=False,  # the reference tells it with the upload, which has the same path
    route_class_override=_of_json(needs(Scope.WRITE)),
)


@writing.post(
    "/documents",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(refuse_blank_readers)],
    openapi_extra=_BY_ADDRESS,
)
def upload_document(
    upload: Annotated[Upload, Form(media_type="multipart/form-data")],
    by: CallerPerson,
    wired: Wired,
    _place: Annotated[None, Place],
) -> dict[str, Any]:
    """Index a file, or as JSON with a `url` a page; one that cannot be read says why.

    The same name or address again makes a new revision. Of an archive the first document is told,
    and in `inside` the others.
    """
    content = upload.file.file.read()
    said = upload.said()
    return added_as_json(wired.ingest.uploaded(upload.file.filename or "", content, said, by))


@writing.delete("/documents/{document_id}")
def retire_document(document_id: str, by: CallerPerson, wired: Wired) -> dict[str, Any]:
    """Take a document out of answers and searches; its text stays, for what was decided on it."""
    return document_as_json(wired.retire(document_id, by))


def _paged(items: Sequence[dict[str, Any]], total: int) -> dict[str, Any]:
    return {"total": total, "items": list(items)}
