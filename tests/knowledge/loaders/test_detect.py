import json

import pytest

from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders.detect import Format, detect
from make_documents import docx, lines, ole, pdf, pptx, rezipped, sheet_of, zipped

WORD = docx(lambda document: document.add_paragraph("Text."))
MAIL = b"Received: by x\n\tfor y\nFrom: a@b.example\nDate: today\nMIME-Version: 1.0\n\nText"
TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (pdf(lines("Text.")), "a.txt", Format.PDF),
        (WORD, "a.pdf", Format.DOCX),
        (sheet_of(("a", "b")), "a", Format.XLSX),
        (pptx(lambda deck: deck), "a", Format.PPTX),
        (b'{"catalog": {}}', "a.txt", Format.OSCAL),
        (b'{"profile": {}}', "a.json", Format.OSCAL),
        (b'{"type": "bundle", "objects": []}', "a.json", Format.STIX),
        (b"<!DOCTYPE html><p>Text", "a.md", Format.HTML),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<html><p>Text', "a", Format.HTML),
        (b"<div>Text</div>", "a.aspx", Format.HTML),
        (b"# Title\n\nText", "a.md.tmpl", Format.MARKDOWN),
        (b"<p align=center>\n\n# Title", "README.md", Format.MARKDOWN),
        (b"{{company}} requires that", "a.md.tmpl", Format.MARKDOWN),
        (b"# Title\n\nText", "a", Format.MARKDOWN),
        (b"# Not a heading here", "a.txt", Format.TEXT),
        (b"Just words, and more.", "a", Format.TEXT),
        (b"a;b;c\n1;2;3\n4;5;6\n", "a.txt", Format.TABLE),
        (b"only one column\n", "a.csv", Format.TABLE),
        ("Zugänge".encode("utf-16"), "a.txt", Format.TEXT),
        (zipped({"a.txt": b"x"}), "a", Format.ZIPPED),
        (b"From: a@b.example\r\nSubject: S\r\n\r\nText", "a.eml", Format.MAIL),
        (MAIL, "a", Format.MAIL),
        (b"From a@b.example Mon Nov 23 10:00:00 2026\n" + MAIL, "inbox", Format.MBOX),
        (b"From: Ana\nTo: Ben\nSubject: Memo\n\nText", "memo.txt", Format.TEXT),
        (b"<?xml version='1.0'?>\n<urlset xmlns='x'/>", "a.xml", Format.SITEMAP),
        (b"<sitemapindex/>", "a", Format.SITEMAP),
    ],
)
def test_the_content_decides(content: bytes, name: str, found: Format) -> None:
    assert detect(content, name) is found


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.md", "a.md is empty"),
        (b" \n\n", "a.md", "a.md is empty"),
        (ole("WordDocument"), "a.doc", "This is a legacy .doc file; save it as .docx and add it"),
        (ole("Workbook"), "a.xls", "legacy .xls"),
        (ole("PowerPoint Document"), "a.ppt", "legacy .ppt"),
        (ole("EncryptionInfo", "EncryptedPackage"), "a.docx", "protected with a password"),
        (ole("__properties_version1.0"), "a.msg", "Outlook message (.msg); open it in new Outlook"),
        (ole("Unknown"), "a.bin", "old Office format"),
        (rezipped(WORD, {"word/vbaProject.bin": b"x"}), "a.docm", "with macros"),
        (zipped({"a.txt": b"x"}), "a.docx", "an archive, not a document"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt", "OpenDocument"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.png", "an image"),
        (b"\x7fELF\x02\x01\x01\0", "tool", "a program"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a.gz", "Unpack it"),
        (rb"{\rtf1 text}", "a.rtf", "an RTF file"),
        (bytes(range(256)) * 8, "a.txt", "not a text or a document"),
        (b'{"system-security-plan": {}}', "a.json", "OSCAL system security plan"),
        (b'{"any": 1}', "a.json", "JSON of an unknown kind"),
        (b"[1, 2]", "a", "JSON of an unknown kind"),
        (b'{"catalog": \n nothing}', "a.json", "damaged in line 2"),
        (b"[" * 100_000, "a.json", "nested too deeply"),
        (b'<?xml version="1.0"?><note/>', "a.xml", "XML of an unknown kind"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "a.xml", "XML of an unknown kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "an image"),
        (b'<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"/>', "a.xml", "OSCAL in XML"),
        (b"Just words.", "a.pdf", "The name ends in .pdf"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(
    content: bytes, name: str, reason: str
) -> None:
    with pytest.raises(UnreadableError) as refusal:
        detect(content, name)
    assert reason in str(refusal.value)


def test_a_template_of_word_is_told() -> None:
    types = b'<Types><Override ContentType="x.wordprocessingml.template.main+xml"/></Types>'
    with pytest.raises(UnreadableError, match="a Word template; save it as"):
        detect(rezipped(WORD, {TYPES: types}), "a.dotx")


def test_a_long_json_is_told_apart_in_one_pass() -> None:
    content = json.dumps({"catalog": {"x": list(range(100_000))}}).encode()
    assert detect(content, "a.json") is Format.OSCAL
