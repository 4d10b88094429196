"""The whole service over HTTP: the real wiring, with fakes only for the model and for answering."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from fakes import HashEmbedder, MemoryIndex, chunk_blocks, load_lines
from isthmus.access.model import Scope
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
from isthmus.errors import NotFoundError
from isthmus.library.model import Collection, Hit, Said
from isthmus.library.ports import Readers
from isthmus.library.reading import LibraryReading
from isthmus.library.service import Corpus
from isthmus.people import Audience, Person, alone
from isthmus.settings import Settings
from isthmus.storage import open_storage
from isthmus.wiring import Wiring

NOW = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
ANA = Person("ana", "Ana", frozenset({"plant"}))
BEN = Person("ben", "Ben")

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
class FoundHit:
    """A hit of the fake search."""

    rank: int
    hit: Hit
    score: float = 0.5

    @property
    def document(self) -> str:
        return self.hit.document.id

    @property
    def title(self) -> str:
        return self.hit.document.description.title

    @property
    def locator(self) -> str:
        return self.hit.passage.locator

    @property
    def passage(self) -> str:
        return self.hit.id

    @property
    def text(self) -> str:
        return self.hit.passage.text


@dataclass
class QuotingAnswers:
    """Answers with the first two sentences of what shares a long word with the question."""

    reading: Callable[[Audience], AbstractContextManager[LibraryReading]]
    kept: dict[str, Outcome]
    numbers: Iterator[int]

    def ask(self, question: str, asker: Person, audience: Audience) -> Outcome:
        members = tuple(member.id for member in audience.members)
        asked = Asked(question, asker.id, members, NOW)
        with self.reading(audience) as library:
            outcome = outcome_from(everything(library), f"a{next(self.numbers)}", asked)
        self.kept[outcome.id] = outcome
        return outcome

    def show(self, answer_id: str, by: Person) -> Outcome:
        outcome = self.kept.get(answer_id)
        if outcome is None or by.id not in outcome.asked.audience:
            raise NotFoundError(f"There is no answer {answer_id}, or you may not see it.")
        return outcome


def outcome_from(readable: Sequence[Hit], answer_id: str, asked: Asked) -> Outcome:
    words = [word.strip("?").lower() for word in asked.question.split() if len(word) > 6]
    hits = [hit for hit in readable if shares(hit, words)][:3]
    if hits:
        citations = tuple(cite(n, hit, words) for n, hit in enumerate(hits, start=1))
        sentences = tuple(Sentence(one.quote, (one.n,)) for one in citations)
        return Answer(answer_id, asked, sentences, citations, 0.042)
    nearest = tuple(near(hit) for hit in readable[:2])
    advice = "Add the document that rules this, then ask again."
    return Refusal(answer_id, asked, RefusalReason.NOT_FOUND, advice, nearest, 0.021)


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


@dataclass(frozen=True)
class FakeAnsweringWiring(Wiring):
    kept: dict[str, Outcome] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def answering(self) -> Iterator[QuotingAnswers]:
        yield QuotingAnswers(self.reading, self.kept, self.numbers)

    def search(self, question: str, by: Person, top: int) -> list[FoundHit]:
        with self.reading(alone(by)) as library:
            hits = [hit for hit in everything(library) if shares(hit, question.lower().split())]
        return [FoundHit(rank, hit) for rank, hit in enumerate(hits[:top], start=1)]


@dataclass(frozen=True)
class Keys:
    """API keys by what they allow; `asking` and the rest belong to Ana, `bens` may do all."""

    asking: str
    reading: str
    writing: str
    everything: str
    bens: str


def wire(folder: Path, **settings: object) -> FakeAnsweringWiring:
    return FakeAnsweringWiring(
        settings=Settings(data_dir=folder, **settings),  # type: ignore[arg-type]
        storage=open_storage(folder),
        clock=lambda: NOW,
        readers=Readers(load=load_lines, chunk=chunk_blocks, embedding=HashEmbedder),
        corpus=Corpus(digest=lambda: "", documents=tuple),
        open_index=MemoryIndex,
    )


def fill(wiring: FakeAnsweringWiring) -> None:
    """Add two people, a policy that everyone may read and a record for the plant alone."""
    wiring.make_ready()
    with wiring.access() as access:
        access.put_person(ANA)
        access.put_person(BEN)
    said: Said = {"collection": Collection.POLICIES, "edition": "2026.2"}
    wiring.ingest.upload("patching.txt", OPEN_TEXT.encode(), said, ANA)
    secret: Said = {"collection": Collection.RECORDS, "readers": frozenset({"plant"})}
    wiring.ingest.upload("incidents.txt", PLANT_TEXT.encode(), secret, ANA)


def make_keys(wiring: FakeAnsweringWiring) -> Keys:
    with wiring.access() as access:
        return Keys(
            asking=access.create_key("ana", {Scope.ASK}, "asking").secret,
            reading=access.create_key("ana", {Scope.READ}, "reading").secret,
            writing=access.create_key("ana", {Scope.WRITE}, "writing").secret,
            everything=access.create_key("ana", set(Scope), "everything").secret,
            bens=access.create_key("ben", set(Scope), "everything").secret,
        )
