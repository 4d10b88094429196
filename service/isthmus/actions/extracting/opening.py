"""Opens a file: what parsers have to read is read in a limited process, plain text is not."""

import re
import sys
from dataclasses import replace

from isthmus.actions.extracting.child import TEXT
from isthmus.errors import InvalidError
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import sandbox
from isthmus_knowledge.loaders.characters import decode
from isthmus_knowledge.loaders.limits import DEFAULT, MEGABYTE

LIMITS = replace(DEFAULT, content_bytes=10 * MEGABYTE, output_bytes=16 * MEGABYTE, most_seconds=30)
LONGEST_TEXT = 1_000_000  # characters
CHILD = (sys.executable, "-S", "-P", "-B", "-X", "utf8", "-m", "isthmus.actions.extracting.child")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS_OF_ORDER = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|!--|html|head|body|div|table|meta|p\b)", re.IGNORECASE)
_MIME = re.compile(
    r"^(?:MIME-Version|Content-Transfer-Encoding|Content-Type):", re.MULTILINE | re.IGNORECASE
)
_SAMPLE = 8192


def text_of(content: bytes, name: str) -> str:
    """Give the text of a file; raises InvalidError, with what to do, where it has none."""
    text = _plain(content)
    if text is None:
        text = _parsed(content, name)
    if not text.strip():
        raise InvalidError(f"{name} is empty. Check the file and give it again.")
    return within_limits(text)


def within_limits(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise InvalidError(
            f"The text has {len(text):,} characters; actions are looked for in at most "
            f"{LONGEST_TEXT:,}. Take out the part that holds them."
        )
    return text


def _plain(content: bytes) -> str | None:
    """Give the text of a file that is nothing but text; None where a parser has to read it."""
    if not content.startswith(_MARKS_OF_ORDER) and _BINARY.search(content[:_SAMPLE]):
        return None
    text = decode(content)
    head = text[:_SAMPLE]
    return None if _MARKUP.match(head) or _MIME.search(head) else text


def _parsed(content: bytes, name: str) -> str:
    if len(content) > LIMITS.content_bytes:
        raise InvalidError(
            f"{name} has {len(content) / MEGABYTE:,.1f} MB; actions are looked for in at most "
            f"{LIMITS.content_bytes / MEGABYTE:,.0f} MB. Take out the part that holds them."
        )
    try:
        loaded = sandbox.load(content, name, LIMITS, CHILD)
    except UnreadableError as error:
        raise InvalidError(str(error)) from error
    text = loaded.metadata.get(TEXT) if isinstance(loaded, LoadedDocument) else None
    if not isinstance(text, str):
        raise InvalidError(
            "The file was not read to its end. Open it in the program that made it, save it again "
            "and give the new file."
        )
    return text
