"""Blocks to passages: pure, deterministic, and never longer than what the embedding model reads."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus_knowledge.documents import (
    BLOCK_SEPARATOR,
    ITEM_SEPARATOR,
    Block,
    BlockKind,
    LoadedDocument,
    Place,
)
from isthmus_knowledge.passages import Passage, heading_path
from isthmus_knowledge.sentences import split

PASSAGE_TOKENS: Final = 240
_SMALLEST_BUDGET: Final = 120
_CHARACTERS_OF_A_TOKEN: Final = 16  # at most: a model may take any overlong word for one token
_SPACE: Final = re.compile(r"\s")
_TIGHT: Final = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})

CountTokens = Callable[[str], int]
_Stretch = tuple[int, int, int]  # start, end, tokens


@dataclass(frozen=True)
class Chunked:
    """The text of a revision and its passages, which are stretches of that text."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class _Piece:
    """A block, or a part of a long one, with its place in the revision's text."""

    start: int
    end: int
    tokens: int
    block: Block
    leads_in: bool


def chunk(loaded: LoadedDocument, count_tokens: CountTokens) -> Chunked:
    """Lay out a document's blocks as one text and cut it into passages.

    A passage stays below one heading and within ``PASSAGE_TOKENS`` tokens together with its title
    and headings; a sentence that introduces a list stays with the list.
    """

    def measure(text: str) -> int:
        return max(count_tokens(text), len(text) // _CHARACTERS_OF_A_TOKEN)

    text, spans = _lay_out(loaded.blocks)
    passages: list[Passage] = []
    for headings, section in _sections(spans):
        around = count_tokens(heading_path(loaded.title, headings))
        budget = max(PASSAGE_TOKENS - around, _SMALLEST_BUDGET)
        pieces = [piece for span in section for piece in _pieces(span, budget, measure)]
        for group in _pack(pieces, budget):
            passages.append(_passage(text, len(passages), headings, group))
    return Chunked(text, tuple(passages))


def _lay_out(blocks: Sequence[Block]) -> tuple[str, list[tuple[int, Block]]]:
    parts: list[str] = []
    spans: list[tuple[int, Block]] = []
    position = 0
    previous: Block | None = None
    for block in blocks:
        separator = _separator(previous, block)
        parts += [separator, block.text]
        position += len(separator)
        spans.append((position, block))
        position += len(block.text)
        previous = block
    return "".join(parts), spans


def _separator(previous: Block | None, block: Block) -> str:
    if previous is None:
        return ""
    tight = block.kind in _TIGHT and previous.kind is block.kind
    return ITEM_SEPARATOR if tight else BLOCK_SEPARATOR


def _sections(
    spans: Sequence[tuple[int, Block]],
) -> Iterator[tuple[tuple[str, ...], list[tuple[int, Block]]]]:
    section: list[tuple[int, Block]] = []
    for span in spans:
        block = span[1]
        opens = block.kind is BlockKind.HEADING
        if section and (opens or block.headings != section[0][1].headings):
            yield section[0][1].headings, section
            section = []
        if not opens:
            section.append(span)
    if section:
        yield section[0][1].headings, section


def _pieces(span: tuple[int, Block], budget: int, count_tokens: CountTokens) -> Iterator[_Piece]:
    start, block = span
    tokens = count_tokens(block.text)
    if tokens <= budget:
        leads_in = block.kind is BlockKind.PARAGRAPH and block.text.endswith(":")
        yield _Piece(start, start + len(block.text), tokens, block, leads_in)
        return
    for begin, end, length in _cut(block.text, budget, count_tokens):
        yield _Piece(start + begin, start + end, length, block, leads_in=False)


def _cut(text: str, budget: int, count_tokens: CountTokens) -> Iterator[_Stretch]:
    """Cut a long block at sentences, and a sentence that is itself too long at words."""
    joined: _Stretch | None = None
    for start, end, tokens in _small_units(text, budget, count_tokens):
        if joined is None:
            joined = start, end, tokens
        elif joined[2] + tokens <= budget:
            joined = joined[0], end, joined[2] + tokens
        else:
            yield joined
            joined = start, end, tokens
    if joined is not None:
        yield joined


def _small_units(text: str, budget: int, count_tokens: CountTokens) -> Iterator[_Stretch]:
    for unit in split(text):
        tokens = count_tokens(unit.text)
        if tokens <= budget:
            yield unit.start, unit.end, tokens
        else:
            yield from _halves(text, unit.start, unit.end, (budget, count_tokens))


def _halves(text: str, start: int, end: int, limit: tuple[int, CountTokens]) -> Iterator[_Stretch]:
    budget, count_tokens = limit
    piece = text[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    if start >= end:
        return
    tokens = count_tokens(text[start:end])
    if tokens <= budget or end - start == 1:
        yield start, end, tokens
        return
    middle = (start + end) // 2
    space = _SPACE.search(text, middle, end)
    middle = space.start() if space else middle
    yield from _halves(text, start, middle, limit)
    yield from _halves(text, middle, end, limit)


def _pack(pieces: Sequence[_Piece], budget: int) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    used = 0
    for piece in pieces:
        if group and used + piece.tokens > budget:
            carried = _carried(group, piece, budget)
            yield group[: len(group) - len(carried)]
            group, used = carried, sum(kept.tokens for kept in carried)
        group.append(piece)
        used += piece.tokens
    if group:
        yield group


def _carried(group: list[_Piece], following: _Piece, budget: int) -> list[_Piece]:
    """Give the lead-in at a group's end that goes with what follows, where both fit together."""
    last = group[-1]
    fits = last.tokens + following.tokens <= budget
    return [last] if len(group) > 1 and last.leads_in and fits else []


def _passage(
    text: str, ordinal: int, headings: tuple[str, ...], group: Sequence[_Piece]
) -> Passage:
    start, end = group[0].start, group[-1].end
    locator = _locator(headings, group[0].block.place, group[-1].block.place, ordinal)
    return Passage(ordinal, start, end, text[start:end], headings, locator)


def _locator(headings: tuple[str, ...], first: Place, last: Place, ordinal: int) -> str:
    heading = headings[-1] if headings else ""
    item = first.item if first.item and first.item not in heading else None
    section = first.section if first.section and first.section not in heading else None
    parts = (
        item,
        f"section {section}" if section else None,
        heading,
        _range("page", first.page, last.page),
        _range("slide", first.slide, last.slide),
        f"sheet {first.sheet}" if first.sheet else None,
        _cells(first.cells, last.cells),
    )
    return ", ".join(part for part in parts if part) or f"passage {ordinal + 1}"


def _range(word: str, first: int | None, last: int | None) -> str | None:
    if first is None:
        return None
    return f"{word} {first}" if last in (None, first) else f"{word}s {first}-{last}"


def _cells(first: str | None, last: str | None) -> str | None:
    if first is None or last is None or first == last:
        return first
    return f"{first.split(':')[0]}:{last.split(':')[-1]}"
