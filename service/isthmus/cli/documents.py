"""`isthmus documents`: what is indexed, for whom, and what of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Final

import typer

from isthmus.cli.output import AsJson, print_json, ready, show_line, show_table
from isthmus.errors import InvalidError
from isthmus.library import reviews
from isthmus.library.contract import revision_as_json
from isthmus.library.differences import Change, Difference, Fragment, Kind, difference
from isthmus.library.model import Document, Hit, Revision
from isthmus.library.noting import left_unread
from isthmus.library.reviews import Review
from isthmus.library.walking import shown
from isthmus.people import OPERATOR, alone

app: Final = typer.Typer(help="The documents that are indexed.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id, as listed.")]
ME: Final = alone(OPERATOR)
_DIGITS: Final = 6


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
        facts |= _of_the_file(library.revision(found.revision))
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
        print_json([revision_as_json(each) for each in found])
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
def due(
    context: typer.Context,
    *,
    within: Annotated[str, typer.Option(help="How far ahead: 30d, 6w or 3m.")] = "30d",
    as_json: AsJson = False,
) -> None:
    """List the documents whose review is overdue or comes up, with whose they are."""
    ahead = _span(within)
    parts = ready(context, quiet=as_json)
    with parts.reading(ME) as library:
        found = reviews.due(library, parts.clock().astimezone().date(), ahead)
    if as_json:
        print_json([review_as_json(each) for each in found])
        return
    rows = [
        (each.document.id, each.document.description.title, each.owner, each.on, _when(each))
        for each in found
    ]
    show_table(("document", "title", "owner", "review", ""), rows, unbroken="document")
    show_line(f"{len(found)} reviews, {sum(each.is_overdue for each in found)} overdue.", "dim")


@app.command()
def diff(
    context: typer.Context,
    document: Id,
    *,
    earlier: Annotated[
        int | None, typer.Option("--from", help="A revision's number; default: the one before.")
    ] = None,
    later: Annotated[
        int | None, typer.Option("--to", help="A revision's number; default: the newest.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two revisions of a document."""
    with ready(context, quiet=as_json).reading(ME) as library:
        found = difference(library, document, earlier, later)
    if as_json:
        print_json(difference_as_json(found))
        return
    show_line(f"Revision {found.before.number} to {found.after.number}", "bold")
    for change in found.changes:
        _show_change(change)


@app.command()
def retire(context: typer.Context, document: Id, *, as_json: AsJson = False) -> None:
    """Take a document out of answers, until it is ingested again by its own name."""
    retired = ready(context, quiet=as_json).retire(document, OPERATOR)
    if as_json:
        print_json(document_as_json(retired, 0))
    else:
        show_line(f"{retired.id} is retired: it is in no answer any more.")


def review_as_json(review: Review) -> dict[str, Any]:
    return {
        "id": review.document.id,
        "title": review.document.description.title,
        "owner": review.owner,
        "review": review.on,
        "days": review.days,
        "overdue": review.is_overdue,
    }


def difference_as_json(found: Difference) -> dict[str, Any]:
    return {
        "document": found.document.id,
        "from": found.before.number,
        "to": found.after.number,
        "changes": [
            {
                "kind": change.kind,
                "before": [vars(each) for each in change.before],
                "after": [vars(each) for each in change.after],
                "count": change.count,
            }
            for change in found.changes
        ],
    }


def _show_change(change: Change) -> None:
    if change.kind is Kind.LEFT_OUT:
        show_line(f"  … {change.count} paragraphs as before", "dim")
    elif change.kind is Kind.SAME:
        show_line(f"  {_written(change.after)}", "dim")
    else:
        for sign, fragments, style in (("-", change.before, "red"), ("+", change.after, "green")):
            if fragments:
                marked = change.kind is Kind.CHANGED
                show_line(f"{sign} {_written(fragments, marked=marked)}", style)


def _written(fragments: Sequence[Fragment], *, marked: bool = False) -> str:
    """Write a paragraph, with brackets around the words that the other one does not have."""
    return "".join(f"[{each.text}]" if marked and each.marked else each.text for each in fragments)


def _when(review: Review) -> str:
    if review.is_overdue:
        return f"{-review.days} days overdue"
    return f"in {review.days} days" if review.days else "today"


def _span(written: str) -> timedelta:
    days = {"d": 1, "w": 7, "m": 30}
    number, unit = written[:-1], written[-1:].lower()
    if unit not in days or not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
        raise InvalidError(f"{written} is no span of time such as 30d, 6w or 3m.")
    return timedelta(days=int(number) * days[unit])


def _of_the_file(revision: Revision) -> dict[str, Any]:
    """Tell where the current revision comes from, and what was not read of it."""
    commit, unread = revision.metadata.get("commit"), left_unread(revision.metadata)
    facts = {"added_at": revision.added_at, "commit": commit, "not_read": unread}
    return {name: value for name, value in facts.items() if value}


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


def _fact(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
