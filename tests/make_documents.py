"""Files for tests, made on the spot in the formats that people add."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pypdf import PdfReader, PdfWriter

LEFT = 72
FONTS = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
PAGE = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {FONTS}"


class Written(NamedTuple):
    """A line of a PDF page; ``height`` counts in points from the bottom of the page."""

    text: str
    height: float
    size: float = 11
    bold: bool = False
    left: float = LEFT


def pdf(*pages: Sequence[Written], title: str = "") -> bytes:
    """Write a PDF by hand: Helvetica, one text object a line, one content stream a page."""
    kids = " ".join(f"{number} 0 R" for number in range(6, 6 + 2 * len(pages), 2))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>",
    ]
    for number, page in enumerate(pages):
        content = "\n".join(map(_drawn, page))
        objects += [
            f"<< {PAGE} /Contents {7 + 2 * number} 0 R >>",
            f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream",
        ]
    return _assembled(objects)


def _drawn(line: Written) -> str:
    text = line.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    font = "F2" if line.bold else "F1"
    return f"BT /{font} {line.size} Tf 1 0 0 1 {line.left} {line.height} Tm ({text}) Tj ET"


def _assembled(objects: Sequence[str]) -> bytes:
    written = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(written)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return written + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("cp1252")


def lines(*texts: str, top: float = 740, step: float = 14) -> list[Written]:
    return [Written(text, top - step * number) for number, text in enumerate(texts)]


def with_password(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, algorithm="RC4-128")
    return _saved(writer.write)


def with_bookmarks(content: bytes, *bookmarks: tuple[str, int]) -> bytes:
    """``bookmarks`` are titles and page indexes, counted from 0."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for title, page in bookmarks:
        writer.add_outline_item(title=title, page_number=page)
    return _saved(writer.write)


def docx(build: Callable[[Any], object]) -> bytes:
    document = Document()
    build(document)
    return _saved(document.save)


def pptx(build: Callable[[Any], object]) -> bytes:
    deck = Presentation()
    build(deck)
    return _saved(deck.save)


def xlsx(build: Callable[[Workbook], object]) -> bytes:
    book = Workbook()
    build(book)
    return _saved(book.save)


def sheet_of(*rows: Sequence[object]) -> bytes:
    def fill(book: Workbook) -> None:
        for row in rows:
            book.active.append(row)

    return xlsx(fill)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def rezipped(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Copy an Office file with some of its parts changed or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped(members | dict(changed))


def ole(*streams: str) -> bytes:
    """Make the start of an old Office file, whose directory names streams in UTF-16."""
    names = b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names
