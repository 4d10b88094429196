"""Questions near to one that was refused, which the documents do answer."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from isthmus.answers.model import Refusal
from isthmus.errors import NotFoundError
from isthmus.library.model import Hit
from isthmus_knowledge.analysis import words

NEAR: Final = 0.5  # cosine; below it our own questions were mostly about something else
NEAR_IN_PLACE: Final = 0.3  # for a question that heads a passage which was found for this one
MOST: Final = 3
REMEMBERED: Final = 2_000

Vectors = NDArray[np.float32]


class Readable(Protocol):
    def passage(self, passage: str) -> Hit: ...


class Embedding(Protocol):
    @property
    def fingerprint(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


def headed(refusal: Refusal, library: Readable) -> list[str]:
    """Give the headings of the nearest passages that are questions, as far as they may be read."""
    found: list[str] = []
    for near in refusal.nearest:
        try:
            headings = library.passage(near.passage).passage.headings
        except NotFoundError:
            continue
        found += [heading for heading in headings[-1:] if heading.endswith("?")]
    return found


class Rephrasing:
    """Finds questions near to another; remembers vectors of those it compared lately."""

    def __init__(self, embedding: Callable[[], Embedding]) -> None:
        self._embedding = embedding
        self._vectors: dict[tuple[str, str], Vectors] = {}

    def nearest(self, question: str, near: Sequence[str], known: Sequence[str]) -> list[str]:
        """Give questions near to this one, the nearest first, never the same one.

        ``near`` head passages that were found for it; ``known`` come from anywhere.
        """
        others = [each for each in dict.fromkeys((*near, *known)) if not _same(each, question)]
        if not others:
            return []
        asked, *vectors = self._embed([question, *others])
        found = [
            (float(vector @ asked), each)
            for vector, each in zip(vectors, others, strict=True)
            if vector @ asked >= (NEAR_IN_PLACE if each in near else NEAR)
        ]
        return [each for _, each in sorted(found, reverse=True)[:MOST]]

    def _embed(self, questions: Sequence[str]) -> list[Vectors]:
        embedding = self._embedding()
        keys = [(embedding.fingerprint, each) for each in questions]
        missing = [key for key in dict.fromkeys(keys) if key not in self._vectors]
        if len(self._vectors) + len(missing) > REMEMBERED:
            self._vectors.clear()
            missing = list(dict.fromkeys(keys))
        if missing:
            made = embedding.embed([question for _, question in missing])
            self._vectors.update(zip(missing, made, strict=True))
        return [self._vectors[key] for key in keys]


def _same(one: str, other: str) -> bool:
    return words(one) == words(other)
