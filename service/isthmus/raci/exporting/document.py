"""DOCX: the chart, what it means, what was found, the roles, and who approved it."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Pages
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from isthmus.raci.exporting.document_tables import Box, Printed, Run, plain, table
from isthmus.raci.exporting.explaining import SHOWN, STATES, foreign, legend, said, states
from isthmus.raci.exporting.grid import Band, Grid, Line, cell_text, grid_of, one_line
from isthmus.raci.exporting.palette import BAND, LOOKS, WHITE, leading, look_of
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.letters import LetterSet
from isthmus.raci.model import Assignment, Cell, State

MARGIN = 14  # millimetres, as are all widths
WIDTH = 297 - 2 * MARGIN
LEAD_WIDTHS = {"Section": 24.0, "No.": 11.0, "Step": 11.0}
NARROWEST_ACTIVITY = 50.0
WIDEST_ROLE = 30.0
LEVEL = 17.0  # roles narrower than this have their names upright
HEAD = "2F4156"


def written(sheet: Sheet) -> bytes:
    pages = Document()
    _describe(pages, sheet)
    _lay_out(pages)
    _opening(pages, sheet)
    _chart(pages, sheet)
    _legend(pages, sheet)
    _findings(pages, sheet)
    _definitions(pages, sheet)
    _approval(pages, sheet)
    content = io.BytesIO()
    pages.save(content)
    return content.getvalue()


def _describe(pages: Pages, sheet: Sheet) -> None:
    about = pages.core_properties
    about.title = one_line(sheet.chart.title)[:255]
    about.subject = one_line(sheet.chart.scope)[:255]
    about.comments = one_line(sheet.standing)[:255]
    about.author = about.last_modified_by = "Isthmus"
    about.version = one_line(sheet.version)[:255]


def _lay_out(pages: Pages) -> None:
    page = pages.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    pages.styles["Normal"].font.name = "Calibri"
    pages.styles["Normal"].font.size = Pt(10)


def _opening(pages: Pages, sheet: Sheet) -> None:
    pages.add_heading(one_line(sheet.chart.title), level=0)
    for text in sheet.headlines:
        pages.add_paragraph(one_line(text))


def _chart(pages: Pages, sheet: Sheet) -> None:
    grid = grid_of(sheet.chart)
    widths = _widths(grid)
    upright = bool(grid.roles) and widths[-1] < LEVEL
    header = [_head(name) for name in grid.leads]
    header += [_head(name, centred=True, upright=upright) for name in grid.roles]
    longest = max(map(len, grid.roles), default=0)
    _add(
        pages,
        Printed(
            header,
            [_line(line, sheet.chart.letter_set, len(grid.header)) for line in grid.lines],
            widths,
            size=8 if upright else 9,
            header_height=min(20 + longest * 0.8, 60) if upright else None,
        ),
    )


def _widths(grid: Grid) -> list[float]:
    """Give the roles what the activities can spare."""
    leads = [LEAD_WIDTHS[lead] for lead in grid.leads[:-1]]
    spare = WIDTH - sum(leads) - NARROWEST_ACTIVITY
    role = min(spare / max(len(grid.roles), 1), WIDEST_ROLE)
    return [*leads, WIDTH - sum(leads) - role * len(grid.roles), *[role] * len(grid.roles)]


def _head(name: str, *, centred: bool = False, upright: bool = False) -> Box:
    return Box((Run(name, bold=True),), HEAD, WHITE, centred=centred, upright=upright)


def _line(line: Band | Line, letters: LetterSet, columns: int) -> Sequence[Box]:
    if isinstance(line, Band):
        return [Box((Run(line.name, bold=True),), BAND, span=columns)]
    return [*plain(*line.leads), *(_cell(cell, letters) for cell in line.cells)]


def _cell(cell: Cell, letters: LetterSet) -> Box:
    if not cell:
        return Box(centred=True)
    look = look_of(leading(cell, letters).letter, letters)
    joint = " / " if any(assignment.note for assignment in cell) else "/"
    runs: list[Run] = []
    for assignment in cell:
        runs += [Run(joint)] if runs else []
        runs.append(_letter(assignment, bold=look.bold))
    return Box(tuple(runs), None if look.fill == WHITE else look.fill, look.ink, centred=True)


def _letter(assignment: Assignment, *, bold: bool) -> Run:
    proposed, declined = (assignment.state is s for s in (State.PROPOSED, State.DECLINED))
    return Run(cell_text((assignment,)), bold, italic=proposed, underlined=declined)


def _legend(pages: Pages, sheet: Sheet) -> None:
    letters = sheet.chart.letter_set
    pages.add_heading(f"Legend ({letters.name})", level=1)
    lines = []
    for each, (letter, word, means) in zip(letters.letters, legend(letters), strict=True):
        look = LOOKS[each.part]
        box = Box((Run(letter, look.bold),), look.fill, look.ink, centred=True)
        lines.append([box, *plain(word, means)])
    lines += [
        [*plain(f, "", f"This is no letter of {letters.name}.")] for f in foreign(sheet.chart)
    ]
    header = [_head(name) for name in ("Letter", "Word", "Meaning")]
    _add(pages, Printed(header, lines, (18, 35, 150)))
    for state in states(sheet.chart):
        pages.add_paragraph(f"{SHOWN[state]}: {state}. {STATES[state]}")


def _findings(pages: Pages, sheet: Sheet) -> None:
    if not sheet.findings:
        return
    pages.add_heading("Findings", level=1)
    header = [_head(name) for name in ("Severity", "Activity", "Role", "What to do")]
    lines = [plain(s.severity, s.activity, s.role, s.message) for s in said(sheet)]
    _add(pages, Printed(header, lines, (18, 60, 40, 145)))


def _definitions(pages: Pages, sheet: Sheet) -> None:
    definitions = sheet.definitions()
    if not definitions:
        return
    pages.add_heading("Role definitions", level=1)
    for definition in definitions:
        pages.add_heading(one_line(definition.name), level=2)
        pages.add_paragraph(one_line(definition.standing))
        for heading, lines in definition.sections:
            pages.add_heading(one_line(heading), level=3)
            for line in lines:
                pages.add_paragraph(one_line(line), style="List Bullet")


def _approval(pages: Pages, sheet: Sheet) -> None:
    """Say who approved it, or leave room to sign."""
    pages.add_heading("Approval", level=1)
    approval = sheet.approval if sheet.approved else None
    header = [_head(name) for name in ("Version", "Date", "Approved by", "Signature")]
    if approval:
        lines = [plain(one_line(sheet.version), f"{approval.on}", one_line(approval.by), "")]
    else:
        lines = [plain("", "", "", "")] * 2
    _add(pages, Printed(header, lines, (30, 40, 90, 90), size=12))


def _add(pages: Pages, printed: Printed) -> None:
    """Put a table at the end, with a line after it: tables that touch become one."""
    after = pages.add_paragraph()
    after._p.addprevious(table(printed))  # noqa: SLF001 - the library adds tables cell by cell
