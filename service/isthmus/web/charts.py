"""The pages where charts begin: the list, a draft from a sentence, a file that is brought in."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from isthmus.edge.identity import TheVisitor
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE, Person, Rank
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.importing import ReadChart, Reading, read_charts, read_pasted
from isthmus.raci.letters import letter_sets
from isthmus.raci.listing import Sought
from isthmus.raci.model import Status
from isthmus.web.grid import Grid
from isthmus.web.pages import Pages, pages_of

VIA: Final = "web"
EXAMPLES: Final = (
    "RACI for OT patching with IT security, OT engineering, the plant manager and our integrator",
    "RACI for step 2.4 for the Leuven site",
    "RACI for everything in phase 1",
)


class HasCharts(Protocol):
    @property
    def charts(self) -> Charts: ...


def charts_of(request: Request) -> Charts:
    wiring: HasCharts = request.app.state.wiring
    return wiring.charts


TheCharts = Annotated[Charts, Depends(charts_of)]
ThePages = Annotated[Pages, Depends(pages_of)]
router = APIRouter(prefix="/charts", include_in_schema=False, default_response_class=HTMLResponse)


class Filter(BaseModel):
    words: str = Field("", max_length=200)
    status: str = Field("", max_length=20)

    @property
    def sought(self) -> Sought:
        known = {each.value: each for each in Status}
        return Sought(words=self.words, status=known.get(self.status))


class Sentence(BaseModel):
    """``readers`` may read the chart, and so all that it is drafted from."""

    sentence: str = Field("", max_length=1_900)
    readers: str = Field(EVERYONE, max_length=1_000)

    @property
    def groups(self) -> list[str]:
        return [group.strip() for group in self.readers.split(",") if group.strip()] or [EVERYONE]


class Keeping(BaseModel):
    """What was shown, by its id; ``readers`` where it was not drafted for some."""

    proposal: str = Field(max_length=64)
    readers: str = Field(EVERYONE, max_length=1_000)


@dataclass(frozen=True)
class Proposed:
    """A chart that nobody has kept yet, as a page shows it; without an id it cannot be kept."""

    grid: Grid
    id: str
    how: tuple[str, ...] = ()
    not_understood: tuple[object, ...] = ()


@router.get("")
def list_charts(
    visitor: TheVisitor, charts: TheCharts, pages: ThePages, wanted: Annotated[Filter, Query()]
) -> Response:
    values = {
        "found": charts.listed(visitor, wanted.sought),
        "wanted": wanted,
        "statuses": (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED),
        "examples": EXAMPLES,
    }
    return pages.page("charts/list.html", values)


@router.get("/draft")
def draft(
    visitor: TheVisitor, charts: TheCharts, pages: ThePages, said: Annotated[Sentence, Query()]
) -> Response:
    """Show what a sentence is drafted to; nothing is kept."""
    if not said.sentence.strip():
        return RedirectResponse("/charts", HTTPStatus.SEE_OTHER)
    drafted = charts.draft(said.sentence, visitor, readers=said.groups)
    values = {
        "sentence": said.sentence,
        "drafted": drafted,
        "proposed": _drafted(charts, drafted, visitor, said) if drafted.chart.rows else [],
        "answers": _answers(drafted, said.sentence),
        "readers": ", ".join(said.groups),
    }
    return pages.page("charts/draft.html", values)


@router.get("/import")
def ask_for_a_file(visitor: TheVisitor, pages: ThePages) -> Response:
    visitor.require(Rank.CONTRIBUTOR)
    return pages.page("charts/import.html", {"sets": letter_sets().values()})


@router.post("/import")
def read_a_file(
    visitor: TheVisitor,
    charts: TheCharts,
    pages: ThePages,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=1_000_000)] = "",
) -> Response:
    """Show how a file or a pasted text was understood; nothing is kept."""
    visitor.require(Rank.CONTRIBUTOR)
    name, reading = _read(file, text)
    values = {
        "name": name,
        "proposed": [_brought_in(charts, each, visitor, name) for each in reading.charts],
        "not_understood": reading.not_understood,
        "readers": EVERYONE,
    }
    return pages.page("charts/read.html", values)


@router.post("/keep")
def keep(
    kept: Annotated[Keeping, Form()], visitor: TheVisitor, charts: TheCharts
) -> RedirectResponse:
    readers = [group for group in kept.readers.split(",") if group.strip()]
    filed = charts.keep(kept.proposal, Hand(visitor.require(Rank.CONTRIBUTOR), VIA), readers)
    return RedirectResponse(f"/charts/{filed.id}", HTTPStatus.SEE_OTHER)


def may_keep(visitor: Person) -> bool:
    return not visitor.is_guest and visitor.rank.includes(Rank.CONTRIBUTOR)


def _drafted(charts: Charts, drafted: Draft, visitor: Person, said: Sentence) -> list[Proposed]:
    chart, origin = drafted.chart, f"Drafted from: {said.sentence}"
    kept = charts.propose(chart, visitor, origin, said.groups) if may_keep(visitor) else ""
    return [Proposed(Grid.of(chart, charts.check(chart)), kept)]


def _brought_in(charts: Charts, read: ReadChart, visitor: Person, name: str) -> Proposed:
    kept = charts.propose(read.chart, visitor, f"Brought in from {name}"[:2_000])
    grid = Grid.of(read.chart, charts.check(read.chart))
    return Proposed(grid, kept, read.how, read.not_understood)


def _read(file: UploadFile | None, text: str) -> tuple[str, Reading]:
    if file is not None and file.filename:
        return file.filename, read_charts(file.file.read(), file.filename)
    if text.strip():
        return "pasted text", read_pasted(text)
    raise InvalidError("Choose a file, or paste a chart with its headers.")


def _answers(drafted: Draft, sentence: str) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Give each question with its choices, each as the sentence that has it answered."""
    return [
        (each, [(choice, _with(sentence, each.about, choice)) for choice in each.choices])
        for each in drafted.questions
    ]


def _with(sentence: str, about: str, choice: str) -> str:
    if about and about in sentence:
        return sentence.replace(about, choice, 1)
    return f"{sentence.rstrip('. ')} with {choice}"
