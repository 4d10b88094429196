"""`isthmus role`: what a role answers for, does and decides, each line with its source."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from isthmus.cli.asking import asker
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE, Person
from isthmus.raci.desk import Hand
from isthmus.roles.contract import (
    compared_as_json,
    drafted_as_json,
    event_as_json,
    filed_as_json,
    listed_as_json,
    news_as_json,
    version_as_json,
)
from isthmus.roles.editing import (
    Edit,
    all_of,
    described,
    line_added,
    line_changed,
    line_removed,
    topic_of,
)
from isthmus.roles.exporting.formats import Format, export
from isthmus.roles.exporting.sheet import Sheet, sources_of
from isthmus.roles.looking import NOW
from isthmus.roles.model import Filed

app: Final = typer.Typer(help="Definitions of roles.", no_args_is_help=True)
VIA: Final = "command line"

Id = Annotated[str, typer.Argument(metavar="ID", help="A definition's id, as listed.")]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Do it as this person (see `isthmus people`)."),
]
InFormat = Annotated[
    Format | None, typer.Option("--format", help="Write a file of this format instead.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Where to write the file; default: print it.")
]


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
    to: InFormat = None,
    output: Output = None,
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Put together what charts, the catalogue and documents say of a role."""
    if bool(role.strip()) == bool(chart):
        raise InvalidError("Name a role, or a chart with --chart.")
    parts = wiring(context)
    by = asker(parts, as_person)
    if save:
        hand, readers = Hand(by, VIA), reader or [EVERYONE]
        if chart:
            kept = parts.roles.save_all(chart, hand, readers)
        else:
            kept = [parts.roles.save(role, hand, readers)]
        _show_kept(kept, as_json=as_json)
        return
    found = parts.roles.define_all(chart, by) if chart else [parts.roles.define(role, by)]
    sheets = [Sheet(each.definition) for each in found]
    if to:
        _write(sheets, to, output)
    elif as_json:
        shown = [drafted_as_json(each) for each in found]
        print_json(shown if chart else shown[0])
    else:
        for each in found:
            _show(Sheet(each.definition), each.assumed)


