"""How long a whole question takes: the real wiring on SQLite, with ten audiences.

``python -m benchmarks.questions --corpus DIR [--passages 13000] [--audiences 10] [--json]``: DIR
in BEIR layout with some 700 queries. Documents are written to the database with their vectors and
indexed from there. The corpus's own texts come first; beyond them, passages are made of halves of
two real ones, with the mean of their vectors: only the time is measured here, not what is found.
No question is asked twice, since vectors of recent texts are remembered. ``ask`` is the answer with
its verification and its record, ``retrieval`` the embedding of the question and the ranking alone.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import beir
from benchmarks.measures import percentile
from benchmarks.models import MODELS
from isthmus.library.model import Description, Document, Revision
from isthmus.library.ports import Embedded
from isthmus.library.store import LibraryStore
from isthmus.main import wire
from isthmus.people import EVERYONE, Person, alone
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from isthmus_knowledge.index import Vector
from isthmus_knowledge.passages import Passage

PASSAGES_A_DOCUMENT = 40
QUESTIONS = 100
WARM_UP = 10
MEASUREMENTS = 6  # asking and retrieving, for three people
TOP = 24
SEED = 1


@dataclass(frozen=True)
class Made:
    """A passage in the making."""

    title: str
    text: str
    vector: Vector


def made_passages(real: Sequence[Made], wanted: int) -> Iterator[Made]:
    """Give real passages, and beyond them halves of two, as many as are wanted."""
    yield from real[:wanted]
    random = np.random.default_rng(SEED)
    for _ in range(wanted - len(real)):
        one, other = (real[at] for at in random.integers(len(real), size=2))
        vector = one.vector + other.vector + random.normal(0, 0.01, one.vector.shape)
        unit = (vector / np.linalg.norm(vector)).astype(np.float32)
        yield Made(one.title, f"{_half(one.text, 0)} {_half(other.text, 1)}", unit)


def _half(text: str, which: int) -> str:
    words = text.split()
    middle = (len(words) + 1) // 2
    return " ".join(words[middle:] if which else words[:middle])


def embedded(texts: Sequence[beir.Text], embed: Callable[[Sequence[str]], Vector]) -> list[Made]:
    vectors = embed([f"{text.title}\n{text.text}" for text in texts])
    return [
        Made(text.title, " ".join(text.text.split()) or text.title, vector)
        for text, vector in zip(texts, vectors, strict=True)
    ]


def groups(audiences: int) -> list[str]:
    return [EVERYONE, *(f"group-{number}" for number in range(1, audiences))]


def shelve(wiring: Wiring, passages: Iterator[Made], audiences: int) -> None:
    """Write documents of some passages each, the audiences in turn."""
    embedder = wiring.readers.embedding().fingerprint
    readers = groups(audiences)
    number = 0
    with wiring.storage.transaction() as connection:
        store = LibraryStore(connection)
        while batch := list(islice(passages, PASSAGES_A_DOCUMENT)):
            document, revision = _document(f"document-{number}", batch, readers[number % audiences])
            vectors = np.stack([each.vector for each in batch])
            store.add_revision(document, revision, Embedded(embedder, vectors))
            number += 1


def _document(name: str, batch: Sequence[Made], reader: str) -> tuple[Document, Revision]:
    passages: list[Passage] = []
    start = 0
    for ordinal, each in enumerate(batch):
        end = start + len(each.text)
        passages.append(Passage(ordinal, start, end, each.text, (each.title,), each.title))
        start = end + 2
    text = "\n\n".join(each.text for each in batch)
    now = datetime.now(UTC)
    revision = Revision(f"{name}-1", name, 1, "", name, text, now, {}, tuple(passages))
    described = Description(title=name, readers=frozenset({reader}))
    return Document(name, f"upload:{name}", described, revision.id), revision


def measure(corpus: Path, passages: int, audiences: int) -> dict[str, Any]:
    collection = beir.read(corpus)
    questions = iter([query.text for query in collection.queries])
    if len(collection.queries) < MEASUREMENTS * (WARM_UP + QUESTIONS):
        raise SystemExit(f"{corpus} has too few queries for questions that are asked once.")
    MODELS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "models").symlink_to(MODELS)
        with closing(wire(Settings(data_dir=Path(folder)))) as wiring:
            wiring.storage.migrate()
            real = embedded(collection.corpus[:passages], wiring.readers.embedding().embed)
            shelve(wiring, made_passages(real, passages), audiences)
            started = time.perf_counter()
            wiring.upkeep.bring_up_to_date()
            seconds = time.perf_counter() - started
            return {
                "passages": passages,
                "audiences": audiences,
                "indexed_per_second": round(passages / seconds, 1),
                "readable": _by_readable(wiring, questions, audiences),
            }


def _by_readable(
    wiring: Wiring, questions: Iterator[str], audiences: int
) -> dict[str, dict[str, dict[str, float]]]:
    return {
        str(readable): _times(wiring, questions, groups(readable))
        for readable in sorted({1, (audiences + 1) // 2, audiences})
    }


def _times(
    wiring: Wiring, questions: Iterator[str], readable: Sequence[str]
) -> dict[str, dict[str, float]]:
    person = Person("asker", "Asker", frozenset(readable))
    return {
        "ask_ms": _milliseconds(questions, lambda each: _ask(wiring, each, person)),
        "retrieval_ms": _milliseconds(questions, lambda each: _retrieve(wiring, each, readable)),
    }


def _ask(wiring: Wiring, question: str, person: Person) -> None:
    with wiring.answering() as answering:
        answering.ask(question, person, alone(person))


def _retrieve(wiring: Wiring, question: str, readable: Sequence[str]) -> None:
    vector = wiring.finding.embed([question])[0]
    wiring.finding.find(question, vector, readable, TOP)


def _milliseconds(questions: Iterator[str], ask: Callable[[str], None]) -> dict[str, float]:
    for question in islice(questions, WARM_UP):
        ask(question)  # what is opened or compiled on first use does not count
    durations: list[float] = []
    for question in islice(questions, QUESTIONS):
        started = time.perf_counter()
        ask(question)
        durations.append(1000 * (time.perf_counter() - started))
    return {f"p{share}": round(percentile(durations, share / 100), 1) for share in (50, 95, 99)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=13_000)
    parser.add_argument("--audiences", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    figures = measure(wanted.corpus, wanted.passages, wanted.audiences)
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    print(
        f"{figures['passages']:,} passages, {figures['audiences']} audiences, "
        f"indexed from the records at {figures['indexed_per_second']} a second; milliseconds:"
    )
    for readable, times in figures["readable"].items():
        for name, shares in times.items():
            shown = "  ".join(f"{share} {value:>7}" for share, value in shares.items())
            print(f"reads {readable:>2}  {name:<13} {shown}")


if __name__ == "__main__":
    main()
