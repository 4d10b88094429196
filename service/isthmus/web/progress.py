"""The page Programme: the twelve steps with their actions, figures over time, the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from isthmus.edge.identity import TheVisitor
from isthmus.errors import InvalidError
from isthmus.programme import drawing, svg
from isthmus.programme.desk import Programme, Span
from isthmus.programme.exporting.formats import Format, export, file_name
from isthmus.programme.metrics import Measured
from isthmus.programme.overview import Load, Overview, PhaseProgress, StepProgress
from isthmus.programme.period import Named, day_of
from isthmus.programme.report import Bar
from isthmus.web.pages import Pages, pages_of

WIDE: Final = 880
NARROW: Final = 340
MOST_LOADS: Final = 12
MOST_LISTED: Final = 100


class HasProgramme(Protocol):
    @property
    def programme(self) -> Programme: ...


def _programme(request: Request) -> Programme:
    wiring: HasProgramme = request.app.state.wiring
    return wiring.programme


@dataclass(frozen=True)
class Wanted:
    """Which period and phase somebody chose; days that they wrote come before a name."""

    period: str = ""
    since: str = ""
    until: str = ""
    phase: str = ""

    def span(self, usual: Named = Named.TWELVE_WEEKS) -> Span:
        known = {each.value: each for each in Named}
        if self.period and self.period not in known:
            raise InvalidError(f"Choose one of these periods: {', '.join(known)}.")
        chosen = known.get(self.period, usual)
        return Span(day_of(self.since), day_of(self.until), chosen)

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})


def _wanted(
    period: Annotated[str, Query(max_length=20)] = "",
    since: Annotated[str, Query(max_length=20)] = "",
    until: Annotated[str, Query(max_length=20)] = "",
    phase: Annotated[str, Query(max_length=2)] = "",
) -> Wanted:
    return Wanted(period, since, until, phase)


TheProgramme = Annotated[Programme, Depends(_programme)]
ThePages = Annotated[Pages, Depends(pages_of)]
IsWanted = Annotated[Wanted, Depends(_wanted)]

router = APIRouter(
    prefix="/programme", include_in_schema=False, default_response_class=HTMLResponse
)


@router.get("")
def show_programme(
    visitor: TheVisitor, programme: TheProgramme, pages: ThePages, wanted: IsWanted
) -> Response:
    shown = programme.overview(visitor, wanted.span(), wanted.phase)
    values = {
        "shown": shown,
        "wanted": wanted,
        "drawn": Drawn(shown),
        "periods": list(Named),
        "formats": list(Format),
        "loads": shown.loads[:MOST_LISTED],
    }
    return pages.page("programme/programme.html", values)


@router.get("/report", response_class=Response)
def download_report(
    visitor: TheVisitor,
    programme: TheProgramme,
    wanted: IsWanted,
    to: Annotated[Format, Query(alias="format")] = Format.PDF,
) -> Response:
    report = programme.report(visitor, wanted.span(), wanted.phase)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(report, to)}"'}
    return Response(export(report, to), headers=headers, media_type=to.media_type)


@dataclass(frozen=True)
class Drawn:
    """The pictures of the page, each also for a narrow screen where it holds much text."""

    shown: Overview

    @property
    def burn_up(self) -> str:
        return svg.written(drawing.burn_up(self.shown.points, WIDE, 280), "burn-up")

    @property
    def narrow_burn_up(self) -> str:
        return svg.written(drawing.burn_up(self.shown.points, NARROW, 240), "burn-up-narrow")

    @property
    def ages(self) -> str:
        values = [(each.name, each.number) for each in self.shown.ages]
        return svg.written(drawing.columns(values, "Age of open actions", NARROW), "ages")

    @property
    def loads(self) -> str:
        rows = [_bar(each) for each in self.shown.loads[:MOST_LOADS]]
        return svg.written(drawing.bars(rows, "Load of each person", NARROW), "loads")

    def stripe(self, of: StepProgress | PhaseProgress) -> str:
        progress = of.progress
        bar = Bar("", progress.done, progress.open, progress.overdue)
        return svg.decoration(drawing.stripe(bar))

    def sparkline(self, measured: Measured) -> str:
        return svg.decoration(drawing.sparkline(measured.series, measured.metric.name))

    def labels(self) -> Sequence[str]:
        return [point.label for point in self.shown.points[1:]]


def _bar(load: Load) -> Bar:
    return Bar(load.name, 0, load.open, load.overdue)
