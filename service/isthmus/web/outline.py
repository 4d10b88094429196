"""What stands in a document, by its headings (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.library.model import Hit

DEEPEST: Final = 3
SHOWN: Final = 90


@dataclass(frozen=True)
class Stop:
    """A heading, or the beginning of a passage without one; ``passage`` is where it begins."""

    words: str
    depth: int
    passage: str
    locator: str


def outline(hits: Sequence[Hit], title: str) -> list[Stop]:
    """Give each heading once where it begins; the document's own title is left out."""
    return list(_stops(hits, title))


def _stops(hits: Sequence[Hit], title: str) -> Iterator[Stop]:
    before: tuple[str, ...] = ()
    for hit in hits:
        path = _path(hit, title)
        for depth, words in enumerate(path):
            if path[: depth + 1] != before[: depth + 1]:
                yield Stop(words, depth, hit.id, _place(hit))
        if not path:
            yield Stop(_beginning(hit.passage.text), 0, hit.id, hit.passage.locator)
        before = path


def _path(hit: Hit, title: str) -> tuple[str, ...]:
    headings = hit.passage.headings
    return (headings[1:] if headings[:1] == (title,) else headings)[:DEEPEST]


def _place(hit: Hit) -> str:
    """Give the locator, unless it only repeats a heading."""
    locator = hit.passage.locator
    return "" if locator in hit.passage.headings else locator


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else words[:SHOWN].rpartition(" ")[0] + " …"
