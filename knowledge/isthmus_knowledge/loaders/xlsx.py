"""Workbooks: each visible sheet is a heading, each row of a table carries its headers.

Hidden sheets are left out, and named: a quote has to be found by who opens the workbook. Hidden
rows and columns stay in, since a filter that somebody left on hides them too.
"""

import io
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from isthmus_knowledge.documents import LoadedDocument, Place
from isthmus_knowledge.loaders import grid
from isthmus_knowledge.loaders.characters import readable
from isthmus_knowledge.loaders.outline import NO_METADATA, Outline

LONGEST_MERGE = 1_000  # rows
MOSTLY = 0.7  # of a row's cells; one with several fonts counts as not bold
LONGEST_NAME = 60  # characters of a header, beyond that it is a note beside the table


@dataclass(frozen=True)
class _Cell:
    text: str
    bold: bool


Cells = dict[int, dict[int, _Cell]]  # row -> column -> cell, only those with text


def load(content: bytes, name: str) -> LoadedDocument:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that carry no text
        book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    outline = Outline()
    for sheet in book.worksheets:
        cells = _cells(sheet) if sheet.sheet_state == "visible" else {}
        if cells:
            outline.heading(sheet.title, 1, Place(sheet=sheet.title))
            _Sheet(sheet.title, cells, outline).write()
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    return outline.document(
        name,
        title=book.properties.title or readable(name),
        metadata={"hidden_sheets": hidden} if hidden else NO_METADATA,
    )


def _cells(sheet: object) -> Cells:
    """Return the cells with text; a cell merged over several rows stands in each of them."""
    found: Cells = {}
    # A single cell far out would make every public iterator walk millions of empty ones.
    for (row, column), cell in sorted(sheet._cells.items()):  # type: ignore[attr-defined]  # noqa: SLF001
        if text := _text(cell.value, cell.number_format):
            found.setdefault(row, {})[column] = _Cell(text, bool(cell.font and cell.font.b))
    for area in sheet.merged_cells.ranges:  # type: ignore[attr-defined]
        top = found.get(area.min_row, {}).get(area.min_col)
        last = min(area.max_row, area.min_row + LONGEST_MERGE)
        if top is not None:
            for row in range(area.min_row + 1, last + 1):
                if row in found:
                    found[row][area.min_col] = top
    return found


def _text(value: object, number_format: str) -> str:
    match value:
        case None | time():
            return str(value or "")
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case int() | float():
            shown, sign = (value * 100, "%") if "%" in number_format else (value, "")
            return f"{shown:.10g}{sign}"
        case _:
            text = str(value).strip()
            return "" if text.startswith("#") and text.isupper() else text  # an error: #DIV/0!


@dataclass
class _Sheet:
    """Writes one sheet, band by band between its empty rows."""

    name: str
    cells: Cells
    outline: Outline
    columns: tuple[int, ...] = ()  # of the last table
    headers: Sequence[str] = ()  # of the last table

    def write(self) -> None:
        for band in self._bands():
            columns = tuple(sorted({column for row in band for column in self.cells[row]}))
            if self._goes_on(band, columns):
                grid.write_body(self._rows(band, self.columns), self.headers, self.outline)
                continue
            for part in self._side_by_side(band, columns):
                rows = self._rows(band, part)
                if headers := grid.write(rows, self.outline, caption_level=2):
                    self.columns, self.headers = part, headers

    def _bands(self) -> list[list[int]]:
        bands: list[list[int]] = []
        for row in sorted(self.cells):
            if bands and bands[-1][-1] == row - 1:
                bands[-1].append(row)
            else:
                bands.append([row])
        return bands

    def _goes_on(self, band: list[int], columns: tuple[int, ...]) -> bool:
        """Tell an empty row inside a table from the end of the table."""
        within = set(columns) <= set(self.columns) and len(columns) >= grid.FEWEST_UNMARKED
        return within and not any(row.strong for row in self._rows(band, columns))

    def _side_by_side(self, band: list[int], columns: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Split at an empty column where each side has headers, or one side has none."""
        parts: list[tuple[int, ...]] = []
        for column in columns:
            if parts and parts[-1][-1] == column - 1:
                parts[-1] += (column,)
            else:
                parts.append((column,))
        rows = self._rows(band, columns)
        at = grid.header_index(rows, distinct=False)
        if at is None:
            return [columns]
        named = [[self._at(band[at], column) for column in part] for part in parts]
        names = Counter(name for part in named for name in part if name)
        repeated = any(times > 1 for times in names.values())
        bare = any(not any(part) or len(max(part, key=len)) > LONGEST_NAME for part in named)
        return parts if repeated or bare else [columns]

    def _at(self, row: int, column: int) -> str:
        cell = self.cells[row].get(column)
        return cell.text if cell else ""

    def _rows(self, band: list[int], columns: tuple[int, ...]) -> list[grid.Row]:
        rows = []
        for row in band:
            there = [column for column in columns if column in self.cells[row]]
            bold = sum(self.cells[row][column].bold for column in there)
            strong = bold > 0 and bold >= MOSTLY * len(there)
            texts = tuple(self._at(row, column) for column in columns)
            rows.append(grid.Row(texts, self._place(row, there), strong))
        return rows

    def _place(self, row: int, columns: Sequence[int]) -> Place:
        ends = dict.fromkeys((columns[0], columns[-1])) if columns else ()
        cells = ":".join(f"{get_column_letter(column)}{row}" for column in ends)
        return Place(sheet=self.name, cells=cells or None)
