"""DOCX: each definition from a page's top, with what each line stands on and room to sign."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Pages
from docx.shared import Pt, RGBColor

from isthmus.raci.exporting.document_tables import Box, Printed, Run, plain, table
from isthmus.raci.exporting.grid import one_line
from isthmus.raci.model import Status
from isthmus.roles.exporting.sheet import Sheet, sources_of
from isthmus.roles.model import Line

HEAD, WHITE = "2F4156", "FFFFFF"
GREY = RGBColor(0x55, 0x55, 0x55)


def written(sheets: Sequence[Sheet]) -> bytes:
    pages = Document()
    pages.styles["Normal"].font.name = "Calibri"
    pages.styles["Normal"].font.size = Pt(10)
    names = ", ".join(sheet.definition.name for sheet in sheets)
    pages.core_properties.title = one_line(f"Role definition: {names}")[:255]
    pages.core_properties.author = pages.core_properties.last_modified_by = "Isthmus"
    for number, sheet in enumerate(sheets):
        _definition(pages, sheet, on_new_page=number > 0)
    content = io.BytesIO()
    pages.save(content)
    return content.getvalue()


def _definition(pages: Pages, sheet: Sheet, *, on_new_page: bool) -> None:
    title = pages.add_heading(one_line(sheet.definition.name), level=0)
    title.paragraph_format.page_break_before = on_new_page
    for text in sheet.headlines:
        pages.add_paragraph(one_line(text))
    for name, lines in sheet.sections:
        pages.add_heading(one_line(name), level=1)
        for line in lines:
            _line(pages, line)
    _approval(pages, sheet)


def _line(pages: Pages, line: Line) -> None:
    paragraph = pages.add_paragraph(one_line(line.in_words), style="List Bullet")
    source = paragraph.add_run(f"  {one_line(sources_of(line))}")
    source.italic = True
    source.font.size = Pt(8)
    source.font.color.rgb = GREY


def _approval(pages: Pages, sheet: Sheet) -> None:
    """Say who approved it, or leave room to sign."""
    pages.add_heading("Approval", level=1)
    names = ("Version", "Date", "Approved by", "Signature")
    header = [Box((Run(name, bold=True),), HEAD, WHITE) for name in names]
    approval = sheet.approval if sheet.status in {Status.APPROVED, Status.SUPERSEDED} else None
    said = (sheet.version, f"{approval.on}", one_line(approval.by), "") if approval else [""] * 4
    after = pages.add_paragraph()
    after._p.addprevious(  # noqa: SLF001 - the library adds tables cell by cell
        table(Printed(header, [plain(*said)], (20, 30, 60, 50), size=11))
    )
