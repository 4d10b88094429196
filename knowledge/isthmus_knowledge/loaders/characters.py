"""Bytes to characters, and only characters that a reader can see."""

import codecs
import re
import unicodedata
from pathlib import PurePosixPath

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, soft hyphens, zero-width and direction marks, tag characters and lone surrogates: they
# hide text from a reader or break a quote. The two joiners stay, some scripts need them.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Word writes bullets in a symbol font of its own; a space that does not break is still a space.
GLYPHS = str.maketrans(
    dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076", "•") | dict.fromkeys("\xa0\u2007\u202f", " ")
)
ENDINGS = re.compile(
    r"\.(?:tmpl|j2|md|markdown|txt|text|csv|tsv|x?html?|pdf|docx|pptx|xlsx|json|xml|eml)$",
    re.IGNORECASE,
)
LONGEST_TITLE = 200


def decode(content: bytes) -> str:
    """Read UTF-8, or UTF-16 with its mark, else Windows-1252, in which any byte is a letter."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return clean(content.decode("utf-16", errors="replace"))
    try:
        return clean(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return clean(content.decode("cp1252", errors="replace"))


def clean(text: str) -> str:
    """Leave plain newlines and spaces, nothing unseen, and composed letters (NFC)."""
    if text.isascii() and text.isprintable():  # most cells of most tables
        return text
    seen = UNSEEN.sub("", LINE_ENDS.sub("\n", text)).translate(GLYPHS)
    return unicodedata.normalize("NFC", seen)


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def lines(text: str) -> str:
    """Keep deliberate line breaks, drop empty lines and doubled spaces."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in clean(text).split("\n"))))


def in_cell(text: str) -> str:
    """Put the lines of a table's cell in one line, apart from each other."""
    return re.sub(r"(?<![.;:,!?])\n", "; ", lines(text)).replace("\n", " ")


def readable(name: str) -> str:
    """Make a title of a file name: ``cp-access_aws.md.tmpl`` becomes ``Cp access aws``."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    while (shorter := ENDINGS.sub("", stem)) != stem:
        stem = shorter
    words = one_line(re.sub(r"[-_+]|%20", " ", stem))
    return (words[:1].upper() + words[1:])[:LONGEST_TITLE] or "Untitled"
