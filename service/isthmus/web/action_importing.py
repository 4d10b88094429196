"""A list that somebody has already: chosen, looked through, shown, and brought in.

Looking through it and bringing it in are durable work; the page tells how far it is, and asks for
itself again until it is over.
"""

from http import HTTPStatus
from typing import Annotated, Final, Protocol

from fastapi import APIRouter, Depends, File, Form, Path, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.importing import Import, Imports
from isthmus.actions.model import LARGEST
from isthmus.errors import ConflictError, InvalidError, IsthmusError
from isthmus.library.routes import one_of_few
from isthmus.people import EVERYONE, Rank
from isthmus.web.action_forms import split
from isthmus.web.action_view import Here, IsHere

PAGE: Final = "/actions/import"
LONGEST_NAME: Final = 200


class HasImports(Protocol):
    @property
    def imports(self) -> Imports: ...


def _imports(request: Request) -> Imports:
    wiring: HasImports = request.app.state.wiring
    return wiring.imports


TheImports = Annotated[Imports, Depends(_imports)]
ImportNumber = Annotated[str, Path(max_length=20)]

router = APIRouter(prefix=PAGE, include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def show_form(here: IsHere) -> Response:
    here.visitor.require(Rank.CONTRIBUTOR)
    return _form(here, EVERYONE)


@router.post("", dependencies=[Depends(one_of_few)])
def begin(
    here: IsHere,
    imports: TheImports,
    file: Annotated[UploadFile | None, File()] = None,
    readers: Annotated[str, Form(max_length=1_000)] = "",
) -> Response:
    here.visitor.require(Rank.CONTRIBUTOR)
    try:
        name, content = _given(file)
        begun = imports.begin(name, content, _groups(readers), here.visitor)
    except InvalidError as error:
        return _form(here, readers, error)
    return _to(begun)


@router.get("/{number}")
def show(here: IsHere, imports: TheImports, number: ImportNumber) -> Response:
    by = here.visitor.require(Rank.CONTRIBUTOR)
    return _page(here, imports.show(_known(number), by))


@router.post("/{number}")
def agree(
    here: IsHere,
    imports: TheImports,
    number: ImportNumber,
    also: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    by = here.visitor.require(Rank.CONTRIBUTOR)
    try:
        return _to(imports.agree(_known(number), by, also_alike=bool(also)))
    except ConflictError as error:
        return _page(here, imports.show(_known(number), by), error)


def _known(number: str) -> int:
    """Give the number of an import; 0, which none has, for what is no number of any."""
    return int(number) if number.isdecimal() and int(number) <= LARGEST else 0


def _given(file: UploadFile | None) -> tuple[str, bytes]:
    if file is None or not file.filename:
        raise InvalidError("Choose a file: .xlsx or CSV.")
    name = file.filename.replace("\\", "/").rpartition("/")[2]
    return name[-LONGEST_NAME:], file.file.read()


def _groups(readers: str) -> list[str]:
    groups = split(readers)
    if not groups:
        raise InvalidError("Name the groups who may read what comes in, or `everyone`.")
    return groups


def _to(one: Import) -> Response:
    return RedirectResponse(f"{PAGE}/{one.id}", HTTPStatus.SEE_OTHER)


def _form(here: Here, readers: str, trouble: IsthmusError | None = None) -> Response:
    return here.page("actions/import.html", {"readers": readers}, trouble)


def _page(here: Here, one: Import, trouble: IsthmusError | None = None) -> Response:
    return here.page("actions/imported.html", {"one": one}, trouble)
