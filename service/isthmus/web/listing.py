"""The list of documents: chosen, sorted, a page at a time; and reviews due (pure)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, Self, TypeVar
from urllib.parse import urlencode

from isthmus.library.model import Collection, Document
from isthmus.library.reviews import Review

ON_A_PAGE: Final = 50
SOON_DAYS: Final = 30
LONGEST_TEXT: Final = 200

T = TypeVar("T")


def review_of(document: Document, today: date) -> Review | None:
    """Tell when a live document is to be reviewed; None where nobody set a date."""
    on = document.description.review
    return None if on is None or document.retired_at else Review(document, on, (on - today).days)


def in_words(review: Review) -> str:
    if review.is_overdue:
        return f"Overdue by {_days(-review.days)}"
    return f"Due in {_days(review.days)}" if review.days else "Due today"


def kind_of(review: Review) -> str:
    """Give how its badge looks."""
    if review.is_overdue:
        return "bad"
    return "warn" if review.days <= SOON_DAYS else "plain"


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list; what makes no sense in an address is as if it were not there."""

    text: str = ""
    collection: str = ""
    state: str = "live"
    sort: str = "collection"
    page: int = 1

    @property
    def retired(self) -> bool:
        return self.state == "retired"

    def address(self, **changed: object) -> str:
        """Give the list's address with something else asked of it, from the first page on."""
        said = {**vars(self), "page": 1, **changed}
        plain = vars(Wanted())
        query = {name: value for name, value in said.items() if value != plain[name]}
        return "/library" + (f"?{urlencode(query)}" if query else "")

    def matches(self, document: Document) -> bool:
        said = document.description
        words = self.text[:LONGEST_TEXT].casefold().split()
        title = f"{said.title} {said.edition or ''}".casefold()
        in_collection = self.collection not in set(Collection) or said.collection == self.collection
        return in_collection and all(word in title for word in words)


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One page of a long list."""

    items: Sequence[T]
    page: int
    pages: int
    total: int
    first: int

    @classmethod
    def of(cls, found: Sequence[T], page: int, size: int = ON_A_PAGE) -> Self:
        """Cut a page out; one beyond the last is the last."""
        pages = max(1, -(-len(found) // size))
        at = min(max(page, 1), pages)
        start = (at - 1) * size
        return cls(found[start : start + size], at, pages, len(found), start + 1)

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1


def listed(documents: Sequence[Document], wanted: Wanted) -> Slice[Document]:
    found = [one for one in documents if wanted.matches(one)]
    found.sort(key=SORTS.get(wanted.sort, SORTS["collection"]))
    return Slice.of(found, wanted.page)


def counts(documents: Sequence[Document]) -> dict[Collection, int]:
    found = Counter(one.description.collection for one in documents)
    return {collection: found[collection] for collection in Collection}


def _by_title(document: Document) -> tuple[str, str]:
    return document.description.title.casefold(), document.id


SORTS: Final[Mapping[str, Callable[[Document], Any]]] = {
    "collection": lambda one: (one.description.collection, *_by_title(one)),
    "title": _by_title,
    "review": lambda one: (one.description.review or date.max, *_by_title(one)),
}


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"
