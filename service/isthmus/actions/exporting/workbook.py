"""XLSX: one sheet with a header that stays in sight, filters, and days as days.

What begins like a formula is kept as text and marked as such, so that no program computes it.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from isthmus.actions.exporting.table import COLUMNS, Value, row
from isthmus.actions.model import Action
from isthmus.raci.exporting.grid import FORMULA

WIDTHS: Final = {"Action": 50, "Description": 50, "Quote": 50, "Evidence": 30, "Owner": 20}
WIDTH: Final = 13
TOP: Final = Alignment(vertical="top", wrap_text=True)


def written(actions: Sequence[Action]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Actions"
    sheet.append(list(COLUMNS))
    for number, action in enumerate(actions, start=2):
        for column, value in enumerate(row(action), start=1):
            _write(sheet.cell(number, column), value)
    for column, name in enumerate(COLUMNS, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, WIDTH)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(cell: Cell, value: Value) -> None:
    cell.value = value
    cell.alignment = TOP
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
