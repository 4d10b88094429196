"""The whole service over HTTP: the real wiring, with fakes only for the model and for answering."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from fastapi.testclient import TestClient

from fakes import HashEmbedder, MemoryIndex, chunk_blocks, load_lines
from isthmus.access.model import Scope
from isthmus.access.signing_in import Browser
from isthmus.answers.drafting import Drafting
from isthmus.answers.evidence import Ranked
from isthmus.answers.model import (
    Answer,
    Asked,
    Citation,
    Nearest,
    Outcome,
    Refusal,
    RefusalReason,
    Sentence,
)
from isthmus.answers.preparing import Prepared
from isthmus.answers.searching import Found
from isthmus.answers.service import Answering
from isthmus.edge.forgery import HEADER
from isthmus.edge.sessions import Visit
from isthmus.errors import InvalidError
from isthmus.library.model import Collection as Shelf
from isthmus.library.model import Hit, Said
from isthmus.library.ports import Readers
from isthmus.library.reading import LibraryReading
from isthmus.library.service import Corpus
from isthmus.people import Audience, Person, Rank, alone
from isthmus.settings import Settings
from isthmus.storage import open_storage
from isthmus.wiring import Wiring
from isthmus_knowledge.index import Vector

NOW = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
ANA = Person("ana", "Ana", frozenset({"plant"}), rank=Rank.CONTRIBUTOR)
DESK = Browser("10.0.0.7", "Firefox on Linux")
BEN = Person("ben", "Ben", rank=Rank.CONTRIBUTOR)

OPEN_TEXT = """title: OT patching policy

Patching of OT systems
The plant manager is accountable for the patch window of each OT system.
The OT security lead tests each patch on a reference system before the window opens.
Where a patch cannot be installed, the asset owner documents a compensating control.
- Compensating controls are reviewed each quarter.
<script>alert("hostile")</script> is text, and so is <img src=x onerror=alert(1)>.
Emergency patches need the approval of the shift supervisor."""
PLANT_TEXT = """title: Plant incident records

