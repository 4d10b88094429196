"""The passage index: vectors and words together, derived from the records.

The process that owns the index folder keeps both on disk. Any other process that needs to search
at the same time (a command beside a running service) holds a copy in memory, made from the
records: two processes never write, nor trust, the same folder.
"""

import fcntl
import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from isthmus_knowledge.chroma import ChromaVectors
from isthmus_knowledge.index import Entry, ExactVectors, Scored, Vector, VectorIndex
from isthmus_knowledge.lexical import LexicalIndex

Stand = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """What each index says about a question, best first."""

    dense: list[Scored]
    lexical: list[Scored]


@dataclass
class PassageIndex:
    """Vectors and words of the live passages; knows which ``(audience, revision)`` it holds."""

    vectors: VectorIndex
    lexical: LexicalIndex
    folder: Path | None = None
    lock: IO[str] | None = None
    _held: set[Stand] = field(default_factory=set)

    @property
    def owns_folder(self) -> bool:
        return self.folder is not None

    def indexed(self) -> set[Stand]:
        return set(self._held)

    def apply(self, added: Sequence[Entry], removed: Collection[Stand]) -> None:
        """Take in whole revisions and drop others; repeating an interrupted call does no harm."""
        adding = {(entry.audience, entry.revision) for entry in added}
        self._note(self._held, adding)
        for audience in {audience for audience, _ in removed}:
            revisions = [revision for of, revision in removed if of == audience]
            self.vectors.remove(audience, revisions)
        self.vectors.add(added)
        self.lexical.apply(added, removed)
        self._note((self._held - set(removed)) | adding)

    def clear(self) -> None:
        self.apply([], self._held)

    def search(self, question: str, vector: Vector, audiences: Collection[str], top: int) -> Found:
        """Ask both indexes for their ``top`` passages among these audiences only."""
        return Found(
            dense=self.vectors.query(vector, audiences, top),
            lexical=self.lexical.query(question, audiences, top),
        )

    def close(self) -> None:
        if self.lock is not None:
            self.lock.close()

    def _note(self, held: set[Stand], adding: Collection[Stand] = ()) -> None:
        self._held = held
        if self.folder is not None:
            noted = {"held": sorted(held), "adding": sorted(adding)}
            beside = self.folder / "held.json.new"
            beside.write_text(json.dumps(noted), encoding="utf-8")
            beside.replace(self.folder / "held.json")


def in_memory() -> PassageIndex:
    return PassageIndex(ExactVectors(), LexicalIndex(None))


def open_index(folder: Path, kind: str, *, fresh: bool = False) -> PassageIndex:
    """Open the index below ``folder`` if no other process owns it, else an empty one in memory.

    ``kind`` names the embedding model; an index of another kind is thrown away, as is one that
    cannot be read, or any if ``fresh``: everything in it comes from the records.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "owner.lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return in_memory()
    return _owned(folder / "current", kind, lock, fresh=fresh)


def _owned(place: Path, kind: str, lock: IO[str], *, fresh: bool) -> PassageIndex:
    noted = None if fresh else _noted(place, kind)
    if noted is None:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        (place / "kind").write_text(kind, encoding="utf-8")
    held, interrupted = noted or (set(), set())
    vectors = ChromaVectors(place / "vectors", kind)
    index = PassageIndex(vectors, LexicalIndex(place / "words"), place, lock, held)
    if interrupted:
        index.apply([], interrupted)
    return index


def _noted(place: Path, kind: str) -> tuple[set[Stand], set[Stand]] | None:
    try:
        if (place / "kind").read_text(encoding="utf-8") != kind:
            return None
        noted = json.loads((place / "held.json").read_text(encoding="utf-8"))
        return _stands(noted["held"]), _stands(noted["adding"])
    except (OSError, ValueError, KeyError):
        return None


def _stands(rows: list[list[str]]) -> set[Stand]:
    return {(audience, revision) for audience, revision in rows}
