"""Use cases on one document: say who may read it, who owns it, when it is reviewed; retire it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, Self

from isthmus.errors import InvalidError
from isthmus.library.model import Document
from isthmus.people import Person, Rank


@dataclass(frozen=True)
class Care:
    """What a lead decides about a document; ``readers`` are group names."""

    readers: frozenset[str]
    owner: str | None = None
    review: date | None = None

    @classmethod
    def of(cls, document: Document) -> Self:
        said = document.description
        return cls(said.readers, said.owner, said.review)


class OneDocument(Protocol):
    """The library as somebody may read it; raises NotFoundError for what they may not."""

    def document(self, document: str) -> Document: ...


class Kept(Protocol):
    def save(self, document: Document) -> None: ...


def take_care(
    readable: OneDocument, records: Kept, document: str, care: Care, by: Person
) -> Document:
    """Change what is said of a document that the person may read; the text stays.

    Raises NotAllowedError below the rank of a lead, InvalidError where nobody could read it.
    """
    by.require(Rank.LEAD)
    if not care.readers:
        raise InvalidError("Name the groups who may read it, or `everyone`.")
    known = readable.document(document)
    said = replace(
        known.description, readers=care.readers, owner=care.owner or None, review=care.review
    )
    changed = replace(known, description=said)
    if changed != known:
        records.save(changed)
    return changed


def retire(
    readable: OneDocument, records: Kept, document: str, by: Person, at: datetime
) -> Document:
    """Take a document out of answers until somebody adds it again by name."""
    retired = readable.document(document).retire(at, by.id)
    records.save(retired)
    return retired
