"""A text made plain for the grammar, which remembers where each letter stood."""

from dataclasses import dataclass
from typing import Final

LONGEST: Final = 2000  # characters that are read of a text; no sentence is longer
_ALIKE: Final = str.maketrans("\u2019\u2018\u2011\u2013\u00a0\u202f\t\n\r", "''--     ")


@dataclass(frozen=True)
class Reading:
    """``plain`` is small letters in English; ``starts`` and ``ends`` lead back into ``said``."""

    said: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    language: str = "en"

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]

    def as_said(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.said[first:last]


def read(text: str) -> Reading:
    said = text[:LONGEST]
    plain = made_plain(said)
    return Reading(said, plain, tuple(range(len(said))), tuple(range(1, len(said) + 1)))


def made_plain(text: str) -> str:
    """Give small letters, one for each letter of the text."""
    return "".join(
        small if len(small := letter.lower()) == 1 else letter for letter in text.translate(_ALIKE)
    )
