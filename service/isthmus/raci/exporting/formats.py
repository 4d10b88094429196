"""The formats that a chart is sent in."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from unicodedata import normalize

from isthmus.raci.exporting import document, markdown, png, record, svg, values, workbook
from isthmus.raci.exporting.sheet import Sheet

LONGEST_NAME = 80
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # by Windows


class Format(StrEnum):
    XLSX = "xlsx"
    DOCX = "docx"
    CSV = "csv"
    MD = "md"
    PNG = "png"
    SVG = "svg"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        Format.XLSX: f"{OPEN_XML}.spreadsheetml.sheet",
        Format.DOCX: f"{OPEN_XML}.wordprocessingml.document",
        Format.CSV: "text/csv; charset=utf-8",
        Format.MD: "text/markdown; charset=utf-8",
        Format.PNG: "image/png",
        Format.SVG: "image/svg+xml",
        Format.JSON: "application/json",
    }
)
WRITERS: Mapping[Format, Callable[[Sheet], bytes]] = MappingProxyType(
    {
        Format.XLSX: workbook.written,
        Format.DOCX: document.written,
        Format.CSV: values.written,
        Format.MD: markdown.written,
        Format.PNG: png.written,
        Format.SVG: svg.written,
        Format.JSON: record.written,
    }
)


def export(sheet: Sheet, to: Format) -> bytes:
    """Give the content of a file that shows a chart."""
    return WRITERS[to](sheet)


def file_name(title: str, to: Format) -> str:
    """Name a file after a chart, in signs that every system and every header takes."""
    plain = normalize("NFKD", title).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
    if not name or RESERVED.fullmatch(name):
        name = f"chart-{name}".strip("-")
    return f"{name}.{to}"
