"""The pages of one role definition: its lines, what is new of them, its history, its files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.edge.identity import TheVisitor
from isthmus.edge.problems import detail_of
from isthmus.errors import (
    ConflictError,
    InvalidError,
    IsthmusError,
    NotAllowedError,
    NotFoundError,
    UnidentifiedError,
)
from isthmus.people import Person, Rank
from isthmus.raci.model import Status
from isthmus.roles import editing
from isthmus.roles.exporting.formats import Format, export, file_name
from isthmus.roles.model import Definition, Filed, Topic
from isthmus.roles.rights import may_edit
from isthmus.web.pages import Pages
from isthmus.web.role_forms import Between, Described, Reasoned, Seen, Shown, Taken, Worded
from isthmus.web.role_lines import anchor_of, blocks_of, days_overdue, fresh
from isthmus.web.roles import HasRoles, ThePages, TheWiring
from isthmus_knowledge.catalogue import Side

TOLD_ON_THE_PAGE: Final = (InvalidError, NotFoundError, NotAllowedError, ConflictError)

router = APIRouter(prefix="/roles", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class At:
    """One definition, as somebody works on it."""

    id: str
    visitor: Person
    wiring: HasRoles
    pages: Pages

    @property
    def home(self) -> str:
        return f"/roles/{self.id}"


def _at(definition_id: str, visitor: TheVisitor, wiring: TheWiring, pages: ThePages) -> At:
    return At(definition_id, visitor, wiring, pages)


@dataclass(frozen=True)
class Open:
    """What of the page is a form: one line, or a new one of a topic; with what was typed there."""

    line: str = ""
    add: str = ""
    text: str | None = None
    nice: str | None = None
    trouble: IsthmusError | None = None


CLOSED: Final = Open()


@router.get("/{definition_id}")
def show_definition(at: Annotated[At, Depends(_at)], shown: Annotated[Shown, Query()]) -> Response:
    return _page(at, Open(shown.line, "" if shown.line else shown.add))


@router.post("/{definition_id}/lines")
def add_line(at: Annotated[At, Depends(_at)], said: Annotated[Worded, Form()]) -> Response:
    form = Open(add=said.topic, text=said.text, nice=said.nice)
    return _done(at, lambda: _added(at, said), form)


@router.post("/{definition_id}/lines/{line}")
def change_line(
    at: Annotated[At, Depends(_at)], line: str, said: Annotated[Worded, Form()]
) -> Response:
    def act() -> str:
        edit = said.changed(line, at.visitor)
        at.wiring.roles.edit(at.id, edit, said.hand(at.visitor), "Changed a line")
        return f"line-{line}"

    return _done(at, act, Open(line=line, text=said.text, nice=said.nice))


@router.post("/{definition_id}/lines/{line}/remove")
def remove_line(
    at: Annotated[At, Depends(_at)], line: str, said: Annotated[Seen, Form()]
) -> Response:
    def act() -> str:
        topic = at.wiring.roles.show(at.id, at.visitor).definition.line(line).topic
        edit = editing.line_removed(line)
        at.wiring.roles.edit(at.id, edit, said.hand(at.visitor), f"Removed a line: {topic}")
        return anchor_of(topic)

    return _done(at, act)


@router.post("/{definition_id}/describe")
def describe(at: Annotated[At, Depends(_at)], said: Annotated[Described, Form()]) -> Response:
    return _done(
        at,
        lambda: at.wiring.roles.edit(at.id, said.edit, said.hand(at.visitor), "Described the role"),
    )


@router.post("/{definition_id}/refresh")
def take_over(at: Annotated[At, Depends(_at)], said: Annotated[Taken, Form()]) -> Response:
    def act() -> str:
        at.wiring.roles.refresh(at.id, said.hand(at.visitor), said.only)
        return "news" if said.only else ""

    return _done(at, act)


@router.post("/{definition_id}/undo")
def undo(at: Annotated[At, Depends(_at)], said: Annotated[Seen, Form()]) -> Response:
    return _done(at, lambda: at.wiring.roles.undo(at.id, said.hand(at.visitor)))


@router.post("/{definition_id}/redo")
def redo(at: Annotated[At, Depends(_at)], said: Annotated[Seen, Form()]) -> Response:
    return _done(at, lambda: at.wiring.roles.redo(at.id, said.hand(at.visitor)))


@router.post("/{definition_id}/submit")
def submit(at: Annotated[At, Depends(_at)], said: Annotated[Reasoned, Form()]) -> Response:
    return _done(at, lambda: at.wiring.roles.submit(at.id, said.hand(at.visitor), said.reason))


@router.post("/{definition_id}/return")
def give_back(at: Annotated[At, Depends(_at)], said: Annotated[Reasoned, Form()]) -> Response:
    return _done(at, lambda: at.wiring.roles.give_back(at.id, said.reason, said.hand(at.visitor)))


@router.post("/{definition_id}/approve")
def approve(at: Annotated[At, Depends(_at)], said: Annotated[Reasoned, Form()]) -> Response:
    return _done(at, lambda: at.wiring.roles.approve(at.id, said.hand(at.visitor), said.reason))


@router.get("/{definition_id}/history")
def show_history(at: Annotated[At, Depends(_at)]) -> Response:
    values = {
        "events": at.wiring.roles.history(at.id, at.visitor)[::-1],
        "versions": at.wiring.roles.versions(at.id, at.visitor)[::-1],
    }
    return at.pages.page("roles/history.html", {**_frame(at), **values})


@router.get("/{definition_id}/compare")
def compare(at: Annotated[At, Depends(_at)], points: Annotated[Between, Query()]) -> Response:
    compared = at.wiring.roles.compare(at.id, at.visitor, points.before, points.after or "now")
    return at.pages.page("roles/compare.html", {**_frame(at), "compared": compared})


@router.get("/{definition_id}/versions/{number}")
def show_version(at: Annotated[At, Depends(_at)], number: int) -> Response:
    version = at.wiring.roles.version(at.id, at.visitor, number)
    values = {"version": version, "blocks": blocks_of(version.definition), "formats": list(Format)}
    return at.pages.page("roles/version.html", {**_frame(at), **values})


@router.get("/{definition_id}/files/{to}")
def send_file(
    at: Annotated[At, Depends(_at)], to: Format, version: Annotated[int | None, Query(ge=1)] = None
) -> Response:
    sheet = at.wiring.roles.sheet(at.id, at.visitor, version)
    name = file_name(sheet.definition.name, to)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(export([sheet], to), media_type=to.media_type, headers=headers)


def _added(at: At, said: Worded) -> str:
    edit = said.added(at.visitor)
    filed = at.wiring.roles.edit(at.id, edit, said.hand(at.visitor), f"Added a line: {said.topic}")
    lines = filed.definition.of(said.of)
    return f"line-{lines[-1].id}" if lines else anchor_of(said.of)


def _done(at: At, act: Callable[[], object], form: Open = CLOSED) -> Response:
    """Do it and show the definition; what was refused is told there, with what was typed."""
    try:
        place = act()
    except UnidentifiedError:
        raise  # to sign in
    except TOLD_ON_THE_PAGE as error:
        return _page(at, replace(form, trouble=error))
    return RedirectResponse(_at_place(at.home, place), HTTPStatus.SEE_OTHER)


def _at_place(home: str, place: object) -> str:
    return f"{home}#{place}" if isinstance(place, str) and place else home


def _page(at: At, form: Open) -> Response:
    frame = _frame(at)
    definition: Definition = frame["filed"].definition
    news = fresh(at.wiring.roles.news(at.id, at.visitor))
    values = {
        "form": form if frame["may_edit"] else Open(trouble=form.trouble),
        "blocks": blocks_of(definition, form.add if frame["may_edit"] else ""),
        "news": news,
        "restated": [each for each in news if each.is_restated],
        "trouble": str(form.trouble) if form.trouble else "",
        "formats": list(Format),
        "topics": list(Topic),
        "sides": list(Side),
        "events": at.wiring.roles.history(at.id, at.visitor)[-5:][::-1],
        "overdue": days_overdue(definition, at.wiring.today),
    }
    status = detail_of(form.trouble)[0] if form.trouble else HTTPStatus.OK
    return at.pages.page("roles/role.html", {**frame, **values}, status)


def _frame(at: At) -> dict[str, Any]:
    filed = at.wiring.roles.show(at.id, at.visitor)
    reviews = filed.status is Status.IN_REVIEW and _leads(at.visitor)
    return {
        "filed": filed,
        "definition": filed.definition,
        "may_edit": may_edit(filed, at.visitor),
        "may_return": reviews and may_edit(filed, at.visitor),
        "may_approve": reviews and not _wrote(filed, at.visitor),
        "is_own": reviews and _wrote(filed, at.visitor),
        "name_of": at.wiring.roles.name_of,
        "home": at.home,
    }


def _leads(visitor: Person) -> bool:
    return not visitor.is_guest and visitor.rank.includes(Rank.LEAD)


def _wrote(filed: Filed, visitor: Person) -> bool:
    return filed.changed_by == visitor.id
