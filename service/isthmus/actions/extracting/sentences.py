"""Sentences of mails and chats, which begin with a mention or in small letters as well."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from isthmus_knowledge.sentences import split

_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_WITHIN = re.compile(
    rf"(?<=[.!?])\s+(?=@|<@)|(?<=[!?])\s+(?=[a-z])|(?<=\w\w\w\.)\s+(?=(?:i|we|can|could|please"
    rf"|let's)\b)"
    rf"|(?<=\b(?:{_MONTHS})\.)\s+(?=[A-Z])"
)


@dataclass(frozen=True)
class Sentence:
    """``text`` begins at ``start`` of the block."""

    start: int
    text: str


def sentences(block: str) -> Iterator[Sentence]:
    for unit in split(block):
        begin = 0
        for matched in _WITHIN.finditer(unit.text):
            yield Sentence(unit.start + begin, unit.text[begin : matched.start()])
            begin = matched.end()
        yield Sentence(unit.start + begin, unit.text[begin:])
