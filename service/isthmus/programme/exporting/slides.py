"""PPTX: the report as slides; its charts can be edited there. Nothing runs over a slide's edge."""

# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from isthmus.programme.drawing import Role
from isthmus.programme.exporting.palette import (
    COLOURS,
    HEAD,
    INK,
    SOFT,
    STRIPE,
    TONES,
    WHITE,
)
from isthmus.programme.report import Column, Figure, Report, Section, Table
from isthmus.raci.exporting.grid import one_line
from isthmus.raci.exporting.lettering import shortened, wrapped

POINT: Final = 12_700
WIDE, HIGH = 960.0, 540.0  # points, as are all lengths: 16 to 9
MARGIN: Final = 40.0
ROOM: Final = WIDE - 2 * MARGIN
TOP: Final = 124.0  # below title and lead
FOOT: Final = 506.0
CELL: Final = 10.5
LINE: Final = 1.32
PADDING: Final = 5.0
FONT: Final = "Calibri"
MOST_SLIDES: Final = 3  # a section
LONGEST_CELL: Final = 260
BLANK: Final = 6
SUMMARY: Final = 15.0


def written(report: Report) -> bytes:
    show = Presentation()
    show.slide_width, show.slide_height = _emu(WIDE), _emu(HIGH)
    about = show.core_properties
    about.title = one_line(f"{report.title}: {report.subtitle}")[:255]
    about.author = about.last_modified_by = "Isthmus"
    _first(show, report)
    if len(report.points) > 1:
        _pictures(show, report)
    for section in report.sections:
        _section(show, section)
    _number(show, f"{report.title} · {report.subtitle} · {report.as_of}")
    content = io.BytesIO()
    show.save(content)
    return content.getvalue()


def _emu(points: float) -> Emu:
    return Emu(round(points * POINT))


