"""The formats that a steering report is sent in."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from isthmus.programme.exporting import document, markdown, pdf, slides
from isthmus.programme.report import Report
from isthmus.raci.exporting.formats import OPEN_XML


class Format(StrEnum):
    PPTX = "pptx"
    DOCX = "docx"
    PDF = "pdf"
    MD = "md"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def words(self) -> str:
        return _WORDS[self]


_MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        Format.PPTX: f"{OPEN_XML}.presentationml.presentation",
        Format.DOCX: f"{OPEN_XML}.wordprocessingml.document",
        Format.PDF: "application/pdf",
        Format.MD: "text/markdown; charset=utf-8",
    }
)
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Format.PPTX: "Slides (PPTX)",
        Format.DOCX: "Document (DOCX)",
        Format.PDF: "Pages (PDF)",
        Format.MD: "Text (Markdown)",
    }
)
_WRITERS: Final[Mapping[str, Callable[[Report], bytes]]] = MappingProxyType(
    {
        Format.PPTX: slides.written,
        Format.DOCX: document.written,
        Format.PDF: pdf.written,
        Format.MD: markdown.written,
    }
)


def export(report: Report, to: Format) -> bytes:
    """Give the content of a file that shows a report."""
    return _WRITERS[to](report)


def file_name(report: Report, to: Format) -> str:
    """Name a file after the first day, the last day and the phase of a report."""
    return f"{report.name}.{to}"
