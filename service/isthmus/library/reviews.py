"""Use case: which documents are to be reviewed, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from isthmus.library.model import Document


class Live(Protocol):
    """The library as somebody may read it."""

    def documents(self) -> Sequence[Document]: ...


@dataclass(frozen=True)
class Review:
    """A document whose review is due; ``days`` until then, below zero where it is overdue."""

    document: Document
    on: date
    days: int

    @property
    def is_overdue(self) -> bool:
        return self.days < 0

    @property
    def owner(self) -> str | None:
        return self.document.description.owner


def due(library: Live, today: date, within: timedelta) -> list[Review]:
    """Give the reviews that are overdue or come up within that time, the most urgent first."""
    dated = [(each, each.description.review) for each in library.documents()]
    reviews = [Review(each, on, (on - today).days) for each, on in dated if on is not None]
    soon = [review for review in reviews if review.days <= within.days]
    return sorted(soon, key=lambda review: (review.on, review.document.description.title))
