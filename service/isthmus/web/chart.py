"""The pages of one chart: the grid that is edited, its history, its versions, its files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Form, Query, Request
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
from isthmus.raci import editing
from isthmus.raci.changes import Change
from isthmus.raci.desk import Charts
from isthmus.raci.editing import Given
from isthmus.raci.exporting.formats import Format, export, file_name
from isthmus.raci.hearing import Heard, Hearing
from isthmus.raci.model import Basis, BasisKind, Chart, Filed
from isthmus.raci.rights import may_edit
from isthmus.raci.words import order_of
from isthmus.web.chart_forms import Between, Decided, Fixed, Lettered, Reasoned, Said, Seen
from isthmus.web.charts import TheCharts, ThePages
from isthmus.web.grid import Detail, Grid
from isthmus.web.pages import Pages

NOT_UNDERSTOOD: Final = (
    "That was not understood. Say, for example: make the plant manager accountable for row 2; add "
    "a column for Legal, informed everywhere; split row 3; undo."
)

TOLD_ON_THE_PAGE: Final = (InvalidError, NotFoundError, NotAllowedError, ConflictError)

router = APIRouter(prefix="/charts", include_in_schema=False, default_response_class=HTMLResponse)


class HasPeople(Protocol):
    def people_named(self, name: str) -> Sequence[Person]: ...
    @property
    def today(self) -> date: ...


def _hearing(request: Request, charts: TheCharts) -> Hearing:
    wiring: HasPeople = request.app.state.wiring
    return Hearing(charts, wiring.people_named, wiring.today)


@router.get("/roles")
def show_role(
    visitor: TheVisitor,
    charts: TheCharts,
    pages: ThePages,
    role: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show what a role has to do in all charts, and where they disagree."""
    burden = charts.burden(role, visitor) if role.strip() else None
    return pages.page("charts/role.html", {"role": role, "burden": burden})


@dataclass(frozen=True)
class At:
    """One chart, as somebody works on it."""

    id: str
    visitor: Person
    charts: Charts
    pages: Pages


def _at(chart_id: str, visitor: TheVisitor, charts: TheCharts, pages: ThePages) -> At:
    return At(chart_id, visitor, charts, pages)


@router.get("/{chart_id}")
def show_chart(at: Annotated[At, Depends(_at)]) -> Response:
    return _page(at)


@router.get("/{chart_id}/cells/{row}/{column}")
def show_cell(at: Annotated[At, Depends(_at)], row: str, column: str) -> Response:
    kept = at.charts.show(at.id, at.visitor)
    detail = Detail.of(kept.filed.chart, row, column, kept.findings)
    return at.pages.page("charts/cell.html", {**_frame(at, kept.filed), "detail": detail})


@router.post("/{chart_id}/cell")
def set_cell(at: Annotated[At, Depends(_at)], said: Annotated[Lettered, Form()]) -> Response:
    basis = Basis(BasisKind.PERSON, f"{at.visitor.name} said so.", source=at.visitor.id)

    def edit(chart: Chart) -> tuple[Change, ...]:
        given = Given(tuple(map(_as_letter(chart), said.wanted())), basis)
        return editing.letters_set(chart, said.row, said.column, given)

    return _done(at, lambda: at.charts.edit(at.id, edit, said.hand(at.visitor), ""))


@router.post("/{chart_id}/say")
def say(
    at: Annotated[At, Depends(_at)],
    said: Annotated[Said, Form()],
    hearing: Annotated[Hearing, Depends(_hearing)],
) -> Response:
    """Do what was said in words, and say what came of it."""
    order = order_of(said.words)
    if order is None:
        return _page(at, said=said.words, trouble=InvalidError(NOT_UNDERSTOOD))
    try:
        heard = hearing.carry_out(order, at.id, said.hand(at.visitor), said.words)
    except TOLD_ON_THE_PAGE as error:
        return _refused(at, error, said.words)
    if heard.file:
        return _sent(heard.file.content, heard.file.media_type, heard.file.name)
    return _page(at, said=said.words, heard=heard)


@router.post("/{chart_id}/fix")
def fix(at: Annotated[At, Depends(_at)], said: Annotated[Fixed, Form()]) -> Response:
    return _done(
        at,
        lambda: at.charts.edit(at.id, said.fix.among(at.charts.check), said.hand(at.visitor), ""),
    )


@router.post("/{chart_id}/undo")
def undo(at: Annotated[At, Depends(_at)], said: Annotated[Seen, Form()]) -> Response:
    return _done(at, lambda: at.charts.undo(at.id, said.hand(at.visitor)))


@router.post("/{chart_id}/redo")
def redo(at: Annotated[At, Depends(_at)], said: Annotated[Seen, Form()]) -> Response:
    return _done(at, lambda: at.charts.redo(at.id, said.hand(at.visitor)))


@router.post("/{chart_id}/accept")
def accept(at: Annotated[At, Depends(_at)], said: Annotated[Decided, Form()]) -> Response:
    return _done(at, lambda: at.charts.accept(at.id, said.hand(at.visitor), said.only))


