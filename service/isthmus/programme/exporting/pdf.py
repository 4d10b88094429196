"""PDF: pages to print or to send; the only module that knows ReportLab, which tells no types."""

# mypy: disable-error-code="import-untyped,misc"

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file
from typing import Any, Final, assert_never
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from isthmus.programme.drawing import Box, Drawing, Line, Shape, Text, bars, burn_up
from isthmus.programme.exporting.palette import (
    AREAS,
    COLOURS,
    HEAD,
    INK,
    LINE,
    NAME_COLOURS,
    SOFT,
    STRIPE,
    TONES,
    WHITE,
)
from isthmus.programme.report import Column, Figure, Report, Section, Table
from isthmus.raci.exporting.lettering import FONT, width

NAME: Final = "OpenSans"
MARGIN: Final = 16 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
# The font is one file of all weights, of which ReportLab takes the regular one.
BOLDER: Final = 0.022  # of the size: how much the outline of a bold letter is drawn
CARD: Final = 50.0
BEGINNING: Final = 120.0  # a heading does not stand alone at the foot of a page


def written(report: Report) -> bytes:
    _register()
    content = io.BytesIO()
    pages = SimpleDocTemplate(
        content,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=20 * mm,
        title=f"{report.title}: {report.subtitle}",
        author="Isthmus",
        lang="en",
    )
    foot = _Foot(f"{report.title} · {report.subtitle} · {report.as_of}")
    pages.build(_story(report), onFirstPage=foot, onLaterPages=foot)
    return content.getvalue()


@cache
def _register() -> None:
    with as_file(FONT) as path:
        pdfmetrics.registerFont(TTFont(NAME, str(path)))


class _Foot:
    """What stands at the foot of each page."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, canvas: Canvas, _pages: object) -> None:
        canvas.setFont(NAME, 8)
        canvas.setFillColor(_colour(SOFT))
        canvas.drawString(MARGIN, 11 * mm, self._text)
        canvas.drawRightString(A4[0] - MARGIN, 11 * mm, f"{canvas.getPageNumber()}")


def _story(report: Report) -> list[Flowable]:
    story: list[Flowable] = [
        _Heading(f"{report.title}: {report.subtitle}", 20, 4),
        Paragraph(escape(report.as_of), _style(SOFT)),
        Spacer(0, 10),
        _Cards(report.figures),
        Spacer(0, 10),
        _Heading("What matters", 13, 6),
    ]
    story += [Paragraph(escape(said), _style(size=10.5, after=5)) for said in report.summary]
    if len(report.points) > 1:
        story += [Spacer(0, 6), _Heading("Burn-up", 13, 6), _Picture(burn_up(report.points))]
    for section in report.sections:
        story += _section(section, report)
    story.append(Spacer(0, 14))
    return story + [Paragraph(escape(note), _style(SOFT, 8, 2)) for note in report.notes]


def _section(section: Section, report: Report) -> list[Flowable]:
    picture = _Picture(bars(report.steps, section.title)) if section.is_of_steps else None
    room = picture.wrap(WIDTH, 0)[1] if picture else 0
    parts: list[Flowable] = [
        CondPageBreak(room + BEGINNING),
        Spacer(0, 14),
        _Heading(section.title, 13, 4),
    ]
    if section.lead:
        parts.append(Paragraph(escape(section.lead), _style(after=6)))
    if picture:
        parts += [picture, Spacer(0, 8)]
    for table in section.tables:
        parts.append(_grid(table))
        if table.more:
            parts.append(Paragraph(escape(table.more), _style(SOFT, 8.5, 0)))
        parts.append(Spacer(0, 8))
    return parts


def _style(colour: str = INK, size: float = 9.5, after: float = 3, **more: Any) -> ParagraphStyle:  # noqa: ANN401 - ReportLab's own
    return ParagraphStyle(
        "said",
        fontName=NAME,
        fontSize=size,
        leading=size * 1.36,
        textColor=_colour(colour),
        spaceAfter=after,
        splitLongWords=True,
        **more,
    )


def _grid(table: Table) -> Grid:
    total = sum(column.share for column in table.columns)
    widths = [WIDTH * column.share / total for column in table.columns]
    rows = [[_cell(column.name, column, WHITE) for column in table.columns]]
    rows += [
        [_cell(text, column) for text, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    looks: list[tuple[Any, ...]] = [
        ("BACKGROUND", (0, 0), (-1, 0), _colour(HEAD)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, _colour(LINE)),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [_colour(WHITE), _colour(STRIPE)]),
    ]
    return Grid(rows, widths, repeatRows=1, style=looks)


def _cell(text: str, column: Column, colour: str = INK) -> Paragraph:
    side = {"alignment": TA_RIGHT} if column.is_number else {}
    return Paragraph(escape(text), _style(colour, 8.2, 0, **side))


class _Heading(Flowable):
    """A bold line; it stays with what follows."""

    def __init__(self, text: str, size: float, after: float) -> None:
        super().__init__()
        self._paragraph = Paragraph(escape(text), _style(HEAD, size, 0))
        self._size = size
        self._after = after
        self.keepWithNext = True

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        wide, high = self._paragraph.wrap(room, height)
        return wide, high + self._after

    def draw(self) -> None:
        _bolden(self.canv, HEAD, self._size)
        self._paragraph.drawOn(self.canv, 0, self._after)


class _Cards(Flowable):
    """The figures beside one another."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__()
        self._figures = figures

    def wrap(self, _room: float, _height: float) -> tuple[float, float]:
        return WIDTH, CARD

    def draw(self) -> None:
        gap = 6.0
        wide = (WIDTH - gap * (len(self._figures) - 1)) / len(self._figures)
        for at, figure in enumerate(self._figures):
            self._card(figure, at * (wide + gap), wide)

    def _card(self, figure: Figure, x: float, wide: float) -> None:
        self.canv.setFillColor(_colour(STRIPE))
        self.canv.roundRect(x, 0, wide, CARD, 4, stroke=0, fill=1)
        size = min(15.0, 15.0 * (wide - 12) / max(width(figure.value, 15.0, bold=True), 1))
        parts = ((figure.name, 36, 7.0, SOFT), (figure.note, 7, 7.0, SOFT))
        for text, y, points, colour in parts:
            fitting = min(points, points * (wide - 10) / max(width(text, points), 1))
            self.canv.setFillColor(_colour(colour))
            self.canv.setFont(NAME, fitting)
            self.canv.drawString(x + 6, y, text)
        self.canv.saveState()
        _bolden(self.canv, TONES[figure.tone], size)
        written_ = self.canv.beginText(x + 6, 18)
        written_.setFont(NAME, size)
        written_.setTextRenderMode(2)
        written_.textOut(figure.value)
        self.canv.drawText(written_)
        self.canv.restoreState()


