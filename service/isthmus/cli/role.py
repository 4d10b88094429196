"""`isthmus role`: what a role answers for, does and decides, each line with its source."""

from pathlib import Path
from typing import Annotated, Final

import typer

from isthmus.cli import role_changing
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.cli.role_changing import AsPerson, DefinitionId, hand, person
from isthmus.cli.roles_shown import show_kept, show_sheet, write_sheets
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE
from isthmus.raci.model import Status
from isthmus.roles.contract import (
    compared_as_json,
    drafted_as_json,
    event_as_json,
    filed_as_json,
    listed_as_json,
    version_as_json,
)
from isthmus.roles.exporting.formats import Format, export, file_name
from isthmus.roles.exporting.sheet import Sheet
from isthmus.roles.looking import NOW

app: Final = typer.Typer(help="Definitions of roles.", no_args_is_help=True)
role_changing.register(app)

PRINTED: Final = "-"


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="role")


@app.command()
def define(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    role: Annotated[str, typer.Argument(help="A role's name; typos and aliases are fine.")] = "",
    *,
    chart: Annotated[str, typer.Option(help="Define all roles of this chart instead.")] = "",
    save: Annotated[bool, typer.Option("--save", help="Keep it.")] = False,
    reader: Annotated[
        list[str] | None, typer.Option(help="With --save: a group who may read it; repeatable.")
    ] = None,
    to: Annotated[
        Format | None, typer.Option("--format", help="Write a file of this format instead.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write the file; default: print it."),
    ] = None,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Put together what charts, the catalogue and documents say of a role."""
    if bool(role.strip()) == bool(chart):
        raise InvalidError("Name a role, or a chart with --chart.")
    parts = wiring(context)
    by = hand(parts, as_person)
    if save:
        readers = reader or [EVERYONE]
        if chart:
            kept = parts.roles.save_all(chart, by, readers)
        else:
            kept = [parts.roles.save(role, by, readers)]
        show_kept(kept, as_json=as_json)
        return
    found = parts.roles.define_all(chart, by.by) if chart else [parts.roles.define(role, by.by)]
    if to:
        write_sheets([Sheet(each.definition) for each in found], to, output)
    elif as_json:
        shown = [drafted_as_json(each) for each in found]
        print_json(shown if chart else shown[0])
    else:
        for each in found:
            show_sheet(Sheet(each.definition), each.assumed)


@app.command("list")
def list_definitions(
    context: typer.Context,
    *,
    role: Annotated[str, typer.Option(help="Those of this role, by any of its names.")] = "",
    status: Annotated[Status | None, typer.Option(help="Where it stands.")] = None,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """List the definitions that are kept."""
    parts = wiring(context)
    listed = parts.roles.listed(person(parts, as_person), role)
    found = [each for each in listed if status in {None, each.status}]
    if as_json:
        print_json([listed_as_json(each) for each in found])
        return
    rows = [
        (e.id, e.definition.name, e.status, e.version or "", e.owner, e.definition.review)
        for e in found
    ]
    show_table(("id", "role", "status", "version", "owner", "review"), rows, unbroken="id")


@app.command()
def show(
    context: typer.Context,
    definition: DefinitionId,
    *,
    version: Annotated[int | None, typer.Option(min=1, help="An approved version.")] = None,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Show a definition with what each line stands on."""
    parts = wiring(context)
    by = person(parts, as_person)
    if as_json and not version:
        print_json(filed_as_json(parts.roles.show(definition, by)))
        return
    sheet = parts.roles.sheet(definition, by, version)
    if as_json:
        typer.echo(export([sheet], Format.JSON).decode(), nl=False)
    else:
        show_sheet(sheet)


@app.command("export")
def export_definition(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    definition: DefinitionId,
    *,
    to: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.DOCX,
    version: Annotated[int | None, typer.Option(min=1, help="An approved version.")] = None,
    output: Annotated[
        str, typer.Option(help="The file to write, `-` for the terminal; default: by the role.")
    ] = "",
    as_person: AsPerson = None,
) -> None:
    """Write a definition as a file."""
    parts = wiring(context)
    sheet = parts.roles.sheet(definition, person(parts, as_person), version)
    named = Path(output or file_name(sheet.definition.name, to))
    write_sheets([sheet], to, None if output == PRINTED else named)


@app.command()
def diff(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    definition: DefinitionId,
    *,
    earlier: Annotated[
        str, typer.Option("--from", help="A version (v2) or event (7); default: approved.")
    ] = "",
    later: Annotated[str, typer.Option("--to", help="The same; default: now.")] = NOW,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Show what differs between two states of a definition, line by line."""
    parts = wiring(context)
    found = parts.roles.compare(definition, person(parts, as_person), earlier, later)
    if as_json:
        print_json(compared_as_json(found))
        return
    show_line(f"{found.before.name} to {found.after.name}", "bold")
    for each in found.differences:
        show_line(each.in_words)


@app.command()
def history(
    context: typer.Context,
    definition: DefinitionId,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Show all that happened to a definition, oldest first."""
    parts = wiring(context)
    found = parts.roles.history(definition, person(parts, as_person))
    if as_json:
        print_json([event_as_json(each) for each in found])
        return
    rows = [(e.number, e.kind, e.by, f"{e.at:%Y-%m-%d %H:%M}", e.said) for e in found]
    show_table(("event", "what", "by", "at", "said"), rows)


@app.command()
def versions(
    context: typer.Context,
    definition: DefinitionId,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """List the approved versions of a definition, oldest first."""
    parts = wiring(context)
    found = parts.roles.versions(definition, person(parts, as_person))
    if as_json:
        print_json([version_as_json(each) for each in found])
        return
    rows = [(v.number, f"{v.approved_at:%Y-%m-%d %H:%M}", v.approved_by, v.status) for v in found]
    show_table(("version", "approved", "by", "status"), rows)
