"""Web pages and copied HTML: tables with the lines between them, spans spread out."""

import codecs
import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from isthmus.raci.importing.formats import too_large
from isthmus.raci.importing.grids import Cell, Line, Piece, Unread, grid_of
from isthmus_knowledge.loaders.characters import clean, decode

HEADINGS = ("title", "h1", "h2", "h3", "h4", "h5", "h6", "caption")
DROPPED = ("script", "style", "noscript", "template", "svg", "select", "textarea")
CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{1,40})", re.IGNORECASE
)
WIDEST_SPAN = 200
SPAN = re.compile(r"[0-9]{1,6}")
Spans = dict[int, tuple[int, Cell]]  # column -> rows to go, cell


def read(content: bytes) -> Sequence[Piece]:
    soup = BeautifulSoup(_characters(content), "lxml")
    for tag in soup.find_all(DROPPED):
        tag.decompose()
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    return list(_pieces(soup))


def _characters(content: bytes) -> str:
    declared = CHARSET.search(content[:2048])
    try:
        encoding = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
        return decode(content) if encoding == "utf-8" else clean(content.decode(encoding))
    except (LookupError, UnicodeError):
        return decode(content)


def _pieces(soup: BeautifulSoup) -> Iterator[Piece]:
    tables = lines = 0
    for node in soup.descendants:
        if isinstance(node, Tag) and node.name == "table" and not node.find("table"):
            tables += 1
            for caption in node.find_all("caption"):
                yield Line(_words(caption), f"table {tables}", heading=True)
            yield from _table(node, f"table {tables}")
        elif isinstance(node, NavigableString) and not _in_table(node):
            said = " ".join(clean(str(node)).split())
            if said and type(node) is NavigableString:
                lines += 1
                heading = node.parent is not None and node.parent.name in HEADINGS
                yield Line(said, f"text {lines}", heading)


def _in_table(node: NavigableString) -> bool:
    table = node.find_parent("table")
    return table is not None and table.find("table") is None


def _table(table: Tag, name: str) -> Iterator[Piece]:
    rows = [row.find_all(("td", "th"), recursive=False) for row in table.find_all("tr")]
    reason = too_large(len(rows), max(map(len, rows), default=0), sum(map(len, rows)))
    if reason:
        yield Unread(name, name, reason)
        return
    from_above: Spans = {}
    yield grid_of([_row(row, f"{name}, row {at}", from_above) for at, row in enumerate(rows, 1)])


def _row(tags: Sequence[Tag], place: str, from_above: Spans) -> list[Cell]:
    cells: list[Cell] = []
    for tag in tags:
        _take_spanned(cells, place, from_above)
        first = f"{place}, column {len(cells) + 1}"
        wide, high = _span(tag, "colspan"), _span(tag, "rowspan")
        text = _words(tag, "\n")
        for _ in range(wide):
            at = f"{place}, column {len(cells) + 1}"
            cell = Cell(text, at, first if wide > 1 or high > 1 else "")
            if high > 1:
                from_above[len(cells)] = (high - 1, cell)
            cells.append(cell)
    _take_spanned(cells, place, from_above)
    return cells


def _take_spanned(cells: list[Cell], place: str, from_above: Spans) -> None:
    while spanned := from_above.pop(len(cells), None):
        rows, cell = spanned
        if rows > 1:
            from_above[len(cells)] = (rows - 1, cell)
        cells.append(Cell(cell.text, f"{place}, column {len(cells) + 1}", cell.merged))


def _span(tag: Tag, name: str) -> int:
    written = str(tag.get(name) or "1")
    return max(1, min(int(written), WIDEST_SPAN)) if SPAN.fullmatch(written) else 1


def _words(tag: Tag, between: str = " ") -> str:
    said = (" ".join(line.split()) for line in clean(tag.get_text()).split("\n"))
    return between.join(line for line in said if line)
