"""Follow-up questions: how often the passage is found with our rewriting, without, and by hand.

``python -m benchmarks.following DIR [--json]``: DIR holds `corpus.jsonl.gz`, `qrels.tsv` and the
same questions three times: with all turns of their conversation (`*_questions.jsonl`), as the last
turn alone (`*_lastturn.jsonl`), and rewritten by a person (`*_rewrite.jsonl`).
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import beir
from benchmarks.measures import mean, recall
from benchmarks.models import MODELS
from benchmarks.retrieval import fill, rank
from isthmus.conversations.following import Understood, follow
from isthmus.conversations.model import Kind
from isthmus_knowledge.embedding import PACKAGED, open_embedder
from isthmus_knowledge.hybrid import open_index
from isthmus_knowledge.retrieval import Mode, Retriever

SPEAKER = "|user|:"
TOP = 5
FORMS = {"raw": "lastturn", "human": "rewrite"}

Queries = Mapping[str, str]


def measure(folder: Path) -> dict[str, Any]:
    relevant = beir.relevant(folder)
    turns = {query: _turns(text) for query, text in _read(folder, "questions").items()}
    understood = {query: follow_all(said) for query, said in turns.items()}
    asked = {form: _read(folder, name) for form, name in FORMS.items()}
    asked["ours"] = {query: found.question for query, found in understood.items()}
    with tempfile.TemporaryDirectory() as place:
        embedder = open_embedder(PACKAGED, MODELS)
        index = open_index(Path(place), embedder.fingerprint)
        passages = fill(index, embedder, beir.corpus(folder))
        retriever = Retriever(index, embedder)
        found = {form: _recall(retriever, queries, relevant) for form, queries in asked.items()}
        index.close()
    return {
        "collection": folder.name,
        "passages": passages,
        "questions": len(relevant),
        "rewritten": sum(each.rewritten for each in understood.values()),
        "recall@5": {form: round(mean(values), 4) for form, values in found.items()},
        "found@5": {
            form: round(mean([v > 0 for v in values]), 4) for form, values in found.items()
        },
    }


def follow_all(turns: list[str]) -> Understood:
    """Follow a conversation from its first turn on, as the service does."""
    earlier: list[str] = []
    for turn in turns[:-1]:
        understood = follow(turn, earlier)
        if understood.kind is Kind.ASK:
            earlier.append(understood.question)
    return follow(turns[-1], earlier)


def _recall(
    retriever: Retriever, queries: Queries, relevant: Mapping[str, Mapping[str, float]]
) -> list[float]:
    return [
        recall(rank(retriever, queries[query], Mode.HYBRID), texts, TOP)
        for query, texts in relevant.items()
    ]


def _read(folder: Path, name: str) -> dict[str, str]:
    (file,) = folder.glob(f"*_{name}.jsonl")
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {row["_id"]: row["text"].replace(SPEAKER, "").strip() for row in rows}


def _turns(text: str) -> list[str]:
    return [turn.strip() for turn in text.split("\n")]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    figures = measure(wanted.folder)
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    for name, value in figures.items():
        print(f"{name:<12} {value}")


if __name__ == "__main__":
    main()
