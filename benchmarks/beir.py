"""Reads a folder in BEIR layout: corpus.jsonl[.gz], queries.jsonl, qrels.tsv with a header."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Text:
    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Collection:
    """Queries without a relevant text are left out; ``relevant`` maps query to text to grade."""

    corpus: list[Text]
    queries: list[Text]
    relevant: dict[str, dict[str, float]]


def read(folder: Path) -> Collection:
    graded = relevant(folder)
    queries = [text for text in _texts(folder / "queries.jsonl") if text.id in graded]
    return Collection(corpus(folder), queries, graded)


def relevant(folder: Path) -> dict[str, dict[str, float]]:
    """Give the relevant texts of each query, with their grades."""
    graded: dict[str, dict[str, float]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, text, grade = line.split("\t")
        if float(grade) > 0:
            graded.setdefault(query, {})[text] = float(grade)
    return graded


def corpus(folder: Path) -> list[Text]:
    return list(_texts(next(path for path in sorted(folder.glob("corpus.jsonl*")))))


def _texts(path: Path) -> Iterator[Text]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            yield Text(str(row["_id"]), str(row.get("title") or ""), str(row["text"]))
