"""Questions and answers through the real wiring; only reading files and embedding are fakes."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from fakes import HashEmbedder, chunk_blocks, load_lines
from isthmus.answers.drafting import Finding
from isthmus.answers.model import Answer, Outcome
from isthmus.answers.searching import Found
from isthmus.library.model import Document, Said
from isthmus.library.ports import Embedding, Readers
from isthmus.library.service import Corpus
from isthmus.library.store import LibraryStore
from isthmus.people import OPERATOR, Audience, Person, alone
from isthmus.settings import Settings
from isthmus.storage import Storage, open_storage
from isthmus.wiring import OwnedIndex, Wiring
from isthmus_knowledge.hybrid import PassageIndex, in_memory
from isthmus_knowledge.retrieval import Retriever
from library_of_tests import Clock


def open_finding(index: OwnedIndex, _embedding: Embedding) -> Finding:
    assert isinstance(index, PassageIndex)
    return Retriever(index, HashEmbedder())


def wire(folder: Path, storage: Storage | None = None, clock: Clock | None = None) -> Wiring:
    return Wiring(
        settings=Settings(data_dir=folder),
        storage=storage or open_storage(folder),
        clock=clock or Clock(),
        readers=Readers(load_lines, chunk_blocks, HashEmbedder),
        corpus=Corpus(lambda: "none", list),
        open_index=in_memory,
        open_finding=open_finding,
    )


class AskingOfTests:
    def __init__(self, folder: Path, storage: Storage | None = None) -> None:
        self.wiring = wire(folder, storage)
        self.wiring.make_ready()

    def add(self, name: str, text: str, *readers: str) -> Document:
        said: Said = {"readers": frozenset(readers)} if readers else {}
        return self.wiring.ingest.uploaded(name, text.encode(), said, OPERATOR).documents[0]

    def change(self, documents: Iterable[Document]) -> None:
        with self.wiring.storage.transaction() as connection:
            store = LibraryStore(connection)
            for document in documents:
                store.save(document)

    def narrow(self, document: Document, *readers: str) -> None:
        described = replace(document.description, readers=frozenset(readers))
        self.change([replace(document, description=described)])

    def ask(
        self, question: str, by: Person = OPERATOR, audience: Audience | None = None
    ) -> Outcome:
        with self.wiring.answering() as answering:
            return answering.ask(question, by, audience or alone(by))

    def answer(self, question: str, by: Person = OPERATOR) -> Answer:
        outcome = self.ask(question, by)
        assert isinstance(outcome, Answer), outcome
        return outcome

    def show(self, answer: str, by: Person = OPERATOR) -> Outcome:
        with self.wiring.answering() as answering:
            return answering.show(answer, by)

    def search(self, question: str, by: Person = OPERATOR, top: int = 10) -> list[Found]:
        return self.wiring.search(question, by, top)

    def close(self) -> None:
        self.wiring.close()
