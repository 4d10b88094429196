"""`isthmus audit`: who did what, and whether the trail is whole."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer

from isthmus.audit.model import Entry, Head, Verdict, Witness
from isthmus.audit.service import Wanted
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.errors import InvalidError

app: Final = typer.Typer(help="Who did what, and whether the trail is whole.", no_args_is_help=True)

_NOT_WHOLE: Final = 1
_HEAD: Final = re.compile(r"(\d{1,12}):([0-9a-f]{64})")
_DAY: Final = ["%Y-%m-%d"]


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="audit")


@app.command()
def show(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    *,
    since: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="From this day on, such as 2026-11-30.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="What this person did.")] = None,
    action: Annotated[
        str | None, typer.Option(help="Acts of this kind, such as key or key.created.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show the acts that were recorded, newest first."""
    wanted = Wanted(person, action, since.replace(tzinfo=UTC) if since else None)
    with wiring(context).audited() as trail:
        found = trail.latest(wanted, limit)
    if as_json:
        print_json([_entry_as_json(each) for each in found])
        return
    rows = [
        (e.number, e.at.isoformat(" ", "seconds"), e.person, e.action, e.subject, _in_words(e))
        for e in found
    ]
    show_table(("no.", "when", "who", "act", "on what", "details"), rows)


@app.command()
def verify(
    context: typer.Context,
    *,
    head: Annotated[
        str, typer.Option(help="A head that was printed before and kept elsewhere.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Verify every entry, and name the first that was edited, removed, reordered or cut.

    Entries cut off at the end are found by the head: it is noted beside the entries, in the data
    folder, and wherever you keep what this prints. Whoever can write to all of these places can
    forge a trail that verifies, so keep a head where they cannot.

    After `pg_restore` the data folder knows later entries than the records: note the head that this
    names, then remove audit-head.json. `isthmus restore` records that by itself.
    """
    kept = [Witness("the head that you kept", _parsed(head))] if head else []
    verdict = wiring(context).verify_audit(*kept)
    print_json(_verdict_as_json(verdict)) if as_json else _show(verdict)
    if verdict.fault:
        raise typer.Exit(_NOT_WHOLE)


def _parsed(head: str) -> Head:
    found = _HEAD.fullmatch(head)
    if not found:
        raise InvalidError("A head is a number, a colon and 64 hex digits, as this command prints.")
    return Head(int(found[1]), found[2])


def _show(verdict: Verdict) -> None:
    if verdict.fault:
        show_line(f"The first bad entry is {verdict.fault.number}: {verdict.fault.why}.", "red")
        show_line(f"The {verdict.entries} before it are as they were written.")
        return
    show_line(f"All {verdict.entries} entries are as they were written.", "green")
    show_line(f"Head {verdict.head}", "dim")


def _verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    fault = {"number": verdict.fault.number, "why": verdict.fault.why} if verdict.fault else None
    return {"entries": verdict.entries, "head": str(verdict.head), "fault": fault}


def _entry_as_json(entry: Entry) -> dict[str, Any]:
    return vars(entry) | {"details": dict(entry.details)}


def _in_words(entry: Entry) -> str:
    return "; ".join(f"{name}: {value}" for name, value in entry.details.items())
