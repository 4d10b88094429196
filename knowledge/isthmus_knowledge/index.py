"""What an index holds and gives, and the plainest vector index: all vectors in memory.

Indexes are derived from the records and rebuilt at will.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Entry:
    """A passage as an index holds it; ``vector`` has unit length."""

    passage: str
    revision: str
    audience: str
    text: str
    vector: Vector


@dataclass(frozen=True)
class Scored:
    """A passage id with its score: cosine in a vector index, BM25 in a lexical one."""

    passage: str
    score: float


class VectorIndex(Protocol):
    """What retrieval and the library ask of a vector index; adding is an upsert."""

    def add(self, entries: Sequence[Entry]) -> None: ...

    def remove(self, audience: str, revisions: Collection[str]) -> None: ...

    def query(self, vector: Vector, audiences: Collection[str], top: int) -> list[Scored]: ...


class ExactVectors:
    """All vectors in memory, scanned exactly: for a process that does not own the stored index."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Entry]] = {}
        self._matrices: dict[str, tuple[list[str], Vector]] = {}

    def add(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._entries.setdefault(entry.audience, {})[entry.passage] = entry
            self._matrices.pop(entry.audience, None)

    def remove(self, audience: str, revisions: Collection[str]) -> None:
        kept = self._entries.get(audience, {})
        self._entries[audience] = {k: e for k, e in kept.items() if e.revision not in revisions}
        self._matrices.pop(audience, None)

    def query(self, vector: Vector, audiences: Collection[str], top: int) -> list[Scored]:
        found = [hit for audience in audiences for hit in self._scan(vector, audience, top)]
        return sorted(found, key=lambda hit: -hit.score)[:top]

    def _scan(self, vector: Vector, audience: str, top: int) -> list[Scored]:
        passages, matrix = self._matrix(audience)
        if not passages:
            return []
        scores = matrix @ vector
        best = np.argsort(-scores, kind="stable")[:top]
        return [Scored(passages[at], float(scores[at])) for at in best]

    def _matrix(self, audience: str) -> tuple[list[str], Vector]:
        if audience not in self._matrices:
            entries = list(self._entries.get(audience, {}).values())
            matrix = np.stack([e.vector for e in entries]) if entries else np.empty((0, 0), np.float32)
            self._matrices[audience] = ([e.passage for e in entries], matrix)
        return self._matrices[audience]
