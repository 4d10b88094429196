"""Cuts a corpus into the passages that both sides of ``benchmarks.peers`` index.

It also converts the embedding model, where that was not done yet.
"""

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks import beir
from benchmarks.models import MODELS
from benchmarks.peer_figures import Work
from isthmus_knowledge.chunking import chunk
from isthmus_knowledge.documents import Block, LoadedDocument
from isthmus_knowledge.embedding import PACKAGED, Embedder, model_folder, open_embedder

QUESTIONS = 200


def cut(corpus: list[beir.Text], embedder: Embedder) -> Iterator[beir.Text]:
    for text in corpus:
        loaded = LoadedDocument(text.title, (Block(text.text.strip() or text.title),))
        for passage in chunk(loaded, embedder.count_tokens).passages:
            yield beir.Text(f"{text.id}-{passage.ordinal}", text.title, passage.text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("passages", type=int)
    parser.add_argument("target", type=Path)
    wanted = parser.parse_args()
    embedder = open_embedder(PACKAGED, MODELS)
    collection = beir.read(wanted.corpus)
    passages = list(islice(cut(collection.corpus, embedder), wanted.passages))
    questions = [query.text for query in collection.queries[:QUESTIONS]]
    Work(passages, questions).write(wanted.target)
    print(MODELS)
    print(model_folder(PACKAGED))


if __name__ == "__main__":
    main()
