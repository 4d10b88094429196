"""How near a text comes to the activities of the catalogue: by its words, or by its meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from isthmus.raci.drafting.phrases import telling, ways
from isthmus_knowledge.catalogue import Activity, catalogue

_CLOSE_IN_MEANING: Final = 0.62
_CLOSE_IN_WORDS: Final = 0.5


class Embedding(Protocol):
    """Text to unit vectors, one row a text."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Near:
    """An activity and how near a text comes to it, up to 1; ``is_close`` is enough to place it."""

    activity: Activity
    likeness: float
    is_close: bool


class Nearness(Protocol):
    def nearest(self, text: str) -> Sequence[Near]:
        """Give all activities, the nearest first."""
        ...


@dataclass(frozen=True)
class ByWords:
    """Compares by shared words: enough where there is no model."""

    def nearest(self, text: str) -> Sequence[Near]:
        said = frozenset(telling(text))
        found = [self._near(activity, said) for activity in catalogue().activities]
        return sorted(found, key=lambda each: -each.likeness)

    def _near(self, activity: Activity, said: frozenset[str]) -> Near:
        likeness = max(_overlap(said, frozenset(telling(way))) for way in ways(activity))
        return Near(activity, likeness, likeness >= _CLOSE_IN_WORDS)


class ByMeaning:
    """Compares by vectors; those of the catalogue are made once."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding

    @cached_property
    def _known(self) -> tuple[NDArray[np.float32], list[int]]:
        said = [ways(activity) for activity in catalogue().activities]
        starts = np.cumsum([0, *(len(each) for each in said)])[:-1].tolist()
        return self._embedding.embed([way for each in said for way in each]), starts

    def nearest(self, text: str) -> Sequence[Near]:
        vectors, starts = self._known
        likenesses = np.maximum.reduceat(vectors @ self._embedding.embed([text])[0], starts)
        found = [
            Near(activity, float(likeness), bool(likeness >= _CLOSE_IN_MEANING))
            for activity, likeness in zip(catalogue().activities, likenesses, strict=True)
        ]
        return sorted(found, key=lambda each: -each.likeness)


def _overlap(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / len(some | others) if some and others else 0.0
