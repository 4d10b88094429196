"""Documents and what is found in them: the library, its index, questions and answers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from threading import BoundedSemaphore
from typing import Final, Protocol

from isthmus.answers.checking import Checking
from isthmus.answers.drafting import Drafting, Finding
from isthmus.answers.searching import Found, search
from isthmus.answers.service import Answering
from isthmus.answers.store import AnswerStore
from isthmus.inquiry.parts import Parts
from isthmus.inquiry.service import Inquiry
from isthmus.library.caring import Care, retire, take_care
from isthmus.library.fetching import Fetcher
from isthmus.library.indexing import Derived, Index, IndexUpkeep
from isthmus.library.model import Document
from isthmus.library.ports import Embedding, Library, Readers, Vectors
from isthmus.library.reading import LibraryReading
from isthmus.library.recording import RecordedIngest, RecordedStore
from isthmus.library.run import Progress, silent
from isthmus.library.service import Corpus
from isthmus.library.store import LibraryStore
from isthmus.library.websites import Websites
from isthmus.people import OPERATOR, SERVICE, Audience, Person, alone
from isthmus.wiring.identity import Identity

MOST_AT_ONCE: Final = 4  # documents that people add, in one process


class OwnedIndex(Index, Protocol):
    """An index that knows whether this process keeps it on disk."""

    @property
    def owns_folder(self) -> bool: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Shelves(Identity):
    """Documents, the index of their passages, and what is asked of them."""

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
    def ingest(self) -> RecordedIngest:
        """Indexes what it is handed; an upload is recorded as its person's, the rest ours."""
        largest = self.settings.max_document_bytes
        return RecordedIngest(self._library_as, self.readers, self.clock, largest)

    def websites(self, by: Person = OPERATOR) -> Websites:
        """Indexes what people name by address, recorded as this person's."""
        return Websites(self._library_as(by), self.readers, self.clock, self._fetch)

    @cached_property
    def _fetch(self) -> Fetcher:
        hosts = frozenset(host.lower() for host in self.settings.fetch_hosts)
        return Fetcher(self.settings.max_document_bytes, hosts)

    @cached_property
    def slots(self) -> BoundedSemaphore:
        """Limits how many documents people add at once: each takes memory and a processor."""
        return BoundedSemaphore(MOST_AT_ONCE)

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

    @cached_property
    def inquiry(self) -> Inquiry:
        """Conversations, feedback, unanswered questions and notices."""
        return Inquiry(
            Parts(
                storage=self.storage,
                answering=self.answering,
                recording=self.recording,
                embedding=self.readers.embedding,
                person=self._person,
                clock=self.clock,
                models=self.models,
                checking=Checking(self._embed),
            )
        )

    def _embed(self, texts: Sequence[str]) -> Vectors:
        return self.readers.embedding().embed(texts)

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
        with self.recording() as act:
            readable = LibraryReading(act.connection, alone(by))
            records = RecordedStore(act.connection, act.audit, by)
            return retire(readable, records, document, by, self.clock())

    def take_care(self, document: str, care: Care, by: Person) -> Document:
        """Change who may read a document, its owner and its review date, as a lead."""
        with self.recording() as act:
            readable = LibraryReading(act.connection, alone(by))
            records = RecordedStore(act.connection, act.audit, by)
            return take_care(readable, records, document, care, by)

    def readers_of(self, document: str, by: Person) -> tuple[str, ...]:
        """Give the groups that may read a document; raises NotFoundError to who may not."""
        with self.reading(alone(by)) as library:
            return tuple(sorted(library.document(document).description.readers))

    def _library_as(self, by: Person) -> Library:
        return Library(partial(self._changing, by), self._looking)

    @contextmanager
    def _changing(self, by: Person = SERVICE) -> Iterator[RecordedStore]:
        with self.recording() as act:
            yield RecordedStore(act.connection, act.audit, by)

    @contextmanager
    def _looking(self) -> Iterator[LibraryStore]:
        with self.storage.reading() as connection:
            yield LibraryStore(connection)

    def close(self) -> None:
        if "index" in vars(self):
            self.index.close()
        super().close()
