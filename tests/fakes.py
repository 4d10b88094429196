"""Fakes of what indexing needs; each keeps the contract of the real thing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from isthmus_knowledge.documents import Block, LoadedDocument, UnreadableError
from isthmus_knowledge.index import Entry, Vector
from isthmus_knowledge.passages import Passage


class HashEmbedder:
    """Unit vectors from a hash of each word: texts that share words come close."""

    dimensions = 16

    def __init__(self, fingerprint: str = "hash-1") -> None:
        self.fingerprint = fingerprint
        self.embedded = 0

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def embed(self, texts: Sequence[str]) -> Vector:
        self.embedded += len(texts)
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        return np.stack([self._embed(text) for text in texts])

    def _embed(self, text: str) -> Vector:
        vector = np.full(self.dimensions, 0.01, np.float32)
        for word in text.lower().split():
            vector[sha256(f"{self.fingerprint} {word}".encode()).digest()[0] % self.dimensions] += 1
        unit: Vector = vector / np.float32(np.linalg.norm(vector))
        return unit


@dataclass
class MemoryIndex:
    """Keeps what it was given; `entries` is by passage, `cleared` how often it was emptied."""

    entries: dict[str, Entry] = field(default_factory=dict)
    cleared: int = 0

    def indexed(self) -> set[tuple[str, str]]:
        return {(entry.audience, entry.revision) for entry in self.entries.values()}

    def apply(self, added: Sequence[Entry], removed: Collection[tuple[str, str]]) -> None:
        kept = self.entries.values()
        self.entries = {e.passage: e for e in kept if (e.audience, e.revision) not in removed}
        self.entries |= {entry.passage: entry for entry in added}

    def clear(self) -> None:
        self.entries.clear()
        self.cleared += 1

    def close(self) -> None: ...


@dataclass(frozen=True)
class Chunks:
    text: str
    passages: tuple[Passage, ...]


def load_lines(content: bytes, name: str) -> LoadedDocument:
    """Each line a block; `key: value` lines above the first empty one are front matter."""
    if not content or b"\0" in content:
        raise UnreadableError("It is damaged." if content else "It is empty.")
    lines = content.decode().splitlines()
    above = lines[: lines.index("")] if "" in lines else []
    metadata = dict(line.split(": ", 1) for line in above) if _all_entries(above) else {}
    blocks = tuple(Block(line) for line in (lines[len(above) :] if metadata else lines) if line)
    return LoadedDocument(str(metadata.get("title", name)), blocks, metadata)


def _all_entries(lines: Sequence[str]) -> bool:
    return bool(lines) and all(": " in line for line in lines)


def chunk_blocks(loaded: LoadedDocument, count_tokens: Callable[[str], int]) -> Chunks:
    """Each block a passage."""
    texts = [block.text for block in loaded.blocks if count_tokens(block.text)]
    passages, start = [], 0
    for ordinal, text in enumerate(texts):
        end = start + len(text)
        passages.append(Passage(ordinal, start, end, text, (), f"line {ordinal + 1}"))
        start = end + 2
    return Chunks("\n\n".join(texts), tuple(passages))
