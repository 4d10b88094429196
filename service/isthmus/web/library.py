"""The pages of the library: the list, a document, its revisions, reviews due, what failed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Final, Protocol

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from isthmus.edge.identity import TheVisitor
from isthmus.library.differences import Kind, difference
from isthmus.library.model import Collection, Document, FailedFile, Hit, Revision
from isthmus.library.reviews import due
from isthmus.people import OPERATOR, Audience, Person, Rank, alone
from isthmus.web.listing import Slice, Wanted, counts, listed, review_of
from isthmus.web.outline import outline
from isthmus.web.pages import Pages, pages_of

STOPS_ON_A_PAGE: Final = 120
EVER_DAYS: Final = 365_000
CHANGES_ON_A_PAGE: Final = 150
TO_ADMINISTRATORS: Final = "Administrators see the reason here."


class Shelf(Protocol):
    """The library as somebody may read it; raises NotFoundError for what they may not."""

    def documents(self, *, retired: bool = False) -> list[Document]: ...
    def document(self, document: str) -> Document: ...
    def revisions(self, document: str) -> list[Revision]: ...
    def passages(self, document: str, revision: str | None = None) -> list[Hit]: ...
    def failures(self) -> list[FailedFile]: ...


class Upkeep(Protocol):
    def in_step(self) -> bool: ...


class Browsable(Protocol):
    """What these pages need of the wiring; each context is one transaction."""

    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def upkeep(self) -> Upkeep: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Shelf]: ...


@dataclass(frozen=True)
class Compared:
    """Which two revisions, and which page of what changed."""

    before: Annotated[int | None, Query(ge=1)] = None
    after: Annotated[int | None, Query(ge=1)] = None
    page: int = 1


def wiring_of(request: Request) -> Browsable:
    wiring: Browsable = request.app.state.wiring
    return wiring


Wired = Annotated[Browsable, Depends(wiring_of)]
ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(prefix="/library", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def list_documents(
    visitor: TheVisitor, wired: Wired, pages: ThePages, wanted: Annotated[Wanted, Depends()]
) -> Response:
    with wired.reading(alone(visitor)) as library:
        found = library.documents(retired=wanted.retired)
    values = {
        "wanted": wanted,
        "found": listed(found, wanted),
        "counts": counts(found),
        "collections": list(Collection),
        "review_of": partial(review_of, today=today(wired)),
    }
    return pages.page("library/documents.html", values)


@router.get("/reviews")
def list_reviews(visitor: TheVisitor, wired: Wired, pages: ThePages, page: int = 1) -> Response:
    with wired.reading(alone(visitor)) as library:
        found = due(library, today(wired), timedelta(days=EVER_DAYS))
    return pages.page("library/reviews.html", {"found": Slice.of(found, page)})


@router.get("/failures")
def list_failures(visitor: TheVisitor, wired: Wired, pages: ThePages, page: int = 1) -> Response:
    """Show what could not be indexed: its names are for administrators, whoever may read it."""
    visitor.require(Rank.ADMINISTRATOR)
    with wired.reading(alone(OPERATOR)) as library:
        found = library.failures()
    return pages.page("library/failures.html", {"found": Slice.of(found, page)})


@router.get("/index")
def show_index(visitor: TheVisitor, request: Request, wired: Wired, pages: ThePages) -> Response:
    visitor.require(Rank.CONTRIBUTOR)
    trouble: str | None = request.app.state.keeper.trouble
    may_know_why = visitor.rank.includes(Rank.ADMINISTRATOR)  # it may name an address or a folder
    values = {
        "trouble": trouble if may_know_why or not trouble else TO_ADMINISTRATORS,
        "in_step": trouble is None and wired.upkeep.in_step(),
        "all_passages": request.app.state.shelf.all_passages,
        "model": request.app.state.wiring.readers.embedding().fingerprint,
    }
    return pages.page("library/index.html", values)


@router.get("/documents/{document}")
def show_document(
    document: str, visitor: TheVisitor, wired: Wired, pages: ThePages, page: int = 1
) -> Response:
    with wired.reading(alone(visitor)) as library:
        shown = library.document(document)
        hits = library.passages(document)
        history = library.revisions(document)
    values = {
        "document": shown,
        "passages": len(hits),
        "stops": Slice.of(outline(hits, shown.description.title), page, STOPS_ON_A_PAGE),
        "newest": history[0],
        "review": review_of(shown, today(wired)),
        **may(visitor),
    }
    return pages.page("library/document.html", values)


@router.get("/documents/{document}/revisions")
def list_revisions(document: str, visitor: TheVisitor, wired: Wired, pages: ThePages) -> Response:
    with wired.reading(alone(visitor)) as library:
        shown = library.document(document)
        history = library.revisions(document)
    return pages.page("library/revisions.html", {"document": shown, "history": history})


@router.get("/documents/{document}/difference")
def show_difference(
    document: str,
    visitor: TheVisitor,
    wired: Wired,
    pages: ThePages,
    compared: Annotated[Compared, Depends()],
) -> Response:
    with wired.reading(alone(visitor)) as library:
        found = difference(library, document, compared.before, compared.after)
    values = {
        "found": found,
        "shown": Slice.of(found.changes, compared.page, CHANGES_ON_A_PAGE),
        "Kind": Kind,
    }
    return pages.page("library/difference.html", values)


def today(wired: Browsable) -> date:
    return wired.clock().date()


def may(visitor: Person) -> dict[str, bool]:
    """Tell what a page may offer; the address it leads to asks again."""
    return {
        "may_change": visitor.rank.includes(Rank.LEAD),
        "may_retire": visitor.rank.includes(Rank.CONTRIBUTOR),
    }
