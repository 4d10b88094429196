"""Tell a file's format by its content; its name only decides between kinds of plain text."""

import json
import re
from enum import StrEnum

from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders import archive, table
from isthmus_knowledge.loaders.characters import clean, decode


class Format(StrEnum):
    """The name of the module that reads it."""

    DOCX = "docx"
    HTML = "html"
    MAIL = "mail"
    MARKDOWN = "markdown"
    MBOX = "mbox"
    OSCAL = "oscal"
    PDF = "pdf"
    PPTX = "pptx"
    SITEMAP = "sitemap"
    STIX = "stix"
    TABLE = "table"
    TEXT = "text"
    XLSX = "xlsx"
    ZIPPED = "zipped"


READABLE = (
    "Markdown, plain text, CSV, HTML, PDF, .docx, .pptx, .xlsx, .eml, ZIP, OSCAL and STIX files"
)
PDF_START = b"%PDF-"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
STARTS = {
    "an image": (
        *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"\0\0\1\0"),
        *(b"8BPS", b"%!PS"),
    ),
    "a program": (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\0asm"),
    "an archive": (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"),
    "a sound or video recording": (b"ID3", b"OggS", b"fLaC", b"\x1a\x45\xdf\xa3"),
}
ADVICE = {
    "an image": "Run OCR (text recognition) on it and add the text.",
    "a program": "Only documents can be added.",
    "an archive": "Unpack it and add the folder, or make a ZIP archive of it.",
    "a sound or video recording": "Add a transcript of it.",
}
LEGACY = {
    "WordDocument": ("a legacy .doc file", "save it as .docx"),
    "Workbook": ("a legacy .xls file", "save it as .xlsx"),
    "Book": ("a legacy .xls file", "save it as .xlsx"),
    "PowerPoint Document": ("a legacy .ppt file", "save it as .pptx"),
    "__properties_version1.0": (
        "an Outlook message (.msg)",
        "open it in new Outlook or on the web, choose Download (.eml; else Save As, Text Only)",
    ),
}
OFFICE = {
    "wordprocessingml.document.main": Format.DOCX,
    "spreadsheetml.sheet.main": Format.XLSX,
    "presentationml.presentation.main": Format.PPTX,
}
RELATED = {
    "wordprocessingml.template.main": ("a Word template", "save it as .docx"),
    "spreadsheetml.template.main": ("an Excel template", "save it as .xlsx"),
    "presentationml.template.main": ("a PowerPoint template", "save it as .pptx"),
    "presentationml.slideshow.main": ("a PowerPoint show", "save it as .pptx"),
    "opendocument.text": ("an OpenDocument text", "save it as .docx"),
    "opendocument.spreadsheet": ("an OpenDocument spreadsheet", "save it as .xlsx"),
    "opendocument.presentation": ("an OpenDocument presentation", "save it as .pptx"),
    "epub+zip": ("an e-book", "save it as HTML"),
}
OTHER_OSCAL = (
    *("system-security-plan", "assessment-plan", "assessment-results", "component-definition"),
    *("plan-of-action-and-milestones", "mapping-collection"),
)
NOTHING_BEFORE = re.compile(r"(?:\s|<!--.*?(?:-->|\Z)|<\?xml.*?\?>)*", re.DOTALL)
HTML_PAGE = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
HTML_TAG = re.compile(
    r"<(?:head|body|title|meta|link|style|script|main|section|article|header|nav|div|p|h[1-6]|table"
    r"|ul|ol|dl|span|a|b|i|em|strong|br|hr|img|center|font|blockquote|pre|details)\b[^<]*>",
    re.IGNORECASE,
)
XML_TAG = re.compile(r"<(?:[!?]|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s/>])")
SITEMAP = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)\b")
MBOX_ENVELOPE = re.compile(r"From \S+ [^\n]*\d{4}[^\n]*\n")
MAIL_HEADERS = re.compile(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,200}")
MAIL_HEADER = re.compile(r"^([!-9;-~]+):", re.MULTILINE)
POSTMARKS = {"message-id", "mime-version", "received", "return-path", "delivered-to"}
MARKDOWN_SIGN = re.compile(
    r"^(?:#{1,6} \S|```|~~~|\|?(?: ?:?-{3,}:? ?\|)+|---\n\w+:|\* \S|- \S)|\]\(\w+:", re.MULTILINE
)
ENDING = re.compile(r"\.(\w+)(?:\.(?:tmpl|template|j2|jinja|mustache))*$", re.IGNORECASE)
MARKDOWN_ENDINGS = ("md", "markdown", "mkd")
NEVER_PLAIN = ("pdf", "docx", "pptx", "xlsx", "doc", "ppt", "xls", "odt", "png", "jpg", "jpeg")
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
BINARY_SHARE = 0.05
SAMPLE = 8192
FEWEST_ROWS_UNNAMED = 3


