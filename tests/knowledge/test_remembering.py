from collections.abc import Sequence

import numpy as np
import pytest

from fakes import HashEmbedder
from isthmus_knowledge import embedding
from isthmus_knowledge.embedding import Remembering
from isthmus_knowledge.index import Vector


class Watched(HashEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vector:
        self.seen += texts
        return super().embed(texts)


def test_a_text_is_embedded_once_and_its_vector_stays_the_same() -> None:
    watched = Watched()
    remembering = Remembering(watched)
    first = remembering.embed(["patch", "vendor", "patch"])
    again = remembering.embed(["vendor", "zone", "patch"])
    assert watched.seen == ["patch", "vendor", "zone"]
    assert np.array_equal(first, HashEmbedder().embed(["patch", "vendor", "patch"]))
    assert np.array_equal(again, HashEmbedder().embed(["vendor", "zone", "patch"]))


def test_what_was_embedded_first_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_REMEMBERED", 2)
    watched = Watched()
    remembering = Remembering(watched)
    for text in ("patch", "vendor", "zone", "vendor", "patch"):
        remembering.embed([text])
    assert watched.seen == ["patch", "vendor", "zone", "patch"]


def test_more_texts_than_are_remembered_are_all_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_REMEMBERED", 1)
    texts = ["patch", "vendor", "zone"]
    assert np.array_equal(Remembering(HashEmbedder()).embed(texts), HashEmbedder().embed(texts))


def test_a_caller_that_changes_a_vector_changes_no_memory() -> None:
    remembering = Remembering(HashEmbedder())
    remembering.embed(["patch"])[:] = 0
    assert np.array_equal(remembering.embed(["patch"]), HashEmbedder().embed(["patch"]))


def test_no_texts_give_no_vectors() -> None:
    remembering = Remembering(HashEmbedder())
    assert remembering.embed([]).shape == (0, remembering.dimensions)
