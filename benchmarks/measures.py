"""Retrieval measures over one ranking, all in [0, 1], and their means."""

from collections.abc import Mapping, Sequence
from math import log2


def recall(ranking: Sequence[str], relevant: Mapping[str, float], at: int) -> float:
    return sum(text in relevant for text in ranking[:at]) / len(relevant)


def average_precision(ranking: Sequence[str], relevant: Mapping[str, float], at: int) -> float:
    """Mean of the precision at each relevant rank, over what could be found within ``at``."""
    found, total = 0, 0.0
    for rank, text in enumerate(ranking[:at], 1):
        if text in relevant:
            found += 1
            total += found / rank
    return total / min(len(relevant), at)


def ndcg(ranking: Sequence[str], relevant: Mapping[str, float], at: int) -> float:
    gained = sum(
        relevant.get(text, 0.0) / log2(rank + 1) for rank, text in enumerate(ranking[:at], 1)
    )
    best = sorted(relevant.values(), reverse=True)[:at]
    return gained / sum(grade / log2(rank + 1) for rank, grade in enumerate(best, 1))


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
