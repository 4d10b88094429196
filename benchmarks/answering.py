"""When Isthmus answers and when it declines, on conversations with given contexts.

``python -m benchmarks.answering FILE.jsonl [--json]``: rows ``{"contexts": [{"document_id",
"text"}], "input": [turns], "answerability": [label]}``. Each row's contexts are the whole library
for its last question. With ``--pool`` the contexts of all rows of a collection are the library for
each of its questions, which is harder: an unanswerable question then has much to be misled by.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.following import follow_all
from benchmarks.models import MODELS
from benchmarks.shelf import Shelf
from isthmus.answers.drafting import Drafting
from isthmus.answers.model import Answer, Outcome
from isthmus.answers.service import Answering, Unkept
from isthmus.answers.verification import is_quoted_from
from isthmus.people import GUEST, alone
from isthmus_knowledge.embedding import PACKAGED, Embedder, open_embedder
from isthmus_knowledge.retrieval import Retriever


@dataclass
class Tally:
    by_label: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    quotes: Counter[str] = field(default_factory=Counter)

    def count(self, label: str, outcome: Outcome, shelf: Shelf) -> None:
        answered = isinstance(outcome, Answer)
        self.by_label[label]["answered" if answered else "declined"] += 1
        if isinstance(outcome, Answer):
            for citation in outcome.citations:
                self.quotes["shown"] += 1
                text = shelf.revision(citation.revision).text
                self.quotes["verified"] += is_quoted_from(citation.quote, text)

    def as_json(self) -> dict[str, Any]:
        return {
            "by_label": {
                label: {"answered": counts["answered"], "declined": counts["declined"]}
                for label, counts in sorted(self.by_label.items())
            },
            "quotes": {"shown": self.quotes["shown"], "verified": self.quotes["verified"]},
        }


def label_of(row: dict[str, Any]) -> str:
    label = row["answerability"]
    return str(label[0] if isinstance(label, list) else label)


def questions_of(row: dict[str, Any]) -> list[str]:
    """Give what the person asked, oldest first; the last one is the question."""
    turns = row["input"]
    if isinstance(turns, str):
        return [turns]
    return [turn["text"] for turn in turns if turn.get("speaker", "user") == "user"]


def answering_from(shelf: Shelf, embedder: Embedder) -> Answering:
    drafting = Drafting(Retriever(shelf.index, embedder))
    return Answering(drafting, lambda _audience: shelf, Unkept(), lambda: datetime.now(UTC))


def measure(rows: list[dict[str, Any]], embedder: Embedder, *, pool: bool) -> Tally:
    tally = Tally()
    pooled = pooled_shelves(rows, embedder) if pool else {}
    for row in rows:
        shelf = pooled[_collection(row)] if pool else _shelf([row], embedder)
        question = follow_all(questions_of(row)).question
        outcome = answering_from(shelf, embedder).ask(question, GUEST, alone(GUEST))
        tally.count(label_of(row), outcome, shelf)
    return tally


def pooled_shelves(rows: list[dict[str, Any]], embedder: Embedder) -> dict[str, Shelf]:
    """Give for each collection a library of all contexts of its rows."""
    collections = {_collection(row) for row in rows}
    return {
        collection: _shelf([row for row in rows if _collection(row) == collection], embedder)
        for collection in collections
    }


def _collection(row: dict[str, Any]) -> str:
    return str(row.get("Collection", ""))


def _shelf(rows: list[dict[str, Any]], embedder: Embedder) -> Shelf:
    contexts = {
        str(context["document_id"]): (str(context.get("title") or ""), str(context["text"]))
        for row in rows
        for context in row["contexts"]
    }
    return Shelf.filled(contexts, embedder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pool", action="store_true")
    wanted = parser.parse_args()
    rows = [json.loads(line) for line in wanted.file.read_text(encoding="utf-8").splitlines()]
    figures = measure(rows, open_embedder(PACKAGED, MODELS), pool=wanted.pool).as_json()
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    for label, counts in figures["by_label"].items():
        asked = counts["answered"] + counts["declined"]
        share = counts["answered"] / asked
        print(f"{label:<15} {asked:>4} asked  {counts['answered']:>4} answered  {share:.0%}")
    print(f"quotes: {figures['quotes']['shown']} shown, {figures['quotes']['verified']} verified")


if __name__ == "__main__":
    main()
