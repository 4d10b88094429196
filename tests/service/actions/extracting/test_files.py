"""Files: Word minutes and mails are read in a limited process, what is no text is refused."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import child, find_actions
from isthmus.actions.extracting.opening import text_of
from isthmus.errors import InvalidError
from isthmus_knowledge.loaders import envelope

MONDAY = Asked(date(2026, 1, 5))


def minutes() -> bytes:
    document = Document()
    document.add_heading("Minutes, 5 January 2026", 1)
    document.add_paragraph("Maria will update the plan by 16 January 2026.")
    document.add_heading("Action items", 2)
    document.add_paragraph("Jonas: close the modem line (30 Jan)", style="List Bullet")
    struck = document.add_paragraph(style="List Bullet").add_run("Petra: order the spare switch")
    struck.font.strike = True
    table = document.add_table(rows=1, cols=4)
    rows = [
        ("Action", "Owner", "Due", "Status"),
        ("Order spare batteries", "Aiko | Lars", "12 February 2026", "open"),
        ("Check the gate", "", "", ""),
        ("Label the switch", "Emil", "", "done"),
    ]
    for at, row in enumerate(rows):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    return saved(document)


def saved(document: object) -> bytes:
    written = io.BytesIO()
    document.save(written)  # type: ignore[attr-defined]  # python-docx gives it no type
    return written.getvalue()


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(InvalidError) as refused:
        text_of(content, name)
    return str(refused.value)


def changed(content: bytes, name: str, change: bytes) -> bytes:
    """Put something else into one part of an archive, or a part of its own."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, change, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def test_word_minutes_give_what_is_open_in_sentences_lists_and_tables() -> None:
    text = text_of(minutes(), "minutes.docx")
    found = find_actions(text, MONDAY)
    assert [(each.title, each.owner, str(each.due)) for each in found] == [
        ("Update the plan", "Maria", "2026-01-16"),
        ("Close the modem line", "Jonas", "2026-01-30"),
        ("Order spare batteries", "Aiko", "2026-02-12"),
        ("Check the gate", "", "None"),
    ]
    assert all(each.quote in text for each in found)


def test_a_saved_mail_is_read_with_its_sender_and_addressee() -> None:
    mail = (
        b"From: Maria Lopez <m@plant.example>\r\nTo: Sam <s@plant.example>\r\nMIME-Version: 1.0\r\n"
        b"Subject: List\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"Hi Sam,\r\n\r\nplease send the list by Thursday. I will check it.\r\n\r\nMaria\r\n"
    )
    found = find_actions(text_of(mail, "a.eml"), MONDAY)
    assert [(each.title, each.owner) for each in found] == [
        ("Send the list", "Sam"),
        ("Check it", "Maria Lopez"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.md", "empty"),
        (b" \n\n", "a.txt", "empty"),
        (b"PK\x03\x04damaged", "a.docx", "damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", "image"),
        (b"a" * 1_000_001, "a.txt", "1,000,001 characters"),
        (b"PK\x03\x04" + b"\0" * 11_000_000, "a.docx", "at most 10 MB"),
        (changed(minutes(), "word/media/bomb.xml", b"\0" * 210_000_000), "b.docx", "unpacks to"),
        (changed(minutes(), "word/vbaProject.bin", b"x"), "m.docm", "macros"),
        (
            changed(
                minutes(),
                "word/document.xml",
                b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
            ),
            "e.docx",
            "entities",
        ),
        (changed(minutes(), "word/document.xml", b"<w:document><broken"), "d.docx", "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    content: bytes, name: str, reason: str
) -> None:
    assert reason in refusal(content, name)


def test_a_parser_that_fails_is_no_failure_of_ours() -> None:
    broken = changed(minutes(), "word/document.xml", b"<w:document><broken")
    assert isinstance(child.read(broken, "d.docx"), envelope.Failure)


def test_a_table_of_too_many_cells_is_refused_with_the_limit() -> None:
    row = b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 700 + b"</w:tr>"
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = b"<w:document " + space + b"><w:body><w:tbl>" + row * 100
    content = changed(minutes(), "word/document.xml", body + b"</w:tbl></w:body></w:document>")
    assert "60,000 cells" in refusal(content, "t.docx")
