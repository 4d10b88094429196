"""`isthmus actions`: lists as files, sent and brought in."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from isthmus.actions.contract import imported_as_json
from isthmus.actions.exporting import Format, every, export
from isthmus.actions.importing import Plan, Reading, Reads, bring_in, planned
from isthmus.actions.listing import Order
from isthmus.cli.actions_given import (
    AsPerson,
    DueWithin,
    OfLabel,
    OfOwner,
    OfPriority,
    OfStatus,
    OfStep,
    OfWords,
    Overdue,
    narrowed,
    place,
    sought,
    timed,
)
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE

T = TypeVar("T")


def register(app: typer.Typer) -> None:
    app.command("import")(import_file)
    app.command("export")(export_list)


def import_file(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list as .xlsx or CSV.")],
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Keep nothing.")] = False,
    reader: Annotated[
        list[str] | None,
        typer.Option("--reader", metavar="GROUP", help="Who may read them; repeatable."),
    ] = None,
    also_alike: Annotated[
        bool, typer.Option("--also-alike", help="Also what is open already under the same title.")
    ] = False,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Bring in a list, with how it was understood and what was not; never twice."""
    here = place(wiring(context), as_person)
    reads = Reads(here.asked, here.directory, tuple(reader or (EVERYONE,)))
    reading = reads.read(_content(file), file.name)
    actions = here.parts.actions
    if preview:
        plan = planned(reading.rows, actions, here.by, _shown_as_it_goes)
    else:
        plan = bring_in(
            reading.rows,
            actions,
            here.hand,
            file.name,
            also_alike=also_alike,
            watched=_shown_as_it_goes,
        )
    if as_json:
        print_json(imported_as_json(reading, plan))
        return
    _show(reading, plan)
    kept = f"{len(plan.added)} added." if not preview else "A preview: nothing was kept."
    show_line(kept, "dim")


def export_list(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.")
    ] = None,
    to: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.XLSX,
    status: OfStatus = None,
    owner: OfOwner = "",
    step: OfStep = "",
    label: OfLabel = "",
    priority: OfPriority = "",
    words: OfWords = "",
    overdue: Overdue = False,
    due_within: DueWithin = None,
    order: Annotated[Order, typer.Option(help="What comes first.")] = Order.DUE,
    as_person: AsPerson = None,
) -> None:
    """Write a list as a file; which actions, as of `list`."""
    here = place(wiring(context), as_person)
    wanted = narrowed(sought(here, status, owner, step), label, priority, words)
    wanted = timed(here, wanted, due_within, overdue=overdue)
    found = every(here.parts.actions, here.by, wanted, order)
    target = output or Path(f"actions.{to}")
    try:
        target.write_bytes(export(found, to))
    except OSError as error:
        raise InvalidError(f"{target} cannot be written: {error.strerror}.") from error
    show_line(f"{len(found)} actions in {target}.", "green")


def _shown_as_it_goes(rows: Sequence[T]) -> Iterable[T]:
    """Show how far it is, on a terminal only: it goes to where errors go."""
    console = Console(stderr=True)
    title = f"{len(rows)} rows"
    return track(rows, title, console=console, transient=True, disable=not console.is_terminal)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidError(f"{file} cannot be read: {error.strerror}.") from error


def _show(reading: Reading, plan: Plan) -> None:
    for line in reading.how:
        show_line(line, "dim")
    rows = []
    for each in plan.comings:
        draft = each.row.draft
        owner = draft.owner.name if draft.owner else ""
        rows.append((each.row.at, draft.title, owner, draft.due or "", each.row.status))
    show_table(("row", "action", "owner", "due", "status"), rows)
    for each in plan.comings:
        title = each.row.draft.title
        if each.already:
            show_line(f"{each.row.at}: {title} is {each.already.name} already.", "dim")
        for twin in each.twins:
            show_line(f"{each.row.at}: {title}: the same as {twin.action.name}?", "yellow")
    if plan.left:
        show_line(f"{len(plan.left)} left out as open already; --also-alike adds them.", "yellow")
    if reading.not_understood:
        show_line("Not understood:", "bold yellow")
        missed = [(each.cell, each.text, each.why) for each in reading.not_understood]
        show_table(("cell", "text", "why"), missed)
