"""Pages that change a document: retire it, say who may read it, who owns it, when to review."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.edge.identity import TheVisitor
from isthmus.errors import InvalidError
from isthmus.library.caring import Care
from isthmus.library.descriptions import said_by
from isthmus.library.model import Document
from isthmus.people import Audience, Person, Rank, alone
from isthmus.web.pages import Pages, pages_of


class Shelf(Protocol):
    def document(self, document: str) -> Document: ...


class Changeable(Protocol):
    """What these pages need of the wiring."""

    def reading(self, audience: Audience) -> AbstractContextManager[Shelf]: ...
    def retire(self, document: str, by: Person) -> Document: ...
    def take_care(self, document: str, care: Care, by: Person) -> Document: ...


@dataclass(frozen=True)
class Typed:
    """The form as it was typed."""

    readers: Annotated[str, Form(max_length=1000)] = ""
    owner: Annotated[str, Form(max_length=200)] = ""
    review: Annotated[str, Form(max_length=10)] = ""

    def care(self) -> Care:
        """Raise InvalidError, which names the field, for what makes no sense."""
        said = said_by({"readers": self.readers}, "readers")
        return Care(said["readers"], " ".join(self.owner.split()) or None, self._review())

    def _review(self) -> date | None:
        if not self.review:
            return None
        return said_by({"review": self.review}, "review")["review"]


def _wiring(request: Request) -> Changeable:
    wiring: Changeable = request.app.state.wiring
    return wiring


Wired = Annotated[Changeable, Depends(_wiring)]
ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(
    prefix="/library/documents", include_in_schema=False, default_response_class=HTMLResponse
)


@router.get("/{document}/retire")
def ask_whether_to_retire(
    document: str, visitor: TheVisitor, wired: Wired, pages: ThePages
) -> Response:
    visitor.require(Rank.CONTRIBUTOR)
    return pages.page("library/retire.html", {"document": _document(wired, document, visitor)})


@router.post("/{document}/retire")
def retire(document: str, visitor: TheVisitor, wired: Wired) -> Response:
    wired.retire(document, visitor.require(Rank.CONTRIBUTOR))
    return RedirectResponse(f"/library/documents/{document}", HTTPStatus.SEE_OTHER)


@router.get("/{document}/change")
def show_form(document: str, visitor: TheVisitor, wired: Wired, pages: ThePages) -> Response:
    visitor.require(Rank.LEAD)
    shown = _document(wired, document, visitor)
    care = Care.of(shown)
    review = care.review.isoformat() if care.review else ""
    typed = Typed(", ".join(sorted(care.readers)), care.owner or "", review)
    return pages.page("library/change.html", {"document": shown, "typed": typed, "problems": {}})


@router.post("/{document}/change")
def change(
    document: str,
    typed: Annotated[Typed, Depends()],
    visitor: TheVisitor,
    wired: Wired,
    pages: ThePages,
) -> Response:
    visitor.require(Rank.LEAD)
    try:
        changed = wired.take_care(document, typed.care(), visitor)
    except InvalidError as error:
        name, _, words = str(error).partition(": ")
        values = {"typed": typed, "problems": {name: words.partition(": ")[2] or words}}
        shown = {"document": _document(wired, document, visitor)} | values
        return pages.page("library/change.html", shown, HTTPStatus.UNPROCESSABLE_ENTITY)
    readable = visitor.may_read(changed.description.readers)
    address = f"/library/documents/{document}" if readable else "/library"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _document(wired: Changeable, document: str, visitor: Person) -> Document:
    with wired.reading(alone(visitor)) as library:
        return library.document(document)
