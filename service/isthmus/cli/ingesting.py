"""`isthmus ingest` and `isthmus reindex`."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Self

import typer

from isthmus.cli.attesting import attestation
from isthmus.cli.output import (
    AsJson,
    print_json,
    progress_bar,
    ready,
    show_error,
    show_line,
    show_table,
)
from isthmus.cli.watching import Follower, stopped_by_signals
from isthmus.errors import ConflictError, InvalidError
from isthmus.library.addresses import is_url
from isthmus.library.descriptions import said_by
from isthmus.library.model import Said
from isthmus.library.run import IngestSummary, Progress
from isthmus.library.walking import shown
from isthmus.wiring import Wiring

Readers = Annotated[
    list[str] | None,
    typer.Option(help="A group that may read them; repeat it for more. Default: everyone."),
]
Licence = Annotated[
    str | None,
    typer.Option(
        "--licence-class",
        "--licence",
        help="public-domain, attribution, licensed-internal, ai-restricted or unknown.",
    ),
]
Attest = Annotated[
    str | None,
    typer.Option(
        help="Who attests what for licensed documents: 'Dana Ruiz: site licence 4711'. "
        "Asked for where it is not given."
    ),
]
_EVERYTHING_FAILED: Final = 1


def register(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command()(reindex)


def ingest(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH…", help="Files, folders and https addresses to index."),
    ] = None,
    *,
    sitemap: Annotated[
        str | None, typer.Option(help="Address of a sitemap whose pages are indexed.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on and follow the folders until stopped.")
    ] = False,
    collection: Annotated[
        str | None, typer.Option(help="blueprint, standards, policies or records.")
    ] = None,
    readers: Readers = None,
    licence: Licence = None,
    attest: Attest = None,
    owner: Annotated[str | None, typer.Option(help="Who is responsible for them.")] = None,
    edition: Annotated[str | None, typer.Option(help="Edition, such as 2024-03 or r3.")] = None,
    effective: Annotated[
        str | None, typer.Option(help="In force since, such as 2026-01-31.")
    ] = None,
    review: Annotated[str | None, typer.Option(help="Next review, such as 2026-11-30.")] = None,
    as_json: AsJson = False,
) -> None:
    """Index files, folders and web pages; again only what changed.

    What vanished from a folder or from its site is retired. Archives and e-mails are opened. What
    cannot be read is listed with the reason, and the others go on.
    """
    entries = {
        "collection": collection,
        "readers": readers,
        "licence": licence,
        "owner": owner,
        "edition": edition,
        "effective": effective,
        "review": review,
        **attestation(licence, attest, ask=not as_json),
    }
    named = _Named.of(places or (), sitemap, watch=watch)
    said = said_by(entries, "command line")
    parts = ready(context, quiet=as_json)
    if watch:
        _follow(parts, named.paths, said, as_json=as_json)
        return
    with progress_bar("indexing", quiet=as_json) as report:
        summary = named.indexed(parts, said, report)
    print_json(_as_json(summary)) if as_json else _show(summary)
    if _nothing_worked(summary):
        raise typer.Exit(_EVERYTHING_FAILED)


@dataclass(frozen=True)
class _Named:
    """What a person named, by where it is fetched from."""

    paths: tuple[Path, ...]
    addresses: tuple[str, ...]
    sitemap: str | None

    @classmethod
    def of(cls, places: Sequence[str], sitemap: str | None, *, watch: bool) -> Self:
        addresses = tuple(place for place in places if is_url(place))
        paths = tuple(Path(place) for place in places if not is_url(place))
        if not (places or sitemap):
            raise InvalidError("Name files, folders or https addresses, or a --sitemap.")
        if watch and (addresses or sitemap or not paths):
            raise InvalidError("--watch follows files and folders. Run addresses by a timer.")
        return cls(paths, addresses, sitemap)

    def indexed(
        self, parts: Wiring, said: Said, report: Callable[[Progress], None]
    ) -> IngestSummary:
        done = IngestSummary()
        if self.paths:
            done += parts.ingest.paths(self.paths, said, report)
        if self.addresses:
            done += parts.websites().pages(self.addresses, said, report)
        if self.sitemap:
            done += parts.websites().sitemap(self.sitemap, said, report)
        return done


def _follow(parts: Wiring, paths: Sequence[Path], said: Said, *, as_json: bool) -> None:
    def tell(summary: IngestSummary) -> None:
        if as_json:
            typer.echo(json.dumps(_as_json(summary), ensure_ascii=False))
        else:
            show_line(f"{parts.clock().astimezone():%H:%M:%S}", "dim")
            _show(summary)

    def complain(trouble: str) -> None:
        show_error(InvalidError(trouble), as_json=as_json)

    with stopped_by_signals() as stop:
        if not as_json:
            show_line("Following. Stop it with Ctrl-C.", "dim")
        Follower(parts.ingest, paths, said, tell, complain).follow(stop)


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
        "notes": [{"path": shown(n.source), "note": n.text} for n in summary.notes],
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
    if summary.notes:
        show_line("")
        show_table(("file", "to know"), [(shown(n.source), n.text) for n in summary.notes])
