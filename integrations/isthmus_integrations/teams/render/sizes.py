"""How much Teams takes in one message, and how what is longer is divided."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]

MOST: Final = (
    76_000  # of the 80 kB that a message may have; the rest is left for what is put around
)
MOST_MESSAGES: Final = 4
LONGEST_TEXT: Final = 4_000  # signs that stand in one piece
_SENTENCE_ENDS: Final = re.compile(r"[.!?…:;]\s|\n")


def weight(body: object) -> int:
    """Count bytes as Teams does, in UTF-16, or as they are sent, whatever is more."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return max(len(text.encode(code, "replace")) for code in ("utf-16-le", "utf-8"))


def pieces(text: str, longest: int = LONGEST_TEXT) -> Iterator[str]:
    """Divide a text behind a sentence, else between words, else where it has to be."""
    rest = text.strip()
    while len(rest) > longest:
        at = _divided_at(rest, longest)
        yield rest[:at].rstrip()
        rest = rest[at:].lstrip()
    if rest:
        yield rest


def _divided_at(text: str, longest: int) -> int:
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text, longest // 2, longest)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", longest // 2, longest)
    return space + 1 if space > 0 else longest
