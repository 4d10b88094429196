"""Questions near to one that was refused, which the documents do answer."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from isthmus.answers.model import Refusal
from isthmus.errors import NotFoundError
from isthmus.library.model import Hit

NEAR: Final = 0.5  # cosine: below it, of our own questions most were about something else
MOST: Final = 3

Vectors = NDArray[np.float32]


class Readable(Protocol):
    def passage(self, passage: str) -> Hit: ...


class Embedding(Protocol):
    @property
    def fingerprint(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


_remembered: dict[tuple[str, str], Vectors] = {}


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


def nearest_questions(question: str, known: Sequence[str], embedding: Embedding) -> list[str]:
    """Give those of the known questions that are near, the nearest first, never the same one."""
    others = [each for each in dict.fromkeys(known) if each.casefold() != question.casefold()]
    if not others:
        return []
    asked = embedding.embed([question])[0]
    cosines = _vectors(others, embedding) @ asked
    best = np.argsort(-cosines)[:MOST]
    return [others[at] for at in best if cosines[at] >= NEAR]


def _vectors(questions: Sequence[str], embedding: Embedding) -> Vectors:
    """Embed the questions; each only once, since the shipped ones come again with each refusal."""
    missing = [each for each in questions if (embedding.fingerprint, each) not in _remembered]
    if missing:
        keys = [(embedding.fingerprint, each) for each in missing]
        _remembered.update(zip(keys, embedding.embed(missing), strict=True))
    return np.stack([_remembered[embedding.fingerprint, each] for each in questions])
