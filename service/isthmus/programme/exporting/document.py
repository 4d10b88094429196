"""DOCX: the report as a document to edit and to send."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.document import Document as Pages
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from isthmus.programme.drawing import bars, burn_up
from isthmus.programme.exporting import picture
from isthmus.programme.exporting.palette import HEAD, SOFT, STRIPE, TONES, WHITE
from isthmus.programme.report import Figure, Report, Section, Table
from isthmus.raci.exporting.document_tables import Box, Printed, Run, table
from isthmus.raci.exporting.grid import one_line

MARGIN: Final = 16  # millimetres, as are all widths
WIDTH: Final = 210 - 2 * MARGIN
FONT: Final = "Calibri"


def written(report: Report) -> bytes:
    pages = Document()
    _describe(pages, report)
    _lay_out(pages)
    pages.add_heading(one_line(f"{report.title}: {report.subtitle}"), level=0)
    _small(pages, report.as_of)
    _cards(pages, report.figures)
    pages.add_heading("What matters", level=1)
    for said in report.summary:
        pages.add_paragraph(one_line(said), style="List Bullet")
    if len(report.points) > 1:
        pages.add_heading("Burn-up", level=1)
        _picture(pages, picture.written(burn_up(report.points)), burn_up(report.points).description)
    for section in report.sections:
        _section(pages, section, report)
    for note in report.notes:
        _small(pages, note)
    content = io.BytesIO()
    pages.save(content)
    return content.getvalue()


def _describe(pages: Pages, report: Report) -> None:
    about = pages.core_properties
    about.title = one_line(f"{report.title}: {report.subtitle}")[:255]
    about.comments = one_line(report.as_of)[:255]
    about.author = about.last_modified_by = "Isthmus"
    about.language = "en"


def _lay_out(pages: Pages) -> None:
    page = pages.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    normal = pages.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    for name, size in (("Title", 22), ("Heading 1", 14)):
        style = pages.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor.from_string(HEAD)
        fonts: Any = style.element.rPr.rFonts  # a theme's font would come before the name
        for key in [each for each in fonts.attrib if "heme" in each]:
            del fonts.attrib[key]


def _small(pages: Pages, text: str) -> None:
    run = pages.add_paragraph().add_run(one_line(text))
    run.font.size = Pt(8.5)
    run.font.color.rgb = RGBColor.from_string(SOFT)


def _cards(pages: Pages, figures: Sequence[Figure]) -> None:
    """Put the figures side by side in one row."""
    cards = pages.add_table(rows=1, cols=len(figures))
    for cell, figure in zip(cards.rows[0].cells, figures, strict=True):
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{STRIPE}"/>')
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - the library cannot fill cells
        first = cell.paragraphs[0]
        for text, size, colour, bold in (
            (figure.name, 8.0, SOFT, False),
            (figure.value, 15.0, TONES[figure.tone], True),
            (figure.note, 8.0, SOFT, False),
        ):
            paragraph = first if text is figure.name else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(size), bold
            run.font.color.rgb = RGBColor.from_string(colour)


def _picture(pages: Pages, content: bytes, description: str) -> None:
    shape = pages.add_picture(io.BytesIO(content), width=Mm(WIDTH))
    shape._inline.docPr.set("descr", description)  # noqa: SLF001 - what is read out for it
    pages.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _section(pages: Pages, section: Section, report: Report) -> None:
    pages.add_heading(one_line(section.title), level=1)
    if section.lead:
        pages.add_paragraph(one_line(section.lead)).paragraph_format.keep_with_next = True
    if section.is_of_steps:
        drawing = bars(report.steps, section.title)
        _picture(pages, picture.written(drawing), drawing.description)
    for each in section.tables:
        _add(pages, each)
        if each.more:
            _small(pages, each.more)


def _add(pages: Pages, shown: Table) -> None:
    """Put a table at the end, with a line after it: tables that touch become one."""
    total = sum(column.share for column in shown.columns)
    widths = [WIDTH * column.share / total for column in shown.columns]
    header = [
        Box((Run(column.name, bold=True),), HEAD, WHITE, centred=column.is_number)
        for column in shown.columns
    ]
    lines = [
        [
            Box((Run(one_line(text)),), STRIPE if at % 2 else None, centred=column.is_number)
            for text, column in zip(row, shown.columns, strict=True)
        ]
        for at, row in enumerate(shown.rows)
    ]
    after = pages.add_paragraph()
    after.paragraph_format.space_after = Pt(2)
    after._p.addprevious(_to_the_right(table(Printed(header, lines, widths, size=8.5))))  # noqa: SLF001 - as above


def _to_the_right(table: Any) -> Any:  # noqa: ANN401 - XML
    """Set numbers below each other at the right, on the line that their row begins with."""
    for side in table.iter(qn("w:jc")):
        side.set(qn("w:val"), "right")
    for place in list(table.iter(qn("w:vAlign"))):
        place.getparent().remove(place)
    return table
