"""Tables as people draw them: find the row of headers, then tell each row with its headers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from isthmus_knowledge.documents import NOWHERE, Place
from isthmus_knowledge.loaders.characters import one_line
from isthmus_knowledge.loaders.outline import Outline

FEWEST_UNMARKED = 3  # columns; in two columns a header cannot be told from a first entry
ROWS_SEARCHED = 10
FILLED_ENOUGH = 0.6
SHORT_ON_AVERAGE = 40
LONGEST_HEADER = 60
LONGEST_CAPTION = 90
NUMERIC = re.compile(r"[-+]?[\d.,:/%$€£ ]+")


@dataclass(frozen=True)
class Row:
    """One row with all its columns; ``strong`` where it is bold or the file says it has headers."""

    cells: tuple[str, ...]
    at: Place = NOWHERE
    strong: bool = False

    @property
    def filled(self) -> list[str]:
        return [cell.strip() for cell in self.cells if cell.strip()]


def write(rows: Sequence[Row], outline: Outline, caption_level: int | None = None) -> list[str]:
    """Add each row; return the headers used, so that a part without its own can go on with them.

    Rows above the headers are captions: headings of ``caption_level`` where that is given.
    """
    told = [row for row in rows if row.filled]
    at = header_index(told)
    if at is None:
        _write_captions(told, outline, None)
        return []
    _write_captions(told[:at], outline, caption_level)
    headers = [short(header) for header in told[at].cells]
    if headers != [one_line(cell) for cell in told[at].cells]:
        outline.row(told[at].cells, at=told[at].at)
    write_body(told[at + 1 :], headers, outline)
    return headers


def write_body(rows: Sequence[Row], headers: Sequence[str], outline: Outline) -> None:
    """Add rows under headers; a row with nothing but its first cell names the group below it."""
    for row in rows:
        is_group = len(row.filled) == 1 and len(headers) > 1 and bool(row.cells[0].strip())
        outline.row(row.filled if is_group else row.cells, () if is_group else headers, row.at)


def header_index(rows: Sequence[Row], *, distinct: bool = True) -> int | None:
    """Find the first strong row that reads like headers, else the first such row at all."""
    widest = max((len(row.filled) for row in rows), default=0)
    fitting = [
        at
        for at, row in enumerate(rows[:ROWS_SEARCHED])
        if at + 1 < len(rows)
        and _reads_as_header(row, widest)
        and (not distinct or len(set(row.filled)) == len(row.filled))
    ]
    strong = [at for at in fitting if rows[at].strong and not rows[at + 1].strong]
    if widest < FEWEST_UNMARKED:
        return next(iter(strong), None)
    return next(iter(strong or fitting), None)


def _reads_as_header(row: Row, widest: int) -> bool:
    names = row.filled
    if len(names) < max(2, FILLED_ENOUGH * widest):
        return False
    if any(NUMERIC.fullmatch(name) or name.endswith(":") for name in names):
        return False
    return row.strong or sum(map(len, names)) <= SHORT_ON_AVERAGE * len(names)


def _write_captions(rows: Sequence[Row], outline: Outline, level: int | None) -> None:
    for number, row in enumerate(rows):
        words = row.filled
        if len(words) > 1:
            outline.row(_paired(words), at=row.at)
        elif level and (row.strong or number == 0) and len(words[0]) <= LONGEST_CAPTION:
            outline.heading(words[0], level, row.at)
        else:
            outline.paragraph(words[0], row.at)


def _paired(words: list[str]) -> list[str]:
    """Join ``Owner:`` with the cell to its right, as forms have it."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].endswith(":") and not word.endswith(":"):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def short(header: str) -> str:
    """Shorten a header to its name where it goes on to explain itself."""
    words = one_line(header)
    if len(words) <= LONGEST_HEADER:
        return words
    name = re.split(r"\n| [-\u2013\u2014] |: |; | \(", header.strip())[0]
    if len(name) > LONGEST_HEADER:
        name = name[:LONGEST_HEADER].rpartition(" ")[0] + " …"
    return one_line(name)
