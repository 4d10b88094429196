"""Text to units that can be quoted: sentences, whole list items, whole table rows."""

import re
from dataclasses import dataclass
from typing import Final

_MARK: Final = r"(?:[-*•]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])"
_ITEM: Final = re.compile(rf"[ ]*{_MARK}[ ]+")
_MARKED: Final = re.compile(rf"^\s*{_MARK}\s+")
_END: Final = re.compile(r"[.!?…]+[\"'\u201d\u2019)\]]*(?=\s|$)")
_ABBREVIATIONS: Final = frozenset(
    """
    e.g. i.e. etc. cf. vs. no. nos. art. arts. sec. para. fig. tab. dr. mr. mrs. ms. prof. inc. ltd.
    co. corp. rev. ed. eds. vol. ch. pp. p. st. approx. resp. incl. min. max. dept. u.s. u.k. u.n.
    a.m. p.m. u.s.c. al. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.
    """.split()
)
_NUMBERED: Final = frozenset("annex appendix class level part phase title type".split())
_OPENING: Final = "([\"'\u201c\u2018"
_TABLE_CELL: Final = " | "
_LONGEST_MARK: Final = 4
_SENTENCES_OF_AN_ITEM: Final = 2


@dataclass(frozen=True)
class Unit:
    """A quotable stretch: ``text == whole[start:end]``; items are list items and table rows."""

    start: int
    end: int
    text: str
    is_item: bool = False

    @property
    def unmarked(self) -> str:
        """The text without its list mark."""
        return _MARKED.sub("", self.text)


def split(text: str) -> list[Unit]:
    """Give the quotable units of a text, in order, without the white space between them.

    A list item or table row is one unit however many sentences it has up to two; a longer item is
    split like a paragraph, so that a quote stays short.
    """
    units: list[Unit] = []
    for start, end in _lines(text):
        units.extend(_units_of_line(text, start, end))
    return units


def _lines(text: str) -> list[tuple[int, int]]:
    """Join lines into paragraphs: a new one starts at a blank line, a list item or a table row."""
    spans: list[tuple[int, int]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        if not line.strip():
            spans.append((start, start))
            continue
        end = start + len(line.rstrip())
        if spans and spans[-1][0] != spans[-1][1] and not _opens(line):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [(start, end) for start, end in spans if start != end]


def _opens(line: str) -> bool:
    return bool(_ITEM.match(line)) or _TABLE_CELL in line


def _units_of_line(text: str, start: int, end: int) -> list[Unit]:
    line = text[start:end]
    sentences = _sentences(text, start, end)
    if _opens(line) and (_TABLE_CELL in line or len(sentences) <= _SENTENCES_OF_AN_ITEM):
        stripped = start + len(line) - len(line.lstrip())
        return [Unit(stripped, end, text[stripped:end], is_item=True)]
    return sentences


def _sentences(text: str, start: int, end: int) -> list[Unit]:
    units: list[Unit] = []
    begin = start
    mark = _ITEM.match(text, start, end)
    for match in _END.finditer(text, mark.end() if mark else start, end):
        if _ends_sentence(text, begin, match):
            units.append(_unit(text, begin, match.end()))
            begin = match.end()
    units.append(_unit(text, begin, end))
    return [unit for unit in units if unit.text]


def _unit(text: str, start: int, end: int) -> Unit:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Unit(start, start + len(piece.strip()), piece.strip())


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 80].lstrip()[:1]
    if following and not (
        following.isupper() or following.isdigit() or following in _OPENING + "•-"
    ):
        return False
    if not match.group().startswith("."):
        return True
    *before, word = text[begin : match.start() + 1].rsplit(maxsplit=2)[-2:]
    word = word.lstrip(_OPENING)
    is_mark = match.start() - begin <= _LONGEST_MARK and word[:-1].isdigit()
    is_number = bool(before) and before[0].lower() in _NUMBERED
    is_initial = len(word) == len("J.") and word[0].isupper() and not is_number
    return word.lower() not in _ABBREVIATIONS and not is_mark and not is_initial
