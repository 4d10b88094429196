"""Long texts in several pieces: at paragraphs, else at sentences, else at words."""

import re
from collections.abc import Iterator
from typing import Final

from isthmus_integrations.slack.render.limits import weight

_ENDS: Final = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"(?<=[.!?\u2026])\s+", r"\s+")))
_LEAST: Final = 4  # a piece is no shorter than this part of what fits


def split(text: str, longest: int) -> Iterator[str]:
    """Give a text in pieces that fit; nothing but the spaces between them is left out."""
    rest = text.strip()
    while weight(rest) > longest:
        fits = fitting(rest, longest)
        end = _end(rest, fits)
        if piece := rest[:end].rstrip():
            yield piece
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def fitting(text: str, longest: int) -> int:
    """Say how many signs of a text fit; one at least."""
    low, high = 1, min(len(text), longest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if weight(text[:middle]) <= longest else (low, middle - 1)
    return low


def _end(text: str, fits: int) -> int:
    for pattern in _ENDS:
        ends = [found.end() for found in pattern.finditer(text, 0, fits)]
        if ends and ends[-1] > fits // _LEAST:
            return ends[-1]
    return fits
