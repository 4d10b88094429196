"""The passage index: vectors and words together, derived from the records.

The process that owns the index folder keeps both on disk. Any other process that needs to search
at the same time (a command beside a running service) holds a copy in memory, made from the
records: two processes never write, nor trust, the same folder.
"""

import fcntl
import json
import shutil
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from isthmus_knowledge.chroma import ChromaVectors
from isthmus_knowledge.index import Entry, ExactVectors, Scored, Stand, Vector, VectorIndex
from isthmus_knowledge.lexical import LexicalIndex, analysis_digest

SIDE_BY_SIDE: Final = 4  # questions whose words are looked up beside their vectors

_KIND: Final = "kind"
_HELD: Final = "held.json"
_VECTORS: Final = "vectors"
_WORDS: Final = "words"
_PARTS: Final = (f"{_VECTORS}/chroma.sqlite3", f"{_WORDS}/meta.json")


@dataclass(frozen=True)
class Asked:
    """A question as the indexes take it.

    ``same`` are other words for what it says, ``related`` words for what answers it.
    """

    question: str
    vector: Vector
    same: str = ""
    related: str = ""


@dataclass(frozen=True)
class Found:
    """What each index says about a question, best first."""

    dense: list[Scored]
    lexical: list[Scored]
    related: list[Scored] = field(default_factory=list)


@dataclass
class PassageIndex:
    """Vectors and words of the live passages; knows which ``(audience, revision)`` it holds."""

    vectors: VectorIndex
    lexical: LexicalIndex
    home: "Home | None" = None
    _held: set[Stand] = field(default_factory=set)
    _beside: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(SIDE_BY_SIDE, "words"), repr=False
    )

    @property
    def owns_folder(self) -> bool:
        return self.home is not None

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
        """Drop everything; what stood on disk is deleted, be it damaged or not."""
        self.vectors.close()
        if self.home is None:
            self.vectors, self.lexical = ExactVectors(), LexicalIndex(None)
        else:
            self.home.empty()
            self.vectors, self.lexical = self.home.open()
        self._note(set())

    def search(self, asked: Asked, audiences: Collection[str], top: int) -> Found:
        """Ask both indexes for their ``top`` passages among these audiences only."""
        worded = self._beside.submit(self._worded, asked, audiences, top)
        dense = self.vectors.query(asked.vector, audiences, top)
        lexical, related = worded.result()
        return Found(dense, lexical, related)

    def _worded(
        self, asked: Asked, audiences: Collection[str], top: int
    ) -> tuple[list[Scored], list[Scored]]:
        return (
            self.lexical.query(asked.question, audiences, top, asked.same),
            self.lexical.query(asked.related, audiences, top),
        )

    def close(self) -> None:
        self._beside.shutdown()
        self.vectors.close()
        if self.home is not None:
            self.home.lock.close()

    def _note(self, held: set[Stand], adding: Collection[Stand] = ()) -> None:
        self._held = held
        if self.home is not None:
            self.home.note(held, adding)


@dataclass(frozen=True)
class Home:
    """The folder of an index on disk, held by ``lock``; ``kind`` tells what it is made by."""

    place: Path
    kind: str
    lock: IO[str]

    def empty(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        (self.place / _KIND).write_text(self.kind, encoding="utf-8")

    def open(self) -> tuple[ChromaVectors, LexicalIndex]:
        """Raise ValueError or OSError where a part is damaged."""
        vectors = ChromaVectors(self.place / _VECTORS, self.kind)
        try:
            return vectors, LexicalIndex(self.place / _WORDS)
        except (OSError, ValueError):
            vectors.close()
            raise

    def note(self, held: Collection[Stand], adding: Collection[Stand]) -> None:
        """Write down what the index holds, and what an interruption now would leave half added."""
        noted = {"held": sorted(held), "adding": sorted(adding)}
        beside = self.place / f"{_HELD}.new"
        beside.write_text(json.dumps(noted), encoding="utf-8")
        beside.replace(self.place / _HELD)

    def noted(self) -> tuple[set[Stand], set[Stand]]:
        """Give what was noted last; raise ValueError where it is of another kind or incomplete."""
        if (self.place / _KIND).read_text(encoding="utf-8") != self.kind:
            raise ValueError("The index is of another kind.")
        if not all((self.place / part).exists() for part in _PARTS):
            raise ValueError("The index lacks a part.")
        try:
            noted = json.loads((self.place / _HELD).read_text(encoding="utf-8"))
            return _stands(noted["held"]), _stands(noted["adding"])
        except (KeyError, TypeError) as error:
            raise ValueError("What the index holds was not noted.") from error


def in_memory() -> PassageIndex:
    return PassageIndex(ExactVectors(), LexicalIndex(None))


def open_index(folder: Path, kind: str) -> PassageIndex:
    """Open the index below ``folder`` if no other process owns it, else an empty one in memory.

    ``kind`` names the embedding model. An index of another kind, or one made with another analysis
    of words, is thrown away, as is one that is damaged: everything in it comes from the records.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "owner.lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return in_memory()
    home = Home(folder / "current", f"{kind} {analysis_digest()}", lock)
    try:
        return _kept(home)
    except (OSError, ValueError):
        home.empty()
        return PassageIndex(*home.open(), home)


def _kept(home: Home) -> PassageIndex:
    """Open what is there; an interrupted change is taken back, for the next one to repeat."""
    held, interrupted = home.noted()
    index = PassageIndex(*home.open(), home, held)
    try:
        if interrupted:
            index.apply([], interrupted)
    except (OSError, ValueError):
        index.vectors.close()
        raise
    return index


def _stands(rows: list[list[str]]) -> set[Stand]:
    return {(audience, revision) for audience, revision in rows}