def _slide(show: Any, title: str, lead: str = "") -> Any:  # noqa: ANN401 - the library has no types
    slide = show.slides.add_slide(show.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = map(_emu, (MARGIN, 28, ROOM, 44))
    _write(head.text_frame, [(one_line(title), 28.0, HEAD, True)])
    head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    if lead:
        _box(slide, (MARGIN, 74, ROOM, 42), [(one_line(lead), 15.0, SOFT, False)])
    return slide


def _box(slide: Any, at: tuple[float, float, float, float], texts: Sequence[Any]) -> Any:  # noqa: ANN401
    box = slide.shapes.add_textbox(*map(_emu, at))
    _write(box.text_frame, texts)
    return box


def _write(frame: Any, texts: Sequence[tuple[str, float, str, bool]], after: float = 0) -> None:  # noqa: ANN401
    """Write a paragraph each: the text, its size, its colour, and whether it is bold."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for at, (text, size, colour, bold) in enumerate(texts):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(after)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = RGBColor.from_string(colour)


def _first(show: Any, report: Report) -> None:  # noqa: ANN401
    slide = _slide(show, f"{report.title}: {report.subtitle}", report.as_of)
    gap = 12.0
    wide = (ROOM - gap * (len(report.figures) - 1)) / max(len(report.figures), 1)
    for at, figure in enumerate(report.figures):
        _card(slide, figure, MARGIN + at * (wide + gap), wide)
    size = _fitting(report.summary)
    said = [(f"•  {one_line(text)}", size, INK, False) for text in report.summary]
    box = _box(slide, (MARGIN, 214, ROOM, FOOT - 214), said)
    for paragraph in box.text_frame.paragraphs:
        paragraph.space_after = Pt(8)


def _fitting(texts: Sequence[str]) -> float:
    """Give the size in which all sentences fit below the figures."""
    size = SUMMARY
    while size > CELL:
        lines = sum(len(wrapped(f"•  {text}", size, ROOM)) for text in texts)
        if lines * size * LINE + 8 * len(texts) <= FOOT - 214:
            break
        size -= 0.5
    return size


def _card(slide: Any, figure: Figure, x: float, wide: float) -> None:  # noqa: ANN401
    card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(_emu, (x, 112, wide, 84)))
    card.fill.solid()
    card.fill.fore_color.rgb = RGBColor.from_string(STRIPE)
    card.line.fill.background()
    card.shadow.inherit = False
    frame = card.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(
        frame,
        [
            (figure.name, 11.0, SOFT, False),
            (figure.value, 24.0, TONES[figure.tone], True),
            (figure.note, 11.0, SOFT, False),
        ],
    )
    frame.margin_left = frame.margin_right = _emu(10)


def _pictures(show: Any, report: Report) -> None:  # noqa: ANN401
    slide = _slide(show, "Progress")
    half = (ROOM - 30) / 2
    lines = CategoryChartData()
    lines.categories = [point.label for point in report.points]
    lines.add_series("Scope", [point.standing.scope for point in report.points])
    lines.add_series("Done", [point.standing.done for point in report.points])
    lines.add_series("Past the first date", [point.standing.late for point in report.points])
    roles = (Role.SCOPE, Role.DONE, Role.LATE)
    at = (MARGIN, 84, half, FOOT - 84)
    chart = _chart(slide, (XL_CHART_TYPE.LINE, at, lines, "Burn-up"))
    for series, role in zip(chart.plots[0].series, roles, strict=True):
        series.smooth = False
        series.format.line.width = Pt(2.5)
        series.format.line.color.rgb = RGBColor.from_string(COLOURS[role])
    _steps(slide, report, (MARGIN + half + 30, 84, half, FOOT - 84))


def _steps(slide: Any, report: Report, at: tuple[float, float, float, float]) -> None:  # noqa: ANN401
    data = CategoryChartData()
    data.categories = [shortened(bar.name, 34) for bar in report.steps]
    data.add_series("Done", [bar.done for bar in report.steps])
    data.add_series("Open", [bar.open - bar.late for bar in report.steps])
    data.add_series("Overdue", [bar.late for bar in report.steps])
    chart = _chart(slide, (XL_CHART_TYPE.BAR_STACKED, at, data, "Actions of each step"))
    chart.category_axis.reverse_order = True
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    for series, role in zip(chart.plots[0].series, (Role.DONE, Role.OPEN, Role.LATE), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(COLOURS[role])


def _chart(slide: Any, wanted: tuple[Any, Any, CategoryChartData, str]) -> Any:  # noqa: ANN401
    kind, at, data, title = wanted
    frame = slide.shapes.add_chart(kind, *map(_emu, at), data)
    frame.name = title
    chart = frame.chart
    chart.has_title = True
    _write(chart.chart_title.text_frame, [(title, 14.0, HEAD, True)])
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.font.size, chart.font.name = Pt(10), FONT
    chart.font.color.rgb = RGBColor.from_string(SOFT)
    lines = chart.value_axis.major_gridlines.format.line
    lines.color.rgb = RGBColor.from_string(COLOURS[Role.GRID])
    chart.value_axis.format.line.fill.background()
    return chart


def _section(show: Any, section: Section) -> None:  # noqa: ANN401
    pages = list(_pages(section.tables))
    shown = pages[:MOST_SLIDES]
    for at, page in enumerate(shown or [[]]):
        part = f" ({at + 1} of {len(shown)})" if len(shown) > 1 else ""
        slide = _slide(show, f"{section.title}{part}", section.lead if at == 0 else "")
        y = TOP
        for table, rows in page:
            y = _table(slide, table, rows, y) + 14
        left = sum(len(rows) for rest in pages[MOST_SLIDES:] for _, rows in rest)
        more = [table.more for table, _ in page if table.more and at == len(shown) - 1]
        if left and at == len(shown) - 1:
            more.insert(0, f"{left} more rows stand in the document.")
        if more:
            _box(slide, (MARGIN, FOOT - 16, ROOM, 16), [(" ".join(more), 11.0, SOFT, False)])


Page = list[tuple[Table, list[tuple[str, ...]]]]


def _pages(tables: Sequence[Table]) -> Iterator[Page]:
    """Share the rows out among slides, as each needs room."""
    page: Page = []
    y = TOP
    for table in tables:
        rows: list[tuple[str, ...]] = []
        head = _height(tuple(column.name for column in table.columns), table.columns)
        if page and y + head + _height(table.rows[0], table.columns) > FOOT - 20:
            yield page
            page, y = [], TOP
        y += head
        for row in table.rows:
            high = _height(row, table.columns)
            if rows and y + high > FOOT - 20:
                yield [*page, (table, rows)]
                page, rows, y = [], [], TOP + head
            rows.append(row)
            y += high
        page.append((table, rows))
        y += 14
    if page:
        yield page


def _widths(columns: Sequence[Column]) -> list[float]:
    total = sum(column.share for column in columns)
    return [ROOM * column.share / total for column in columns]


def _height(row: Sequence[str], columns: Sequence[Column]) -> float:
    """Measure a row with a font that is wider than the one it is shown in."""
    lines = max(
        len(wrapped(_cut(text), CELL, wide - 2 * PADDING))
        for text, wide in zip(row, _widths(columns), strict=True)
    )
    return max(lines, 1) * CELL * LINE + 2 * 3.0


def _cut(text: str) -> str:
    return shortened(one_line(text), LONGEST_CELL)


def _table(slide: Any, table: Table, rows: Sequence[tuple[str, ...]], y: float) -> float:  # noqa: ANN401
    """Put a table on a slide; give where it ends."""
    names = tuple(column.name for column in table.columns)
    heights = [_height(row, table.columns) for row in (names, *rows)]
    at = (MARGIN, y, ROOM, sum(heights))
    frame = slide.shapes.add_table(len(heights), len(names), *map(_emu, at))
    shown = frame.table
    for column, wide in zip(shown.columns, _widths(table.columns), strict=True):
        column.width = _emu(wide)
    for line, row in enumerate((names, *rows)):
        shown.rows[line].height = _emu(heights[line])
        for cell, text, column in zip(shown.rows[line].cells, row, table.columns, strict=True):
            _fill(cell, _cut(text), column, line)
    return y + sum(heights)


def _fill(cell: Any, text: str, column: Column, line: int) -> None:  # noqa: ANN401
    head = line == 0
    _write(cell.text_frame, [(text, CELL, WHITE if head else INK, head)])
    cell.margin_left = cell.margin_right = _emu(PADDING)
    cell.margin_top = cell.margin_bottom = _emu(3)
    if column.is_number:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    cell.fill.solid()
    colour = HEAD if head else (STRIPE if line % 2 == 0 else WHITE)
    cell.fill.fore_color.rgb = RGBColor.from_string(colour)


def _number(show: Any, text: str) -> None:  # noqa: ANN401
    for at, slide in enumerate(show.slides, start=1):
        _box(slide, (MARGIN, 514, ROOM - 60, 14), [(one_line(text), 9.0, SOFT, False)])
        box = _box(slide, (WIDE - MARGIN - 50, 514, 50, 14), [(f"{at}", 9.0, SOFT, False)])
        box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
