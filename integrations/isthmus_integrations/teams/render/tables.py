"""Tables: side by side where they can be read so, else row by row; what is too long is a file."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from isthmus.messages import File, Table
from isthmus_integrations.teams.render.elements import (
    block,
    container,
    heading,
    run,
    words,
)
from isthmus_integrations.teams.render.inert import one_line
from isthmus_integrations.teams.render.sizes import Json, weight

MOST_COLUMNS: Final = 9  # side by side
_MOST_ROWS: Final = 60  # side by side; nobody reads more of them in a chat
_MOST_IN_WORDS: Final = 25
_HEAVIEST: Final = 30_000  # of a stretch of rows that stays together
_LONGEST_CELL: Final = 600
_LONGEST_NAME: Final = 80
_TOO_HEAVY: Final = 60_000  # for one card: a row of very long texts
_LONGEST_ROW: Final = 6_000  # in words
_WIDEST: Final = 20  # signs that a column is given room for
_BESIDE: Final = 5  # signs that the rims of a cell take
_SHORT: Final = 4  # signs, such as letters of a chart
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def drawn(table: Table, *, titled: bool = True) -> Iterator[Json]:
    """Give the first rows of a table; a stretch that is too heavy goes on with its own header."""
    if titled and table.title:
        yield heading(table.title)
    rows = table.rows[: shown_of(table)]
    if not rows:
        yield block([run("No rows.", isSubtle=True)])
        return
    side_by_side = _is_narrow(table)
    for stretch in _stretches(table.columns, rows):
        in_words = [_in_words(table.columns, row) for row in stretch]
        grid = {**_grid(table.columns, stretch), "fallback": container(in_words)}
        if side_by_side and weight(grid) <= _TOO_HEAVY:
            yield grid
        else:
            yield from in_words


def shown_of(table: Table) -> int:
    """Count the rows that are drawn."""
    return min(len(table.rows), _MOST_ROWS if _is_narrow(table) else _MOST_IN_WORDS)


def rest_of(table: Table) -> int:
    """Count the rows that are not drawn."""
    return len(table.rows) - shown_of(table)


def _is_narrow(table: Table) -> bool:
    return len(table.columns) <= MOST_COLUMNS


def _stretches(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[list[list[str]]]:
    stretch: list[list[str]] = []
    heavy = 0
    for row in rows:
        cells = [one_line(each, _LONGEST_CELL) for each in row]
        added = weight(_row(cells, len(columns))) + weight(_in_words(columns, cells))
        if stretch and heavy + added > _HEAVIEST:
            yield stretch
            stretch, heavy = [], 0
        stretch.append(cells)
        heavy += added
    yield stretch


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Json:
    header = [one_line(each, _LONGEST_NAME) for each in columns]
    return {
        "type": "Table",
        "columns": [_column(at, header, rows) for at in range(len(header))],
        "rows": [
            {**_row(header, len(header), weight="Bolder"), "style": "emphasis"},
            *(_row(each, len(header)) for each in rows),
        ],
        "firstRowAsHeaders": True,
        "showGridLines": True,
        "gridStyle": "emphasis",
    }


def _column(at: int, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Json:
    """Give a column as wide as what stands in it asks for; marks stand in the middle.

    Widths are shares of what there is: a long text leaves room for the words of the other headings.
    """
    cells = [row[at] for row in rows if row[at]]
    longest = max((len(each) for each in cells), default=0)
    wide = max(longest, max((len(each) for each in header[at].split()), default=0))
    marks = at > 0 and longest <= _SHORT
    return {
        "width": min(wide, _WIDEST) + _BESIDE,
        **({"horizontalCellContentAlignment": "Center"} if marks else {}),
    }


def _row(cells: Sequence[str], count: int, **style: str) -> Json:
    full = [*cells, *[""] * (count - len(cells))][:count]
    return {
        "type": "TableRow",
        "cells": [{"type": "TableCell", "items": [words(each, **style)]} for each in full],
    }


def _in_words(columns: Sequence[str], row: Sequence[str]) -> Json:
    """Say a row: its first cell, then what stands under which heading."""
    told = "; ".join(
        f"{one_line(name, _LONGEST_NAME)}: {one_line(cell, _LONGEST_CELL)}"
        for name, cell in list(zip(columns, row, strict=False))[1:]
        if cell.strip()
    )
    first = one_line(row[0], _LONGEST_CELL) if row else ""
    return block(
        [run(first, weight="Bolder"), run(f" {one_line(told, _LONGEST_ROW)}")], spacing="Small"
    )


def as_file(table: Table, name: str) -> File:
    """Give all of a table as a file; what begins like a formula is marked as text."""
    out = StringIO()
    writer = csv.writer(out)
    for row in (table.columns, *table.rows):
        writer.writerow([f"'{each}" if each.startswith(_FORMULA) else each for each in row])
    return File(name, "text/csv", out.getvalue().encode("utf-8-sig", "replace"))
