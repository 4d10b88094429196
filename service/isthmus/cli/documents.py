"""`isthmus documents`: what is indexed, for whom, and what of it."""

from typing import Annotated, Any, Final

import typer

from isthmus.cli.output import AsJson, print_json, ready, show_line, show_table
from isthmus.library.model import Document, Hit, Revision
from isthmus.library.walking import shown
from isthmus.people import OPERATOR, alone

app: Final = typer.Typer(help="The documents that are indexed.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id, as listed.")]
ME: Final = alone(OPERATOR)


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="documents")


@app.command("list")
def list_documents(
    context: typer.Context,
    *,
    retired: Annotated[bool, typer.Option("--retired", help="Those taken out of answers.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the documents, and with --json their descriptions too."""
    with ready(context, quiet=as_json).reading(ME) as library:
        found, counts = library.documents(retired=retired), library.passage_counts()
    if as_json:
        print_json([document_as_json(each, counts.get(each.id, 0)) for each in found])
        return
    show_table(
        ("document", "title", "collection", "readers", "licence", "passages"),
        [
            (
                each.id,
                each.description.title,
                each.description.collection,
                ", ".join(sorted(each.description.readers)),
                each.description.licence,
                counts.get(each.id, 0),
            )
            for each in found
        ],
        unbroken="document",
    )
    show_line(f"{len(found)} documents.", "dim")


@app.command()
def show(context: typer.Context, document: Id, *, as_json: AsJson = False) -> None:
    """Show everything said about a document."""
    with ready(context, quiet=as_json).reading(ME) as library:
        found = library.document(document)
        facts = document_as_json(found, len(library.passages(document)))
    if as_json:
        print_json(facts)
        return
    rows = [(key.replace("_", " "), _fact(value)) for key, value in facts.items()]
    show_table(("", ""), [row for row in rows if row[1]])


@app.command()
def revisions(context: typer.Context, document: Id, *, as_json: AsJson = False) -> None:
    """List a document's revisions, newest first."""
    with ready(context, quiet=as_json).reading(ME) as library:
        found = library.revisions(document)
    if as_json:
        print_json([_revision_as_json(each) for each in found])
        return
    rows = [(r.number, r.id, r.added_at.isoformat(" ", "seconds"), r.title) for r in found]
    show_table(("number", "revision", "added", "title"), rows)


@app.command()
def passages(
    context: typer.Context,
    document: Id,
    *,
    revision: Annotated[str | None, typer.Option(help="An older revision's id.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the passages of a document in reading order."""
    with ready(context, quiet=as_json).reading(ME) as library:
        found = library.passages(document, revision)
    if as_json:
        print_json([passage_as_json(each) for each in found])
        return
    for each in found:
        show_line(f"{each.id}  {each.passage.locator}", "bold")
        show_line(f"{each.passage.text}\n")


@app.command()
def retire(context: typer.Context, document: Id, *, as_json: AsJson = False) -> None:
    """Take a document out of answers, until it is ingested again by its own name."""
    retired = ready(context, quiet=as_json).retire(document, OPERATOR)
    if as_json:
        print_json(document_as_json(retired, 0))
    else:
        show_line(f"{retired.id} is retired: it is in no answer any more.")


def document_as_json(document: Document, passages: int) -> dict[str, Any]:
    return {
        "id": document.id,
        **vars(document.description),
        "readers": sorted(document.description.readers),
        "source": shown(document.source),
        "revision": document.revision,
        "passages": passages,
        "retired_at": document.retired_at,
        "retired_by": document.retired_by,
    }


def passage_as_json(hit: Hit) -> dict[str, Any]:
    return {
        "passage_id": hit.id,
        "document": hit.document.id,
        "revision": hit.revision,
        "locator": hit.passage.locator,
        "headings": list(hit.passage.headings),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
    }


def _revision_as_json(revision: Revision) -> dict[str, Any]:
    return {
        "id": revision.id,
        "number": revision.number,
        "title": revision.title,
        "content_hash": revision.content_hash,
        "added_at": revision.added_at,
        "characters": len(revision.text),
    }


def _fact(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
