"""Lines become blocks: tables, items of a list, paragraphs, each below its heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from isthmus.actions.extracting.turns import Line
from isthmus.actions.extracting.words import words

_MARK = re.compile(
    r"\s*(?:[-*•·+\u2013\u2014▪◦‣]|\(?(?:\d{1,3}|[a-zA-Z])[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+(?=\S)"
)
_BOX = re.compile(r"\s*(?:\[(?P<tick>[ xX✓✔]?)\]|(?P<sign>[☐☑☒✅]))\s*")
_RULE = re.compile(r"\s*([=\-_*~#])\1{2,}\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HASHED = re.compile(r"\s{0,3}#{1,6}\s+(?P<title>.*?)\s*#*$")
_BOLD = re.compile(r"\s*(?:\*\*|__)(?P<title>[^*_|]+?)[:.]?(?:\*\*|__)\s*:?\s*$")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[ivxIVX]{1,4}[.)])\s+")
_SHORT = 55  # characters; a shorter line is meant to end where it ends
_LONGEST_HEADING = 60
_OWNED = re.compile(r"\s*(?:@?[\w.\-]+ ?){1,3}\s*(?:->|→|=>|⇒|➜|:|--)\s+\S")
_STRUCK = re.compile(r"^\W*~~.*~~\W*$|^\W*<(del|s|strike)>.*</\1>\W*$")


@dataclass(frozen=True)
class Item:
    """A line of a list, or one that a label opens; ``ticked`` None where it has no box."""

    text: str
    start: int
    number: int
    section: str
    ticked: bool | None = None
    depth: int = 0  # columns that it is set in


@dataclass(frozen=True)
class Paragraph:
    text: str
    start: int
    number: int
    section: str


@dataclass(frozen=True)
class Rows:
    """The lines of a table."""

    lines: tuple[Line, ...]
    section: str


Block = Item | Paragraph | Rows


@cache
def label() -> re.Pattern[str]:
    """Match a label such as "ACTION (Maria):", with the name that stands in it."""
    said = "|".join(re.escape(each) for each in words().any_of("action_labels"))
    return re.compile(
        rf"\s*(?:\*\*|__)?(?P<label>{said})(?:\s*#?\d{{1,3}})?(?:\s+(?:on|for)\s+(?P<on>\w+))?(?:\*\*|__)?"
        rf"(?:\s*[(\[](?P<who>[^()\[\]]{{1,40}})[)\]](?:\*\*|__)?)?\s*:(?:\*\*|__)?\s*"
        rf"|\s*(?P<bare>(?-i:TODO|ACTION|FIXME))\s+(?=\S)",
        re.IGNORECASE,
    )


@cache
def other_label() -> re.Pattern[str]:
    said = "|".join(re.escape(each) for each in words().any_of("other_labels"))
    return re.compile(
        rf"\s*(?:\*\*|__)?(?:{said})(?:\*\*|__)?\s*[:\-\u2013](?:\*\*"
        rf"|__)?",
        re.IGNORECASE,
    )


def blocks_of(lines: Sequence[Line]) -> Iterator[Block]:
    section = ""
    at = 0
    fenced = False
    while at < len(lines):
        line = lines[at]
        if _FENCE.match(line.text):
            fenced = not fenced
        elif not fenced and line.text.strip():
            title = _heading(lines, at)
            if title is not None:
                section = title
            else:
                block, at = _block(lines, at, section)
                if not isinstance(block, Rows) and _STRUCK.match(block.text):
                    continue
                yield block
                continue
        at += 1


def _heading(lines: Sequence[Line], at: int) -> str | None:  # noqa: PLR0911 - a form a return
    text = lines[at].text
    for pattern in (_HASHED, _BOLD):
        matched = pattern.match(text)
        if matched and not label().match(text):
            return matched["title"]
    if _RULE.match(text):
        return "" if _is_break(lines, at) else None
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    underlined = bool(re.match(r"\s*(=|-)\1{2,}\s*$", below))
    bare = _NUMBERED.sub("", text).strip()
    matched = label().match(text)
    if matched and matched["bare"] and _BOX.match(_MARK.sub("", below)):
        return bare
    if len(bare) > _LONGEST_HEADING or "|" in text or _BOX.match(text) or _opens(text):
        return bare if underlined and len(bare) <= _LONGEST_HEADING and "|" not in text else None
    if underlined or (bare.rstrip(":").casefold() in _known_headings()):
        return bare.rstrip(":")
    follows = next((each.text for each in lines[at + 1 : at + 3] if each.text.strip()), "")
    if bare.endswith(":") and len(bare.split()) <= 6 and not label().match(text):  # noqa: PLR2004
        return bare.rstrip(":")
    alone = (at == 0 or not lines[at - 1].text.strip()) and bool(
        _MARK.match(follows) or "|" in follows
    )
    return bare if alone and not re.search(r"[.!?;,]$", bare) else None


def _is_break(lines: Sequence[Line], at: int) -> bool:
    return at == 0 or not lines[at - 1].text.strip()


@cache
def _known_headings() -> frozenset[str]:
    known = words()
    return frozenset((*known.any_of("action_headings"), *known.any_of("no_action_headings")))


def _block(lines: Sequence[Line], at: int, section: str) -> tuple[Block, int]:
    if (
        "|" in lines[at].text
        and at + 1 < len(lines)
        and "|" in lines[at + 1].text.replace("+", "|")
    ):
        end = at
        while end < len(lines) and "|" in lines[end].text.replace("--+--", "|"):
            end += 1
        return Rows(tuple(lines[at:end]), section), end
    end = at + 1
    while end < len(lines) and _goes_on(lines[end - 1], lines[end]):
        end += 1
    text = "\n".join(_whole(lines[at:end]))
    return _item(text, lines[at], section), end


def _whole(lines: Sequence[Line]) -> Iterator[str]:
    """Give the lines with the white space that stands at their ends, so that places stay right."""
    for line, after in pairwise(lines):
        yield line.text.ljust(after.start - line.start - 1)
    yield lines[-1].text


def _goes_on(above: Line, line: Line) -> bool:
    """Tell whether a line goes on where the one above was only wrapped."""
    if not line.text.strip() or (len(above.text.strip()) < _SHORT and not _indented(above, line)):
        return False
    if _opens(line.text) or _RULE.match(line.text) or _HASHED.match(line.text):
        return False
    return "|" not in line.text and not _FENCE.match(line.text)


def _indented(above: Line, line: Line) -> bool:
    """Tell whether a line is set below the words of a list's item, and begins in small letters."""
    mark = _MARK.match(above.text)
    set_in = len(line.text) - len(line.text.lstrip())
    return mark is not None and set_in >= mark.end() and line.text.lstrip()[:1].islower()


def _opens(text: str) -> bool:
    return bool(
        _OWNED.match(text)
        or _MARK.match(text)
        or _BOX.match(text)
        or label().match(text)
        or other_label().match(text)
    )


def _item(text: str, line: Line, section: str) -> Block:
    begin = 0
    ticked: bool | None = None
    mark = _MARK.match(text)
    if mark:
        begin = mark.end()
    box = _BOX.match(text, begin)
    if box:
        begin = box.end()
        ticked = bool((box["tick"] or "").strip()) or (box["sign"] or "☐") != "☐"
    if mark or box or label().match(text):
        depth = len(text) - len(text.lstrip())
        return Item(text[begin:], line.start + begin, line.number, section, ticked, depth)
    blank = len(text) - len(text.lstrip())
    return Paragraph(text[blank:], line.start + blank, line.number, section)
