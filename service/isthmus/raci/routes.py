"""Charts over HTTP: draft, import, check, edit, answer for letters, approve, send."""

from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Header, Query, Request, UploadFile, status
from fastapi.responses import Response

from isthmus.access.model import Scope
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.errors import InvalidError
from isthmus.raci.asked import Asked, Begun, Edits, Fix, Holders, Readers, Refused, Said, Which
from isthmus.raci.contract import (
    burden_as_json,
    checked_as_json,
    compared_as_json,
    drafted_as_json,
    event_as_json,
    imported_as_json,
    kept_as_json,
    listed_as_json,
    version_as_json,
)
from isthmus.raci.desk import Charts, Hand, Kept
from isthmus.raci.exporting.formats import Format, export, file_name
from isthmus.raci.importing import read_charts
from isthmus.raci.listing import Sought
from isthmus.raci.looking import NOW
from isthmus.raci.model import Filed, Status

Json = dict[str, Any]
API: Final = "api"
LONGEST_NAME: Final = 200
CHANGED: Final[dict[int | str, dict[str, Any]]] = {
    409: {"description": "The chart is not in a state for this"},
    412: {"description": "Somebody changed the chart since `If-Match`"},
}


class HasCharts(Protocol):
    @property
    def charts(self) -> Charts: ...


def _charts(request: Request) -> Charts:
    wiring: HasCharts = request.app.state.wiring
    return wiring.charts


def _hand(by: CallerPerson, if_match: Annotated[str | None, Header()] = None) -> Hand:
    """Say who does it, and what they have seen: `If-Match` is the `ETag` of the chart they read."""
    said = (if_match or "*").strip().removeprefix("W/").strip('"')
    if said == "*":
        return Hand(by, API)
    if not (said.isascii() and said.isdecimal() and len(said) < 10):  # noqa: PLR2004 - digits
        raise InvalidError('`If-Match` is the `ETag` of a chart, such as "7".')
    return Hand(by, API, int(said))


TheCharts = Annotated[Charts, Depends(_charts)]
TheHand = Annotated[Hand, Depends(_hand)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]


def _router(scope: Scope) -> APIRouter:
    return APIRouter(
        prefix="/api/v1",
        tags=["Charts"],
        route_class=needs(scope),
        responses=PROBLEMS | (CHANGED if scope is Scope.WRITE else {}),
        dependencies=[Depends(key_in_header)],
    )


reading = _router(Scope.ASK)
writing = _router(Scope.WRITE)


# ---- reading


@reading.get("/charts")
def list_charts(  # noqa: PLR0913, PLR0917 - one parameter a filter
    charts: TheCharts,
    by: CallerPerson,
    q: Annotated[str, Query(max_length=500, description="Words to find")] = "",
    state: Annotated[Status | None, Query(alias="status")] = None,
    role: Annotated[str, Query(max_length=200)] = "",
    step: Annotated[str, Query(max_length=10)] = "",
    offset: Offset = 0,
    limit: Limit = 50,
) -> Json:
    """List the charts the key's person may read, the last changed first."""
    found = charts.listed(by, Sought(q, state, role, step))
    page = found[offset : offset + limit]
    return {"total": len(found), "items": [listed_as_json(each) for each in page]}


@reading.get("/charts/{chart_id}")
def show_a_chart(chart_id: str, charts: TheCharts, by: CallerPerson, response: Response) -> Json:
    """Show a chart with its findings; its `ETag` goes into `If-Match` of a change."""
    return _tagged(charts.show(chart_id, by), response)


@reading.get("/charts/{chart_id}/history")
def list_a_charts_events(chart_id: str, charts: TheCharts, by: CallerPerson) -> list[Json]:
    """List all that happened to a chart, oldest first."""
    return [event_as_json(each) for each in charts.history(chart_id, by)]


@reading.get("/charts/{chart_id}/versions")
def list_a_charts_versions(chart_id: str, charts: TheCharts, by: CallerPerson) -> list[Json]:
    """List the approved versions, oldest first."""
    return [version_as_json(each) for each in charts.versions(chart_id, by)]


@reading.get("/charts/{chart_id}/differences")
def compare_a_chart(
    chart_id: str,
    charts: TheCharts,
    by: CallerPerson,
    before: Annotated[str, Query(alias="from", max_length=20)] = "",
    after: Annotated[str, Query(alias="to", max_length=20)] = NOW,
) -> Json:
    """Compare two points: `now`, `approved`, a version (`v2`) or an event (`7`).

    By default the chart as it is with the approved version, or with how it was begun.
    """
    return compared_as_json(charts.compare(chart_id, by, before, after))


