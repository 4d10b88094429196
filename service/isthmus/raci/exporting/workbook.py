"""XLSX: the chart, its findings, the legend and the reasons, each on a sheet of its own.

What begins like a formula is kept as text and marked as such, so that no program computes it.
"""

import io
from collections.abc import Iterable, Sequence
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.cell import Cell as Field
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from isthmus.raci.exporting import workbook_styles as styles
from isthmus.raci.exporting.explaining import (
    NO_FINDINGS,
    SHOWN,
    STATES,
    foreign,
    legend,
    reasons,
    said,
    states,
)
from isthmus.raci.exporting.grid import FORMULA, Band, Grid, cell_text, grid_of, one_line
from isthmus.raci.exporting.palette import leading, look_of
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.letters import LetterSet
from isthmus.raci.model import Cell, State

MANY = 8  # columns; more than these have their names upright
LINE = 15  # points
A4 = 9
LEAD_WIDTHS = {"Section": 20, "No.": 6, "Step": 6, "Activity": 46}
FINDINGS = {"Severity": 10, "Rule": 24, "Activity": 40, "Role": 24, "What to do": 90}
LEGEND = {"Letter": 12, "Word": 16, "Meaning": 70}
REASONS = {
    "Activity": 40,
    "Role": 24,
    "Letter": 8,
    "Word": 14,
    "State": 11,
    "Note": 24,
    "Why declined": 24,
    "Why": 60,
    "Quote": 60,
    "Source": 40,
}


