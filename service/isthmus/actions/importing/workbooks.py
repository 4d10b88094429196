"""Workbooks: the cells with something in them, row by row; days as days, formulas as their result.

A formula that was saved without its result is told as the formula, so that nobody takes it for a
value: it starts with an equals sign.
"""

import io
import warnings
from datetime import date, datetime
from itertools import groupby
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders.characters import clean

MOST_CELLS = 200_000
Sheet = Any  # openpyxl tells no types
Told = list[list[tuple[str, str]]]


def read(content: bytes) -> list[tuple[str, Told]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that carry no text
        shown = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        written = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    return [(sheet.title, _rows(sheet, written[sheet.title])) for sheet in shown.worksheets]


def _rows(sheet: Sheet, written: Sheet) -> Told:
    """Give the rows that have something in them, each with all columns up to its last cell."""
    cells = sorted(sheet._cells.items())  # noqa: SLF001 - a cell far out costs no walk over empty ones
    if len(cells) > MOST_CELLS:
        raise UnreadableError(
            f"The sheet {sheet.title} has {len(cells):,} cells; {MOST_CELLS:,} are the most. "
            "Save the list in a file of its own."
        )
    rows: Told = []
    for number, row in groupby(cells, key=lambda item: item[0][0]):
        values = {key[1]: _text(cell, written) for key, cell in row}
        if any(values.values()):
            last = max(column for column, text in values.items() if text)
            rows.append(
                [
                    (f"{sheet.title}!{get_column_letter(column)}{number}", values.get(column, ""))
                    for column in range(1, min(last, 200) + 1)
                ]
            )
    return rows


def _text(cell: Sheet, written: Sheet) -> str:
    value = cell.value
    if value is None:
        formula = written._cells[cell.row, cell.column]  # noqa: SLF001 - as above
        return str(formula.value) if formula.data_type == "f" else ""
    match value:
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return clean(str(value)).strip()
