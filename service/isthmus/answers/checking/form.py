"""Whether what a model wrote is a sentence at all, and holds nothing that only we may give."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

LONGEST: Final = 600
_FEWEST_WORDS: Final = 3
_MARK: Final = re.compile(r"\s*(?:\[\d+(?:\s*[,;\u2013-]\s*\d+)*\])+")
_ADDRESS: Final = re.compile(
    r"\w{1,20}://|\bwww\.|\bmailto:|\bdata:\w|\bjavascript:|[^\s@]{1,64}@[^\s@]{1,64}\.\w|"
    r"\b[\w-]{1,63}\.(?:com|net|org|io|dev|app|info|biz|ru|cn|xyz|co|example|test|ly|me)\b(?:/\S*)?|"
    r"\b\w[\w-]{0,63}\.[a-z]{2,12}/\S",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(
    r"!?\[[^\]]*\]\s*\(|\[[^\]]*\]\s*[\[:]|</?\w|<!|&\w+;|&#|```|`|\*\*|__|~~|^\s*#{1,6}\s|\{\{|\$\{|"
    r"^\s*[>|]\s|\|\s*-{2,}|<https?|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_MENTION: Final = re.compile(r"(?<![\w.])@\w|<[@#!]|<at\b|(?<!\w):\w+:(?!\w)", re.IGNORECASE)
# Combining accents, raised and broken digits, signs that cannot be seen.
_STRANGE: Final = frozenset({"Mn", "Me", "No", "Cf", "Cc", "Co", "Cn", "So"})
_LETTER: Final = re.compile(r"[^\W\d_]")
_FUNCTION_WORDS: Final = frozenset(
    "the a an of to in and or is are be by for with on at from that it its as has have must may "
    "should shall not no can which who this these every each all within after before until when "
    "where if only under they their than under was were will does do between per".split()
)
_FOREIGN: Final = frozenset(
    "der die das und ist nicht werden wird les des est une dans pour avec het een niet voor zijn "
    "los las una para con por del della che il sono och att inte".split()
)
_NON_LATIN: Final = 0.2


def without_marks(sentence: str) -> str:
    """Take off the citation marks, such as [1] or [1, 2], and fold the white space."""
    return " ".join(_MARK.sub("", sentence).split())


def faults(sentence: str) -> Iterator[str]:
    """Say what keeps a text from being shown, whatever it is about."""
    if len(sentence) > LONGEST:
        yield f"It is longer than {LONGEST} characters."
        return  # nothing more is looked for in it
    yield from (reason for wrong, reason in _WRONG if wrong(sentence))


def _has_strange_signs(sentence: str) -> bool:
    return any(unicodedata.category(letter) in _STRANGE for letter in sentence)


def _is_unbalanced(sentence: str) -> bool:
    return any(sentence.count(one) != sentence.count(other) for one, other in ("()", "[]"))


def _is_foreign(sentence: str) -> bool:
    letters = _LETTER.findall(sentence)
    if not letters or sum(letter > "\u024f" for letter in letters) > _NON_LATIN * len(letters):
        return True
    words = sentence.lower().split()
    return sum(word in _FOREIGN for word in words) > sum(word in _FUNCTION_WORDS for word in words)


_WRONG: Final[tuple[tuple[Callable[[str], object], str], ...]] = (
    (lambda sentence: len(sentence.split()) < _FEWEST_WORDS, "It is no whole sentence."),
    (_has_strange_signs, "It holds signs that are not those of a text."),
    (_is_unbalanced, "Its brackets do not match."),
    (_ADDRESS.search, "It holds an address; links are never a model's."),
    (_MARKUP.search, "It holds markup."),
    (_MENTION.search, "It mentions somebody by a handle."),
    (_is_foreign, "It is not in the language of answers."),
)
