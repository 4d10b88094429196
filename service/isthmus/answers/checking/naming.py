"""Names, abbreviations and roles of a sentence: they have to stand in the passages."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from isthmus.answers.checking.aligning import Aligned
from isthmus.answers.checking.named import Role, roles
from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.stated import stated
from isthmus_knowledge.analysis import STOP_WORDS
from isthmus_knowledge.sources import mentions

_ABBREVIATION: Final = re.compile(r"[A-Z]{2,}s?$|[A-Z]+[a-z]?[A-Z]+$")
_REACH: Final = 2


def faults(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Say which name, abbreviation or role of the sentence the passages do not have."""
    texts = (*cited, aligned.context)
    for token in _names(aligned.claim.read):
        if not any(
            aligned.claim.match(token, text).worth or _abbreviated(token, text) for text in texts
        ):
            yield f"“{token.written}” is not named in the cited passages."
    yield from _elsewhere(aligned, cited)
    for role in roles(aligned.claim.read):
        if not any(_has_role(role, aligned, text) for text in texts):
            yield f"No “{role.shown}” stands in the cited passages."
    there = {name for text in texts for name in _sources(text.text)}
    for mention in mentions(aligned.claim.read.text):
        if mention.source.name not in there and mention.label == mention.source.name:
            yield f"“{mention.source.name}” is not named in the cited passages."


@lru_cache(maxsize=4_096)
def _sources(text: str) -> frozenset[str]:
    return frozenset(each.source.name for each in mentions(text))


def _elsewhere(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Find a person or a role that stands in the passages, but not where the rest is said."""
    claim = aligned.claim
    persons = {name for text in cited for name in _persons(text)}
    for token in claim.read.tokens:
        before = claim.read.tokens[token.at - 1].word if token.at else ""
        is_place = before in {"at", "in", "of", "from"}
        if (
            token.written in persons
            and not is_place
            and not any(found.worth(token) for found in aligned.used)
        ):
            yield f"The passages do not say this of “{token.written}”."
    for role in roles(claim.read):
        near = (*(found.text for found in aligned.used), aligned.context)
        if not any(_has_role(role, aligned, text) for text in near):
            yield f"The passages do not say this of “{role.shown}”."


@lru_cache(maxsize=4_096)
def _persons(text: Text) -> frozenset[str]:
    """Give the words written with a capital inside a sentence, and nowhere without."""
    small = {token.written for token in text.tokens}
    return frozenset(
        token.written
        for token in _names(text)
        if not token.written.isupper() and token.written.isalpha() and token.word not in small
    )


def _names(text: Text) -> Iterator[Token]:
    """Give words with a capital that do not open a sentence, and abbreviations anywhere."""
    exact = [(each.start, each.end) for each in stated(text.text)]
    for token in text.tokens:
        if any(start <= token.start < end for start, end in exact) or not token.is_word:
            continue
        opens = token.at == 0 or text.tokens[token.at - 1].word in {".", ":", "!", "?"}
        is_short = _ABBREVIATION.match(token.written) is not None
        if is_short or (token.written[0].isupper() and not opens and token.word not in STOP_WORDS):
            yield token


def _abbreviated(token: Token, text: Text) -> bool:
    """Tell whether an abbreviation is of words that stand in a row in the text."""
    letters = token.written.removesuffix("s").lower()
    if not letters.isalpha() or not token.written[:2].isupper():
        return False
    firsts = "".join(each.word[0] if each.is_word else " " for each in text.tokens)
    telling = "".join(
        each.word[0]
        for each in text.tokens
        if each.is_word and each.word not in {"and", "of", "the"}
    )
    return letters in firsts or letters in telling


def _has_role(role: Role, aligned: Aligned, text: Text) -> bool:
    """Tell whether a text names the role: its words within one name, or right beside each other."""
    claim = aligned.claim
    places = [set(claim.match(token, text).places) for token in role.words]
    if not all(places):
        return False
    if any(all(each & {t.at for t in other.words} for each in places) for other in roles(text)):
        return True
    heads, modifiers = places[-1], places[:-1]
    return any(
        all(any(abs(place - head) <= _REACH for place in each) for each in modifiers)
        for head in heads
    )
