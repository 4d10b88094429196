"""Web pages: what a reader reads, without scripts, menus, page headers and footers."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.loaders.characters import clean, decode
from isthmus_knowledge.loaders.numbering import letters, roman
from isthmus_knowledge.loaders.outline import Outline

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MACHINERY = """
    script style noscript template nav footer button select textarea input iframe object svg math
    title dialog audio video canvas
"""
_SET_APART = """
    p ul ol li table thead tbody tfoot tr td th caption pre div section article main aside body html
    header form blockquote center dl dt dd figure figcaption address details summary fieldset hr
"""
DROPPED = tuple(_MACHINERY.split())
BLOCKS = (*_SET_APART.split(), *HEADINGS)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
WIDEST_SPAN = 50


def load(content: bytes, name: str) -> LoadedDocument:
    soup = BeautifulSoup(_characters(content), "lxml")
    title = clean(soup.title.get_text()) if soup.title else ""
    outline = Outline()
    _Page(outline).read(_cleared(soup))
    first = soup.find("h1")
    return outline.document(name, title="" if first and first.get_text(strip=True) else title)


def write(fragment: str, outline: Outline) -> None:
    """Add a fragment, as it stands in a Markdown file, to the blocks already there."""
    _Page(outline).read(_cleared(BeautifulSoup(fragment, "lxml")))


def _characters(content: bytes) -> str:
    declared = CHARSET.search(content[:2048])
    try:
        encoding = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
        return decode(content) if encoding == "utf-8" else clean(content.decode(encoding))
    except (LookupError, UnicodeError):
        return decode(content)


def _cleared(soup: BeautifulSoup) -> BeautifulSoup:
    for tag in soup.find_all(DROPPED):
        tag.decompose()
    for tag in soup.find_all(_is_hidden):
        tag.decompose()
    for tag in soup.find_all("header"):
        if not tag.find_parent(["main", "article", "section"]):
            tag.decompose()
    return soup


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(HIDDEN.search(str(tag.get("style") or "")))


@dataclass
class _Page:
    """Walks the tree; ``mark`` waits for the first words of the list item it belongs to."""

    outline: Outline
    depth: int = -1
    mark: str = ""

    def read(self, parent: Tag) -> None:
        run: list[str] = []
        for child in parent.children:
            if isinstance(child, Tag) and (child.name in BLOCKS or child.find(BLOCKS)):
                self._say("".join(run))
                run = []
                self._block(child)
            else:
                run.append(_inline(child))
        self._say("".join(run))

    def _say(self, text: str) -> None:
        if not text.strip():
            return
        if self.mark:
            self.outline.item(text, self.mark, self.depth)
            self.mark = ""
        else:
            self.outline.paragraph(text)

    def _block(self, tag: Tag) -> None:
        if tag.name in HEADINGS:
            self.outline.heading(_inline(tag), level=int(tag.name[1]))
        elif tag.name in ("ul", "ol"):
            self._list(tag)
        elif tag.name == "table" and not tag.find(("table", *HEADINGS)):
            self._table(tag)
        elif tag.name == "dl":
            self._definitions(tag)
        elif tag.name == "pre":
            self.outline.code(tag.get_text())
        else:
            self.read(tag)

    def _list(self, tag: Tag) -> None:
        self.depth += 1
        items = tag.find_all("li", recursive=False)
        for item, self.mark in zip(items, _marks(tag, len(items)), strict=True):
            self.read(item)
        self.mark = ""
        self.depth -= 1

    def _definitions(self, tag: Tag) -> None:
        term = ""
        for part in tag.find_all(("dt", "dd")):
            if part.name == "dt":
                term = _inline(part)
            elif part.find(BLOCKS):
                self._say(term)
                self.read(part)
            else:
                self._say(f"{term.strip()}: {_inline(part).strip()}")

    def _table(self, table: Tag) -> None:
        if caption := table.find("caption"):
            self._say(_inline(caption))
        rows = [row for row in table.find_all("tr") if row.find(("td", "th"))]
        grid = _grid(rows)
        heads = next((at for at, row in enumerate(rows) if row.find("td")), len(rows))
        headers = [" ".join(dict.fromkeys(names)) for names in zip(*grid[:heads], strict=False)]
        for row, cells in zip(rows[heads:], grid[heads:], strict=True):
            if not headers and len(cells) > 1 and row.find(("td", "th")) == row.find("th"):
                self.outline.row(["", *cells[1:]], [""] + cells[:1] * (len(cells) - 1))
            else:
                self.outline.row(cells, headers)


def _grid(rows: list[Tag]) -> list[list[str]]:
    """Repeat a cell in every row and column that it spans, so that columns line up."""
    grid: list[list[str]] = []
    from_above: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: list[str] = []
        for cell in row.find_all(("td", "th"), recursive=False):
            _take_spanned(cells, from_above)
            text, below = _inline(cell), _span(cell, "rowspan") - 1
            for _ in range(_span(cell, "colspan")):
                if below:
                    from_above[len(cells)] = (below, text)
                cells.append(text)
        _take_spanned(cells, from_above)
        grid.append(cells)
    return grid


def _take_spanned(cells: list[str], from_above: dict[int, tuple[int, str]]) -> None:
    while spanned := from_above.pop(len(cells), None):
        below, text = spanned
        if below > 1:
            from_above[len(cells)] = (below - 1, text)
        cells.append(text)


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name) or "1")
    return max(1, min(int(written), WIDEST_SPAN)) if written.isdecimal() else 1


def _marks(tag: Tag, count: int) -> Iterator[str]:
    start = str(tag.get("start") or "1")
    first = int(start) if start.isdecimal() and len(start) < len("1000000") else 1
    for number in range(first, first + count):
        yield "-" if tag.name == "ul" else f"{_numeral(number, str(tag.get('type') or '1'))}."


def _numeral(number: int, kind: str) -> str:
    written = {"a": letters, "i": roman}.get(kind.lower(), str)(number)
    return written.upper() if kind.isupper() else written


def _inline(node: PageElement) -> str:
    """Join the words of a run; source line ends are spaces, ``<br>`` is the only line break."""
    if isinstance(node, PreformattedString):  # comments, doctypes, processing instructions
        return ""
    if isinstance(node, NavigableString):
        return re.sub(r"\s+", " ", str(node))
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\n"
    if node.name == "img":
        return str(node.get("alt") or "")
    words = "".join(_inline(child) for child in node.children)
    return f" {words} " if node.name in BLOCKS else words