@app.command("list")
def list_definitions(
    context: typer.Context,
    *,
    role: Annotated[str, typer.Option(help="Those of this role, by any of its names.")] = "",
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """List the definitions that are kept."""
    parts = wiring(context)
    found = parts.roles.listed(asker(parts, as_person), role)
    if as_json:
        print_json([listed_as_json(each) for each in found])
        return
    rows = [
        (e.id, e.definition.name, e.status, e.version or "", e.definition.review) for e in found
    ]
    show_table(("id", "role", "status", "version", "review"), rows, unbroken="id")


@app.command()
def show(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    definition: Id,
    *,
    version: Annotated[int | None, typer.Option(min=1, help="An approved version.")] = None,
    to: InFormat = None,
    output: Output = None,
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Show a definition with what each line stands on, or write it as a file."""
    parts = wiring(context)
    by = asker(parts, as_person)
    sheet = parts.roles.sheet(definition, by, version)
    if to:
        _write([sheet], to, output)
    elif as_json and version:
        typer.echo(export([sheet], Format.JSON).decode(), nl=False)
    elif as_json:
        print_json(filed_as_json(parts.roles.show(definition, by)))
    else:
        _show(sheet)


@app.command()
def edit(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    definition: Id,
    *,
    add: Annotated[
        list[str] | None, typer.Option(help="'TOPIC: a line', such as 'decides alone: …'.")
    ] = None,
    change: Annotated[list[str] | None, typer.Option(help="'LINE: in other words'.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="A line's id.")] = None,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    review: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the next review.")
    ] = None,
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Add, change and remove lines, all or none; `role show` tells their ids."""
    parts = wiring(context)
    by = asker(parts, as_person)
    edits = list(_edits(add or [], change or [], remove or [], by))
    if name or review:
        edits.append(described(name, review=review.date() if review else None))
    if not edits:
        raise InvalidError("Say what to change: --add, --change, --remove, --name or --review.")
    kept = parts.roles.edit(definition, all_of(*edits), Hand(by, VIA), "Edited on the command line")
    _show_kept([kept], as_json=as_json)


def _edits(add: list[str], change: list[str], remove: list[str], by: Person) -> Iterator[Edit]:
    for said in add:
        topic, text = _split(said)
        yield line_added(topic_of(topic), text, by)
    for said in change:
        line, text = _split(said)
        yield line_changed(line, text, by)
    yield from map(line_removed, remove)


def _split(said: str) -> tuple[str, str]:
    before, colon, after = said.partition(":")
    if not colon:
        raise InvalidError(f"'{said}' has no colon between what it is about and the words.")
    return before.strip(), after.strip()


@app.command()
def undo(
    context: typer.Context, definition: Id, *, as_person: As = None, as_json: AsJson = False
) -> None:
    """Take back the last edit that stands, up to the last approval."""
    parts = wiring(context)
    kept = parts.roles.undo(definition, Hand(asker(parts, as_person), VIA))
    _show_kept([kept], as_json=as_json)


@app.command()
def refresh(
    context: typer.Context,
    definition: Id,
    *,
    take: Annotated[bool, typer.Option("--take", help="Take it all over.")] = False,
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Show what charts, the catalogue and documents say otherwise now; own lines stay."""
    parts = wiring(context)
    by = asker(parts, as_person)
    found = parts.roles.news(definition, by)
    if take:
        parts.roles.refresh(definition, Hand(by, VIA))
    if as_json:
        print_json(news_as_json(found))
        return
    for each in found:
        show_line(each.in_words)
    show_line(f"{len(found)} differences{', taken over' if take else ''}.", "dim")


@app.command()
def approve(
    context: typer.Context, definition: Id, *, as_person: As = None, as_json: AsJson = False
) -> None:
    """Approve what somebody else changed last: an immutable version that answers cite."""
    parts = wiring(context)
    version = parts.roles.approve(definition, Hand(asker(parts, as_person), VIA))
    if as_json:
        print_json(version_as_json(version))
    else:
        show_line(f"Version {version.number} of {version.definition.name} is approved.")


@app.command()
def diff(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    definition: Id,
    *,
    earlier: Annotated[
        str, typer.Option("--from", help="A version (v2) or event (7); default: approved.")
    ] = "",
    later: Annotated[str, typer.Option("--to", help="The same; default: now.")] = NOW,
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Show what differs between two states of a definition, line by line."""
    parts = wiring(context)
    found = parts.roles.compare(definition, asker(parts, as_person), earlier, later)
    if as_json:
        print_json(compared_as_json(found))
        return
    show_line(f"{found.before.name} to {found.after.name}", "bold")
    for each in found.differences:
        show_line(each.in_words)


@app.command()
def history(
    context: typer.Context, definition: Id, *, as_person: As = None, as_json: AsJson = False
) -> None:
    """Show all that happened to a definition, oldest first."""
    parts = wiring(context)
    found = parts.roles.history(definition, asker(parts, as_person))
    if as_json:
        print_json([event_as_json(each) for each in found])
        return
    rows = [(e.number, e.kind, e.by, f"{e.at:%Y-%m-%d %H:%M}", e.said) for e in found]
    show_table(("event", "what", "by", "at", "said"), rows)


def _show_kept(kept: list[Filed], *, as_json: bool) -> None:
    if as_json:
        shown = [filed_as_json(each) for each in kept]
        print_json(shown[0] if len(shown) == 1 else shown)
        return
    for each in kept:
        show_line(f"{each.id}  {each.definition.name}: {each.status}")


def _show(sheet: Sheet, assumed: Sequence[str] = ()) -> None:
    show_line(sheet.definition.name, "bold")
    for text in sheet.headlines:
        show_line(text)
    for name, lines in sheet.sections:
        show_line(f"\n{name}", "bold")
        for line in lines:
            show_line(f"  {line.id:>3}  {line.in_words}")
            show_line(f"       {sources_of(line)}", "dim")
    for text in assumed:
        show_line(text, "yellow")


def _write(sheets: list[Sheet], to: Format, output: Path | None) -> None:
    content = export(sheets, to)
    if output:
        output.write_bytes(content)
        show_line(f"Written to {output}.", "dim")
    else:
        typer.get_binary_stream("stdout").write(content)
