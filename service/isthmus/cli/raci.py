"""`isthmus raci`: draft, import, check, show and send charts of responsibilities."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from isthmus.cli import raci_changing
from isthmus.cli.charts_shown import (
    show_compared,
    show_draft,
    show_drawn,
    show_filed,
    show_not_understood,
    show_read,
)
from isthmus.cli.output import AsJson, print_json, show_line, show_table, unprepared, wiring
from isthmus.cli.raci_changing import AsPerson, ChartId, hand, person
from isthmus.errors import InvalidError
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
from isthmus.raci.exporting.formats import Format, export, file_name
from isthmus.raci.importing import Reading, read_charts, read_pasted
from isthmus.raci.listing import Sought
from isthmus.raci.looking import NOW
from isthmus.raci.model import Status

app: Final = typer.Typer(help="Charts of who does what.", no_args_is_help=True)
raci_changing.register(app)

PASTED: Final = "-"
FileName = Annotated[
    str, typer.Argument(metavar="FILE", help="A chart's file; `-` reads pasted text.")
]


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="raci")


@app.command("draft")
def draft(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    scope: Annotated[str, typer.Argument(help="What the chart is for, in plain words.")],
    *,
    roles: Annotated[str, typer.Option(help="Roles that take part, with commas between.")] = "",
    save: Annotated[bool, typer.Option("--save", help="Keep the draft.")] = False,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Propose a chart for a scope, each letter with its reason."""
    parts = wiring(context)
    by = hand(parts, as_person)
    named = [role for each in roles.split(",") if (role := each.strip())]
    drafted = parts.charts.draft(scope, by.by, named)
    findings = parts.charts.check(drafted.chart)
    shown = drafted_as_json(drafted, findings)
    kept = "Not kept: add --save to keep it."
    if save:
        filed = parts.charts.begin(drafted.chart, by, f"Drafted from: {scope}"[:2_000])
        shown["charts"][0]["id"] = filed.id
        kept = f"Kept as {filed.id}."
    if as_json:
        print_json(shown)
        return
    show_draft(drafted, findings)
    show_line(kept, "dim")


