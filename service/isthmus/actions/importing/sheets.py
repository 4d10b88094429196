"""Files as rows of cells: CSV is read here, a workbook in a limited process of its own."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from isthmus.errors import InvalidError
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import sandbox
from isthmus_knowledge.loaders.characters import decode
from isthmus_knowledge.loaders.limits import DEFAULT, MEGABYTE

LIMITS: Final = replace(
    DEFAULT, content_bytes=10 * MEGABYTE, output_bytes=32 * MEGABYTE, most_seconds=30
)
CHILD: Final = (
    *(sys.executable, "-S", "-P", "-B", "-X", "utf8", "-m"),
    "isthmus.actions.importing.child",
)
SHEETS: Final = "sheets"
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 200
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS_OF_ORDER: Final = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE: Final = 8192
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True)
class Cell:
    """``at`` is the address as a person finds it: "Sheet1!B4", or "line 3, column 2"."""

    at: str
    text: str


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(content: bytes, name: str) -> list[Sheet]:
    """Read a file; raises InvalidError, with what to do, for one that is no table."""
    if len(content) > LIMITS.content_bytes:
        raise InvalidError(
            f"{name} has {len(content) / MEGABYTE:,.1f} MB; a list of actions is read from at most "
            f"{LIMITS.content_bytes / MEGABYTE:,.0f} MB. Save the list in a file of its own."
        )
    text = _plain(content)
    found = _parsed(content, name) if text is None else [Sheet("", tuple(_lines(text)))]
    if any(len(sheet.rows) > MOST_ROWS for sheet in found):
        raise InvalidError(
            f"{name} has more than {MOST_ROWS:,} rows in a table. Split it, and import the parts."
        )
    return found


def _plain(content: bytes) -> str | None:
    if not content.startswith(_MARKS_OF_ORDER) and _BINARY.search(content[:_SAMPLE]):
        return None
    return decode(content)


def _lines(text: str) -> Iterator[tuple[Cell, ...]]:
    delimiter = max(_DELIMITERS, key=text[:_SAMPLE].count)
    reader = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=delimiter)
    try:
        for line in reader:
            yield tuple(
                Cell(f"line {reader.line_num}, column {column}", value.strip())
                for column, value in enumerate(line[:MOST_COLUMNS], start=1)
            )
    except csv.Error as error:
        raise InvalidError(f"The file cannot be read as CSV: {error}. Save it again.") from error


def _parsed(content: bytes, name: str) -> list[Sheet]:
    try:
        loaded = sandbox.load(content, name, LIMITS, CHILD)
    except UnreadableError as error:
        raise InvalidError(str(error)) from error
    told = loaded.metadata.get(SHEETS) if isinstance(loaded, LoadedDocument) else None
    if not isinstance(told, str):
        raise InvalidError(
            "The file was not read to its end. Open it in the program that made it, save it again "
            "and import the new file."
        )
    return [
        Sheet(str(name), tuple(tuple(Cell(str(at), str(text)) for at, text in row) for row in rows))
        for name, rows in json.loads(told)
    ]
