"""The other side of ``benchmarks.peers``: LangChain and Chroma as tutorials put them together."""

import time

STARTED = time.perf_counter()

import argparse  # noqa: E402 - the imports are part of what is measured
import json  # noqa: E402
import tempfile  # noqa: E402
from pathlib import Path  # noqa: E402

from langchain_chroma import Chroma  # noqa: E402
from langchain_core.embeddings import Embeddings  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402

from benchmarks.peer_figures import PeerFigures, Work, time_each  # noqa: E402

ADD_AT_ONCE = 5_000  # Chroma takes no more


class SentenceEmbeddings(Embeddings):
    def __init__(self, model: str) -> None:
        self.model = SentenceTransformer(model, device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.model.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def measure(work: Work, model: str) -> PeerFigures:
    texts = [f"{text.title}\n{text.text}" for text in work.passages]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        store = Chroma("tutorial", SentenceEmbeddings(model), place)
        ready = time.perf_counter()
        for start in range(0, len(texts), ADD_AT_ONCE):
            store.add_texts(texts[start : start + ADD_AT_ONCE])
        indexed = time.perf_counter()
        durations = time_each(work.questions, lambda each: store.similarity_search(each, k=10))
    return PeerFigures.of(len(texts), (STARTED, ready, indexed), durations)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("model")
    wanted = parser.parse_args()
    print(json.dumps(measure(Work.read(wanted.work), wanted.model).as_json()))


if __name__ == "__main__":
    main()
