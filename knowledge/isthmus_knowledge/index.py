"""Vector indexes: derived from the records, rebuilt at will, and the only door to chromadb.

There are few distinct audiences, so each has a collection of its own: permission before ranking
by construction, and no filter to slow a query down.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol, cast

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
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


_ADD_BATCH: Final = 5_000


class ChromaVectors:
    """Chroma, embedded, one collection an audience; one process at a time may own its folder.

    ``kind`` names the embedding model, so that vectors of two models never meet.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        settings = ChromaSettings(anonymized_telemetry=False)
        self._client = chromadb.PersistentClient(path=str(folder), settings=settings)
        self._kind = kind
        self._open: dict[str, chromadb.Collection] = {}

    def add(self, entries: Sequence[Entry]) -> None:
        for audience in dict.fromkeys(entry.audience for entry in entries):
            mine = [entry for entry in entries if entry.audience == audience]
            for at in range(0, len(mine), _ADD_BATCH):
                self._upsert(audience, mine[at : at + _ADD_BATCH])

    def _upsert(self, audience: str, entries: Sequence[Entry]) -> None:
        self._collection(audience).upsert(
            ids=[entry.passage for entry in entries],
            embeddings=np.stack([entry.vector for entry in entries]),
            metadatas=[{"revision": entry.revision} for entry in entries],
        )

    def remove(self, audience: str, revisions: Collection[str]) -> None:
        if revisions:
            self._collection(audience).delete(where={"revision": {"$in": list(revisions)}})

    def query(self, vector: Vector, audiences: Collection[str], top: int) -> list[Scored]:
        found = [hit for audience in audiences for hit in self._nearest(vector, audience, top)]
        return sorted(found, key=lambda hit: -hit.score)[:top]

    def _nearest(self, vector: Vector, audience: str, top: int) -> list[Scored]:
        result = self._collection(audience).query(
            query_embeddings=vector[None, :], n_results=top, include=["distances"]
        )
        distances = cast("list[list[float]]", result["distances"])[0]
        return [
            Scored(passage, 1.0 - distance)
            for passage, distance in zip(result["ids"][0], distances, strict=True)
        ]

    def _collection(self, audience: str) -> chromadb.Collection:
        if audience not in self._open:
            name = "audience-" + sha256(f"{self._kind}\n{audience}".encode()).hexdigest()[:32]
            self._open[audience] = self._client.get_or_create_collection(
                name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        return self._open[audience]
