"""Slides: the title is a heading, then what stands on the slide in tab order, then the notes.

Hidden slides are read, too: whoever opens the deck sees them beside the others.
"""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from isthmus_knowledge.documents import LoadedDocument, Place
from isthmus_knowledge.loaders import grid
from isthmus_knowledge.loaders.outline import Outline

Shape = Any  # python-pptx's shapes share no useful type

BESIDE_THE_TEXT = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
BULLETED = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
SMART_ART = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"


def load(content: bytes, name: str) -> LoadedDocument:
    deck = Presentation(io.BytesIO(content))
    outline = Outline()
    for number, slide in enumerate(deck.slides, start=1):
        at = Place(slide=number)
        outline.leave(1)
        title = slide.shapes.title
        if title is not None:
            outline.heading(title.text_frame.text, 1, at)
        for shape in _flat(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                _write_shape(shape, outline, at)
        if slide.has_notes_slide:
            _write_notes(slide.notes_slide.notes_text_frame, outline, at)
    return outline.document(name)


def _flat(shapes: Any) -> Iterator[Shape]:  # noqa: ANN401 - a tree of shapes
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _write_shape(shape: Shape, outline: Outline, at: Place) -> None:
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if kind in BESIDE_THE_TEXT:
        return
    if getattr(shape, "has_table", False):
        _write_table(shape.table, outline, at)
    elif getattr(shape, "has_chart", False):
        _write_chart(shape.chart, outline, at)
    elif shape.has_text_frame:
        said = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
        _write_paragraphs(said, outline, at, bulleted=kind in BULLETED and len(said) > 1)
    else:
        for words in _smart_art(shape):
            outline.item(words, at=at)


def _write_paragraphs(said: Any, outline: Outline, at: Place, *, bulleted: bool) -> None:  # noqa: ANN401
    counts: dict[int, int] = {}
    for paragraph in said:
        properties = paragraph._p.pPr  # noqa: SLF001 - bullets have no public name
        marks = {child.tag for child in properties} if properties is not None else set()
        counts = {level: count for level, count in counts.items() if level <= paragraph.level}
        if qn("a:buAutoNum") in marks:
            counts[paragraph.level] = counts.get(paragraph.level, 0) + 1
            outline.item(paragraph.text, f"{counts[paragraph.level]}.", paragraph.level, at)
        elif qn("a:buChar") in marks or (bulleted and qn("a:buNone") not in marks):
            outline.item(paragraph.text, "-", paragraph.level, at)
        else:
            outline.paragraph(paragraph.text, at)


def _write_table(table: Any, outline: Outline, at: Place) -> None:  # noqa: ANN401
    rows = [tuple("" if cell.is_spanned else cell.text for cell in row.cells) for row in table.rows]
    marked = bool(table.first_row)
    grid.write(
        [grid.Row(cells, at, strong=marked and number == 0) for number, cells in enumerate(rows)],
        outline,
    )


def _write_chart(chart: Any, outline: Outline, at: Place) -> None:  # noqa: ANN401
    """Add what a chart is drawn from: its title, then a row for each category."""
    if chart.has_title and chart.chart_title.has_text_frame:
        outline.paragraph(chart.chart_title.text_frame.text, at)
    for plot in chart.plots:
        series = [(each.name, tuple(each.values)) for each in plot.series]
        for number, category in enumerate(map(str, plot.categories)):
            shown = [(name, values[number]) for name, values in series if number < len(values)]
            told = [(name, f"{value:g}") for name, value in shown if value is not None]
            cells, headers = [value for _, value in told], [name for name, _ in told]
            outline.row([category, *cells], ["", *headers], at)


def _write_notes(frame: Any, outline: Outline, at: Place) -> None:  # noqa: ANN401
    if frame is not None and frame.text.strip():
        outline.heading("Notes", 2, at)
        for paragraph in frame.paragraphs:
            outline.paragraph(paragraph.text, at)


def _smart_art(shape: Shape) -> Iterator[str]:
    """Yield the words of a diagram's nodes; they stand in a part of their own."""
    for references in shape.element.iter(f"{SMART_ART}relIds"):
        part = shape.part.related_part(references.get(qn("r:dm")))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        for node in etree.fromstring(part.blob, parser).iter(f"{SMART_ART}pt"):
            yield " ".join(text.text or "" for text in node.iter(qn("a:t")))
