"""Adding documents: files that are dropped or chosen; each ends with its own outcome."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, Response

from isthmus.edge.identity import TheVisitor
from isthmus.errors import InvalidError, IsthmusError
from isthmus.library.adding import Added
from isthmus.library.addresses import around
from isthmus.library.attesting import STATEMENTS, needs_attestation
from isthmus.library.descriptions import said_by
from isthmus.library.model import Collection, Document, LicenceClass, Said
from isthmus.library.routes import one_of_few
from isthmus.library.service import UPLOADED
from isthmus.people import EVERYONE, Audience, Person, Rank, alone
from isthmus.web.pages import Pages, pages_of
from isthmus.web.passages import LICENCES
from isthmus.web.sources import source_name

LINES_SHOWN: Final = 200
NEW: Final = ("added", "good")
CHANGED: Final = ("updated", "good")
SAME: Final = ("unchanged", "plain")
FAILED: Final = ("failed", "bad")


class Shelf(Protocol):
    def documents(self, *, retired: bool = False) -> list[Document]: ...


class Ingesting(Protocol):
    def uploaded(self, name: str, content: bytes, said: Said, by: Person) -> Added: ...


class Fetching(Protocol):
    def add(self, address: str, said: Said, by: Person) -> Added: ...


class Limited(Protocol):
    @property
    def max_document_mb(self) -> int: ...


class Addable(Protocol):
    """What adding needs of the wiring."""

    @property
    def ingest(self) -> Ingesting: ...
    @property
    def settings(self) -> Limited: ...
    def websites(self, by: Person) -> Fetching: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Shelf]: ...


@dataclass(frozen=True)
class Chosen:
    """What is said once about all that a form adds, and the address of a page, if there is one."""

    collection: Annotated[str, Form(max_length=40)] = Collection.POLICIES.value
    readers: Annotated[str, Form(max_length=1000)] = ""  # blank never means everyone
    licence: Annotated[str, Form(max_length=40)] = LicenceClass.UNKNOWN.value
    attests: Annotated[str, Form(max_length=10)] = ""
    attestation: Annotated[str, Form(max_length=500)] = ""
    review: Annotated[str, Form(max_length=10)] = ""
    address: Annotated[str, Form(max_length=2_000)] = ""

    def entries(self, by: Person) -> dict[str, str]:
        said = {
            "collection": self.collection,
            "readers": self.readers,
            "licence": self.licence,
            "review": self.review,
        }
        if restricted := needs_attestation(self.licence):
            statement = self.attestation.strip() or STATEMENTS[restricted]
            said |= {"attested_by": by.name, "attestation": statement}
        return {name: value for name, value in said.items() if value or name == "readers"}

    def problems(self, by: Person) -> dict[str, str]:
        """Say what is wrong, field by field."""
        found = dict(_problems(self.entries(by)))
        if needs_attestation(self.licence) and not self.attests:
            found["attests"] = "Confirm it, or choose another licence class."
        return found


@dataclass(frozen=True)
class Line:
    """What came of one document; ``kind`` is how its badge looks."""

    name: str
    outcome: str
    kind: str
    reason: str = ""
    address: str = ""


@dataclass(frozen=True)
class _Thing:
    """A file or an address, and how it is indexed."""

    name: str
    source: str
    index: Callable[[Said, Person], Added]


@dataclass(frozen=True)
class Shown:
    """The page before it is sent, or after: what was chosen, what is wrong, what came of it."""

    chosen: Chosen
    problems: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[Line] = ()


def _wiring(request: Request) -> Addable:
    wiring: Addable = request.app.state.wiring
    return wiring


Wired = Annotated[Addable, Depends(_wiring)]
ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(prefix="/library", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/add")
def show_form(visitor: TheVisitor, wired: Wired, pages: ThePages) -> Response:
    visitor.require(Rank.CONTRIBUTOR)
    return _page(pages, wired, Shown(Chosen(readers=EVERYONE)))


@router.post("/add", dependencies=[Depends(one_of_few)])
def add(
    request: Request,
    visitor: TheVisitor,
    wired: Wired,
    chosen: Annotated[Chosen, Depends()],
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    visitor.require(Rank.CONTRIBUTOR)
    named = [file for file in files or [] if file.filename]
    problems = chosen.problems(visitor)
    if not named and not chosen.address:
        problems["files"] = "Choose at least one file, or name an address."
    lines = [] if problems else list(_lines(wired, chosen, named, visitor))
    if "application/json" in request.headers.get("accept", ""):
        return _as_json(problems, lines)
    return _page(pages_of(request), wired, Shown(chosen, problems, lines))


def _lines(
    wired: Addable, chosen: Chosen, files: Sequence[UploadFile], by: Person
) -> Iterator[Line]:
    said = said_by(chosen.entries(by), "form")
    for file in files:
        name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
        index = partial(wired.ingest.uploaded, name, file.file.read())
        source = UPLOADED + unicodedata.normalize("NFC", name).strip()
        yield from _taken(wired, _Thing(name, source, index), said, by)
    if chosen.address:
        index = partial(wired.websites(by).add, chosen.address)
        yield from _taken(wired, _Thing(chosen.address, chosen.address, index), said, by)


def _taken(wired: Addable, thing: _Thing, said: Said, by: Person) -> Iterator[Line]:
    """Index one thing; an archive gives a line for each document in it."""
    before = _before(wired, thing.source, by)
    try:
        found = thing.index(said, by)
    except IsthmusError as error:
        yield Line(thing.name, *FAILED, reason=str(error))
        return
    notes = {note.source: note.text for note in found.notes}
    for one in found.documents:
        address = f"/library/documents/{one.id}" if by.may_read(one.description.readers) else ""
        outcome = _outcome(before.get(one.id), one)
        reason = notes.get(one.source, "")
        yield Line(one.description.title, *outcome, reason=reason, address=address)
    for failed in found.failed:
        yield Line(source_name(failed.source), *FAILED, reason=failed.reason)


def _before(wired: Addable, source: str, by: Person) -> dict[str, Document]:
    """Give the documents that came from this source, as they are now."""
    with wired.reading(alone(by)) as library:
        known = (*library.documents(), *library.documents(retired=True))
    return {one.id: one for one in known if around(one.source) == source}


def _outcome(before: Document | None, after: Document) -> tuple[str, str]:
    if before is None or before.retired_at:
        return NEW
    return SAME if before == after else CHANGED


def _problems(entries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in entries.items():
        try:
            said_by({name: value}, "form")
        except InvalidError as error:
            yield name, str(error).removeprefix(f"form: `{name}`: ")


def _as_json(problems: Mapping[str, str], lines: Sequence[Line]) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    shown = [vars(line) for line in lines[:LINES_SHOWN]]
    return JSONResponse({"problems": dict(problems), "lines": shown, "all": len(lines)}, status)


def _page(pages: Pages, wired: Addable, shown: Shown) -> Response:
    values: dict[str, Any] = {
        "shown": shown,
        "lines_shown": LINES_SHOWN,
        "collections": list(Collection),
        "licences": LICENCES,
        "statements": STATEMENTS,
        "largest_mb": wired.settings.max_document_mb,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if shown.problems else HTTPStatus.OK
    return pages.page("library/add.html", values, status)
