"""Slips of the pen in a question: a word nobody uses, one stroke away from one of the field's."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import takewhile
from typing import Final

from isthmus_knowledge.analysis import STOP_WORDS, stem, words

_SHORTEST: Final = 4
_LONG: Final = 5  # letters, from which on any one letter may be wrong
_ESTABLISHED: Final = 3  # times a word stands in the shipped texts, to be taken for what was meant
_PLAIN: Final = re.compile(r"(?<![\w'\u2019/-])[a-z]+(?![\w'\u2019/-])|^[A-Z][a-z]+\b")


def slips(text: str, is_word: Callable[[str], bool]) -> dict[str, str]:
    """Give the words of a text that look mistyped, each with what was probably meant.

    Names, ids and whatever has a capital or a digit are left alone, and so is what ``is_word``
    knows and what the shipped texts use.
    """
    found: dict[str, str] = {}
    for match in _PLAIN.finditer(text):
        word = match[0].lower()
        known = len(word) < _SHORTEST or _is_known(word) or is_word(word)
        if not known and (meant := _nearest(word)):
            found[match[0]] = meant
    return found


def respelt(text: str, slips: Mapping[str, str]) -> str:
    """Put the words that were meant in place of those that were typed."""
    for typed, meant in slips.items():
        text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, text)
    return text


def is_one_stroke(typed: str, meant: str) -> bool:
    """Tell whether one letter too many, too few, wrong or swapped makes one word of the other.

    Of a short word only a swap and a letter doubled or not are slips: many short words differ by
    a letter.
    """
    if typed == meant or typed[:1] != meant[:1] or abs(len(typed) - len(meant)) > 1:
        return False
    at = len(list(takewhile(_alike, zip(typed, meant, strict=False))))
    if typed[at:] == meant[at : at + 2][::-1] + meant[at + 2 :]:
        return True
    longer, shorter = sorted((typed, meant), key=len, reverse=True)
    same_length = len(longer) == len(shorter)
    if longer[at + 1 :] != shorter[at + same_length :]:
        return False
    doubled = not same_length and longer[at] == longer[at - 1]
    return doubled or len(shorter) >= _LONG


def _alike(letters: tuple[str, str]) -> bool:
    return letters[0] == letters[1]


def _is_known(word: str) -> bool:
    return word in STOP_WORDS or stem(word) in _known_stems()


def _nearest(word: str) -> str | None:
    near = (other for other in _by_first_letter().get(word[0], ()) if is_one_stroke(word, other))
    return next(near, None)


@cache
def _counted() -> Counter[str]:
    corpus = files("isthmus_knowledge") / "corpus"
    return Counter(word for text in _texts(corpus) for word in words(text))


@cache
def _known_stems() -> frozenset[str]:
    return frozenset(map(stem, _counted()))


@cache
def _by_first_letter() -> Mapping[str, tuple[str, ...]]:
    """Give the established words by their first letter, the most frequent first."""
    letters: dict[str, tuple[str, ...]] = {}
    for word, times in _counted().most_common():
        if times >= _ESTABLISHED and word.isalpha():
            letters[word[0]] = (*letters.get(word[0], ()), word)
    return letters


def _texts(folder: Traversable) -> Iterator[str]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _texts(each)
        elif each.name.endswith((".md", ".yaml")):
            yield each.read_text("utf-8")
