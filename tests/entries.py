"""Entries for tests of indexes: made by hand, or from words with a fake embedding."""

import numpy as np

from fakes import HashEmbedder
from isthmus_knowledge.index import Entry, Vector

EMBEDDER = HashEmbedder()
EVERYONE = "everyone"


def unit(*numbers: float) -> Vector:
    vector = np.array(numbers, np.float32)
    scaled: Vector = vector / np.float32(np.linalg.norm(vector))
    return scaled


def entry(
    passage: str,
    text: str = "",
    revision: str = "",
    audience: str = EVERYONE,
    vector: Vector | None = None,
) -> Entry:
    """Make an entry; its revision is what stands before the dash of its passage."""
    return Entry(
        passage,
        revision or passage.partition("-")[0],
        audience,
        text or passage,
        EMBEDDER.embed([text or passage])[0] if vector is None else vector,
    )
