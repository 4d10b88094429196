"""The programme over HTTP: how it stands, and the steering report of a period."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from isthmus.access.model import Scope
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.programme.contract import overview_as_json, report_as_json
from isthmus.programme.desk import Programme, Span
from isthmus.programme.exporting.formats import Format, export, file_name
from isthmus.programme.period import Named


class Wanted(StrEnum):
    """What the report may be asked for as: a file, or its values."""

    JSON = "json"
    PPTX = "pptx"
    DOCX = "docx"
    PDF = "pdf"
    MD = "md"


class HasProgramme(Protocol):
    @property
    def programme(self) -> Programme: ...


def _programme(request: Request) -> Programme:
    wiring: HasProgramme = request.app.state.wiring
    return wiring.programme


def _span(
    first: Annotated[date | None, Query(alias="from", description="First day")] = None,
    last: Annotated[date | None, Query(alias="to", description="Last day")] = None,
    period: Annotated[Named, Query(description="What is meant without days")] = Named.FOUR_WEEKS,
) -> Span:
    return Span(first, last, period)


TheProgramme = Annotated[Programme, Depends(_programme)]
TheSpan = Annotated[Span, Depends(_span)]
Phase = Annotated[str, Query(max_length=2, description="1, 2 or 3; all without it")]

reading = APIRouter(
    prefix="/api/v1",
    tags=["Programme"],
    route_class=needs(Scope.ASK),
    responses=PROBLEMS,
    dependencies=[Depends(key_in_header)],
)


@reading.get("/programme")
def show_the_programme(
    programme: TheProgramme, by: CallerPerson, span: TheSpan, phase: Phase = ""
) -> dict[str, Any]:
    """Show the twelve steps with their actions, and the metrics week by week or month by month."""
    return overview_as_json(programme.overview(by, span, phase))


@reading.get("/report", response_class=Response)
def write_the_report(
    programme: TheProgramme,
    by: CallerPerson,
    span: TheSpan,
    phase: Phase = "",
    to: Annotated[Wanted, Query(alias="format")] = Wanted.JSON,
) -> Response:
    """Give the steering report of a period: what was decided, done, late and why, next, risks."""
    report = programme.report(by, span, phase)
    if to is Wanted.JSON:
        return JSONResponse(report_as_json(report))
    wanted = Format(to.value)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(report, wanted)}"'}
    return Response(export(report, wanted), headers=headers, media_type=wanted.media_type)
