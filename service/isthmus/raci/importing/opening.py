"""Opens a file: what parsers have to read is read in a limited process, plain text is not."""

import re
import sys
from dataclasses import replace

from isthmus.errors import InvalidError
from isthmus.raci.importing import formats, sealing
from isthmus.raci.importing.grids import Piece
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import sandbox
from isthmus_knowledge.loaders.characters import decode
from isthmus_knowledge.loaders.limits import DEFAULT, MEGABYTE

LIMITS = replace(DEFAULT, content_bytes=10 * MEGABYTE, output_bytes=32 * MEGABYTE, most_seconds=30)
LONGEST_TEXT = 2_000_000  # characters
CHILD = (sys.executable, "-S", "-P", "-B", "-X", "utf8", "-m", "isthmus.raci.importing.child")
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MARKS_OF_ORDER = (b"\xff\xfe", b"\xfe\xff")
MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|!--|html|head|body|div|table|meta|p\b)", re.IGNORECASE)
SAMPLE = 8192


def plain_text(content: bytes) -> str | None:
    """Give the text of a file that is nothing but text; None where a parser has to read it.

    Raises InvalidError for a text that is too long for a chart.
    """
    if not content.startswith(MARKS_OF_ORDER) and BINARY.search(content[:SAMPLE]):
        return None
    text = decode(content)
    if is_markup(text):
        return None
    return within_limits(text)


def is_markup(text: str) -> bool:
    return bool(MARKUP.match(text[:SAMPLE]))


def within_limits(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise InvalidError(
            f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are read as a chart. "
            "Take out the part that holds the chart."
        )
    return text


def pieces_of(content: bytes, name: str) -> tuple[Piece, ...]:
    """Read a file in a process of its own; raise InvalidError, with the reason, if it cannot."""
    if len(content) > LIMITS.content_bytes:
        raise InvalidError(
            f"{name} has {len(content) / MEGABYTE:,.1f} MB; a chart is read from at most "
            f"{LIMITS.content_bytes / MEGABYTE:,.0f} MB. Save the sheet with the chart on its own."
        )
    try:
        loaded = sandbox.load(content, name, LIMITS, CHILD)
        told = loaded.metadata if isinstance(loaded, LoadedDocument) else {}
        return sealing.pieces(told.get(sealing.NAME))
    except UnreadableError as error:
        raise InvalidError(str(error)) from error
    except (TypeError, ValueError) as error:
        raise InvalidError(
            "The file was not read to its end. Open it in the program that made it, save it again "
            "and import the new file."
        ) from error


def pieces_in_process(content: bytes, name: str) -> tuple[Piece, ...]:
    """Read a file that we wrote ourselves; nothing here limits time or memory."""
    try:
        return tuple(formats.read(content, name))
    except UnreadableError as error:
        raise InvalidError(str(error)) from error
