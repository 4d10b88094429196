"""Vectors on disk, and the only door to chromadb.

There are few distinct audiences, so each has a collection of its own: permission before ranking
by construction, and no filter to slow a query down.
"""

from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, cast

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError

from isthmus_knowledge.index import Entry, Scored, Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.types import Where

_ADD_BATCH: Final = 5_000
_REMOVE_BATCH: Final = 10_000  # SQLite takes some 32,000 variables in a statement


class ChromaVectors:
    """Chroma, embedded, one collection an audience; one process at a time may own its folder.

    ``kind`` names the embedding model, so that vectors of two models never meet. Opening and
    removing raise ValueError where the folder is damaged.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False)
        try:
            client = chromadb.PersistentClient(path=str(folder), settings=settings)
        except (ChromaError, AttributeError) as error:  # what it raises on a damaged file
            SharedSystemClient.clear_system_cache()  # else it serves the broken folder again
            raise ValueError(f"The vector index in {folder} is damaged.") from error
        self._client = cast("Client", client)
        self._kind = kind
        self._open: dict[str, chromadb.Collection] = {}
        self._opening = Lock()
        self._filled: set[str] = set()  # chromadb fails on questions during the very first add

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
        self._filled.add(audience)

    def remove(self, audience: str, revisions: Collection[str]) -> None:
        dropped = list(revisions)
        try:
            for at in range(0, len(dropped), _REMOVE_BATCH):
                where = {"revision": {"$in": dropped[at : at + _REMOVE_BATCH]}}
                self._collection(audience).delete(where=cast("Where", where))
        except ChromaError as error:
            raise ValueError("The vector index is damaged.") from error

    def query(self, vector: Vector, audiences: Collection[str], top: int) -> list[Scored]:
        found = [hit for audience in audiences for hit in self._nearest(vector, audience, top)]
        return sorted(found, key=lambda hit: -hit.score)[:top]

    def close(self) -> None:
        """Let go of the folder; chromadb else serves it to this process even when it is gone."""
        self._client.close()

    def _nearest(self, vector: Vector, audience: str, top: int) -> list[Scored]:
        collection = self._collection(audience)
        if audience not in self._filled:
            return []
        result = collection.query(
            query_embeddings=vector[None, :], n_results=top, include=["distances"]
        )
        distances = cast("list[list[float]]", result["distances"])[0]
        return [
            Scored(passage, 1.0 - distance)
            for passage, distance in zip(result["ids"][0], distances, strict=True)
        ]

    def _collection(self, audience: str) -> chromadb.Collection:
        with self._opening:
            if audience not in self._open:
                self._open[audience] = self._opened(audience)
            return self._open[audience]

    def _opened(self, audience: str) -> chromadb.Collection:
        name = "audience-" + sha256(f"{self._kind}\n{audience}".encode()).hexdigest()[:32]
        collection = self._client.get_or_create_collection(
            name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        if collection.count():
            self._filled.add(audience)
        return collection