class _Picture(Flowable):
    """A drawing as wide as the page."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self._scale = WIDTH / drawing.width

    def wrap(self, _room: float, _height: float) -> tuple[float, float]:
        return WIDTH, self._drawing.height * self._scale

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.scale(self._scale, self._scale)
        for shape in self._drawing.shapes:
            _draw(self.canv, shape, self._drawing.height)
        self.canv.restoreState()


def _draw(canvas: Canvas, shape: Shape, height: float) -> None:
    """Draw a shape; a PDF counts from the foot of the page."""
    match shape:
        case Box(x, y, wide, high, role):
            canvas.setFillColor(_colour(COLOURS[role]))
            canvas.rect(x, height - y - high, wide, high, stroke=0, fill=1)
        case Line():
            _draw_line(canvas, shape, height)
        case Text(x, y, text, role, anchor, bold, size):
            colour = NAME_COLOURS[role]
            canvas.setFillColor(_colour(colour))
            long = width(text, size, bold=bold)
            start = x - {"start": 0.0, "middle": long / 2, "end": long}[anchor]
            canvas.setFont(NAME, size)
            canvas.drawString(start, height - y, text)
        case _:
            assert_never(shape)


def _draw_line(canvas: Canvas, line: Line, height: float) -> None:
    points = [(x, height - y) for x, y in line.points]
    if not points:
        return
    if line.base is not None:
        area = canvas.beginPath()
        area.moveTo(points[0][0], height - line.base)
        for point in points:
            area.lineTo(*point)
        area.lineTo(points[-1][0], height - line.base)
        area.close()
        canvas.setFillColor(_colour(AREAS[line.role]))
        canvas.drawPath(area, stroke=0, fill=1)
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.setStrokeColor(_colour(COLOURS[line.role]))
    canvas.setLineWidth(1 if len(points) == 2 and line.role == "grid" else 2)  # noqa: PLR2004 - a straight line
    canvas.setDash(*((4, 3) if line.dashed else ()))
    canvas.drawPath(path, stroke=1, fill=0)


def _bolden(canvas: Canvas, colour: str, size: float) -> None:
    canvas.setFillColor(_colour(colour))
    canvas.setStrokeColor(_colour(colour))
    canvas.setLineWidth(size * BOLDER)


@cache
def _colour(value: str) -> HexColor:
    return HexColor(f"#{value}")
