"""Files that a parser has to read: workbooks, Word documents and web pages become pieces."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from isthmus.raci.importing.grids import Piece
from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders.detect import Format, detect

MODULES = {Format.XLSX: "workbooks", Format.DOCX: "documents", Format.HTML: "pages"}
MOST_ROWS = 2_000
MOST_COLUMNS = 200
MOST_CELLS = 60_000
READABLE = "Charts are read from .xlsx, .docx, CSV, Markdown, HTML, JSON of ours, and plain text"


class _Format(Protocol):
    def read(self, content: bytes) -> Sequence[Piece]: ...


def read(content: bytes, name: str) -> Sequence[Piece]:
    """Raise UnreadableError for a file that holds no chart that can be read."""
    found = detect(content, name)
    if found not in MODULES:
        raise UnreadableError(
            f"{name} is no file that a chart can be read from. {READABLE}. "
            "Save the chart in one of these, or paste its text."
        )
    # Only the format at hand pays for its parser.
    module = import_module(f"isthmus.raci.importing.{MODULES[found]}")
    return cast("_Format", module).read(content)


def too_large(rows: int, columns: int, cells: int) -> str:
    """Say why a table is not read; nothing where it is not too large for a chart."""
    for count, most, what in (
        (rows, MOST_ROWS, "rows"),
        (columns, MOST_COLUMNS, "columns"),
        (cells, MOST_CELLS, "cells"),
    ):
        if count > most:
            return (
                f"It has {count:,} {what}; a chart is read from at most {most:,}. "
                "Split it, and import the parts."
            )
    return ""
