"""The parts of the service, put together; `main.py` chooses them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Protocol

from isthmus.access.model import Grant
from isthmus.access.service import Access
from isthmus.access.store import AccessStore
from isthmus.answers.drafting import Drafting, Finding
from isthmus.answers.searching import Found, search
from isthmus.answers.service import Answering
from isthmus.answers.store import AnswerStore
from isthmus.library.indexing import Derived, Index, IndexUpkeep
from isthmus.library.model import Document
from isthmus.library.ports import Embedding, Library, Readers
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
    open_finding: Callable[[OwnedIndex, Embedding], Finding]

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

    @cached_property
    def finding(self) -> Finding:
        return self.open_finding(self.index, self.readers.embedding())

    @property
    def answers(self) -> AnswerStore:
        return AnswerStore(self.storage)

    @contextmanager
    def answering(self) -> Iterator[Answering]:
        """Open questions and answers, on an index that is in step with the records."""
        self.upkeep.bring_up_to_date()
        with self.storage.reading() as connection:
            library = partial(LibraryReading, connection)
            yield Answering(Drafting(self.finding), library, self.answers, self.clock)

    def search(self, question: str, by: Person, top: int) -> list[Found]:
        """Give the ``top`` passages nearest to a question that ``by`` may read."""
        self.upkeep.bring_up_to_date()
        with self.reading(alone(by)) as library:
            return search(self.finding, library, question, top)

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

    def authenticate(self, secret: str) -> Grant:
        """Tell what an API key allows; a request waits for no writer but once a minute."""
        now = self.clock()
        with self.storage.reading() as connection:
            access = Access(AccessStore(connection), now)
            grant = access.authenticate(secret)
            note = access.is_use_to_note(secret)
        if note:
            with self.storage.transaction() as connection:
                Access(AccessStore(connection), now).note_use(secret)
        return grant

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
