"""Word documents: headings by style, outline level or looks, lists with the numbers Word shows.

Footnotes and endnotes stand below the paragraph or table that refers to them. Page headers and
footers, tables of contents, text removed in review and hidden text are left out.
"""

import io
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.loaders import grid
from isthmus_knowledge.loaders.characters import one_line
from isthmus_knowledge.loaders.docx_notes import Notes
from isthmus_knowledge.loaders.docx_numbering import Numbering, value, whole
from isthmus_knowledge.loaders.docx_styles import Looks, Style, Styles, first_row_is_marked
from isthmus_knowledge.loaders.docx_words import in_cell, text_boxes, words
from isthmus_knowledge.loaders.outline import Outline

Element = Any  # an lxml element; python-docx gives it no type

CHECKBOXES = ("☐", "☒", "☑", "□", "■")
TRANSPARENT = tuple(map(qn, ("w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:sdtContent")))
CONTENTS_STYLES = ("toc", "table of figures", "contents")
WIDEST = 60  # columns that one cell spans


def load(content: bytes, name: str) -> LoadedDocument:
    document = Document(io.BytesIO(content))
    related = {relation.reltype: relation for relation in document.part.rels.values()}
    rules = related.get(RELATIONSHIP_TYPE.NUMBERING)
    numbering = Numbering.of(rules.target_part.element if rules else None)
    styles = Styles(document.styles.element)
    body = document.element.body
    reader = _Reader(styles, numbering, Looks.of(body, styles), Notes.of(related))
    reader.read(body)
    return reader.outline.document(name, title=reader.title)


@dataclass
class _Reader:
    """Walks the body; titles wait, since a title page sets one title in several paragraphs."""

    styles: Styles
    numbering: Numbering
    looks: Looks
    notes: Notes
    outline: Outline = field(default_factory=Outline)
    title: str = ""
    _titles: list[str] = field(default_factory=list)

    def read(self, body: Element) -> None:
        self._walk(body)
        self._say_title()

    def _walk(self, parent: Element) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._say_title()
                self._table(child)
                self.notes.write(child, self.outline)
            elif child.tag in TRANSPARENT or (child.tag == qn("w:sdt") and not _lists_pages(child)):
                self._walk(child)

    def _paragraph(self, paragraph: Element) -> None:
        style = self.styles.of(paragraph)
        text = words(paragraph).strip()
        if style.name.startswith(CONTENTS_STYLES):
            return
        if text and style.name == "title":
            self._titles.append(one_line(text))
        elif text:
            self._say_title()
            self._say(text, style, paragraph)
        if _nearest(paragraph, "w:tbl") is None:
            self.notes.write(paragraph, self.outline)
        for box in text_boxes(paragraph):
            self._walk(box)

    def _say_title(self) -> None:
        if self._titles:
            written = " \u2013 ".join(dict.fromkeys(self._titles))
            self.title = self.title or written
            self.outline.heading(written, 1)
            self._titles.clear()

    def _say(self, text: str, style: Style, paragraph: Element) -> None:
        depth = style.list_depth or 0
        mark = self.numbering.mark(style.list_number, depth) if style.list_number else None
        level = style.level or (None if mark else self.looks.level(paragraph, text))
        if level:
            self.outline.heading(f"{mark or ''} {text}", level)
        elif mark:
            self.outline.item(text, mark, depth)
        elif text.startswith(CHECKBOXES):
            self.outline.item(text[1:], mark=text[0])
        else:
            self.outline.paragraph(text)

    def _table(self, table: Element) -> None:
        rows = [row for row in table.iter(qn("w:tr")) if _nearest(row, "w:tbl") is table]
        cells = [
            [cell for cell in row.iter(qn("w:tc")) if _nearest(cell, "w:tr") is row] for row in rows
        ]
        if all(len(row) <= 1 for row in cells):  # a frame around text, not a table
            for row in cells:
                for cell in row:
                    self._walk(cell)
            return
        marked = first_row_is_marked(table, self.styles)
        texts = _texts(cells)
        grid.write(
            [
                grid.Row(tuple(text), strong=(marked and at == 0) or self._is_strong(row))
                for at, (row, text) in enumerate(zip(rows, texts, strict=True))
            ],
            self.outline,
        )

    def _is_strong(self, row: Element) -> bool:
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
            return True
        said = [paragraph for paragraph in row.iter(qn("w:p")) if words(paragraph).strip()]
        return bool(said) and all(self.styles.looks(paragraph).bold for paragraph in said)


def _lists_pages(content_control: Element) -> bool:
    """Recognize a table of contents that Word keeps up to date by itself."""
    path = ("w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return (value(content_control, *path) or "").startswith("Table of")


def _nearest(element: Element, name: str) -> Element:
    return next(element.iterancestors(qn(name)), None)


def _texts(rows: list[list[Element]]) -> list[list[str]]:
    """Line cells up in columns; a cell merged over several rows stands in each of them."""
    texts: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        for cell in row:
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            above = texts[-1] if texts else []
            if merged is not None and merged.get(qn("w:val")) != "restart":
                line.append(above[len(line)] if len(line) < len(above) else "")
            else:
                line.append(in_cell(cell))
            wide = whole(value(cell, "w:tcPr", "w:gridSpan"), 1)
            line += [""] * min(wide - 1, WIDEST)
        texts.append(line)
    return texts
