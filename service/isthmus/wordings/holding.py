"""What the words of a model are held to: what they were made from, and nothing that acts.

These are exact comparisons of what a reader acts on: numbers, ids, names and negations. What a
sentence claims beyond that is for the checker of `isthmus.answers.checking`.
"""

import re
from collections.abc import Iterable
from typing import Final

from isthmus.wordings.inert import is_inert
from isthmus_knowledge.analysis import STOP_WORDS, identifiers, stem, words

_NUMBER: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NAMED: Final = re.compile(r"[^\W_][\w&'\u2019-]*")
_NEGATIONS: Final = frozenset(
    """
    no not nor none never neither nobody nothing nowhere without cannot hardly except unless until
    prohibited forbidden banned
    """.split()
)
_COUNTED: Final = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty
    fifty sixty ninety hundred thousand half quarter third dozen once twice daily weekly fortnightly
    monthly quarterly yearly annually hourly biannually
    """.split()
)


def is_plain(text: str, longest: int) -> bool:
    """Tell whether a text is one plain line of at most so many characters."""
    return 0 < len(text) <= longest and is_inert(text, text)


def is_negated(text: str) -> bool:
    return any(each in _NEGATIONS or each.endswith("n't") for each in words(text))


def adds_nothing(text: str, sources: Iterable[str]) -> bool:
    """Tell whether all numbers, ids and names in a text occur in one of its sources."""
    known = "\n".join(sources)
    return (
        _numbers(text) <= _numbers(known)
        and set(identifiers(text)) <= set(identifiers(known))
        and _names(text) <= {each.casefold() for each in _tokens(known)}
    )


def telling(text: str) -> frozenset[str]:
    """Give the stems of the words of a text that tell something."""
    return frozenset(stem(each) for each in words(text) if each not in STOP_WORDS)


def _numbers(text: str) -> set[str]:
    return {*_NUMBER.findall(text), *(each for each in words(text) if each in _COUNTED)}


def _names(text: str) -> set[str]:
    """Give the words that a capital marks as a name; the first one always begins with one."""
    found = list(_tokens(text))
    inner = (each for each in found[1:] if any(sign.isupper() for sign in each))
    first = (each for each in found[:1] if any(sign.isupper() for sign in each[1:]))
    return {each.casefold() for each in (*inner, *first)}


def _tokens(text: str) -> Iterable[str]:
    for found in _NAMED.findall(text.replace("\u2019", "'")):
        yield found.removesuffix("'s").strip("'-")
