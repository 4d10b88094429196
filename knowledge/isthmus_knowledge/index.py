"""What an index holds and gives, and the plainest vector index: all vectors in memory.

Indexes are derived from the records and rebuilt at will.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Stand = tuple[str, str]  # the key of an audience, and a revision that it may find


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

    def close(self) -> None: ...


class ExactVectors:
    """All vectors in memory, scanned exactly: for a process that does not own the stored index."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Entry]] = {}
        self._matrices: dict[str, tuple[list[str], Vector]] = {}
        self._lock = Lock()  # else a query could keep a matrix from before a change

    def add(self, entries: Sequence[Entry]) -> None:
        with self._lock:
            for entry in entries:
                self._entries.setdefault(entry.audience, {})[entry.passage] = entry
                self._matrices.pop(entry.audience, None)

    def remove(self, audience: str, revisions: Collection[str]) -> None:
        dropped = frozenset(revisions)
        with self._lock:
            kept = self._entries.get(audience, {})
            kept = {each: entry for each, entry in kept.items() if entry.revision not in dropped}
            self._entries[audience] = kept
            self._matrices.pop(audience, None)

    def query(self, vector: Vector, audiences: Collection[str], top: int) -> list[Scored]:
        found = [hit for audience in audiences for hit in self._scan(vector, audience, top)]
        return sorted(found, key=lambda hit: -hit.score)[:top]

    def close(self) -> None:
        """Nothing is held beyond memory."""

    def _scan(self, vector: Vector, audience: str, top: int) -> list[Scored]:
        passages, matrix = self._matrix(audience)
        if not passages:
            return []
        scores = matrix @ vector
        best = np.argsort(-scores, kind="stable")[:top]
        return [Scored(passages[at], float(scores[at])) for at in best]

    def _matrix(self, audience: str) -> tuple[list[str], Vector]:
        with self._lock:
            if audience not in self._matrices:
                entries = self._entries.get(audience, {})
                vectors = [entry.vector for entry in entries.values()]
                matrix = np.stack(vectors) if vectors else np.empty((0, 0), np.float32)
                self._matrices[audience] = (list(entries), matrix)
            return self._matrices[audience]
