"""Passages: the stretches of a revision that are found, quoted and cited."""

from dataclasses import dataclass


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
    path = dict.fromkeys((title, *passage.headings))
    return "\n".join((" > ".join(path), passage.text))
