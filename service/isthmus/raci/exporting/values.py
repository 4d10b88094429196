"""CSV: a title, the table, the legend; for spreadsheets and scripts."""

import csv
import io
from collections.abc import Iterator, Sequence

from isthmus.raci.exporting.explaining import legend
from isthmus.raci.exporting.grid import Band, grid_of, one_line, unarmed
from isthmus.raci.exporting.sheet import Sheet


def written(sheet: Sheet) -> bytes:
    """Give UTF-8 with a mark at its start, without which Excel reads accents wrong."""
    text = io.StringIO()
    csv.writer(text).writerows([unarmed(value) for value in line] for line in _lines(sheet))
    return text.getvalue().encode("utf-8-sig")


def _lines(sheet: Sheet) -> Iterator[Sequence[str]]:
    grid = grid_of(sheet.chart)
    yield [grid.title]
    yield from ([one_line(text)] for text in sheet.headlines)
    yield []
    yield grid.header
    for line in grid.lines:
        yield [line.name] if isinstance(line, Band) else line.texts
    yield []
    yield [f"Legend ({sheet.chart.letter_set.name})"]
    yield from legend(sheet.chart.letter_set)
