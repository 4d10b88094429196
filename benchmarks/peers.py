"""Isthmus beside the LangChain and Chroma tutorial, in one run.

``python -m benchmarks.peers --corpus DIR [--passages 5000] [--rounds 3] [--json]``: DIR in BEIR
layout. Both sides get the same passages and the same packaged model, each in a process of its own,
turn by turn, so that what else the machine does falls on both; each figure is the median of the
rounds. Indexing is all that a person waits for: cutting, embedding, writing the indexes (Isthmus
writes two, of vectors and of words); the start of the process is told beside it. The conversion of
the model, which happens once in the life of an installation, is left out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

# This process stays small on purpose: on Linux a child's peak memory counts from its parent's.


def measure(corpus: Path, passages: int, rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        work = str(Path(folder) / "work.json")
        made = _run("peer_work", str(corpus), str(passages), work)
        models, model = made.splitlines()[-2:]
        mine, theirs = [], []
        for _ in range(rounds):
            mine.append(_figures("peer_isthmus", work, models))
            theirs.append(_figures("peer_tutorial", work, model))
    isthmus, tutorial = _medians(mine), _medians(theirs)
    return {
        "isthmus": isthmus,
        "tutorial": tutorial,
        "isthmus_to_tutorial": {
            name: round(isthmus[name] / tutorial[name], 2) for name in isthmus if name != "passages"
        },
    }


def _medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(median(each[name] for each in rounds), 2) for name in rounds[0]}


def _figures(side: str, *arguments: str) -> dict[str, float]:
    figures: dict[str, float] = json.loads(_run(side, *arguments).splitlines()[-1])
    return figures


def _run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    figures = measure(wanted.corpus, wanted.passages, wanted.rounds)
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    print(f"{'':<22} {'isthmus':>10} {'tutorial':>10} {'ratio':>7}")
    for name, ratio in figures["isthmus_to_tutorial"].items():
        mine, theirs = figures["isthmus"][name], figures["tutorial"][name]
        print(f"{name:<22} {mine:>10} {theirs:>10} {ratio:>7}")


if __name__ == "__main__":
    main()