@reading.get("/charts/{chart_id}/file", response_class=Response)
def export_a_chart(
    chart_id: str,
    charts: TheCharts,
    by: CallerPerson,
    to: Annotated[Format, Query(alias="format")] = Format.XLSX,
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """Give a chart, or an approved version of it, as a file or a picture."""
    sheet = charts.sheet(chart_id, by, version)
    name = file_name(sheet.chart.title, to)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(export(sheet, to), headers=headers, media_type=to.media_type)


@reading.get("/roles/{role}/letters")
def show_a_roles_letters(role: str, charts: TheCharts, by: CallerPerson) -> Json:
    """Show what a role has to do in all charts, how much that is, and where charts disagree."""
    return burden_as_json(charts.burden(role, by))


@reading.post("/charts/drafts")
def draft_a_chart(asked: Asked, charts: TheCharts, by: CallerPerson) -> Json:
    """Propose a chart for what a sentence asks; nothing is kept."""
    draft = charts.draft(asked.draft, by, asked.roles)
    return drafted_as_json(draft, charts.check(draft.chart))


@reading.post("/charts/checks")
def check_a_file(file: UploadFile, charts: TheCharts) -> Json:
    """Read the charts of a file and say what the rules find in them; nothing is kept."""
    read = read_charts(file.file.read(), file.filename or "file")
    return checked_as_json(read, [charts.check(each.chart) for each in read.charts])


# ---- writing


@writing.post("/charts", status_code=status.HTTP_201_CREATED)
def begin_a_chart(begun: Begun, charts: TheCharts, hand: TheHand, response: Response) -> Json:
    """Begin a chart: drafted from a sentence, or empty under a title."""
    if begun.draft.strip():
        chart = charts.draft(begun.draft, hand.by, begun.roles, begun.readers).chart
    else:
        chart = begun.empty
    filed = charts.begin(chart, hand, begun.said, begun.readers)
    return _answered(filed, charts, response)


@writing.post("/charts/imports", status_code=status.HTTP_201_CREATED)
def import_charts(
    file: UploadFile,
    charts: TheCharts,
    hand: TheHand,
) -> Json:
    """Bring in the charts of a file, with how they were understood and what was not."""
    name = file.filename or "file"
    read = read_charts(file.file.read(), name)
    said = f"Imported from {name[:LONGEST_NAME]}"
    begun = [charts.begin(each.chart, hand, said).id for each in read.charts]
    return imported_as_json(read, begun, [charts.check(each.chart) for each in read.charts])


@writing.patch("/charts/{chart_id}")
def edit_a_chart(
    chart_id: str, edits: Edits, charts: TheCharts, hand: TheHand, response: Response
) -> Json:
    """Make edits, all or none. An approved chart is a draft then; its version stays in force."""
    filed = charts.edit(chart_id, edits.by(hand.by), hand, edits.said)
    return _answered(filed, charts, response)


@writing.post("/charts/{chart_id}/fixes")
def fix_a_finding(
    chart_id: str, fix: Fix, charts: TheCharts, hand: TheHand, response: Response
) -> Json:
    """Apply the fix of a finding."""
    edit = fix.among(charts.check)
    return _answered(charts.edit(chart_id, edit, hand, f"Fixed: {fix.rule}"), charts, response)


@writing.post("/charts/{chart_id}/undo")
def undo(chart_id: str, charts: TheCharts, hand: TheHand, response: Response) -> Json:
    """Take back the last edit that stands, up to the last approval."""
    return _answered(charts.undo(chart_id, hand), charts, response)


@writing.post("/charts/{chart_id}/redo")
def redo(chart_id: str, charts: TheCharts, hand: TheHand, response: Response) -> Json:
    """Take back the last undo, where nobody edited since then."""
    return _answered(charts.redo(chart_id, hand), charts, response)


@writing.put("/charts/{chart_id}/columns/{column_id}/holders")
def say_who_holds_a_role(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    chart_id: str,
    column_id: str,
    holders: Holders,
    charts: TheCharts,
    hand: TheHand,
    response: Response,
) -> Json:
    """Say which people, by their ids, hold a role and answer for its letters."""
    return _answered(charts.assign(chart_id, column_id, holders.people, hand), charts, response)


@writing.post("/charts/{chart_id}/acceptance")
def accept_letters(
    chart_id: str, which: Which, charts: TheCharts, hand: TheHand, response: Response
) -> Json:
    """Accept letters as who holds the role."""
    return _answered(charts.accept(chart_id, hand, which.only), charts, response)


@writing.post("/charts/{chart_id}/refusal")
def decline_letters(
    chart_id: str, refused: Refused, charts: TheCharts, hand: TheHand, response: Response
) -> Json:
    """Decline letters as who holds the role, with the reason."""
    return _answered(charts.decline(chart_id, refused.reason, hand, refused.only), charts, response)


@writing.post("/charts/{chart_id}/submission")
def submit_a_chart(
    chart_id: str, said: Said, charts: TheCharts, hand: TheHand, response: Response
) -> Json:
    """Ask for review."""
    return _answered(charts.submit(chart_id, hand, said.said), charts, response)


@writing.post("/charts/{chart_id}/return")
def give_a_chart_back(
    chart_id: str, said: Said, charts: TheCharts, hand: TheHand, response: Response
) -> Json:
    """Make a chart in review a draft again, with the reason."""
    return _answered(charts.give_back(chart_id, said.said, hand), charts, response)


@writing.post("/charts/{chart_id}/approval", status_code=status.HTTP_201_CREATED)
def approve_a_chart(chart_id: str, said: Said, charts: TheCharts, hand: TheHand) -> Json:
    """Approve a chart that somebody else changed last: an immutable version that answers cite."""
    return version_as_json(charts.approve(chart_id, hand, said.said))


@writing.put("/charts/{chart_id}/readers")
def let_groups_read(
    chart_id: str, readers: Readers, charts: TheCharts, hand: TheHand, response: Response
) -> Json:
    """Say which groups read a chart, and what answers cite of it."""
    return _answered(charts.let_read(chart_id, readers.readers, hand), charts, response)


def _answered(filed: Filed, charts: Charts, response: Response) -> Json:
    return _tagged(Kept(filed, charts.check(filed.chart)), response)


def _tagged(kept: Kept, response: Response) -> Json:
    response.headers["ETag"] = f'"{kept.filed.number}"'
    return kept_as_json(kept)