@app.command("import")
def import_file(
    context: typer.Context,
    file: FileName,
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Keep nothing.")] = False,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Bring in the charts of a file, with how they were understood and what was not."""
    parts = wiring(context)
    by = hand(parts, as_person)
    read = _read(file)
    findings = [parts.charts.check(each.chart) for each in read.charts]
    said = f"Imported from {Path(file).name}"[:200]
    kept = [] if preview else [parts.charts.begin(each.chart, by, said).id for each in read.charts]
    if as_json:
        print_json(
            imported_as_json(read, kept, findings) if kept else checked_as_json(read, findings)
        )
        return
    for each, found in zip(read.charts, findings, strict=True):
        show_read(each, found)
    show_not_understood(read.not_understood)
    show_line(f"Kept as {', '.join(kept)}." if kept else "A preview: nothing was kept.", "dim")


@app.command("check")
def check(context: typer.Context, file: FileName, *, as_json: AsJson = False) -> None:
    """Say what the rules of a good chart find in a file; nothing is kept."""
    charts = unprepared(context).charts
    read = _read(file)
    findings = [charts.check(each.chart) for each in read.charts]
    if as_json:
        print_json(checked_as_json(read, findings))
        return
    for each, found in zip(read.charts, findings, strict=True):
        show_drawn(each.chart, found)
        show_not_understood(each.not_understood)
    show_not_understood(read.not_understood)


@app.command("list")
def list_charts(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    *,
    words: Annotated[str, typer.Option(help="Words to find.")] = "",
    status: Annotated[Status | None, typer.Option(help="Where it stands.")] = None,
    role: Annotated[str, typer.Option(help="A role that is in it.")] = "",
    step: Annotated[str, typer.Option(help="A step such as 2.4, or a phase.")] = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """List charts, the last changed first."""
    parts = wiring(context)
    found = parts.charts.listed(person(parts, as_person), Sought(words, status, role, step))
    if as_json:
        print_json([listed_as_json(each) for each in found])
        return
    rows = [
        (
            each.id,
            each.title,
            each.status,
            each.version or "",
            each.owner,
            f"{each.changed_at:%Y-%m-%d %H:%M}",
        )
        for each in found
    ]
    show_table(("chart", "title", "status", "version", "owner", "changed"), rows, unbroken="chart")
    show_line(f"{len(found)} charts.", "dim")


@app.command("show")
def show(
    context: typer.Context, chart: ChartId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """Show a chart with its findings."""
    parts = wiring(context)
    kept = parts.charts.show(chart, person(parts, as_person))
    if as_json:
        print_json(kept_as_json(kept))
    else:
        show_filed(kept.filed, kept.findings)


@app.command("history")
def history(
    context: typer.Context, chart: ChartId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """List all that happened to a chart, oldest first."""
    parts = wiring(context)
    found = parts.charts.history(chart, person(parts, as_person))
    if as_json:
        print_json([event_as_json(each) for each in found])
        return
    rows = [(e.number, f"{e.at:%Y-%m-%d %H:%M}", e.by, e.kind, e.said, e.via) for e in found]
    show_table(("event", "at", "by", "what", "said", "via"), rows)


@app.command("versions")
def versions(
    context: typer.Context, chart: ChartId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """List the approved versions of a chart, oldest first."""
    parts = wiring(context)
    found = parts.charts.versions(chart, person(parts, as_person))
    if as_json:
        print_json([version_as_json(each) for each in found])
        return
    rows = [(v.number, f"{v.approved_at:%Y-%m-%d %H:%M}", v.approved_by, v.status) for v in found]
    show_table(("version", "approved", "by", "status"), rows)


@app.command("diff")
def diff(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    chart: ChartId,
    *,
    earlier: Annotated[
        str,
        typer.Option(
            "--from", help="`v1`, an event such as 3; default: the approved version, or the start."
        ),
    ] = "",
    later: Annotated[str, typer.Option("--to", help="The same; default: now.")] = NOW,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two points of a chart's history, cell by cell."""
    parts = wiring(context)
    compared = parts.charts.compare(chart, person(parts, as_person), earlier, later)
    if as_json:
        print_json(compared_as_json(compared))
    else:
        show_compared(compared)


@app.command("export")
def export_chart(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    chart: ChartId,
    *,
    to: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.XLSX,
    version: Annotated[int | None, typer.Option(min=1, help="An approved version.")] = None,
    output: Annotated[
        str, typer.Option(help="The file to write, `-` for the terminal; default: by the title.")
    ] = "",
    as_person: AsPerson = None,
) -> None:
    """Write a chart as a file or a picture."""
    parts = wiring(context)
    sheet = parts.charts.sheet(chart, person(parts, as_person), version)
    content = export(sheet, to)
    if output == PASTED:
        sys.stdout.buffer.write(content)
        return
    path = Path(output or file_name(sheet.chart.title, to))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidError(f"{path} cannot be written: {error.strerror}.") from error
    show_line(f"Written to {path}.")


@app.command("role")
def role_letters(
    context: typer.Context,
    role: Annotated[str, typer.Argument(help="A role, by any of its names.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Show what a role has to do in all charts, and where charts disagree."""
    parts = wiring(context)
    burden = parts.charts.burden(role, person(parts, as_person))
    if as_json:
        print_json(burden_as_json(burden))
        return
    rows = [(d.title, d.row.activity, "/".join(d.letters)) for d in burden.duties]
    show_table(("chart", "activity", burden.role), rows)
    for group in burden.conflicts:
        told = "; ".join(
            f"{'/'.join(d.letters)} in {d.title}, where {', '.join(d.decides) or 'nobody'} decides"
            for d in group
        )
        show_line(f"{group[0].row.activity}: {told}.", "yellow")
    counts = ", ".join(f"{part} {count}" for part, count in burden.parts.items())
    show_line(counts or "No letters in any chart.", "dim")


def _read(file: str) -> Reading:
    if file == PASTED:
        return read_pasted(sys.stdin.read())
    path = Path(file)
    try:
        return read_charts(path.read_bytes(), path.name)
    except OSError as error:
        raise InvalidError(f"{path} cannot be read: {error.strerror}.") from error