@router.post("/{chart_id}/decline")
def decline(at: Annotated[At, Depends(_at)], said: Annotated[Decided, Form()]) -> Response:
    return _done(
        at, lambda: at.charts.decline(at.id, said.reason, said.hand(at.visitor), said.only)
    )


@router.post("/{chart_id}/submit")
def submit(at: Annotated[At, Depends(_at)], said: Annotated[Reasoned, Form()]) -> Response:
    return _done(at, lambda: at.charts.submit(at.id, said.hand(at.visitor), said.reason))


@router.post("/{chart_id}/return")
def give_back(at: Annotated[At, Depends(_at)], said: Annotated[Reasoned, Form()]) -> Response:
    return _done(at, lambda: at.charts.give_back(at.id, said.reason, said.hand(at.visitor)))


@router.post("/{chart_id}/approve")
def approve(at: Annotated[At, Depends(_at)], said: Annotated[Reasoned, Form()]) -> Response:
    return _done(at, lambda: at.charts.approve(at.id, said.hand(at.visitor), said.reason))


@router.get("/{chart_id}/history")
def show_history(at: Annotated[At, Depends(_at)]) -> Response:
    filed = at.charts.show(at.id, at.visitor).filed
    values = {
        "events": list(reversed(at.charts.history(at.id, at.visitor))),
        "versions": at.charts.versions(at.id, at.visitor),
    }
    return at.pages.page("charts/history.html", {**_frame(at, filed), **values})


@router.get("/{chart_id}/compare")
def compare(
    at: Annotated[At, Depends(_at)],
    points: Annotated[Between, Query()],
) -> Response:
    filed = at.charts.show(at.id, at.visitor).filed
    compared = at.charts.compare(at.id, at.visitor, points.before, points.after or "now")
    values = {"compared": compared, "points": points}
    return at.pages.page("charts/compare.html", {**_frame(at, filed), **values})


@router.get("/{chart_id}/versions/{number}")
def show_version(at: Annotated[At, Depends(_at)], number: int) -> Response:
    filed = at.charts.show(at.id, at.visitor).filed
    version = at.charts.version(at.id, at.visitor, number)
    grid = Grid.of(version.chart, ())
    values = {"version": version, "grid": grid}
    return at.pages.page("charts/version.html", {**_frame(at, filed), **values})


@router.get("/{chart_id}/picture")
def show_picture(at: Annotated[At, Depends(_at)]) -> Response:
    picture = export(at.charts.sheet(at.id, at.visitor), Format.SVG)
    return Response(picture, media_type=Format.SVG.media_type)


@router.get("/{chart_id}/files/{to}")
def send_file(
    at: Annotated[At, Depends(_at)],
    to: Format,
    version: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    sheet = at.charts.sheet(at.id, at.visitor, version)
    return _sent(export(sheet, to), to.media_type, file_name(sheet.chart.title, to))


def _done(at: At, act: Callable[[], object]) -> Response:
    """Do it and show the chart; what was refused is told beside the chart as it is now."""
    try:
        act()
    except TOLD_ON_THE_PAGE as error:
        return _refused(at, error)
    return RedirectResponse(f"/charts/{at.id}", HTTPStatus.SEE_OTHER)


def _refused(at: At, error: IsthmusError, said: str = "") -> Response:
    if isinstance(error, UnidentifiedError):
        raise error  # to sign in
    return _page(at, said=said, trouble=error)


def _page(
    at: At, said: str = "", heard: Heard | None = None, trouble: IsthmusError | None = None
) -> Response:
    kept = at.charts.show(at.id, at.visitor)
    grid = Grid.of(kept.filed.chart, kept.findings)
    values = {
        "grid": grid,
        "waiting": [line for line in grid.lines if line.waits],
        "said": said if trouble else "",
        "heard": heard,
        "trouble": str(trouble) if trouble else "",
        "formats": list(Format),
        "events": at.charts.lately(at.id, at.visitor)[::-1],
    }
    status = detail_of(trouble)[0] if trouble else HTTPStatus.OK
    return at.pages.page("charts/chart.html", {**_frame(at, kept.filed), **values}, status)


def _frame(at: At, filed: Filed) -> dict[str, Any]:
    visitor = at.visitor
    mine = [column for column in filed.chart.columns if visitor.id in column.held_by]
    return {
        "filed": filed,
        "name_of": at.charts.name_of,
        "may_edit": may_edit(filed, visitor),
        "may_approve": not visitor.is_guest and visitor.rank.includes(Rank.LEAD),
        "mine": mine,
        "home": f"/charts/{filed.id}",
    }


def _as_letter(chart: Chart) -> Callable[[str], str]:
    """Tell a letter of the set however it was typed; another one is refused in its words."""

    def letter(said: str) -> str:
        return (chart.letter_set.named(said) or chart.letter_set[said]).letter

    return letter


def _sent(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