def written(sheet: Sheet) -> bytes:
    book = Workbook()
    for style in styles.styles_for(sheet.chart.letter_set):
        book.add_named_style(style)
    _chart(book.worksheets[0], sheet)
    _findings(book.create_sheet("Findings"), sheet)
    _legend(book.create_sheet("Legend"), sheet)
    _list(book.create_sheet("Reasons"), REASONS, reasons(sheet.chart))
    _describe(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _describe(book: Workbook, sheet: Sheet) -> None:
    about = book.properties
    about.title = one_line(sheet.chart.title)
    about.subject = one_line(sheet.chart.scope)
    about.description = one_line(sheet.standing)
    about.keywords = sheet.chart.letter_set.name
    about.version = one_line(sheet.version)
    about.creator = "Isthmus"


def _chart(page: Worksheet, sheet: Sheet) -> None:
    page.title = "Chart"
    grid = grid_of(sheet.chart)
    _put(page.cell(1, 1), grid.title, styles.TITLE)
    for number, text in enumerate(sheet.headlines, start=2):
        _put(page.cell(number, 1), one_line(text), styles.STANDING)
    header = page.max_row + 2
    _header(page, header, grid)
    for number, line in enumerate(grid.lines, start=header + 1):
        if isinstance(line, Band):
            _band(page, number, line.name, len(grid.header))
            continue
        for column, text in enumerate(line.leads, start=1):
            _put(page.cell(number, column), text, styles.LEAD)
        for column, cell in enumerate(line.cells, start=len(grid.leads) + 1):
            _letters(page.cell(number, column), cell, sheet.chart.letter_set)
        texts = (*line.leads, *map(cell_text, line.cells))
        _make_room(page, number, zip(texts, _widths(grid), strict=True))
    _set_up(page, header, grid)


def _header(page: Worksheet, number: int, grid: Grid) -> None:
    upright = len(grid.roles) > MANY
    for column, (name, width) in enumerate(zip(grid.header, _widths(grid), strict=True), start=1):
        role = column > len(grid.leads)
        style = styles.UPRIGHT if role and upright else styles.HEADER
        _put(page.cell(number, column), name, style)
        page.column_dimensions[get_column_letter(column)].width = width
    longest = max(map(len, grid.roles), default=0)
    page.row_dimensions[number].height = min(60 + 2 * longest, 170) if upright else 48


def _widths(grid: Grid) -> list[int]:
    """Give the widths of all columns, in signs."""
    return [*(LEAD_WIDTHS[name] for name in grid.leads), *[_role_width(grid)] * len(grid.roles)]


def _make_room(page: Worksheet, number: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row as tall as its texts in their widths: not every program does so by itself."""
    longer = [(text, width) for text, width in texts if len(text) > width]
    lines = max((len(wrap(*each)) for each in longer), default=1)
    if lines > 1:
        page.row_dimensions[number].height = LINE * lines


def _role_width(grid: Grid) -> int:
    """Leave room for the notes, and be narrow where there are none and many columns."""
    cells = [cell for line in grid.lines if not isinstance(line, Band) for cell in line.cells]
    if any(assignment.note for cell in cells for assignment in cell):
        return 18
    return 6 if len(grid.roles) > MANY else 16


def _band(page: Worksheet, number: int, name: str, columns: int) -> None:
    for column in range(1, columns + 1):
        page.cell(number, column).style = styles.SECTION
    _put(page.cell(number, 1), name, styles.SECTION)
    if columns > 1:
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=columns)


def _letters(field: Field, cell: Cell, letters: LetterSet) -> None:
    if not cell:
        field.style = styles.EMPTY
        return
    first = leading(cell, letters)
    _put(field, cell_text(cell), styles.style_of(first, letters))
    if len({assignment.state for assignment in cell}) > 1:
        field.value = _mixed(cell, look_of(first.letter, letters).ink)


def _mixed(cell: Cell, ink: str) -> CellRichText:
    """Show the state of each letter where they differ within a cell."""
    joint = " / " if any(assignment.note for assignment in cell) else "/"
    blocks: list[TextBlock] = []
    for number, assignment in enumerate(cell):
        proposed = assignment.state is State.PROPOSED
        line = "double" if assignment.state is State.DECLINED else None
        if number:
            blocks.append(TextBlock(InlineFont(color=ink), joint))
        font = InlineFont(b=True, i=proposed, u=line, color=ink)
        blocks.append(TextBlock(font, cell_text((assignment,))))
    return CellRichText(*blocks)


def _set_up(page: Worksheet, header: int, grid: Grid) -> None:
    """Keep header and activities in sight, on the screen and on each printed page."""
    first_role = get_column_letter(len(grid.leads) + 1)
    page.freeze_panes = f"{first_role}{header + 1}"
    page.print_title_rows = f"{header}:{header}"
    page.print_title_cols = f"A:{get_column_letter(len(grid.leads))}"
    _printed(page, grid.title)


def _printed(page: Worksheet, title: str) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text = title.replace("&", "&&")[:100]
    page.oddFooter.right.text = "&P / &N"


def _findings(page: Worksheet, sheet: Sheet) -> None:
    found = [
        (each.severity, each.rule, each.activity, each.role, each.message) for each in said(sheet)
    ]
    _list(page, FINDINGS, found or [("", "", "", "", NO_FINDINGS)])


def _legend(page: Worksheet, sheet: Sheet) -> None:
    chart, letters = sheet.chart, sheet.chart.letter_set
    rows = [
        *legend(letters),
        *((letter, "", f"This is no letter of {letters.name}.") for letter in foreign(chart)),
        *((SHOWN[state], state.value, STATES[state]) for state in states(chart)),
        ("", letters.name, letters.about),
    ]
    _list(page, LEGEND, rows)
    for number, each in enumerate(letters.letters, start=2):
        page.cell(number, 1).style = f"{each.word} ({State.ACCEPTED})"


def _list(page: Worksheet, header: dict[str, int], rows: Iterable[Sequence[str]]) -> None:
    """Fill a page with rows under a header that stays in sight."""
    for column, (name, width) in enumerate(header.items(), start=1):
        _put(page.cell(1, column), name, styles.HEADING)
        page.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            if text:
                _put(page.cell(number, column), text, styles.TEXT)
        _make_room(page, number, zip(row, header.values(), strict=True))
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.auto_filter.ref = page.dimensions
    _printed(page, page.title)


def _put(field: Field, text: str, style: str) -> None:
    """Write a text as text, whatever it looks like."""
    field.value = text
    field.data_type = "s"
    if style:
        field.style = style
    if text.startswith(FORMULA):
        field.quotePrefix = True
