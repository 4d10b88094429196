"""Charts that were read, told briefly so that every cell can be compared."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from isthmus.raci.importing import ReadChart, Reading
from isthmus.raci.model import Cell, Chart

Told = Mapping[str, Mapping[str, str]]  # activity -> role -> letters


def told(chart: Chart) -> dict[str, dict[str, str]]:
    """Give the letters by activity and role: ``{"Patch": {"CISO": "A/R (at night)"}}``."""
    return {
        row.activity: {
            column.name: written(chart.cell(row.id, column.id))
            for column in chart.columns
            if chart.cell(row.id, column.id)
        }
        for row in chart.rows
    }


def written(cell: Cell) -> str:
    return "/".join(f"{a.letter} ({a.note})" if a.note else a.letter for a in cell)


def cell_of(chart: Chart, activity: str, role: str) -> Cell:
    (row,) = [each.id for each in chart.rows if each.activity == activity]
    (column,) = [each.id for each in chart.columns if each.name == role]
    return chart.cell(row, column)


def only(reading: Reading) -> ReadChart:
    (chart,) = reading.charts
    return chart


def missed(read: ReadChart | Reading) -> list[tuple[str, str]]:
    return [(each.cell, each.text) for each in read.not_understood]


def sections(chart: Chart) -> list[str]:
    return [row.section for row in chart.rows]


def numbers(chart: Chart) -> list[str]:
    return [row.number for row in chart.rows]


def book(*sheets: tuple[str, Sequence[Sequence[object]]]) -> tuple[Workbook, list[Worksheet]]:
    made = Workbook()
    made.remove(made.worksheets[0])
    pages = []
    for title, rows in sheets:
        page = made.create_sheet(title)
        for row in rows:
            page.append(list(row))
        pages.append(page)
    return made, pages


def saved(made: Workbook) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()
