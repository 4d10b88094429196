"""A language model's text, as it comes, to sentences with the numbers they cite (pure)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus_knowledge.sentences import split

LONGEST_SENTENCE: Final = 600  # characters
LONGEST_TEXT: Final = 4_000
MOST_SENTENCES: Final = 12
_WIDEST_RANGE: Final = 4  # "[1-30]" cites nothing in particular
_LONGEST_MARK: Final = 40
_NEAR: Final = 160  # characters before a stop that tell what it ends
_MARK: Final = r"\[\s*\d[\d\s,;\u2013-]{0,40}\]"
_MARKS: Final = re.compile(rf"\s*({_MARK})")
_SIGN: Final = re.compile(
    rf"(?P<mark>{_MARK})|(?P<stop>(?<![.!?\u2026])[.!?\u2026]+[\"'\u201d\u2019)]*)|(?P<line>\n)"
)
_OPENS: Final = re.compile(r"\s*(?:[-*\u2022#>]+|\(?\d{1,2}[.)])\s+")
_EMPHASIS: Final = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_NUMBER: Final = re.compile(r"(\d+)(?:\s*[\u2013-]\s*(\d+))?")


@dataclass(frozen=True)
class Said:
    """A sentence as a model wrote it, without its marks; ``cites`` are the numbers in them."""

    text: str
    cites: tuple[int, ...]


def sentences(pieces: Iterable[str]) -> Iterator[Said]:
    """Give each sentence as soon as it is complete; an endless text comes to an end.

    One that is too long is left out, and so is whatever comes after too many. What breaks off at
    the end cites nothing.
    """
    buffer, read, given, is_too_long = "", 0, 0, False
    for piece in pieces:
        read += len(piece)
        buffer += piece[: LONGEST_TEXT + len(piece) - read] if read > LONGEST_TEXT else piece
        while (end := _first_end(buffer)) is not None:
            sentence, buffer = buffer[:end], buffer[end:]
            yield from () if is_too_long else _said(sentence)
            given, is_too_long = given + 1, False
            if given == MOST_SENTENCES:
                return
        if read > LONGEST_TEXT:
            return
        if len(buffer) > LONGEST_SENTENCE + _LONGEST_MARK:  # what is left of it is looked at again
            buffer, is_too_long = buffer[-_NEAR:], True
    if is_too_long:
        return
    yield from _said(buffer) if _is_whole(buffer) else (Said(e.text, ()) for e in _said(buffer))


def _first_end(text: str) -> int | None:
    """Give where the first sentence ends; None where that cannot be told yet."""
    begin = _opening(text)
    for signs, end in _runs(text, begin):
        following = text[end:].lstrip()
        if not following or (following[0] == "[" and _may_become_a_mark(following)):
            return None
        is_whole = "line" in signs or {"stop", "mark"} <= signs
        if is_whole or ("stop" in signs and _ends(text[begin:end], text[end:])):
            return end
    return None


def _is_whole(text: str) -> bool:
    """Tell whether the last sentence ends, with a mark or a stop."""
    ends = [end for signs, end in _runs(text, _opening(text)) if signs - {"line"}]
    return bool(ends) and not text[ends[-1] :].strip()


def _opening(text: str) -> int:
    """Give the length of a list mark, and of the space around it, that a text begins with."""
    opened = _OPENS.match(text)
    return opened.end() if opened else len(text) - len(text.lstrip())


def _runs(text: str, begin: int) -> Iterator[tuple[frozenset[str], int]]:
    """Give the kinds of signs that stand together, and where each run of them ends."""
    run: set[str] = set()
    end = begin
    for sign in _SIGN.finditer(text, begin):
        if run and text[end : sign.start()].strip():
            yield frozenset(run), end
            run = set()
        run.add(sign.lastgroup or "")
        end = sign.end()
    if run:
        yield frozenset(run), end


def _may_become_a_mark(following: str) -> bool:
    return "]" not in following and len(following) < _LONGEST_MARK


def _ends(sentence: str, following: str) -> bool:
    """Tell the end of a sentence from the point of an abbreviation, or of a number."""
    return _ends_there(sentence[-_NEAR:], following[:20])


@lru_cache(maxsize=4_096)
def _ends_there(near: str, following: str) -> bool:
    whole = f"{near}{following}".replace("\n", " ")
    return split(whole)[0].end <= len(near)


def _said(written: str) -> Iterator[Said]:
    if len(written) > LONGEST_SENTENCE:
        return
    text = _EMPHASIS.sub("", written[_opening(written) :])
    cites = [n for mark in _MARKS.findall(text) for n in _numbers(mark)]
    plain = " ".join(_MARKS.sub("", text).split())
    if any(map(str.isalnum, plain)):
        yield Said(plain, tuple(dict.fromkeys(cites)))


def _numbers(mark: str) -> Iterator[int]:
    for first, last in _NUMBER.findall(mark):
        start, end = int(first[:4]), int((last or first)[:4])
        if start <= end <= start + _WIDEST_RANGE:
            yield from range(start, end + 1)
