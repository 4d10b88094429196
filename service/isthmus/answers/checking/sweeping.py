"""All of them, or only those of which the passages speak: what narrows a noun may not be dropped.

Looked at are nouns of the sentence that stand for all of their kind: with "all" or "every" before
them, or as a bare plural.
"""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from isthmus.answers.checking.aligning import Aligned, Found
from isthmus.answers.checking.phrasing import Phrase, phrases
from isthmus.answers.checking.reading import Text, Token, is_verb

_ALL: Final = frozenset("all every each any whole entire".split())
_CERTAIN: Final = frozenset("the this that these those such its their his her our a an".split())
_RELATIVE: Final = frozenset("that which who whose".split())
_NARROWING: Final = _RELATIVE | frozenset(
    "with without for above below over under older newer outside inside".split()
)
_ENDS: Final = frozenset({",", ".", ";", "|", ":"})
# With these the rest of the sentence begins.
_GOES_ON: Final = frozenset(
    "is are was were must may shall should can cannot has have within by until every".split()
)
_REACH: Final = 11
_TELLING: Final = 3


def faults(aligned: Aligned) -> Iterator[str]:
    """Say where the sentence speaks of all of a kind, and the passages of some of it."""
    for phrase in _of_all(aligned.claim.read):
        near = [
            (found, each)
            for found in aligned.beside(phrase.head)
            for each in phrases(found.text)
            if each.head.at in found.places(phrase.head)
        ]
        narrowed = [_narrower(found, phrase, each) for found, each in near]
        if narrowed and all(narrowed):
            yield f"The passages say it of “{narrowed[0]}” only."


def _of_all(text: Text) -> Iterator[Phrase]:
    """Give the phrases that stand for all of their kind."""
    for phrase in phrases(text):
        first = phrase.words[0].at
        before = {token.word for token in text.tokens[max(0, first - 2) : first]}
        plural = phrase.head.word.endswith("s") and not phrase.head.word.endswith("ss")
        is_counted = any(token.word[0].isdigit() for token in phrase.words)
        if not is_counted and (before & _ALL or (plural and not before & _CERTAIN)):
            yield phrase


def _narrower(found: Found, ours: Phrase, there: Phrase) -> str:
    """Give a phrase of a unit with what narrows it, if the sentence says nothing of that."""
    said = [token for token in there.words[:-1] if token.at in _places(found, ours)]
    left = [token for token in there.words[:-1] if _narrows(found, token)]
    if left and not said:
        return f"{left[0].written} {there.head.written}"
    behind = _behind(found.text, there)
    if behind and not any(found.says(token) for token in behind):
        return f"{there.head.written} … {behind[0].written}"
    return ""


def _places(found: Found, phrase: Phrase) -> set[int]:
    return {place for token in phrase.words[:-1] for place in found.places(token)}


def _narrows(found: Found, token: Token) -> bool:
    """Leave out numbers, and the verbs that no list has ("conducts backups")."""
    is_verbal = token.word.endswith("s") and not token.word.endswith("ss")
    return token.tells and not found.says(token) and token.word.isalpha() and not is_verbal


def _behind(text: Text, phrase: Phrase) -> list[Token]:
    """Give the telling words of "… that run a plant", "… with a modem" behind a noun."""
    tokens = text.tokens[phrase.head.at + 1 : phrase.head.at + 1 + _REACH]
    part = list(takewhile(lambda token: token.word not in _ENDS, tokens))
    if not part or part[0].word not in _NARROWING:
        part = _relative(text, part)
    inner = takewhile(lambda token: token.word not in _GOES_ON, part[1:])
    return [token for token in inner if token.tells][:_TELLING]


def _relative(text: Text, part: list[Token]) -> list[Token]:
    """Give a relative clause that hangs on a noun over an "of …" or the like, but over no verb."""
    for at, token in enumerate(part):
        if token.word in {"is", "are", "was", "were"} or is_verb(text, token):
            return []
        if token.word in _RELATIVE:
            return part[at:]
    return []
