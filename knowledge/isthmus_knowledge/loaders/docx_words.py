"""The words of a Word paragraph or table cell as a reader sees them."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

Element = Any  # an lxml element; python-docx gives it no type

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Removed in review, moved elsewhere, kept twice for old programs, or set in a frame of its own.
PASSED_OVER = {
    *map(qn, ("w:del", "w:moveFrom", "w:txbxContent", "w:rPr", "w:pPr", "w:footnoteReference")),
    FALLBACK,
}
SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def words(element: Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in PASSED_OVER or (child.tag == qn("w:r") and _is_hidden(child)):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag == qn("w:sym"):
            yield chr(int(child.get(qn("w:char")), 16))
        else:
            yield from _pieces(child)


def _is_hidden(run: Element) -> bool:
    properties = run.find(qn("w:rPr"))
    hidden = properties.find(qn("w:vanish")) if properties is not None else None
    return hidden is not None and hidden.get(qn("w:val"), "1") not in ("0", "false", "off")


def text_boxes(paragraph: Element) -> Iterator[Element]:
    """Yield the frames of text that are anchored in a paragraph, each once."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(above.tag == FALLBACK for above in box.iterancestors()):
            yield box


def in_cell(cell: Element) -> str:
    return "\n".join(filter(str.strip, map(words, cell.iter(qn("w:p")))))
