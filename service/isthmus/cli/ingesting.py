"""`isthmus ingest` and `isthmus reindex`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from isthmus.cli.output import (
    AsJson,
    print_json,
    progress_bar,
    ready,
    show_line,
    show_table,
)
from isthmus.errors import ConflictError
from isthmus.library.descriptions import said_by
from isthmus.library.run import IngestSummary
from isthmus.library.walking import shown

_EVERYTHING_FAILED = 1


def register(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command()(reindex)


def ingest(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to index.")],
    *,
    collection: Annotated[
        str | None, typer.Option(help="blueprint, standards, policies or records.")
    ] = None,
    readers: Annotated[
        list[str] | None,
        typer.Option(help="A group that may read them; repeat it for more. Default: everyone."),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            help="public-domain, attribution, licensed-internal, ai-restricted or unknown."
        ),
    ] = None,
    attest: Annotated[
        str | None, typer.Option(help="Who answers for indexing licensed documents.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Who is responsible for them.")] = None,
    edition: Annotated[str | None, typer.Option(help="Edition, such as 2024-03 or r3.")] = None,
    effective: Annotated[
        str | None, typer.Option(help="In force since, such as 2026-01-31.")
    ] = None,
    review: Annotated[str | None, typer.Option(help="Next review, such as 2026-11-30.")] = None,
    as_json: AsJson = False,
) -> None:
    """Index files and folders; again only what changed.

    What vanished from a folder is retired. A file that cannot be read is listed with the reason,
    and the others go on.
    """
    said = said_by(
        {
            "collection": collection,
            "readers": readers,
            "licence": licence,
            "attested_by": attest,
            "owner": owner,
            "edition": edition,
            "effective": effective,
            "review": review,
        },
        "command line",
    )
    parts = ready(context, quiet=as_json)
    with progress_bar("indexing", quiet=as_json) as report:
        summary = parts.ingest.paths(paths, said, report)
    print_json(_as_json(summary)) if as_json else _show(summary)
    if _nothing_worked(summary):
        raise typer.Exit(_EVERYTHING_FAILED)


def reindex(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Build the search index anew from the records, with the embedding model that is set."""
    parts = ready(context, quiet=as_json)
    if not parts.index.owns_folder:
        raise ConflictError(
            "Another process, probably the service, holds the index. Stop it and run this again."
        )
    with progress_bar("index", quiet=as_json) as report:
        passages = parts.upkeep.reindex(report)
    if as_json:
        print_json({"passages": passages})
    else:
        show_line(f"{passages} passages indexed.")


def _nothing_worked(summary: IngestSummary) -> bool:
    worked = summary.added + summary.updated + summary.unchanged + summary.retired
    return bool(summary.failed) and not worked


def _as_json(summary: IngestSummary) -> dict[str, Any]:
    return {
        "added": summary.added,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "retired": summary.retired,
        "failed": [{"path": shown(f.source), "reason": f.reason} for f in summary.failed],
    }


def _show(summary: IngestSummary) -> None:
    counts = (summary.added, summary.updated, summary.unchanged, summary.retired)
    show_table(
        ("added", "updated", "unchanged", "retired", "failed"), [(*counts, len(summary.failed))]
    )
    if not any((summary.added, summary.updated, summary.retired, summary.failed)):
        show_line("Nothing has changed since the last run.", "dim")
    if summary.failed:
        show_line("")
        show_table(("file", "why it failed"), [(shown(f.source), f.reason) for f in summary.failed])
