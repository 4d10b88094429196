"""Word documents: tables with the paragraphs between them, merged cells spread out."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from isthmus.raci.importing.formats import too_large
from isthmus.raci.importing.grids import Cell, Line, Piece, Unread, grid_of
from isthmus_knowledge.loaders.characters import clean
from isthmus_knowledge.loaders.docx_notes import REFERENCES, Notes
from isthmus_knowledge.loaders.docx_numbering import value, whole
from isthmus_knowledge.loaders.docx_words import in_cell, words

Element = Any  # an lxml element; python-docx gives it no type

TRANSPARENT = tuple(map(qn, ("w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:sdtContent")))
WIDEST = 200  # columns that one cell spans
STRUCK = "It is struck through, so it was not read."


def read(content: bytes) -> Sequence[Piece]:
    document = Document(io.BytesIO(content))
    related = {relation.reltype: relation for relation in document.part.rels.values()}
    names = {style.style_id: str(style.name) for style in document.styles}
    return list(_Reader(Notes.of(related), names).walk(document.element.body))


class _Reader:
    def __init__(self, notes: Notes, styles: Mapping[str, str]) -> None:
        self.notes = notes
        self.styles = styles
        self.tables = self.paragraphs = 0

    def walk(self, parent: Element) -> Iterator[Piece]:
        for child in parent:
            if child.tag == qn("w:p"):
                self.paragraphs += 1
                text = " ".join(clean(words(child)).split())
                if text:
                    yield Line(text, f"paragraph {self.paragraphs}", self._heads(child))
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in TRANSPARENT or child.tag == qn("w:sdt"):
                yield from self.walk(child)

    def _heads(self, paragraph: Element) -> bool:
        style = self.styles.get(value(paragraph, "w:pPr", "w:pStyle") or "", "")
        return style.casefold().startswith(("heading", "title"))

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = [row for row in table.iter(qn("w:tr")) if _nearest(row, "w:tbl") is table]
        cells = [
            [cell for cell in row.iter(qn("w:tc")) if _nearest(cell, "w:tr") is row] for row in rows
        ]
        if all(len(row) <= 1 for row in cells):  # a frame around text, not a table
            for row in cells:
                for cell in row:
                    yield from self.walk(cell)
            return
        self.tables += 1
        name = f"table {self.tables}"
        reason = too_large(len(cells), max(map(len, cells)), sum(map(len, cells)))
        if reason:
            yield Unread(name, name, reason)
            return
        unread: list[Unread] = []
        grid = grid_of(self._rows(cells, name, unread))
        yield from unread
        yield grid

    def _rows(self, rows: list[list[Element]], name: str, unread: list[Unread]) -> list[list[Cell]]:
        """Line cells up in columns; a merged cell stands in each of its parts."""
        lines: list[list[Cell]] = []
        for number, row in enumerate(rows, start=1):
            line: list[Cell] = []
            if row:  # it may begin further to the right
                before = whole(value(row[0].getparent(), "w:trPr", "w:gridBefore"), 0)
                line += [Cell("", name)] * min(before, WIDEST)
            for cell in row:
                line += self._spanned(cell, lines, (name, number, len(line) + 1), unread)
            lines.append(line)
        return lines

    def _spanned(
        self,
        cell: Element,
        above: list[list[Cell]],
        place: tuple[str, int, int],
        unread: list[Unread],
    ) -> list[Cell]:
        name, row, column = place
        wide = min(max(whole(value(cell, "w:tcPr", "w:gridSpan"), 1), 1), WIDEST)
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        at = [f"{name}, row {row}, column {column + more}" for more in range(wide)]
        text, note, origin = clean(in_cell(cell)).strip(), self._note(cell), at[0]
        if text and _struck(cell):
            unread.append(Unread(at[0], text, STRUCK))
            text = ""
        goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
        if goes_on and above and column <= len(above[-1]):
            first = above[-1][column - 1]
            text, note, origin = first.text, first.note, first.merged or first.at
        if wide == 1 and merged is None:
            return [Cell(text, at[0], note=note)]
        return [Cell(text, each, origin, note) for each in at]

    def _note(self, cell: Element) -> str:
        said = [
            self.notes.texts.get((REFERENCES[each.tag], each.get(qn("w:id"), "")), "")
            for each in cell.iter(*REFERENCES)
        ]
        return "; ".join(" ".join(clean(each).split()) for each in said if each)


def _struck(cell: Element) -> bool:
    """Tell whether all that a cell says is struck through."""
    runs = [run for run in cell.iter(qn("w:r")) if words(run).strip()]
    return bool(runs) and all(_strikes(run) for run in runs)


def _strikes(run: Element) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:strike')}")
    return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off")


def _nearest(element: Element, name: str) -> Element:
    return next(element.iterancestors(qn(name)), None)
