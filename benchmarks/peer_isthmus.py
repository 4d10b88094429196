"""Our side of ``benchmarks.peers``: cutting, embedding, both indexes and retrieval."""

import time

STARTED = time.perf_counter()

import argparse  # noqa: E402 - the imports are part of what is measured
import json  # noqa: E402
import tempfile  # noqa: E402
from pathlib import Path  # noqa: E402

from benchmarks.peer_figures import PeerFigures, Work, time_each  # noqa: E402
from benchmarks.retrieval import fill, rank  # noqa: E402
from isthmus_knowledge.embedding import PACKAGED, open_embedder  # noqa: E402
from isthmus_knowledge.hybrid import open_index  # noqa: E402
from isthmus_knowledge.retrieval import Mode, Retriever  # noqa: E402


def measure(work: Work, models: Path) -> PeerFigures:
    with tempfile.TemporaryDirectory() as place:
        embedder = open_embedder(PACKAGED, models)
        index = open_index(Path(place), embedder.fingerprint)
        ready = time.perf_counter()
        passages = fill(index, embedder, work.passages)
        indexed = time.perf_counter()
        retriever = Retriever(index, embedder)
        durations = time_each(work.questions, lambda each: rank(retriever, each, Mode.HYBRID))
        index.close()
    return PeerFigures.of(passages, (STARTED, ready, indexed), durations)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("models", type=Path)
    wanted = parser.parse_args()
    print(json.dumps(measure(Work.read(wanted.work), wanted.models).as_json()))


if __name__ == "__main__":
    main()
