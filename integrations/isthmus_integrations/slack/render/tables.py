"""Tables: as Slack's own while they fit, else as a picture and a file."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import normalize

from isthmus.messages import Picture, Table
from isthmus.raci.exporting.grid import unarmed
from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.characters import NOTHING, one_line, seen, shortened
from isthmus_integrations.slack.render.pieces import CHUNK, Means, Piece, Upload
from isthmus_integrations.slack.render.rich import Block, bullets, link, rich, section, words
from isthmus_integrations.slack.render.splitting import split

_CSV: Final = "text/csv; charset=utf-8"
_LONGEST_TITLE: Final = 300
_LINES: Final = 2_500  # of a table in lines, for whoever does not see it
_NARROW: Final = 5  # signs of letters and numbers
_WIDE: Final = 24
_LONGEST_NAME: Final = 60


Cells = Sequence[Sequence[str]]  # the columns' names first


def tabled(
    table: Table, picture: Picture | None, means: Means, before: str = ""
) -> Iterator[Piece]:
    """Show a table; what is not shown whole is a picture where there is one, and a file.

    Its title is left out where ``before``, what stands above it, begins with it.
    """
    cells = [[one_line(cell) for cell in row] for row in (table.columns, *table.rows)]
    title = _title(table)
    title = "" if title and one_line(before).startswith(title) else title
    if means.in_view:
        yield from _listed(title, _lines(cells) or [", ".join(cells[0])])
    elif whole := _whole(cells, title):
        yield whole
    else:
        yield _in_part(table, cells, title, picture, means)


def _whole(cells: Cells, title: str) -> Piece | None:
    """Give a table of which all is to be seen and to be read out; None where there is too much."""
    lines = _lines(cells)
    if len(_that_fit(cells)) < len(cells) or len(_read(lines)) < len(lines):
        return None
    names = ", ".join(cells[0])
    written = _text(title, names, *lines)
    return Piece((*_titled(title), _block(cells)), _text(title, *lines) or names, written=written)


def _in_part(
    table: Table, cells: Cells, title: str, picture: Picture | None, means: Means
) -> Piece:
    shown, file = _that_fit(cells), _file(table)
    beside = picture if len(shown) < len(cells) else None
    if beside or len(shown) <= 1:
        shown = ()
    told = _told(cells, len(shown), file.name, drawn=bool(beside))
    read = _read(_lines(shown or cells))
    blocks = (*_titled(title), *([_block(shown)] if shown else []), _pointer(told, means))
    files = (*([drawn(beside)] if beside else []), file)
    return Piece(blocks, _text(title, *read, told), files)


def _text(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def drawn(picture: Picture) -> Upload:
    file, alt = picture.file, shortened(one_line(picture.alt), limits.ALT)
    return Upload(file.name, file.media_type, file.content, alt or "A picture")


# ---- as blocks


def _that_fit(cells: Cells) -> Cells:
    """Give all rows if Slack takes them, else a glimpse; none where there are too many columns."""
    if not 0 < len(cells[0]) <= limits.COLUMNS:
        return ()
    size = 0
    for place, row in enumerate(cells):
        size += sum(limits.weight(cell or NOTHING) for cell in row)
        if place == limits.ROWS or size > limits.CELLS:
            return cells[: min(place, limits.GLIMPSE + 1)]
    return cells


def _block(cells: Cells) -> Block:
    head, *rows = cells
    return {
        "type": "table",
        "rows": [
            [_cell(text, bold=True) for text in head],
            *([_cell(text) for text in row] for row in rows),
        ],
        "column_settings": [
            _setting(names, are_marks=place > 0 and _are_marks(names[1:]))
            for place, names in enumerate(zip(*cells, strict=True))
        ],
    }


def _cell(text: str, *, bold: bool = False) -> Block:
    """Write a cell as rich text: what Slack makes of marks in a raw one is nowhere said."""
    return rich(section([words(text, bold=bold)]))


def _setting(column: Sequence[str], *, are_marks: bool) -> Block:
    """Set letters and numbers in the middle, and let long texts go on in the next line."""
    longest = max(map(len, column[1:]), default=0)
    return {"align": "center" if are_marks else "left", "is_wrapped": longest > _WIDE}


def _are_marks(column: Sequence[str]) -> bool:
    """Tell whether a column holds but letters such as A/R, or numbers; it may have gaps."""
    said = [text for text in column if text not in {"", NOTHING}]
    return bool(said) and all(text == text.upper() and len(text) <= _NARROW for text in said)


def _titled(title: str) -> tuple[Block, ...]:
    return (rich(section([words(title, bold=True)])),) if title else ()


def _title(table: Table) -> str:
    return shortened(one_line(table.title), _LONGEST_TITLE)


def _listed(title: str, lines: Sequence[str]) -> Iterator[Piece]:
    """Show a table where Slack shows none: a line for each row."""
    yield from (Piece((block,), title) for block in _titled(title))
    for line in lines:
        for text in split(line, CHUNK):
            yield Piece((rich(bullets([section([words(text)])])),), text)


# ---- what is not shown


def _told(cells: Cells, shown: int, name: str, *, drawn: bool) -> str:
    rows, columns = len(cells) - 1, len(cells[0])
    if shown > rows:
        return f"The same as a file: {name}."
    if shown > 1:
        return f"These are the first {shown - 1} of {rows} rows; all are in {name}."
    size = f"The table has {rows} rows and {columns} columns, too much to show here"
    return f"{size}; it is below as a picture, and in {name}." if drawn else f"{size}; see {name}."


def _pointer(told: str, means: Means) -> Block:
    where = link("Open in the console", means.address, means.console)
    return rich(section([words(f"{told} "), where]))


def _file(table: Table) -> Upload:
    """Write a table with everything, none of it a formula."""
    text = io.StringIO()
    rows = ([unarmed(seen(cell)) for cell in row] for row in (table.columns, *table.rows))
    csv.writer(text).writerows(rows)
    ascii_only = normalize("NFKD", table.title).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", ascii_only)[:_LONGEST_NAME].strip("-") or "table"
    return Upload(f"{name}.csv", _CSV, text.getvalue().encode("utf-8-sig"))


# ---- as lines


def _lines(cells: Cells) -> list[str]:
    return [_line(cells[0], row) for row in cells[1:]]


def _line(names: Sequence[str], row: Sequence[str]) -> str:
    """Read a row out: what it is about, then what stands in its other columns."""
    first, *others = row or ("",)
    told = [f"{name} {text}" for name, text in zip(names[1:], others, strict=False) if text]
    return f"{first or NOTHING}: {'; '.join(told)}" if told else first or NOTHING


def _read(lines: Sequence[str]) -> Sequence[str]:
    """Give the first lines that a fallback text has room for."""
    size = 0
    for place, line in enumerate(lines):
        size += limits.weight(line) + 1
        if size > _LINES:
            return lines[:place]
    return lines
