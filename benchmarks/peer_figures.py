"""What both sides of ``benchmarks.peers`` are given, and what they measure."""

import json
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.beir import Text
from benchmarks.measures import percentile

WARM_UP = 5


@dataclass(frozen=True)
class Work:
    """The same passages and questions for both sides."""

    passages: list[Text]
    questions: list[str]

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Work":
        row = json.loads(file.read_text(encoding="utf-8"))
        return cls([Text(**each) for each in row["passages"]], row["questions"])


@dataclass(frozen=True)
class PeerFigures:
    """``start_s`` is imports and opening the model; the peak is the most the process ever held."""

    passages: int
    start_s: float
    indexing_s: float
    passages_per_second: float
    query_ms_p50: float
    query_ms_p95: float
    peak_resident_mb: float

    @classmethod
    def of(
        cls, passages: int, times: tuple[float, float, float], durations: Sequence[float]
    ) -> "PeerFigures":
        """Count up; ``times`` are the process's start, the model ready, the passages indexed."""
        started, ready, indexed = times
        return cls(
            passages,
            round(ready - started, 2),
            round(indexed - ready, 2),
            round(passages / (indexed - ready), 1),
            round(1000 * percentile(durations, 0.50), 2),
            round(1000 * percentile(durations, 0.95), 2),
            round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def time_each(questions: Sequence[str], ask: Callable[[str], object]) -> list[float]:
    """Give the seconds that each question takes but the first few; none is asked twice."""
    for question in questions[:WARM_UP]:
        ask(question)
    durations: list[float] = []
    for question in questions[WARM_UP:]:
        started = time.perf_counter()
        ask(question)
        durations.append(time.perf_counter() - started)
    return durations
