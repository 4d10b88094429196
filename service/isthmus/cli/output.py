"""How commands show things: tables and colours for people, JSON for programs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from isthmus.errors import IsthmusError
from isthmus.library.run import Progress
from isthmus.wiring import Wiring

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_LONGEST_PHASE: Final = 32


def unprepared(context: typer.Context) -> Wiring:
    """Give the parts as they are, for commands that look at them or replace them."""
    parts = context.find_object(Wiring)
    if parts is None:
        raise RuntimeError("the application's callback has not run")
    return parts


def wiring(context: typer.Context) -> Wiring:
    """Give the parts, with the tables at this version."""
    parts = unprepared(context)
    parts.storage.migrate()
    return parts


def ready(context: typer.Context, *, quiet: bool) -> Wiring:
    """Give the parts with the shipped documents indexed, telling so where that takes a while."""
    parts = wiring(context)
    with progress_bar("shipped knowledge", quiet=quiet) as report:
        parts.make_ready(report)
    return parts


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def show_error(error: IsthmusError, *, as_json: bool) -> None:
    if as_json:
        print_json({"error": str(error)})
    else:
        Console(stderr=True, soft_wrap=True).print(inert(str(error), style="red"))


def inert(value: object, style: str = "") -> Text:
    """Show text as it is: no markup, no control characters."""
    text = "" if value is None else str(value)
    return Text("".join(c if c.isprintable() or c == "\n" else "�" for c in text), style=style)


def show_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], unbroken: str = ""
) -> None:
    """Show a table; the column named ``unbroken`` is not folded, so that it can be copied."""
    table = Table(header_style="bold", pad_edge=False, box=None)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == unbroken)
    for row in rows:
        table.add_row(*map(inert, row))
    Console().print(table)


def show_line(text: str, style: str = "") -> None:
    Console(soft_wrap=True).print(inert(text, style=style))


@contextmanager
def progress_bar(what: str, *, quiet: bool) -> Iterator[Any]:
    """Give a function that shows how far a run is, with its rate and the time that remains."""
    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=quiet,
    )
    with bar:
        task = bar.add_task(what, total=None, rate="", visible=False)

        def report(progress: Progress) -> None:
            seconds = max(bar.tasks[0].elapsed or 0.0, 0.001)
            bar.update(
                task,
                visible=True,
                total=progress.total,
                completed=progress.done,
                description=_short(progress.phase),
                rate=f"{progress.passages / seconds:.0f} passages/s",
            )

        yield report


def _short(phase: str) -> str:
    return str(inert(phase if len(phase) <= _LONGEST_PHASE else f"{phase[: _LONGEST_PHASE - 1]}…"))


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case set() | frozenset():
            return sorted(value)
    return str(value)
