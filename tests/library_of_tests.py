"""A library with fakes around it, on a real database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakes import HashEmbedder, MemoryIndex, chunk_blocks, load_lines
from isthmus.library.descriptions import said_by
from isthmus.library.indexing import Derived, IndexUpkeep
from isthmus.library.model import Document, Hit
from isthmus.library.ports import Library, Readers
from isthmus.library.reading import LibraryReading
from isthmus.library.run import IngestSummary
from isthmus.library.service import Ingest
from isthmus.library.store import LibraryStore
from isthmus.people import OPERATOR, Person, alone
from isthmus.storage import Storage
from isthmus_knowledge.bundles import Loaded

LARGEST = 1000


class Clock:
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class LibraryOfTests:
    def __init__(
        self,
        storage: Storage,
        embedder: HashEmbedder | None = None,
        load: Callable[[bytes, str], Loaded] = load_lines,
        largest: int = LARGEST,
    ) -> None:
        self.storage = storage
        self.embedder = embedder or HashEmbedder()
        self.index = MemoryIndex()
        self.readers = Readers(load, chunk_blocks, lambda: self.embedder)
        self.ports = Library(self.changing, self.looking)
        self.ingest = Ingest(self.ports, self.readers, Clock(), largest)
        derived = Derived(self.changing, self.looking)
        self.upkeep = IndexUpkeep(derived, self.index, self.embedder)

    @contextmanager
    def changing(self) -> Iterator[LibraryStore]:
        with self.storage.transaction() as connection:
            yield LibraryStore(connection)

    @contextmanager
    def looking(self) -> Iterator[LibraryStore]:
        with self.storage.reading() as connection:
            yield LibraryStore(connection)

    @contextmanager
    def read_by(self, person: Person = OPERATOR) -> Iterator[LibraryReading]:
        with self.storage.reading() as connection:
            yield LibraryReading(connection, alone(person))

    def add(self, *paths: Path, **flags: object) -> IngestSummary:
        return self.ingest.paths(paths, said_by(flags, "flags"))

    def documents(self, person: Person = OPERATOR) -> list[Document]:
        with self.read_by(person) as library:
            return library.documents()

    def only(self) -> Document:
        (document,) = self.documents()
        return document

    def passages(self, document: Document) -> list[Hit]:
        with self.read_by() as library:
            return library.passages(document.id)

    def texts(self) -> dict[str, str]:
        """Give the current text of each live document, by the name of its file."""
        with self.read_by() as library:
            return {
                each.source.rpartition("/")[2]: library.revision(each.revision).text
                for each in library.documents()
            }


def counts(summary: IngestSummary) -> tuple[int, int, int, int, int]:
    """Give added, updated, unchanged, retired and failed."""
    return (
        summary.added,
        summary.updated,
        summary.unchanged,
        summary.retired,
        len(summary.failed),
    )
