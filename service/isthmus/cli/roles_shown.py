"""Role definitions in the terminal and as files."""

from collections.abc import Sequence
from pathlib import Path

import typer

from isthmus.cli.output import print_json, show_line
from isthmus.errors import InvalidError
from isthmus.roles.contract import filed_as_json
from isthmus.roles.exporting.formats import Format, export
from isthmus.roles.exporting.sheet import Sheet, sources_of
from isthmus.roles.model import Filed


def show_kept(kept: Sequence[Filed], *, as_json: bool) -> None:
    if as_json:
        shown = [filed_as_json(each) for each in kept]
        print_json(shown[0] if len(shown) == 1 else shown)
        return
    for each in kept:
        show_line(f"{each.id}  {each.definition.name}: {each.status}")


def show_sheet(sheet: Sheet, assumed: Sequence[str] = ()) -> None:
    """Show a definition: each line with its number and what it stands on."""
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


def write_sheets(sheets: Sequence[Sheet], to: Format, output: Path | None) -> None:
    """Write one file of all definitions; without ``output`` to the terminal."""
    content = export(sheets, to)
    if output is None:
        typer.get_binary_stream("stdout").write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InvalidError(f"{output} cannot be written: {error.strerror}.") from error
    show_line(f"Written to {output}.", "dim")
