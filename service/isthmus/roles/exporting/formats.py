"""The formats that definitions are sent in."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from isthmus.raci.exporting import formats as of_charts
from isthmus.roles.exporting import document, markdown, record
from isthmus.roles.exporting.sheet import Sheet


class Format(StrEnum):
    MD = "md"
    DOCX = "docx"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return of_charts.Format(self.value).media_type


WRITERS: Mapping[Format, Callable[[Sequence[Sheet]], bytes]] = MappingProxyType(
    {Format.MD: markdown.written, Format.DOCX: document.written, Format.JSON: record.written}
)


def export(sheets: Sequence[Sheet], to: Format) -> bytes:
    """Give the content of one file that holds these definitions."""
    return WRITERS[to](sheets)


def file_name(name: str, to: Format) -> str:
    """Name a file after a role, in signs that every system and every header takes."""
    return of_charts.file_name(f"Role {name}", of_charts.Format(to.value))
