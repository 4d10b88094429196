"""Workbooks: each sheet is a grid of its cells with text, as far as they reach.

Hidden sheets, rows and columns are read, and a remark says so. A formula counts with the result
that was saved with it; one without a result cannot be read and is told.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from isthmus.raci.importing.formats import too_large
from isthmus.raci.importing.grids import Cell, Piece, Unread, grid_of
from isthmus_knowledge.loaders.characters import clean

Sheet = Any  # openpyxl tells no types
Values = dict[tuple[int, int], Cell]
NO_RESULT = (
    "A formula without a saved result. Open the file in a spreadsheet program, save it, and "
    "import it again."
)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
STRUCK = "It is struck through, so it was not read."


def read(content: bytes) -> Sequence[Piece]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that carry no text
        shown = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        written = shown
        if _has_formulas(content):
            written = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    pieces: list[Piece] = []
    for sheet in shown.worksheets:
        pieces += _sheet(sheet, written[sheet.title])
    return pieces


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        parts = [name for name in opened.namelist() if name.startswith("xl/worksheets/")]
        return any(FORMULA.search(opened.read(name)) for name in parts)


def _sheet(sheet: Sheet, written: Sheet) -> Iterator[Piece]:
    unread: list[Unread] = []
    values = _values(sheet, written, unread)
    yield from unread
    if not values:
        return
    rows, columns = (sorted({key[axis] for key in values}) for axis in (0, 1))
    reason = too_large(len(rows), len(columns), len(values))
    if reason:
        yield Unread(sheet.title, sheet.title, reason)
        return
    _spread(sheet, values)
    # Empty rows and columns between stay one each: they part tables, however many there are.
    cells = [
        [values.get((row, column)) or _empty(sheet, row, column) for column in _spaced(columns)]
        for row in _spaced(rows)
    ]
    yield grid_of(cells, sheet.title, tuple(_hidden(sheet, rows, columns)))


def _spaced(numbers: Sequence[int]) -> list[int]:
    found: list[int] = []
    for number in numbers:
        if found and number > found[-1] + 1:
            found.append(found[-1] + 1)
        found.append(number)
    return found


def _values(sheet: Sheet, written: Sheet, unread: list[Unread]) -> Values:
    """Read the cells with text; a single cell far out costs no walk over empty ones."""
    found: Values = {}
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - see above
        at = _address(sheet, row, column)
        text = _text(cell.value, cell.number_format)
        formula = written._cells[row, column]  # noqa: SLF001
        if formula.data_type == "f" and cell.value is None:
            unread.append(Unread(at, str(formula.value), NO_RESULT))
        elif text and cell.font and cell.font.strike:
            unread.append(Unread(at, text, STRUCK))
        elif text:
            strong = bool(cell.font and cell.font.b)
            found[row, column] = Cell(text, at, note=_comment(cell), strong=strong)
    return found


def _comment(cell: Sheet) -> str:
    return " ".join(clean(cell.comment.text).split()) if cell.comment else ""


def _spread(sheet: Sheet, values: Values) -> None:
    """Let the text of a merged cell stand in each of its parts that the table reaches."""
    known_rows, known_columns = ({key[axis] for key in values} for axis in (0, 1))
    for area in sheet.merged_cells.ranges:
        first = values.get((area.min_row, area.min_col))
        if first is None:
            continue
        rows = [row for row in known_rows if area.min_row <= row <= area.max_row]
        columns = [each for each in known_columns if area.min_col <= each <= area.max_col]
        for row in rows:
            for column in columns:
                at = _address(sheet, row, column)
                values[row, column] = replace(first, at=at, merged=first.at)


def _empty(sheet: Sheet, row: int, column: int) -> Cell:
    return Cell("", _address(sheet, row, column))


def _address(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.title}!{get_column_letter(column)}{row}"


def _text(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in number_format:
        return f"{value * 100:.10g}%"
    return clean(str(value)).strip()


def _hidden(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> Iterator[str]:
    if sheet.sheet_state != "visible":
        yield f"The sheet {sheet.title} is hidden; it was read all the same."
    hidden_rows = [str(row) for row in rows if sheet.row_dimensions[row].hidden]
    if hidden_rows:
        yield f"Hidden rows were read all the same: {', '.join(hidden_rows)}."
    names = [get_column_letter(column) for column in columns]
    hidden_columns = [each for each in names if sheet.column_dimensions[each].hidden]
    if hidden_columns:
        yield f"Hidden columns were read all the same: {', '.join(hidden_columns)}."
