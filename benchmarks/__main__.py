"""Runs every benchmark and prints one Markdown table.

``python -m benchmarks [--data DIR] [--passages N …] [--peer-passages N]``: DIR holds a folder
``bench`` with the collections; by default the folder that ISTHMUS_SHARED_DATA names. Nothing else
should run on the machine meanwhile.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLLECTIONS = ("obliqa_dev", "hipaa80066_to_80053", "attackics_tech2mit")
CONVERSATIONS = "mtrag_un_dev/reference.jsonl"
LARGEST = COLLECTIONS[0]
PEER_RATIOS = {
    "passages_per_second": "passages indexed a second",
    "query_ms_p50": "retrieval p50",
    "query_ms_p95": "retrieval p95",
    "peak_resident_mb": "peak resident memory",
    "start_s": "start of the process",
}


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, the figure, and the command's arguments."""

    measured: str
    figure: str
    command: str

    def __str__(self) -> str:
        return f"| {self.measured} | {self.figure} | `python -m benchmarks.{self.command}` |"


@dataclass(frozen=True)
class Sizes:
    passages: list[int]
    peer_passages: int


def rows(bench: Path, sizes: Sizes) -> Iterator[Row]:
    """Give the rows of each benchmark as soon as it has run."""
    for name in COLLECTIONS:
        yield _retrieval(bench / name)
    yield from _answering(bench / CONVERSATIONS)
    yield from _peers(bench / LARGEST, sizes.peer_passages)
    for passages in sizes.passages:
        yield from _questions(bench / LARGEST, passages)


def _retrieval(folder: Path) -> Row:
    found = _run("retrieval", str(folder))
    quality = ", ".join(f"{name} {found[name]:.3f}" for name in ("recall@10", "map@10", "ndcg@10"))
    return Row(f"Retrieval, {folder.name}", quality, f"retrieval …/{folder.name}")


def _answering(file: Path) -> Iterator[Row]:
    found = _run("answering", str(file))
    command = f"answering …/{file.parent.name}/{file.name}"
    for label, counts in found["by_label"].items():
        asked = counts["answered"] + counts["declined"]
        yield Row(
            f"Answered of {asked} {label}",
            f"{counts['answered']} ({counts['answered'] / asked:.0%})",
            command,
        )
    quotes = found["quotes"]
    yield Row("Quotes that stand in their revision", _of(quotes), command)


def _of(quotes: dict[str, int]) -> str:
    return f"{quotes['verified']} of {quotes['shown']}"


def _peers(folder: Path, passages: int) -> Iterator[Row]:
    arguments = ("--corpus", str(folder), "--passages", str(passages))
    found = _run("peers", *arguments)
    for name, measured in PEER_RATIOS.items():
        mine, theirs = found["isthmus"][name], found["tutorial"][name]
        ratio = found["isthmus_to_tutorial"][name]
        yield Row(
            f"Isthmus beside the LangChain and Chroma tutorial: {measured}",
            f"{mine} beside {theirs}: {ratio} times",
            f"peers --corpus …/{folder.name} --passages {passages}",
        )


def _questions(folder: Path, passages: int) -> Iterator[Row]:
    found = _run("questions", "--corpus", str(folder), "--passages", str(passages))
    for readable, times in found["readable"].items():
        yield Row(
            f"A whole question over {passages:,} passages, reading {readable} of "
            f"{found['audiences']} audiences",
            ", ".join(f"{share} {value} ms" for share, value in times["ask_ms"].items()),
            f"questions --corpus …/{folder.name} --passages {passages}",
        )


def _run(benchmark: str, *arguments: str) -> dict[str, Any]:
    print(f"benchmarks.{benchmark} {' '.join(arguments)} …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", *arguments, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    shared = os.environ.get("ISTHMUS_SHARED_DATA")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=shared, required=shared is None)
    parser.add_argument("--passages", type=int, nargs="*", default=[13_000, 100_000])
    parser.add_argument("--peer-passages", type=int, default=5_000)
    wanted = parser.parse_args()
    print("| Measured | Figure | Command |\n|---|---|---|", flush=True)
    for row in rows(wanted.data / "bench", Sizes(wanted.passages, wanted.peer_passages)):
        print(row, flush=True)


if __name__ == "__main__":
    main()
