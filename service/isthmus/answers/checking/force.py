"""Must, should, may: as binding as the passages have it."""

from collections.abc import Iterator
from typing import Final

from isthmus.answers.checking.aligning import SAME, Aligned
from isthmus.answers.checking.reading import Text, Token, is_verb
from isthmus.answers.checking.scopes import Force, Scopes, scopes

_FITS: Final = {
    Force.MUST: {Force.MUST, Force.ASKS, Force.PLAIN},
    Force.ASKS: {Force.MUST, Force.ASKS, Force.SHOULD, Force.PLAIN},
    Force.SHOULD: {Force.SHOULD, Force.ASKS, Force.PLAIN},
    Force.MAY: {Force.MAY, Force.PLAIN},
    Force.PLAIN: {Force.PLAIN, Force.MUST, Force.ASKS},
}


def faults(aligned: Aligned) -> Iterator[str]:
    """Say where the sentence binds more, or less, than the passages."""
    yield from _forces(aligned, scopes(aligned.claim.read))


def _forces(aligned: Aligned, claim: Scopes) -> Iterator[str]:
    """Compare how binding the sentence is with how binding the passages are."""
    free = {each.at for each in claim.negations if each.frees}
    for token in _predicates(aligned, claim):
        force = claim.forces[token.at]
        there = _forces_there(aligned, token)
        if token.at in claim.denied and not free:
            if force in {Force.MUST, Force.MAY} and there == {Force.SHOULD}:
                yield f"The passages only advise against “{token.written}”."
            continue
        if there and not there & _FITS[force]:
            strongest = min(there)
            yield f"The sentence says “{force}” of “{token.written}”, the passages “{strongest}”."
            return


def _predicates(aligned: Aligned, claim: Scopes) -> list[Token]:
    """Give what is done: the telling word right behind each "must" and the like, and the verbs."""
    tokens = aligned.claim.read.tokens
    found: list[Token] = []
    for at, _ in claim.explicit:
        behind = [t for t in tokens[at + 1 :] if t.tells and t.clause == tokens[at].clause]
        found.extend(behind[:1])
    plain = [t for t in aligned.claim.telling if claim.forces[t.at] is Force.PLAIN]
    marks = {at for at, _ in claim.explicit}
    return found + [t for t in plain if t.at not in marks and is_verb(aligned.claim.read, t)]


def _forces_there(aligned: Aligned, token: Token) -> set[Force]:
    """Give how binding it is where most of the words around it are said, too."""
    near = aligned.beside(token)
    clause = [t for t in aligned.claim.telling if t.clause == token.clause]
    places = [
        (found.text, place)
        for found in near
        if found.worth(token) >= SAME
        for place in found.places(token)
    ]
    if places:
        done = [(text, place) for text, place in places if _is_done(text, place)]
        return {force for text, place in done for force in _forces_at(text, place)}
    return {
        force
        for found in near
        for t in clause
        for place in found.places(t)[:1]
        for force in _forces_at(found.text, place)
    }


def _is_done(text: Text, place: int) -> bool:
    """Tell a verb, or what stands right behind "must", from a word before a noun."""
    marks = {at for at, _ in scopes(text).explicit}
    return is_verb(text, text.tokens[place]) or bool({place - 1, place - 2, place} & marks)


def _forces_at(text: Text, place: int) -> set[Force]:
    """Give how binding a word is; "may … only" binds as well."""
    force = scopes(text).forces[place]
    limited = any(token.word == "only" for token in text.tokens)
    return {force, Force.MUST} if force is Force.MAY and limited else {force}
