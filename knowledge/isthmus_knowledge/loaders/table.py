"""Values set apart by commas, semicolons or tabs; the first row that reads so holds headers."""

import csv
import io

from isthmus_knowledge.documents import LoadedDocument, Place, UnreadableError
from isthmus_knowledge.loaders import grid
from isthmus_knowledge.loaders.characters import decode
from isthmus_knowledge.loaders.outline import Outline

DELIMITERS = (",", ";", "\t", "|")
SURE_DELIMITERS = (",", ";", "\t")  # a bar also parts the columns of a Markdown table
SAMPLED = 20  # rows
FEWEST_ROWS = 2


def load(content: bytes, name: str) -> LoadedDocument:
    text = decode(content)
    delimiter = delimiter_of(text) or ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableError(
            f"The table cannot be read: {error}. Open it in a spreadsheet program, save it as CSV "
            "again and add that."
        ) from error
    outline = Outline()
    wide = max(map(len, rows), default=0)
    grid.write([_row(cells, number, wide) for number, cells in enumerate(rows, start=1)], outline)
    return outline.document(name)


def _row(cells: list[str], number: int, wide: int) -> grid.Row:
    """Take the first row as headers wherever it reads so; CSV has no other way to mark them."""
    padded = (*cells, *[""] * (wide - len(cells)))
    return grid.Row(padded, Place(cells=f"row {number}"), strong=number == 1)


def delimiter_of(text: str) -> str | None:
    """Find the delimiter that parts the first rows into equally many cells, if there is one."""
    best, most = None, 1
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        steady = len(widths) >= FEWEST_ROWS and len(set(widths)) == 1
        if steady and widths[0] > most:
            best, most = delimiter, widths[0]
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    sample = io.StringIO("\n".join(text.split("\n")[: SAMPLED * 5]))
    widths: list[int] = []
    try:
        for cells in csv.reader(sample, delimiter=delimiter):
            if cells and len(widths) < SAMPLED:
                widths.append(len(cells))
    except csv.Error:
        return []
    return widths
