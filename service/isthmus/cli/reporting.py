"""`isthmus report`: the steering group's report of a period, as one file."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from isthmus.cli.output import show_line, wiring
from isthmus.cli.raci_changing import AsPerson, person
from isthmus.errors import InvalidError
from isthmus.programme.desk import Span
from isthmus.programme.exporting.formats import Format, export, file_name
from isthmus.programme.period import Named, day_of

TERMINAL: Final = "-"


def register(root: typer.Typer) -> None:
    root.command("report")(report)


def report(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    *,
    to: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.PDF,
    period: Annotated[Named, typer.Option(help="Which time.")] = Named.FOUR_WEEKS,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="Such as 2026-11-01.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day of it.")] = "",
    phase: Annotated[str, typer.Option(help="Only phase 1, 2 or 3.")] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", help="The file, `-` for the terminal; default: by the days."
        ),
    ] = "",
    as_person: AsPerson = None,
) -> None:
    """Write the steering report: what was decided, done, late and why, what is next, risks."""
    parts = wiring(context)
    by = person(parts, as_person)
    written = parts.programme.report(by, Span(day_of(first), day_of(last), period), phase)
    content = export(written, to)
    if output == TERMINAL:
        sys.stdout.buffer.write(content)
        return
    path = Path(output or file_name(written, to))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidError(f"{path} cannot be written: {error.strerror}.") from error
    show_line(f"Written to {path}.")
