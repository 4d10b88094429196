"""`isthmus doctor`, `isthmus backup` and `isthmus restore`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from isthmus.backup import back_up
from isthmus.backup import restore as restore_archive
from isthmus.cli.output import AsJson, print_json, show_line, show_table, unprepared, wiring
from isthmus.doctor import State, examine
from isthmus.people import OPERATOR

_COLOURS: Final = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}
_SOMETHING_FAILED: Final = 1


def register(app: typer.Typer) -> None:
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


def doctor(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check settings, stores and models, and say what to do."""
    findings = []
    for finding in examine(unprepared(context)):
        findings.append(finding)
        if not as_json:
            show_line(f"{finding.state:<5}{finding.what}: {finding.says}", _COLOURS[finding.state])
            if finding.do:
                show_line(f"     {finding.do}")
    if as_json:
        print_json([vars(finding) for finding in findings])
    if any(finding.state is State.FAIL for finding in findings):
        raise typer.Exit(_SOMETHING_FAILED)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The archive to write.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write all records into one archive, also while the service runs."""
    parts = wiring(context)
    manifest = back_up(parts.storage, file, parts.clock())
    with parts.recording() as act:
        act.audit.record("backup.made", OPERATOR, file.name, {"sha256": manifest.sha256})
    if as_json:
        print_json({"file": str(file)} | vars(manifest))
        return
    show_line(f"{file} holds:")
    show_table(("table", "rows"), manifest.counts.items())


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An archive that `isthmus backup` wrote.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the records there are.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put an archive's records in place; indexes follow on the next use."""
    manifest = restore_archive(unprepared(context).storage, file, force=force)
    wiring(context).restored(file.name, manifest.sha256)
    if as_json:
        print_json(vars(manifest))
        return
    show_line(f"Restored, as of {manifest.made_at}:")
    show_table(("table", "rows"), manifest.counts.items())
