"""Retrieval quality and speed on a folder in BEIR layout, through the product's own parts.

``python -m benchmarks.retrieval DIR [--mode dense|lexical|hybrid] [--json]``. Every text of the
corpus is a document of its own; a document ranks as high as its best passage.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import beir
from benchmarks.measures import average_precision, mean, ndcg, percentile, recall
from benchmarks.models import MODELS
from isthmus.library.ahead import ahead
from isthmus_knowledge.chunking import chunk
from isthmus_knowledge.documents import Block, LoadedDocument
from isthmus_knowledge.embedding import PACKAGED, Embedder, open_embedder
from isthmus_knowledge.hybrid import PassageIndex, open_index
from isthmus_knowledge.index import Entry
from isthmus_knowledge.passages import indexed_text
from isthmus_knowledge.retrieval import Mode, Retriever

AUDIENCE = "everyone"
WINDOW = 1_000
TOP = 10

Cut = tuple[str, str, str]  # a passage's id, its text's id, and what is embedded


def fill(index: PassageIndex, embedder: Embedder, corpus: list[beir.Text]) -> int:
    """Index a corpus and give the number of its passages.

    As in the product, texts are cut while others are embedded; so are the indexes written.
    """

    def write(entries: list[Entry]) -> int:
        index.apply(entries, [])
        return len(entries)

    windows = (corpus[start : start + WINDOW] for start in range(0, len(corpus), WINDOW))
    cut = ahead(lambda texts: _cut(embedder, texts), windows)
    return sum(ahead(write, (_embedded(embedder, each) for each in cut), threads=1))


def _cut(embedder: Embedder, texts: list[beir.Text]) -> list[Cut]:
    found: list[Cut] = []
    for text in texts:
        loaded = LoadedDocument(text.title, (Block(text.text.strip() or text.title),))
        passages = chunk(loaded, embedder.count_tokens).passages
        found += [
            (f"{text.id}#{at}", text.id, indexed_text(text.title, each))
            for at, each in enumerate(passages)
        ]
    return found


def _embedded(embedder: Embedder, found: list[Cut]) -> list[Entry]:
    vectors = embedder.embed([shown for _, _, shown in found])
    return [
        Entry(passage, revision, AUDIENCE, shown, vector)
        for (passage, revision, shown), vector in zip(found, vectors, strict=True)
    ]


def rank(retriever: Retriever, question: str, mode: Mode) -> list[str]:
    vector = retriever.embed([question])[0]
    hits = retriever.find(question, vector, {AUDIENCE}, 4 * TOP, mode)
    return list(dict.fromkeys(hit.passage.rsplit("#", 1)[0] for hit in hits))[:TOP]


def measure(folder: Path, mode: Mode) -> dict[str, Any]:
    collection = beir.read(folder)
    with tempfile.TemporaryDirectory() as place:
        embedder = open_embedder(PACKAGED, MODELS)
        index = open_index(Path(place), embedder.fingerprint)
        started = time.perf_counter()
        passages = fill(index, embedder, collection.corpus)
        seconds = time.perf_counter() - started
        rankings, durations = _ask_all(Retriever(index, embedder), collection, mode)
        index.close()
    return {
        "collection": folder.name,
        "mode": mode.value,
        "passages": passages,
        "queries": len(collection.queries),
        **_quality(collection, rankings),
        "passages_per_second": round(passages / seconds, 1),
        "query_ms": {
            "p50": round(1000 * percentile(durations, 0.50), 2),
            "p95": round(1000 * percentile(durations, 0.95), 2),
        },
    }


def _ask_all(
    retriever: Retriever, collection: beir.Collection, mode: Mode
) -> tuple[dict[str, list[str]], list[float]]:
    rankings: dict[str, list[str]] = {}
    durations: list[float] = []
    for query in collection.queries:
        started = time.perf_counter()
        rankings[query.id] = rank(retriever, query.text, mode)
        durations.append(time.perf_counter() - started)
    return rankings, durations


def _quality(collection: beir.Collection, rankings: dict[str, list[str]]) -> dict[str, float]:
    pairs = [(rankings[query.id], collection.relevant[query.id]) for query in collection.queries]
    return {
        "recall@5": round(mean([recall(*pair, 5) for pair in pairs]), 4),
        "recall@10": round(mean([recall(*pair, TOP) for pair in pairs]), 4),
        "map@10": round(mean([average_precision(*pair, TOP) for pair in pairs]), 4),
        "ndcg@10": round(mean([ndcg(*pair, TOP) for pair in pairs]), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.HYBRID)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    figures = measure(wanted.folder, wanted.mode)
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    for name, value in figures.items():
        print(f"{name:<20} {value}")


if __name__ == "__main__":
    main()
