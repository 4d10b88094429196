"""What a reader has to know of an answer's sources: they differ, or are out of date."""

from collections.abc import Iterator, Sequence
from datetime import date

from isthmus.answers.comparing import OWN
from isthmus.answers.composing import Chosen
from isthmus.answers.drafting import Draft
from isthmus.answers.figures import differ
from isthmus.answers.precedence import authority
from isthmus.library.model import Document


def notes(draft: Draft, today: date) -> tuple[str, ...]:
    """Give the notes of an answer: how it was read, what it lacks, and what its sources are."""
    chosen, missing = draft.chosen, draft.missing
    return (
        *(f"Taken as \u201c{word}\u201d." for word in draft.taken_as),
        *_missing(missing),
        *_disagreements(chosen),
        *(note for document in _documents(chosen) for note in _age(document, today)),
        *_superseded(chosen),
    )


def _missing(rows: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield (
            f"{row} don't speak of this."
            if row == OWN
            else f"Your documents don't say this of {row}."
        )


def _disagreements(chosen: Sequence[Chosen]) -> Iterator[str]:
    """Name sources of different authority that state different figures."""
    if not chosen or chosen[0].subject:
        return
    first = chosen[0]
    for each in chosen[1:]:
        documents = first.stretch.hit.document, each.stretch.hit.document
        if authority(documents[0]) != authority(documents[1]) and differ(_said(first), _said(each)):
            one, other = (document.description.title for document in documents)
            yield f"The sources differ: {one} and {other} state different figures."
            return


def _age(document: Document, today: date) -> Iterator[str]:
    review = document.description.review
    if review and review < today:
        title = document.description.title
        yield f"{title} was to be reviewed by {review:%d %B %Y}, so it may be out of date."


def _superseded(chosen: Sequence[Chosen]) -> Iterator[str]:
    for document in _documents(
        [each for each in chosen if each.stretch.hit.revision != each.stretch.hit.document.revision]
    ):
        title = document.description.title
        yield f"{title} is quoted in a superseded edition. Ask without it for what holds now."


def _documents(chosen: Sequence[Chosen]) -> list[Document]:
    found = {each.stretch.hit.document.id: each.stretch.hit.document for each in chosen}
    return list(found.values())


def _said(chosen: Chosen) -> str:
    return " ".join(unit.shown for unit in chosen.units)
