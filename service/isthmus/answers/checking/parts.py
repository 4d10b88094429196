"""Whose part it is: who is accountable, responsible, consulted, informed, or acts at all."""

from collections.abc import Iterator
from typing import Final

from isthmus.answers.checking.aligning import Aligned, Found
from isthmus.answers.checking.named import Role, roles
from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.rivalry import Rivalry, There, Thing
from isthmus.answers.checking.scopes import scopes

_BE: Final = frozenset("is are was were be been being gets get".split())
_LETTERS: Final = {
    "accountable": "A", "accountability": "A", "responsible": "R", "consulted": "C", "informed": "I"
}  # fmt: skip
_BETWEEN: Final = 3  # words between two roles that are named together
_NEAR: Final = 4.0
_MARGIN: Final = 1.25
_TOPIC: Final = 0.8
_MOST: Final = 0.6


def faults(aligned: Aligned) -> Iterator[str]:
    """Say where the sentence has somebody else than the passages."""
    yield from _letters(aligned)
    yield from _others(aligned)


def _letters(aligned: Aligned) -> Iterator[str]:
    """Compare who is accountable, responsible, consulted and informed, matter by matter."""
    claim = aligned.claim
    taken = {t.at for role in roles(claim.read) for t in role.words}
    for role in roles(claim.read):
        for letter in _letters_of(claim.read, role):
            matter = [t for t in claim.telling if t.word not in _LETTERS and t.at not in taken]
            rated = [
                (sum(found.worth(t) for t in matter), found)
                for found in aligned.all
                if any(t.word in _LETTERS for t in found.text.tokens)
            ]
            best = max((worth for worth, _ in rated), default=0.0)
            near = [found for worth, found in rated if worth >= _TOPIC * best]
            if near and not any(_has_letter(found, role, letter) for found in near):
                yield f"The passages do not say this of “{role.shown}”."
                return


def _letters_of(text: Text, role: Role) -> set[str]:
    """Give the letters that a role has: the next behind it in its clause, else the last before."""
    clause = text.clause(text.tokens[role.at].clause)
    said = [t for t in clause if t.word in _LETTERS and not _is_of_a_name(text, t)]
    behind = [_LETTERS[t.word] for t in said if t.at > role.at]
    before = [_LETTERS[t.word] for t in said if t.at < role.at]
    earlier = [_LETTERS[t.word] for t in text.tokens[: role.at] if t.word in _LETTERS]
    turned = any(
        t.word in _BE for t in text.tokens[max(0, role.words[0].at - 2) : role.words[0].at]
    )
    return set(behind[:1] or before[-1:] or (earlier[-1:] if turned else []))


def _is_of_a_name(text: Text, token: Token) -> bool:
    """Tell "the responsible engineer" from "responsible for"."""
    before = text.tokens[token.at - 1].word if token.at else ""
    behind = text.tokens[token.at + 1] if token.at + 1 < len(text.tokens) else None
    return before in {"the", "a", "each"} and behind is not None and behind.counts


def _has_letter(found: Found, role: Role, letter: str) -> bool:
    return any(
        letter in _letters_of(found.text, other)
        for other in roles(found.text)
        if _is_same(role, other, found)
    )


def _others(aligned: Aligned) -> Iterator[str]:
    """Find a role in whose place the passages have another beside the same words."""
    claim = aligned.claim
    named = {_thing(claim.read, role): role for role in roles(claim.read)}
    if not named:
        return
    there = {
        There(found, _thing(found.text, role)): role
        for found in _near(aligned)
        for role in roles(found.text)
        if role.at not in scopes(found.text).denied
    }
    taken = {t.at for role in named.values() for t in role.words}
    rivalry = Rivalry(
        [t for t in claim.telling if t.at not in taken],
        lambda one, other: _is_same(named[one], there[other], other.found),
        _NEAR,
        _MARGIN,
    )
    for thing, role in named.items():
        if _is_possessed(claim.read, role) or _is_turned_round(claim.read, role):
            continue
        if rival := rivalry.rival(thing, list(named), list(there)):
            yield f"The passages say this of “{rival}” rather than of “{role.shown}”."


def _is_possessed(text: Text, role: Role) -> bool:
    """Tell "administrators' rights", where it is not they who act."""
    return text.text[role.words[-1].end : role.words[-1].end + 1] in {"'", "\u2019"}


def _is_turned_round(text: Text, role: Role) -> bool:
    """Tell a clause with "by" and another role: there it is the verb that decides who acts."""
    clause = text.tokens[role.at].clause
    named = [each for each in roles(text) if text.tokens[each.at].clause == clause]
    return len(named) > 1 and any(token.word == "by" for token in text.clause(clause))


def _near(aligned: Aligned) -> list[Found]:
    """Give the units that say nearly as much of the sentence as the best."""
    shares = [(sum(found.worth(t) for t in aligned.claim.telling), found) for found in aligned.all]
    best = max((share for share, _ in shares), default=0.0)
    return [found for share, found in shares if share >= _MOST * best or found in aligned.used]


def _thing(text: Text, role: Role) -> Thing:
    """Give the places of a role and of those that "and" joins to it."""
    every = roles(text)
    first = last = every.index(role)
    while first and _joined(text, every[first - 1], every[first]):
        first -= 1
    while last + 1 < len(every) and _joined(text, every[last], every[last + 1]):
        last += 1
    return Thing(tuple(each.at for each in every[first : last + 1]), role.shown)


def _joined(text: Text, one: Role, other: Role) -> bool:
    between = text.tokens[one.at + 1 : other.words[0].at]
    return len(between) <= _BETWEEN and all(
        t.word in {",", "and", "or", "the", "a", "both"} for t in between
    )


def _is_same(role: Role, other: Role, found: Found) -> bool:
    """Tell whether one names the other: every word of the shorter name stands in the longer."""
    places = {t.at for t in other.words}
    shared = sum(bool(places & set(found.places(t))) for t in role.words)
    return shared >= min(len(role.words), len(other.words))