def detect(content: bytes, name: str) -> Format:
    """Raise UnreadableError, with what to do instead, for whatever cannot be read."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableError(f"{name} is empty. Check the file and add it again.")
    if PDF_START in content[:1024]:
        return Format.PDF
    if content.startswith(ZIP):
        return _in_archive(content, name)
    _refuse_binary(content)
    return _in_text(decode(content), name)


def _refuse(what: str, instead: str) -> UnreadableError:
    return UnreadableError(f"This is {what}; {instead} and add it again.")


def _refuse_binary(content: bytes) -> None:
    if content.startswith(OLE):
        raise _legacy(content)
    if content.startswith(rb"{\rtf"):
        raise _refuse("an RTF file", "save it as .docx")
    for what, starts in STARTS.items():
        if content.startswith(starts) and BINARY.search(content[:SAMPLE]):
            raise UnreadableError(f"This is {what}, not a document. {ADVICE[what]}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    sample = content[:SAMPLE]
    if len(BINARY.findall(sample)) > BINARY_SHARE * len(sample):
        raise UnreadableError(f"This is not a text or a document. {READABLE} can be read.")


def _legacy(content: bytes) -> UnreadableError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableError(
            "The file is protected with a password. Save it without one and add it again."
        )
    for stream, (what, instead) in LEGACY.items():
        if stream.encode("utf-16-le") in content:
            return _refuse(what, instead)
    return _refuse("a file of an old Office format", "save it as .docx, .xlsx or .pptx")


def _in_archive(content: bytes, name: str) -> Format:
    if not archive.has_types(content):
        if _ending_of(name) in NEVER_PLAIN:
            raise UnreadableError(f"This is an archive, not a document. {ADVICE['an archive']}")
        return Format.ZIPPED
    found = archive.inspect(content)
    if "macroEnabled" in found.types or any(
        name.lower().endswith("vbaproject.bin") for name in found.members
    ):
        raise _refuse("an Office file with macros", "save it without them as .docx, .xlsx or .pptx")
    for part, known in OFFICE.items():
        if part in found.types:
            return known
    for part, (what, instead) in RELATED.items():
        if part in found.types:
            raise _refuse(what, instead)
    raise UnreadableError(f"This is an Office file of an unknown kind. {READABLE} can be read.")


def _ending_of(name: str) -> str:
    ending = ENDING.search(name)
    return ending[1].lower() if ending else ""


def _in_text(text: str, name: str) -> Format:
    hint = _ending_of(name)
    start = text[NOTHING_BEFORE.match(text).end() :][:SAMPLE]  # type: ignore[union-attr]
    if HTML_PAGE.match(start):
        return Format.HTML
    if start.startswith(("{", "[")) and (found := _in_json(text, hint)):
        return found
    if found := _in_mail(text, hint):
        return found
    return _in_markup(text, start, hint) or _plain(text, hint)


def _in_markup(text: str, start: str, hint: str) -> Format | None:
    if hint in MARKDOWN_ENDINGS:
        return Format.MARKDOWN
    if HTML_TAG.match(start):
        return Format.HTML
    if SITEMAP.match(start):
        return Format.SITEMAP
    if XML_TAG.match(start) and (text.lstrip().startswith("<?xml") or hint not in ("txt", "csv")):
        raise _unknown_xml(start)
    return None


def _in_mail(text: str, hint: str) -> Format | None:
    """Tell an e-mail from a memo, which has such lines above it, too, but no postmark."""
    envelope = MBOX_ENVELOPE.match(text)
    headers = MAIL_HEADERS.match(text, envelope.end() if envelope else 0)
    names = {name.lower() for name in MAIL_HEADER.findall(headers[0])} if headers else set()
    written = bool(names & {"from", "sender"} and names & {"date", "subject", "to"})
    if written and (names & POSTMARKS or hint == "eml"):
        return Format.MBOX if envelope else Format.MAIL
    return None


def _plain(text: str, hint: str) -> Format:
    if hint in NEVER_PLAIN:
        raise UnreadableError(
            f"The name ends in .{hint}, and the content is something else. "
            "Open the file in the program that made it, save it again and add the new file."
        )
    if hint in ("csv", "tsv"):
        return Format.TABLE
    rows = text.strip().count("\n") + 1
    delimiter = table.delimiter_of(text)
    if delimiter in table.SURE_DELIMITERS and rows >= FEWEST_ROWS_UNNAMED:
        return Format.TABLE
    if hint not in ("txt", "text") and MARKDOWN_SIGN.search(text):
        return Format.MARKDOWN
    return Format.TEXT


def _in_json(text: str, hint: str) -> Format | None:
    """Return None for a text that merely begins with a brace, as a template does."""
    try:
        found = json.loads(text)
    except RecursionError as error:
        if hint in MARKDOWN_ENDINGS:
            return None
        raise UnreadableError("The JSON is nested too deeply to be a document.") from error
    except json.JSONDecodeError as error:
        if hint != "json":
            return None
        raise UnreadableError(
            f"The JSON is damaged in line {error.lineno}: {error.msg}. "
            "Fetch the file again and add it."
        ) from error
    return _kind_of_json(found)


def _kind_of_json(found: object) -> Format:
    if isinstance(found, dict):
        if "catalog" in found or "profile" in found:
            return Format.OSCAL
        if found.get("type") == "bundle" and "objects" in found:
            return Format.STIX
        for model in OTHER_OSCAL:
            if model in found:
                raise UnreadableError(
                    f"This is an OSCAL {model.replace('-', ' ')}; of OSCAL, only catalogs and "
                    "profiles can be read. Add the document that it was made from."
                )
    raise UnreadableError(
        "This is JSON of an unknown kind; only OSCAL catalogs and profiles and STIX bundles can be "
        "read. Add a document or a table instead."
    )


def _unknown_xml(start: str) -> UnreadableError:
    if "csrc.nist.gov/ns/oscal" in start:
        return UnreadableError("This is OSCAL in XML; add the same document in JSON.")
    if clean(start).lstrip().lower().startswith("<svg"):
        return UnreadableError(f"This is an image, not a document. {ADVICE['an image']}")
    return UnreadableError(f"This is XML of an unknown kind. {READABLE} can be read.")
