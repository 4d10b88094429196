"""Plain text: paragraphs between empty lines, headings and list items by how they are set."""

import re
from collections.abc import Iterator, Sequence

from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.loaders.characters import decode
from isthmus_knowledge.loaders.marks import BULLETED, NAMED, NUMBERED, opens_item
from isthmus_knowledge.loaders.outline import Outline

RULE = re.compile(r"([=\-~*#_^])\1{2,}")
LONGEST_HEADING = 100
LONGEST_NAMED = 60  # as in: Section 4 -- Scope.
WRAPPED = 50  # characters; where no line is longer, every line break is meant
SHORT_LINE = 0.6  # of the longest line around it
SENTENCE_END = (".", ";", ",", "?", "!")
UNNUMBERED = 2  # the level of a heading in capitals or underlined, below the title


def load(content: bytes, name: str) -> LoadedDocument:
    outline = Outline()
    write(decode(content), outline)
    return outline.document(name)


def write(text: str, outline: Outline, *, titled: bool = True) -> None:
    """Add a text to the blocks already there; ``titled`` where its first line may be its title."""
    chunks = list(_chunks(text.split("\n")))
    for at, chunk in enumerate(chunks):
        level = _heading_level(chunk, is_first=titled and at == 0 and len(chunks) > 1)
        if level:
            outline.heading(chunk[0], level)
            chunk = chunk[1:]  # noqa: PLW2901 - what follows the heading without an empty line
        for paragraph in _paragraphs(chunk):
            outline.paragraph(paragraph)


def _chunks(source: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in source:
        if line.strip():
            chunk.append(line.strip())
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _heading_level(chunk: Sequence[str], *, is_first: bool) -> int | None:
    line = chunk[0]
    if len(line) > LONGEST_HEADING or not any(letter.isalpha() for letter in line):
        return None
    if len(chunk) > 1:
        underlined = RULE.fullmatch(chunk[1]) is not None
        return (1 if is_first else UNNUMBERED) if underlined else None
    if len(line) <= LONGEST_NAMED and NAMED.match(line):
        return UNNUMBERED
    if line.endswith(SENTENCE_END) or BULLETED.match(line):
        return None
    return 1 if is_first else _level_by_words(line)


def _level_by_words(line: str) -> int | None:
    if numbered := NUMBERED.match(line):
        return UNNUMBERED + numbered[1].count(".")
    return UNNUMBERED if line.isupper() else None


def _paragraphs(chunk: Sequence[str]) -> Iterator[str]:
    """Join wrapped lines; keep the breaks of lines that are clearly shorter than the others."""
    longest = max(map(len, chunk), default=0)
    text = above = ""
    for line in chunk:
        if RULE.fullmatch(line):
            continue
        short = longest < WRAPPED or len(above) < SHORT_LINE * longest
        if text and opens_item(text, line, above_is_short=short):
            yield text
            text = line
        elif text:
            text += f"\n{line}" if short else f" {line}"
        else:
            text = line
        above = line
    if text:
        yield text
