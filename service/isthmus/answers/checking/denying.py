"""A "not" more than the passages have: beside a condition, or beside another "not"."""

from collections.abc import Iterator
from typing import Final

from isthmus.answers.checking.aligning import SAME, Aligned, Found
from isthmus.answers.checking.doing import deeds
from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.scopes import scopes

_NOT: Final = frozenset("not never cannot no nobody none nothing neither".split())
_FORBIDDING: Final = frozenset("forbidden prohibited banned forbids prohibits bans".split())
_UNDER: Final = frozenset("unless without before until except only after if where when".split())
_IDLE: Final = frozenset("later more less longer fewer only just sooner earlier matter".split())
_ENDS: Final = frozenset({".", ";", "|"})
_NEAR: Final = 4


def faults(aligned: Aligned) -> Iterator[str]:
    """Say where the sentence has one "not" more."""
    if _twice(aligned.claim.read) and not any(_twice(found.text) for found in aligned.used):
        yield "It denies twice what the passages deny once, or not at all."
    for mark, verb in _denied(aligned.claim.read):
        there = [
            (found, found.text.tokens[place])
            for found in aligned.beside(verb)
            if found.worth(verb) >= SAME
            for place in found.places(verb)
        ]
        if there and all(_is_affirmed(aligned, found, each) for found, each in there):
            yield f"The passages do not say “{mark.written} … {verb.written}”."


def _twice(text: Text) -> bool:
    """Tell whether a clause has two words that deny: "must not never"."""
    clauses = [token.clause for token in text.tokens if _denies(text, token)]
    return len(clauses) > len(set(clauses))


def _denies(text: Text, token: Token) -> bool:
    behind = text.tokens[token.at + 1].word if token.at + 1 < len(text.tokens) else ""
    is_not = token.word in _NOT or token.word.endswith("n't")
    return token.word in _FORBIDDING or (is_not and behind not in _IDLE)


def _denied(text: Text) -> Iterator[tuple[Token, Token]]:
    """Give each "not" with the verb right behind it."""
    for mark in text.tokens:
        if mark.word in _NOT and _denies(text, mark):
            verb = next((d.verb for d in deeds(text) if 0 < d.verb.at - mark.at < _NEAR), None)
            if verb is not None and verb.clause == mark.clause:
                yield mark, verb


def _is_affirmed(aligned: Aligned, found: Found, there: Token) -> bool:
    """Tell whether a unit says a verb without a "not", under no condition but the sentence's."""
    if there.at in scopes(found.text).denied:
        return False
    sentence = _sentence(found.text, there)
    words = {token.word for token in sentence}
    ours = {token.word for token in aligned.claim.read.tokens}
    denied = any(_denies(found.text, token) for token in sentence)
    return not denied and words & _UNDER <= ours & _UNDER


def _sentence(text: Text, token: Token) -> tuple[Token, ...]:
    breaks = [each.at for each in text.tokens if each.word in _ENDS]
    start = max((at for at in breaks if at < token.at), default=-1)
    end = min((at for at in breaks if at > token.at), default=len(text.tokens))
    return text.tokens[start + 1 : end]