The turbine trip of May was caused by a forgotten modem, canary-7731.
The vendor has not been told."""
QUESTION = "Who is accountable for OT patching?"
UNANSWERED = "What is the capital of Mongolia?"


@dataclass(frozen=True)
class QuotingAnswers(Answering):
    """Answers with lines that share a long word with the question; keeps them like the real one."""

    readable: Callable[[Audience], LibraryReading]

    def prepare(
        self, text: str, asker: Person, audience: Audience, parts: tuple[str, ...] = ()
    ) -> Prepared:
        del parts
        if not text.strip():
            raise InvalidError("The question is empty.")
        members = tuple(member.id for member in audience.members)
        asked = Asked(text, asker.id, members, self.clock())
        outcome = outcome_from(everything(self.readable(audience)), asked)
        return Prepared(outcome, asker, audience, started=0.0)


def outcome_from(readable: Sequence[Hit], asked: Asked) -> Outcome:
    words = [word.strip("?").lower() for word in asked.question.split() if len(word) > 6]
    hits = [hit for hit in readable if shares(hit, words)][:3]
    if hits:
        citations = tuple(cite(n, hit, words) for n, hit in enumerate(hits, start=1))
        sentences = tuple(Sentence(one.quote, (one.n,)) for one in citations)
        return Answer(uuid4().hex, asked, sentences, citations, 0.042)
    nearest = tuple(near(hit) for hit in readable[:2])
    advice = "Add the document that rules this, then ask again."
    return Refusal(uuid4().hex, asked, RefusalReason.NOT_FOUND, advice, nearest, 0.021)


def everything(library: LibraryReading) -> list[Hit]:
    return [hit for one in library.documents() for hit in library.passages(one.id)]


def shares(hit: Hit, words: Sequence[str]) -> bool:
    return any(word in hit.passage.text.lower() for word in words)


def cite(n: int, hit: Hit, words: Sequence[str]) -> Citation:
    lines = hit.passage.text.splitlines()
    quote = next(line for line in lines if any(word in line.lower() for word in words))
    said = hit.document.description
    return Citation(
        n=n,
        document=hit.document.id,
        title=said.title,
        collection=said.collection,
        edition=said.edition,
        revision=hit.revision,
        locator=hit.passage.locator,
        quote=quote,
        passage=hit.id,
    )


def near(hit: Hit) -> Nearest:
    title = hit.document.description.title
    return Nearest(hit.document.id, title, hit.passage.locator, hit.id, hit.passage.text)


def found(rank: int, hit: Hit) -> Found:
    title, locator = hit.document.description.title, hit.passage.locator
    return Found(rank, 0.5, hit.document.id, title, locator, hit.id, hit.passage.text)


@dataclass(frozen=True)
class FakeAnsweringWiring(Wiring):
    """Everything real but how an answer comes about."""

    @contextmanager
    def answering(self) -> Iterator[Answering]:
        with self.storage.reading() as connection:
            library = partial(LibraryReading, connection)
            drafting = Drafting(self.open_finding(self.index, self.readers.embedding()))
            yield QuotingAnswers(drafting, library, self.answers, self.clock, library)

    def search(self, question: str, by: Person, top: int) -> list[Found]:
        with self.reading(alone(by)) as library:
            hits = [hit for hit in everything(library) if shares(hit, question.lower().split())]
        return [found(rank, hit) for rank, hit in enumerate(hits[:top], start=1)]


@dataclass(frozen=True)
class Keys:
    """API keys by what they allow; `asking` and the rest belong to Ana, `bens` may do all."""

    asking: str
    reading: str
    writing: str
    everything: str
    bens: str


class OwnIndex(MemoryIndex):
    @property
    def owns_folder(self) -> bool:
        return True


class NoFinding:
    """Answering is a fake here, so nothing is ever looked for."""

    def find(
        self, question: str, vector: Vector, readable: Collection[str], top: int
    ) -> Sequence[Ranked]:
        raise NotImplementedError

    def rarity(self, question: str) -> dict[str, float]:
        raise NotImplementedError

    def is_word(self, word: str) -> bool:
        raise NotImplementedError

    def embed(self, texts: Sequence[str]) -> Vector:
        raise NotImplementedError


def wire(folder: Path, **settings: object) -> FakeAnsweringWiring:
    return FakeAnsweringWiring(
        settings=Settings(data_dir=folder, **settings),  # type: ignore[arg-type]
        storage=open_storage(folder),
        clock=lambda: NOW,
        readers=Readers(load=load_lines, chunk=chunk_blocks, embedding=HashEmbedder),
        corpus=Corpus(digest=lambda: "", documents=tuple),
        open_index=OwnIndex,
        open_finding=lambda _index, _embedding: NoFinding(),
    )


def fill(wiring: FakeAnsweringWiring) -> None:
    """Add two people, a policy that everyone may read and a record for the plant alone."""
    wiring.make_ready()
    with wiring.access() as access:
        access.put_person(ANA)
        access.put_person(BEN)
    said: Said = {"collection": Shelf.POLICIES, "edition": "2026.2"}
    wiring.ingest.uploaded("patching.txt", OPEN_TEXT.encode(), said, ANA)
    secret: Said = {"collection": Shelf.RECORDS, "readers": frozenset({"plant"})}
    wiring.ingest.uploaded("incidents.txt", PLANT_TEXT.encode(), secret, ANA)


def make_keys(wiring: FakeAnsweringWiring) -> Keys:
    with wiring.access() as access:
        return Keys(
            asking=access.create_key("ana", {Scope.ASK}, "asking").secret,
            reading=access.create_key("ana", {Scope.READ}, "reading").secret,
            writing=access.create_key("ana", {Scope.WRITE}, "writing").secret,
            everything=access.create_key("ana", set(Scope), "everything").secret,
            bens=access.create_key("ben", set(Scope), "everything").secret,
        )


def visit(client: TestClient) -> None:
    """Be a guest who opened a page: with its cookie, and with its token against forged forms."""
    _keep(client, Visit())


def sign_in(client: TestClient, wiring: Wiring, person: Person) -> None:
    """Be somebody who signed in; adds the person where they are not there yet."""
    with wiring.access() as access:
        access.put_person(person)
    with wiring.signing_in.changing() as accounts:
        made = accounts.begin(person, "test")
    _keep(client, Visit(made.token, person))


def _keep(client: TestClient, visited: Visit) -> None:
    client.cookies.clear()
    client.cookies.set("isthmus", visited.token, domain="localhost.local", path="/")
    client.headers[HEADER] = visited.csrf
