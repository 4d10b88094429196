"""A passage as a page shows it: in its document, with the quotes marked (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol, Self

from isthmus.errors import NotFoundError
from isthmus.library.model import Description, Document, Hit, LicenceClass, Revision, passage_id
from isthmus_knowledge.passages import Passage

CONTEXT: Final = 900
REACH: Final = 10  # passages whose headings may stand in the context
_BLOCK: Final = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)
_LINE: Final = re.compile(r"[^\n]+")
_ITEM: Final = re.compile(r"(?P<indent>\s*)(?P<mark>[-*•]|\d{1,3}[.)])\s+")

Span = tuple[int, int]

LICENCES: Final = {
    LicenceClass.PUBLIC_DOMAIN: "Public domain",
    LicenceClass.ATTRIBUTION: "May be quoted, naming the source",
    LicenceClass.LICENSED_INTERNAL: "Licensed to your organisation: for internal use only",
    LicenceClass.AI_RESTRICTED: "Restricted by its publisher: never sent to a language model",
    LicenceClass.UNKNOWN: "Licence not stated",
}


class Readable(Protocol):
    """The library as somebody may read it; raises NotFoundError for what they may not."""

    def passage(self, passage: str) -> Hit: ...
    def around(self, hit: Hit, reach: int) -> list[Passage]: ...
    def revision(self, revision: str) -> Revision: ...


@dataclass(frozen=True)
class PassageInDocument:
    """A passage with the revision it stands in and what is said about its document."""

    id: str
    document: Document
    revision: Revision
    passage: Passage
    headings: frozenset[str] = frozenset()
    before: str | None = None
    after: str | None = None

    @classmethod
    def found(cls, library: Readable, passage: str) -> Self:
        """Find a passage; raises NotFoundError also where its document was retired."""
        hit = library.passage(passage)
        if hit.document.retired_at:
            raise NotFoundError("The document of this passage was taken out of the library.")
        around = library.around(hit, REACH)
        ids = {one.ordinal: passage_id(hit.revision, one.ordinal) for one in around}
        return cls(
            id=hit.id,
            document=hit.document,
            revision=library.revision(hit.revision),
            passage=hit.passage,
            headings=frozenset(heading for one in around for heading in one.headings),
            before=ids.get(hit.passage.ordinal - 1),
            after=ids.get(hit.passage.ordinal + 1),
        )

    @property
    def is_current(self) -> bool:
        return self.document.revision == self.revision.id


@dataclass(frozen=True)
class Fragment:
    text: str
    marked: bool


@dataclass(frozen=True)
class Line:
    """One paragraph, heading, list item or table row of the shown stretch."""

    kind: str
    mark: str
    inside: bool
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True)
class SentenceLine:
    """A line of an answer's sentence: a list or a table row is quoted whole."""

    kind: str
    mark: str
    text: str


@dataclass(frozen=True)
class Excerpt:
    """The shown stretch, and whether the document goes on before and after it."""

    lines: tuple[Line, ...]
    starts_within: bool
    ends_within: bool


def licence_note(description: Description) -> str:
    """Say what may be done with the text; a paraphrase is never shown as the standard's text."""
    note = LICENCES[description.licence]
    if description.paraphrase_of:
        return f"A paraphrase in our own words, not the text of {description.paraphrase_of}. {note}"
    return note


def excerpt(shown: PassageInDocument, quotes: Sequence[str]) -> Excerpt:
    """Cut the passage with its surroundings out of the revision and mark the quotes in it."""
    text, passage = shown.revision.text, shown.passage
    start, end = _around(text, passage)
    marks = [span for quote in quotes if (span := find_quote(text, quote, passage))]
    lines = tuple(_line(text, span, shown, marks) for span in _lines(text, start, end))
    return Excerpt(lines, bool(text[:start].strip()), bool(text[end:].strip()))


def sentence_lines(text: str) -> list[SentenceLine]:
    """Split a sentence into its lines; one that is a single list item loses its mark."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [(_ITEM.match(line), line) for line in lines]
    return [
        SentenceLine(
            kind=_kind(line, item if len(lines) > 1 else None, frozenset()),
            mark=_mark(item) if len(lines) > 1 else "",
            text=line[item.end() :] if item else line,
        )
        for item, line in found
    ]


def find_quote(text: str, quote: str, passage: Passage) -> Span | None:
    """Find a quote in the passage, else anywhere in the revision, white space folded."""
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = pattern.search(text, passage.start, passage.end) or pattern.search(text)
    return found.span() if found else None


def _around(text: str, passage: Passage) -> Span:
    """Widen the passage by some context on both sides, to whole paragraphs where there are any."""
    before = max(0, passage.start - CONTEXT)
    after = min(len(text), passage.end + CONTEXT)
    if before:
        boundary = text.find("\n\n", before, passage.start)
        before = boundary if boundary >= 0 else passage.start
    if after < len(text):
        boundary = text.rfind("\n\n", passage.end, after)
        after = boundary if boundary >= 0 else passage.end
    return before, after


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for block in _BLOCK.finditer(text, start, end):
        for line in _LINE.finditer(text, block.start(), block.end()):
            yield line.span()


def _line(text: str, span: Span, shown: PassageInDocument, marks: Sequence[Span]) -> Line:
    start, end = span
    item = _ITEM.match(text, start, end)
    kind = _kind(text[start:end], item, shown.headings)
    begins = item.end() if item else start
    inside = start < shown.passage.end and end > shown.passage.start
    return Line(kind, _mark(item), inside, tuple(_fragments(text, (begins, end), marks)))


def _mark(item: re.Match[str] | None) -> str:
    mark = item["mark"] if item else ""
    return "•" if mark in {"-", "*"} else mark


def _kind(line: str, item: re.Match[str] | None, headings: frozenset[str]) -> str:
    if line.strip() in headings:
        return "heading"
    if item:
        return "nested" if len(item["indent"]) > 1 else "item"
    return "row" if " | " in line and ": " in line else "text"


def _fragments(text: str, span: Span, marks: Sequence[Span]) -> Iterator[Fragment]:
    start, end = span
    edges = sorted({start, end, *(edge for mark in marks for edge in mark if start < edge < end)})
    for left, right in pairwise(edges):
        marked = any(mark[0] <= left and right <= mark[1] for mark in marks)
        yield Fragment(text[left:right], marked)
