"""What a reader has to know of an answer's sources: they differ, or are out of date."""

from collections.abc import Iterator, Sequence
from datetime import date

from isthmus.answers.comparing import OWN
from isthmus.answers.composing import Chosen
from isthmus.answers.drafting import Draft
from isthmus.answers.figures import differ
from isthmus.answers.precedence import authority
from isthmus.library.model import Document, Hit


def notes(draft: Draft, today: date, cited: Sequence[Hit] | None = None) -> tuple[str, ...]:
    """Give the notes of an answer: how it was read, what it lacks, and what its sources are.

    ``cited`` are the passages it stands on, where those are not the ones that were chosen.
    """
    chosen, missing = draft.chosen, draft.missing
    hits = [each.stretch.hit for each in chosen] if cited is None else cited
    return (
        *(f"Taken as \u201c{word}\u201d." for word in draft.taken_as),
        *_missing(missing),
        *_disagreements(chosen),
        *(note for document in _documents(hits) for note in _age(document, today)),
        *_superseded(hits),
    )


def _missing(rows: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield (
            f"{row} don't speak of this."
            if row == OWN
            else f"Your documents don't say this of {row}."
        )


def disagreeing(chosen: Sequence[Chosen]) -> Chosen | None:
    """Give what states another figure than the first unit, on another authority."""
    if not chosen or chosen[0].subject:
        return None
    first = chosen[0]
    for each in chosen[1:]:
        documents = first.stretch.hit.document, each.stretch.hit.document
        if authority(documents[0]) != authority(documents[1]) and differ(_said(first), _said(each)):
            return each
    return None


def _disagreements(chosen: Sequence[Chosen]) -> Iterator[str]:
    """Name sources of different authority that state different figures."""
    if other := disagreeing(chosen):
        titles = [each.stretch.hit.document.description.title for each in (chosen[0], other)]
        yield f"The sources differ: {titles[0]} and {titles[1]} state different figures."


def _age(document: Document, today: date) -> Iterator[str]:
    review = document.description.review
    if review and review < today:
        title = document.description.title
        yield f"{title} was to be reviewed by {review:%d %B %Y}, so it may be out of date."


def _superseded(hits: Sequence[Hit]) -> Iterator[str]:
    for document in _documents([hit for hit in hits if hit.revision != hit.document.revision]):
        title = document.description.title
        yield f"{title} is quoted in a superseded edition. Ask without it for what holds now."


def _documents(hits: Sequence[Hit]) -> list[Document]:
    return list({hit.document.id: hit.document for hit in hits}.values())


def _said(chosen: Chosen) -> str:
    return " ".join(unit.shown for unit in chosen.units)
