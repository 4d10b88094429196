"""Word minutes as text: headings, lists and tables as Markdown has them."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders.characters import clean
from isthmus_knowledge.loaders.docx_numbering import value, whole
from isthmus_knowledge.loaders.docx_words import words

Element = Any  # an lxml element; python-docx gives it no type

TRANSPARENT = tuple(
    map(qn, ("w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:sdtContent", "w:sdt"))
)
MOST_CELLS = 60_000
WIDEST = 60  # columns that one cell spans


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    styles = {style.style_id: str(style.name) for style in document.styles}
    return "\n".join(_lines(document.element.body, styles))


def _lines(parent: Element, styles: Mapping[str, str]) -> Iterator[str]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield _paragraph(child, styles)
        elif child.tag == qn("w:tbl"):
            yield from ("", *_table(child), "")
        elif child.tag in TRANSPARENT:
            yield from _lines(child, styles)


def _paragraph(paragraph: Element, styles: Mapping[str, str]) -> str:
    text = _said(paragraph)
    style = styles.get(value(paragraph, "w:pPr", "w:pStyle") or "", "").casefold()
    if not text:
        return ""
    if style.startswith(("heading", "title")):
        return f"\n# {text}\n"
    if style.startswith("list") or paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
        level = whole(value(paragraph, "w:pPr", "w:numPr", "w:ilvl"), 0)
        return f"{'  ' * min(level, WIDEST)}- {text}"
    return f"{text}\n"


def _said(paragraph: Element) -> str:
    """Give the words of a paragraph; what is struck through is marked, or left out of the rest."""
    runs = [run for run in paragraph.iter(qn("w:r")) if words(run).strip()]
    struck = [run for run in runs if _strikes(run)]
    if struck and len(struck) == len(runs):
        return f"~~{_flat(paragraph)}~~"
    for run in struck:
        run.getparent().remove(run)
    return _flat(paragraph)


def _flat(paragraph: Element) -> str:
    return " ".join(clean(words(paragraph)).split())


def _strikes(run: Element) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:strike')}")
    return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off")


def _table(table: Element) -> Iterator[str]:
    above: list[str] = []
    cells = 0
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl")), None) is not table:
            continue
        line: list[str] = []
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr")), None) is row:
                line += _cell(cell, above[len(line)] if len(line) < len(above) else "")
        cells += len(line)
        if cells > MOST_CELLS:
            raise UnreadableError(
                f"It has a table of more than {MOST_CELLS:,} cells. Take out the part with actions."
            )
        yield f"| {' | '.join(line)} |"
        above = line


def _cell(cell: Element, above: str) -> list[str]:
    """Give what a cell says, once for each column that it spans; a merged one says it again."""
    wide = min(max(whole(value(cell, "w:tcPr", "w:gridSpan"), 1), 1), WIDEST)
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    if merged is not None and merged.get(qn("w:val")) != "restart":
        said = above
    else:
        said = "; ".join(filter(None, map(_said, cell.iter(qn("w:p"))))).replace("|", "/")
    return [said] + [""] * (wide - 1)
