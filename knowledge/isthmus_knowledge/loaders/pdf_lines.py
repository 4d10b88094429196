"""The lines of a PDF page with their size and weight, without what stands on every page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pypdf import PageObject

from isthmus_knowledge.loaders.characters import one_line

LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
UNLIGATED = str.maketrans(LIGATURES | {"\xad": "-"})
MARGIN = 0.12  # of the page's height, at the top and at the bottom
EDGE_LINES = 2
SHARE_OF_PAGES = 0.3
OFTEN_ENOUGH = 3  # pages, however many there are
WIDE = 0.6  # of its size, what a letter is taken to need
COLUMN_GAP = 1.2  # sizes of white space
PAGE_NUMBER = re.compile(
    r"[-\u2013|\s]*(?:page\s*)?(?:\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxl]{1,6})[-\u2013|\s]*",
    re.IGNORECASE,
)
NUMBER_ALONE = re.compile(r"[\w(]{1,3}(?:\.\w{1,3})*[.):]?|\W")
LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,6})?$|…{2,}\s*\d{1,4}$|_{5,}\s*\d{1,4}$")
CONTENTS = re.compile(r"(?:table of )?contents|list of (?:figures|tables)", re.IGNORECASE)
ENTRY = re.compile(r".*\S\s+(?:\d{1,4}|[ivxl]{1,6})$")


Cells = tuple[tuple[float, str], ...]  # left edge and text


@dataclass(frozen=True)
class Line:
    """``cells`` has more than one entry where wide gaps part the line, as in a row of a table."""

    text: str
    page: int
    left: float
    height: float  # above the bottom of the page
    size: float
    bold: bool
    in_margin: bool = False
    cells: Cells = ()

    @property
    def look(self) -> tuple[float, bool]:
        return self.size, self.bold


class _Fragment(NamedTuple):
    text: str
    left: float
    height: float
    size: float
    bold: bool


@dataclass
class _Line:
    """A line while its fragments arrive."""

    fragments: list[_Fragment] = field(default_factory=list)

    def finished(self, page: int, tall: float) -> Line | None:
        said = [fragment for fragment in self.fragments if fragment.text.strip()]
        text = one_line("".join(fragment.text for fragment in self.fragments))
        if not said or not text:
            return None
        sizes: Counter[float] = Counter()
        for fragment in said:
            sizes[fragment.size] += len(fragment.text.strip())
        return Line(
            text=text,
            page=page,
            left=said[0].left,
            height=said[0].height,
            size=sizes.most_common(1)[0][0],
            bold=all(fragment.bold for fragment in said),
            in_margin=not MARGIN * tall < said[0].height < (1 - MARGIN) * tall,
            cells=tuple(self._cells()),
        )

    def _cells(self) -> Iterator[tuple[float, str]]:
        """Part the line at wide gaps; how wide letters are drawn is not known, so guess high."""
        left, end, words = 0.0, 0.0, ""
        for fragment in self.fragments:
            apart = fragment.left - end > COLUMN_GAP * fragment.size and fragment.text.strip()
            if words.strip() and apart and not NUMBER_ALONE.fullmatch(words.strip()):
                yield left, one_line(words)
                words = ""
            left = left if words.strip() else fragment.left
            words += fragment.text
            if fragment.text.strip():
                capitals = sum(letter.isupper() for letter in fragment.text)
                letters = len(fragment.text) + capitals / 3
                end = fragment.left + WIDE * fragment.size * letters
        if words.strip():
            yield left, one_line(words)


def of_page(page: PageObject, number: int) -> list[Line]:
    """Return the page's lines in the order in which the file draws them."""
    rows = [_Line()]

    def visit(text: str, place: Sequence[float], matrix: Sequence[float], *font: object) -> None:
        typeface, size = font
        bold = _is_bold(typeface)
        left = matrix[4] * place[0] + place[4]
        height = matrix[5] * place[3] + place[5]
        shown = round(abs(float(str(size)) * matrix[3] * place[3]) * 2) / 2
        for at, part in enumerate(text.translate(UNLIGATED).split("\n")):
            if at:
                rows.append(_Line())
            rows[-1].fragments.append(_Fragment(part, left, height, shown, bold))

    page.extract_text(visitor_text=visit)
    tall = float(page.mediabox.height) or 1.0
    return [line for row in rows if (line := row.finished(number, tall))]


def _is_bold(typeface: object) -> bool:
    name = str(typeface.get("/BaseFont", "")) if isinstance(typeface, Mapping) else ""
    return bool(re.search(r"bold|black|heavy|semibold|demi", name, re.IGNORECASE))


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Drop page numbers and lines that come back at the edge of many pages."""
    times: Counter[tuple[str, float]] = Counter()
    for page in pages:
        times.update({_pattern(line) for line in _edges(page)})
    often = min(OFTEN_ENOUGH, max(2, SHARE_OF_PAGES * sum(bool(page) for page in pages)))
    kept = []
    for page in pages:
        edges = _edges(page)
        kept += [line for line in page if not (line in edges and _is_running(line, times, often))]
    return kept or [line for page in pages for line in page]


def _is_running(line: Line, times: Counter[tuple[str, float]], often: float) -> bool:
    return bool(PAGE_NUMBER.fullmatch(line.text)) or times[_pattern(line)] >= often


def _edges(page: Sequence[Line]) -> set[Line]:
    return {*page[:EDGE_LINES], *page[-EDGE_LINES:], *(line for line in page if line.in_margin)}


def _pattern(line: Line) -> tuple[str, float]:
    """Count lines in the margin as one that differ in a number; others have to be the same."""
    if not line.in_margin:
        return line.text, line.size
    return re.sub(r"\d+|\b[ivxl]+\b", "#", line.text.lower()), line.size


def without_contents(lines: Iterable[Line]) -> list[Line]:
    """Drop tables of contents: entries with dot leaders, or with page numbers under a title."""
    kept: list[Line] = []
    in_contents = False
    for line in lines:
        if CONTENTS.fullmatch(line.text):
            in_contents = True
        elif not LEADERS.search(line.text):
            in_contents = in_contents and bool(ENTRY.fullmatch(line.text))
            if not in_contents:
                kept.append(line)
    return kept


def leading(lines: Sequence[Line]) -> float:
    """Return the usual distance from one line to the next."""
    steps = [
        upper.height - lower.height
        for upper, lower in pairwise(lines)
        if upper.page == lower.page and upper.size == lower.size
    ]
    down = [step for step in steps if step > 0]
    return median(down) if down else 0.0
