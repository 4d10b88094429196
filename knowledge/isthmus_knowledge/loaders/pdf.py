"""PDF files with a text layer; every block knows its page."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import pdf_lines
from isthmus_knowledge.loaders.characters import one_line
from isthmus_knowledge.loaders.outline import NO_METADATA, Outline
from isthmus_knowledge.loaders.pdf_layout import Bookmarks, Layout, folded

# What pypdf raises on a page that breaks the rules; another page may still be fine.
DAMAGE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
DAMAGED = (
    "The PDF is damaged and cannot be opened. "
    "Open it in a PDF viewer, save or print it as a new PDF, and add that."
)
SCANNED = (
    "The PDF has no text layer, as scanned pages have none. "
    "Run OCR (text recognition) on it and add the result."
)
MADE_BY_A_PROGRAM = re.compile(r"^microsoft \w+ - |\.\w{3,4}$|^untitled|^[\W\d_]*$", re.IGNORECASE)


def load(content: bytes, name: str) -> LoadedDocument:
    reader = _opened(content)
    pages = _pages(reader)
    lines = pdf_lines.without_contents(pdf_lines.without_running_heads(pages))
    outline = Outline()
    layout = Layout(lines, _bookmarks(reader), outline)
    layout.write()
    title = _title(reader) or layout.title
    return outline.document(name, title=title, metadata=_missing(pages))


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError(
                "The PDF is protected with a password. Save it without one and add it again."
            )
        if not len(reader.pages):
            raise UnreadableError("The PDF has no pages. Check the file and add it again.")
    except DependencyError as error:
        raise UnreadableError(
            "The PDF is encrypted. Save it without protection, or print it to a new PDF, "
            "and add that."
        ) from error
    except DAMAGE as error:
        raise UnreadableError(DAMAGED) from error
    return reader


def _pages(reader: PdfReader) -> list[list[pdf_lines.Line]]:
    """Return the lines of each page; a damaged page has none."""
    pages: list[list[pdf_lines.Line]] = []
    damaged = 0
    for number in range(1, len(reader.pages) + 1):
        try:
            pages.append(pdf_lines.of_page(reader.pages[number - 1], number))
        except DAMAGE:
            pages.append([])
            damaged += 1
    if damaged == len(pages):
        raise UnreadableError(DAMAGED)
    if not any(pages):
        raise UnreadableError(SCANNED)
    return pages


def _title(reader: PdfReader) -> str:
    """Use the title in the file's properties, unless a program put a file name there."""
    try:
        title = one_line(str(reader.metadata.get("/Title") or "")) if reader.metadata else ""
    except DAMAGE:
        return ""
    return "" if MADE_BY_A_PROGRAM.search(title) or " " not in title else title


def _missing(pages: list[list[pdf_lines.Line]]) -> Mapping[str, object]:
    """Name the pages that hold no text, so that nobody takes their silence for an answer."""
    empty = [number for number, lines in enumerate(pages, start=1) if not lines]
    return {"pages_without_text": empty} if empty else NO_METADATA


def _bookmarks(reader: PdfReader) -> Bookmarks:
    try:
        return {(page, title): level for page, title, level in _entries(reader, reader.outline, 1)}
    except DAMAGE:
        return {}


def _entries(reader: PdfReader, entries: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _entries(reader, entry, level + 1)
        elif (page := reader.get_destination_page_number(entry)) is not None:
            yield page + 1, folded(str(entry.title)), level
