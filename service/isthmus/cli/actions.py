"""`isthmus actions`: what has to be done, by whom and until when."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from isthmus.actions.dates import Asked, today_in
from isthmus.actions.extracting import find_actions
from isthmus.actions.extracting.opening import text_of
from isthmus.cli import (
    actions_adding,
    actions_calendar,
    actions_changing,
    actions_files,
    actions_listing,
)
from isthmus.cli.actions_found import candidate_as_json, show_found
from isthmus.cli.output import AsJson, print_json, unprepared
from isthmus.errors import InvalidError
from isthmus.people import OPERATOR

app: Final = typer.Typer(help="Action items.", no_args_is_help=True)
for part in (actions_adding, actions_listing, actions_changing, actions_files, actions_calendar):
    part.register(app)

PASTED: Final = "-"
FileName = Annotated[
    str,
    typer.Argument(metavar="FILE", help="Minutes, a mail, a chat; `-` reads pasted text."),
]


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="actions")


@app.callback()
def actions() -> None:
    """Track what has to be done, by whom and until when."""


@app.command("extract")
def extract(
    context: typer.Context,
    file: FileName,
    *,
    author: Annotated[str, typer.Option(help="Who wrote it: whom “I” means.")] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help="When it was written: 2026-05-31.")] = "",
    as_json: AsJson = False,
) -> None:
    """Find what somebody asked for or promised, each with the sentence it stands in."""
    found = find_actions(_text(file), Asked(_day(on, unprepared(context).clock())), author)
    if as_json:
        print_json([candidate_as_json(each) for each in found])
    else:
        show_found(found)


def _text(file: str) -> str:
    if file == PASTED:
        return text_of(sys.stdin.buffer.read(), "The pasted text")
    try:
        return text_of(Path(file).read_bytes(), Path(file).name)
    except OSError as error:
        raise InvalidError(f"{file} cannot be read: {error.strerror}.") from error


def _day(said: str, now: datetime) -> date:
    if not said:
        return today_in(OPERATOR.time_zone, now)
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise InvalidError(f"'{said}' is no day. Write it as 2026-05-31.") from error
