"""Not, never, without: denied where the passages deny it, and nowhere else."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final

from isthmus.answers.checking.aligning import Aligned, Found
from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.scopes import Force, Negation, Scopes, is_denied, scopes

_FREE: Final = frozenset("instead rather otherwise undecided refuse refuses refused".split())
# How a sentence says "not" in other words.
_LEFT_OPEN: Final = frozenset(
    (verb, particle)
    for verb, particle in (
        ("leaves", "open"),
        ("leave", "open"),
        ("left", "open"),
        ("turned", "down"),
    )
)
_RESTRICTING: Final = frozenset(
    "only must needs need requires required require until unless if without before after once "
    "has have not cannot no nobody never provided prior first wait waits except".split()
)
# What makes "not without" of a passage.
_BINDING: Final = frozenset(
    "only must shall need needs require requires required unless until not no never cannot nobody "
    "has have prior first before forbidden prohibited once after".split()
)
_EXCEPTING: Final = frozenset(
    "without unless before until only except but if prior than after".split()
)
_FOCUS: Final = 3
_NEAR_BEHIND: Final = 6
_OTHER: Final = {"on": "off", "off": "on"}
_EVEN: Final = {("even", "if"), ("even", "when"), ("regardless", "of"), ("even", "though")}
_OF_ONE: Final = frozenset("without except excluding".split())
_FORMS: Final = ("un", "non", "in", "dis", "im")


def faults(aligned: Aligned) -> Iterator[str]:
    """Say what the sentence denies or affirms against the passages."""
    claim = scopes(aligned.claim.read)
    yield from _denied_there_not(aligned, claim)
    yield from _limited_there_not(aligned, claim)
    yield from _affirmed_here(aligned)
    yield from _unlike(aligned, claim)
    yield from _freed(aligned, claim)
    yield from _switched(aligned)


def _denied_there_not(aligned: Aligned, claim: Scopes) -> Iterator[str]:
    """Find what the sentence denies and the passages do not."""
    tokens = aligned.claim.read.tokens
    for negation in claim.negations:
        if negation.restricts or not negation.focus:
            continue
        verdicts = [
            verdict
            for token in negation.focus
            for found in aligned.used
            if (verdict := _denied_in(found, token)) is not None
        ]
        if verdicts and not any(verdicts):
            word = tokens[negation.at].written
            yield f"“{word} … {negation.focus[0].written}” is not denied in the passages."
        elif not verdicts and not any(scopes(found.text).negations for found in aligned.used):
            yield f"“{tokens[negation.at].written}” has nothing to stand on in the passages."


def _denied_in(found: Found, token: Token) -> bool | None:
    """Tell whether a unit denies a word where it has it; None where it does not have it."""
    places = found.places(token)
    if not places:
        return None
    return any(
        is_denied(found.text, place) or _is_negative(found.text.tokens[place]) for place in places
    )


def _limited_there_not(aligned: Aligned, claim: Scopes) -> Iterator[str]:
    """Find "may not … without" where the passages say "may … without"."""
    for negation in claim.negations:
        if not negation.restricts or not negation.focus:
            continue
        units = aligned.beside(negation.focus[0])
        if not any({t.word for t in found.text.tokens} & _BINDING for found in units):
            yield f"The passages do not say “{aligned.claim.read.tokens[negation.at].written}”."


def _unlike(aligned: Aligned, claim: Scopes) -> Iterator[str]:
    """Find "reachable" where the passages say "unreachable"."""
    for token in aligned.claim.telling:
        for found in aligned.beside(token):
            place = found.place(token)
            there = found.text.tokens[place] if place is not None else None
            if there is None or {there.stem, token.stem} != {token.stem, f"un{_plain(token)}"}:
                continue
            ours = (token.at in claim.denied) != token.stem.startswith("un")
            theirs = is_denied(found.text, there.at) != there.stem.startswith("un")
            if ours != theirs and there.stem != token.stem:
                yield f"The passages say “{there.written}”, not “{token.written}”."


def _freed(aligned: Aligned, claim: Scopes) -> Iterator[str]:
    """Find "needs no …" where the passages need it."""
    for negation in claim.negations:
        if not negation.frees or not negation.focus:
            continue
        for found in aligned.used:
            places = {place for token in negation.focus[:1] for place in found.places(token)}
            if any(_is_needed(found.text, place) for place in places):
                yield f"The passages require “{negation.focus[0].written}”."
                return


def _is_needed(text: Text, place: int) -> bool:
    """Tell whether "must" or "needs" stands before a word in its clause, with no "not" between."""
    there = scopes(text)
    for at, force in there.explicit:
        clause = text.tokens[at].clause == text.tokens[place].clause
        if force is Force.MUST and clause and at < place <= at + _NEAR_BEHIND:
            return not any(at - 1 <= each.at < place for each in there.negations)
    return False


def _plain(token: Token) -> str:
    return token.stem.removeprefix("un")


def _switched(aligned: Aligned) -> Iterator[str]:
    """Find "switched on" where the passages say "switched off", or "even if" for "unless"."""
    ours = _particles(aligned.claim.read)
    theirs = {each for found in aligned.used for each in _particles(found.text)}
    for verb, particle in ours:
        if (verb, _OTHER[particle]) in theirs and (verb, particle) not in theirs:
            yield f"The passages say “{_OTHER[particle]}”, not “{particle}”."
    said = _pairs(aligned.claim.read)
    there = {each for found in aligned.used for each in _pairs(found.text)}
    for pair in _EVEN & said if not _EVEN & there else ():
        yield f"The passages do not say “{' '.join(pair)}”."


def _particles(text: Text) -> set[tuple[str, str]]:
    return {
        (one.stem, other.word)
        for one, other in pairwise(text.tokens)
        if other.word in _OTHER and one.stem in {"switch", "turn", "stay", "leav", "put"}
    }


def _pairs(text: Text) -> set[tuple[str, str]]:
    return {(one.word, other.word) for one, other in pairwise(text.tokens)}


def _is_negative(token: Token) -> bool:
    return token.word.startswith(_FORMS[:2]) and len(token.word) > 5  # noqa: PLR2004


def _affirmed_here(aligned: Aligned) -> Iterator[str]:
    """Find what the passages deny and the sentence says without its "not"."""
    said = {token.word for token in aligned.claim.read.tokens}
    for found in aligned.used:
        for negation in scopes(found.text).negations:
            if not negation.focus:
                continue
            heads = _saying(aligned, found, negation)
            if not heads or _is_demanded(found, negation, said):
                continue
            by = found.text.tokens[negation.at].word
            if any(_here_denied(aligned.claim.read, token, by) for token in heads[:1]):
                if negation.restricts and not said & _EXCEPTING:
                    yield "The sentence leaves out until when, or without what, this is forbidden."
                continue
            there = {token.word for token in found.text.tokens}
            if (
                said & _FREE
                or _LEFT_OPEN & _pairs(aligned.claim.read)
                or (negation.restricts and (said - there) & _RESTRICTING)
            ):
                continue
            word = found.text.tokens[negation.at].written
            yield f"The passages say “{word} … {negation.focus[0].written}”, the sentence does not."


def _is_demanded(found: Found, negation: Negation, said: AbstractSet[str]) -> bool:
    """Tell "not … without consent" from which "needs consent" follows."""
    is_without = found.text.tokens[negation.at].word == "without"
    others = [each for each in scopes(found.text).negations if each.restricts]
    return (
        is_without and bool(others) and bool(said & {"needs", "need", "requires", "only", "must"})
    )


def _saying(aligned: Aligned, found: Found, negation: Negation) -> list[Token]:
    """Give the words of the sentence that stand for what a unit denies, if its head is said."""
    focus = [token.at for token in negation.focus]
    words = [token for token in aligned.claim.counting if found.place(token) in focus[:_FOCUS]]
    return words if focus[0] in {found.place(token) for token in words} else []


def _here_denied(text: Text, token: Token, by: str) -> bool:
    """Tell whether a word is denied, or its clause: "data were not affected".

    A "without" of the sentence denies its clause only where it is a "without" of the unit, too.
    """
    claim = scopes(text)
    near = {t.at for each in claim.negations for t in each.focus}
    marks = [text.tokens[each.at] for each in claim.negations if not each.frees]
    clauses = {mark.clause for mark in marks if mark.word not in _OF_ONE or mark.word == by}
    here = token.clause in clauses
    return token.at in claim.denied or token.at in near or here or _is_negative(token)
