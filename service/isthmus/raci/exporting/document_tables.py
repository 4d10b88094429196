"""Tables of a DOCX document, as markup: a chart of thousands of cells is written at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.table import CT_Tbl

from isthmus.raci.exporting.palette import GRID, INK

TWIPS = 56.7  # to the millimetre


@dataclass(frozen=True)
class Run:
    """A stretch of text that looks the same."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False


@dataclass(frozen=True)
class Box:
    """A cell of a table; ``span`` is how many columns it takes."""

    runs: tuple[Run, ...] = ()
    fill: str | None = None
    ink: str = INK
    centred: bool = False
    upright: bool = False
    span: int = 1


@dataclass(frozen=True)
class Printed:
    """A table; ``widths`` are millimetres, ``size`` is of the letters in points.

    ``header_height`` (millimetres) is needed where the names in the header stand upright.
    """

    header: Sequence[Box]
    lines: Iterable[Sequence[Box]]
    widths: Sequence[float]
    size: float = 9
    header_height: float | None = None


def table(printed: Printed) -> CT_Tbl:
    """Give a table whose header is repeated on each page and whose rows are not torn apart."""
    return parse_xml("".join(_table(printed)))


def plain(*texts: str) -> tuple[Box, ...]:
    return tuple(Box((Run(text),)) for text in texts)


def _table(printed: Printed) -> Iterator[str]:
    yield f"<w:tbl {nsdecls('w')}><w:tblPr>"
    yield f'<w:tblW w:w="{_twips(sum(printed.widths))}" w:type="dxa"/><w:tblBorders>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        yield f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{GRID}"/>'
    yield '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
    yield '<w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    yield "<w:tblGrid>"
    yield from (f'<w:gridCol w:w="{_twips(width)}"/>' for width in printed.widths)
    yield "</w:tblGrid>"
    yield from _row(printed, printed.header, _header(printed))
    for line in printed.lines:
        yield from _row(printed, line, "")
    yield "</w:tbl>"


def _header(printed: Printed) -> str:
    height = printed.header_height
    tall = f'<w:trHeight w:val="{_twips(height)}" w:hRule="exact"/>' if height else ""
    return f"{tall}<w:tblHeader/>"


def _row(printed: Printed, boxes: Sequence[Box], more: str) -> Iterator[str]:
    yield f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>"
    column = 0
    for box in boxes:
        yield from _box(box, sum(printed.widths[column : column + box.span]), printed.size)
        column += box.span
    yield "</w:tr>"


def _box(box: Box, width: float, size: float) -> Iterator[str]:
    yield f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>'
    if box.span > 1:
        yield f'<w:gridSpan w:val="{box.span}"/>'
    if box.fill:
        yield f'<w:shd w:val="clear" w:color="auto" w:fill="{box.fill}"/>'
    if box.upright:
        yield '<w:textDirection w:val="btLr"/>'
    if box.centred or box.upright:
        yield '<w:vAlign w:val="center"/>'
    yield '</w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20"/>'
    yield '<w:jc w:val="center"/></w:pPr>' if box.centred else "</w:pPr>"
    for run in box.runs:
        yield from _run(run, box.ink, size)
    yield "</w:p></w:tc>"


def _run(run: Run, ink: str, size: float) -> Iterator[str]:
    yield "<w:r><w:rPr>"
    yield f"{'<w:b/>' if run.bold else ''}{'<w:i/>' if run.italic else ''}"
    yield f'<w:color w:val="{ink}"/><w:sz w:val="{round(size * 2)}"/>'
    yield '<w:u w:val="double"/></w:rPr>' if run.underlined else "</w:rPr>"
    yield f'<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)
