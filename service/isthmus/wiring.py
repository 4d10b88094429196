"""The parts of the service, put together; `main.py` chooses them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from isthmus.access.service import Access
from isthmus.access.store import AccessStore
from isthmus.library.indexing import Derived, Index, IndexUpkeep
from isthmus.library.model import Document
from isthmus.library.ports import Library, Readers
from isthmus.library.reading import LibraryReading
from isthmus.library.run import Progress, silent
from isthmus.library.service import Corpus, Ingest, retire
from isthmus.library.store import LibraryStore
from isthmus.people import Audience, Person, alone
from isthmus.settings import Settings
from isthmus.storage import Storage


class OwnedIndex(Index, Protocol):
    """An index that knows whether this process keeps it on disk."""

    @property
    def owns_folder(self) -> bool: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Wiring:
    """Everything a command or the service works with; models and indexes open when first used."""

    settings: Settings
    storage: Storage
    clock: Callable[[], datetime]
    readers: Readers
    corpus: Corpus
    open_index: Callable[[], OwnedIndex]

    @cached_property
    def index(self) -> OwnedIndex:
        return self.open_index()

    @cached_property
    def upkeep(self) -> IndexUpkeep:
        derived = Derived(self._changing, self._looking)
        return IndexUpkeep(derived, self.index, self.readers.embedding())

    @cached_property
    def ingest(self) -> Ingest:
        library = Library(self._changing, self._looking)
        return Ingest(library, self.readers, self.clock, self.settings.max_document_bytes)

    def make_ready(self, report: Callable[[Progress], None] = silent) -> None:
        """Bring the tables and the shipped documents to this version; quick where they are."""
        self.storage.migrate()
        self.ingest.shipped(self.corpus, report)

    @contextmanager
    def reading(self, audience: Audience) -> Iterator[LibraryReading]:
        """Open the library as this audience may read it."""
        with self.storage.reading() as connection:
            yield LibraryReading(connection, audience)

    def retire(self, document: str, by: Person) -> Document:
        with self.storage.transaction() as connection:
            readable = LibraryReading(connection, alone(by))
            return retire(readable, LibraryStore(connection), document, by, self.clock())

    @contextmanager
    def access(self) -> Iterator[Access]:
        """Open people and keys, to read or to change them."""
        with self.storage.transaction() as connection:
            yield Access(AccessStore(connection), self.clock())

    @contextmanager
    def _changing(self) -> Iterator[LibraryStore]:
        with self.storage.transaction() as connection:
            yield LibraryStore(connection)

    @contextmanager
    def _looking(self) -> Iterator[LibraryStore]:
        with self.storage.reading() as connection:
            yield LibraryStore(connection)

    def close(self) -> None:
        if "index" in vars(self):
            self.index.close()
        self.storage.close()
