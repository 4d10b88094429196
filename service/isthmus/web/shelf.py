"""How much there is to read: counted again when the index changed, not on each page."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from isthmus.library.model import Document
from isthmus.people import GUEST, OPERATOR, Audience, alone


class Countable(Protocol):
    def documents(self) -> list[Document]: ...
    def passage_counts(self) -> dict[str, int]: ...


@dataclass(frozen=True)
class Shelf:
    """What a guest may read; `as_of` is when the index was last seen in step with the records."""

    documents: int
    passages: int
    as_of: datetime | None = None


class CountedShelf:
    """Counts for the pages (what a guest may read) and for the metrics (everything)."""

    def __init__(
        self,
        reading: Callable[[Audience], AbstractContextManager[Countable]],
        indexed: Callable[[], object],
    ) -> None:
        """Take what opens the library, and what differs when the index changed."""
        self._reading = reading
        self._indexed = indexed
        self._seen: object = None
        self._shelf = Shelf(0, 0)
        self.all_passages = 0

    def refresh(self, as_of: datetime) -> None:
        indexed = self._indexed()
        if indexed != self._seen:
            self._count()
            self._seen = indexed
        self._shelf = replace(self._shelf, as_of=as_of)

    def shelf(self) -> Shelf:
        return self._shelf

    def _count(self) -> None:
        with self._reading(alone(GUEST)) as library:
            counts = library.passage_counts()
            self._shelf = Shelf(len(library.documents()), sum(counts.values()))
        with self._reading(alone(OPERATOR)) as library:
            self.all_passages = sum(library.passage_counts().values())
