"""Passages: the stretches of a revision that are found, quoted and cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_STEP: Final = " > "
_LONGEST_PATH: Final = 400


@dataclass(frozen=True)
class Passage:
    """A stretch of one revision: ``revision_text[start:end] == text``, offsets in characters.

    ``locator`` tells a person where it stands ("AC-17", "section 3.2, page 12").
    """

    ordinal: int
    start: int
    end: int
    text: str
    headings: tuple[str, ...]
    locator: str


def indexed_text(title: str, passage: Passage) -> str:
    """Give what is embedded and searched: the passage under its title and headings."""
    return "\n".join((heading_path(title, passage.headings), passage.text))


def heading_path(title: str, headings: Sequence[str]) -> str:
    """Give title and headings in one line, cut so that they never crowd out the passage itself."""
    path = _STEP.join(dict.fromkeys((title, *headings)))
    return path if len(path) <= _LONGEST_PATH else f"…{path[-_LONGEST_PATH:]}"


def innermost_heading(indexed: str) -> str:
    """Give the last heading of an indexed text."""
    return indexed.partition("\n")[0].rpartition(_STEP)[2]
