"""Collects what the organisation's own documents state, as somebody may read them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Protocol

from isthmus.library.model import Document, Hit
from isthmus.raci.duties import Duty, duties_in
from isthmus.raci.grounding.fitting import stems_of
from isthmus.raci.grounding.model import Stated
from isthmus.raci.model import Chart
from isthmus_knowledge.documents import Collection

OWN: Final = (Collection.POLICIES, Collection.RECORDS)  # policies are read first
_KEPT: Final = 10_000  # passages, of which the duties are remembered
_SHORT: Final = 3  # letters of a stem that begins too many other words


class Readable(Protocol):
    """The library as an audience may read it: current revisions only."""

    def documents(self) -> Sequence[Document]: ...

    def passages(self, document: str) -> Sequence[Hit]: ...


def duties_of_library(library: Readable, chart: Chart | None = None) -> list[Stated]:
    """Give what policies and records state, in the order of documents and passages.

    With a chart, only passages that have a word of one of its rows are read. What a passage states
    is remembered by its text, which never changes: a revision is immutable.
    """
    speaks = _speaking_of(chart) if chart else None
    return [
        stated
        for document in _own(library.documents())
        for hit in library.passages(document.id)
        if speaks is None or speaks.search(hit.passage.text)
        for stated in _stated(document, hit)
    ]


def _own(documents: Iterable[Document]) -> Iterator[Document]:
    known = list(documents)
    for collection in OWN:
        yield from (each for each in known if each.description.collection is collection)


def _stated(document: Document, hit: Hit) -> Iterator[Stated]:
    about = document.description
    for duty in _duties(hit.passage.text):
        yield Stated(duty, about.title, hit.passage.locator, hit.id, hit.revision, about.collection)


@lru_cache(maxsize=_KEPT)
def _duties(text: str) -> tuple[Duty, ...]:
    return tuple(duties_in(text))


def _speaking_of(chart: Chart) -> re.Pattern[str]:
    """Give what a passage about one of the rows has at least: the beginning of a telling word."""
    listed = "|".join(sorted(map(_beginning, stems_of(chart.rows))))
    return re.compile(rf"\b(?:{listed})" if listed else r"(?!)", re.IGNORECASE)


def _beginning(stem: str) -> str:
    """Give what all words of a stem begin with: "polici" is that of "policy", too."""
    if len(stem) <= _SHORT:
        return rf"{re.escape(stem)}s?\b"
    return f"{re.escape(stem[:-1])}[iy]" if stem.endswith("i") else re.escape(stem)
