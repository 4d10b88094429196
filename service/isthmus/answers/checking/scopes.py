"""What governs the words of a text: negations, how binding it is, and how much is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from isthmus.answers.checking.reading import Text, Token, is_verb

_NEGATORS: Final = frozenset(
    "not never no nobody none neither nor without cannot nothing nowhere lack lacks lacking except "
    "excluding".split()
)
_FORBIDS: Final = frozenset(
    "prohibited forbidden banned barred prohibits forbids bans prohibit forbid ban prohibiting "
    "forbidding unable impossible".split()
)
_PHRASES: Final = (("rather", "than"), ("instead", "of"), ("in", "place", "of"))
# "no later than", "not only": these deny nothing.
_NO_DENIAL: Final = frozenset(
    "later more less longer fewer only just sooner earlier matter".split()
)
_RESTRICTS: Final = frozenset("before until unless without but except than prior".split())
_LEAVES_OPEN: Final = (("leave", "open"), ("left", "open"), ("leaves", "open"), ("undecided",))
_FOCUS: Final = 3
_WIDE: Final = 8
_FREE_OF_CHARGE: Final = (["cost", "nothing"], ["costs", "nothing"])
_HEADS: Final = frozenset({":", "|", "\u2013"})
_OF_ALL: Final = frozenset("no nobody none neither nor nothing never".split())
_ALLOWING: Final = frozenset("possible allowed permitted able".split())
_OF_ONE: Final = frozenset("without except excluding".split())


class Force(StrEnum):
    """How binding it is what a clause says."""

    PLAIN = "is"
    MUST = "must"
    ASKS = "asks"
    SHOULD = "should"
    MAY = "may"


_FORCES: Final = (
    (Force.MUST, ("must",)),
    (Force.MUST, ("shall",)),
    (Force.MUST, ("has", "to")),
    (Force.MUST, ("have", "to")),
    (Force.MUST, ("had", "to")),
    (Force.MUST, ("having", "to")),
    (Force.MUST, ("needs",)),
    (Force.MUST, ("need",)),
    (Force.MUST, ("required",)),
    (Force.MUST, ("requires",)),
    (Force.MUST, ("require",)),
    (Force.MUST, ("requiring",)),
    (Force.MUST, ("mandatory",)),
    (Force.MUST, ("obliged",)),
    (Force.MUST, ("obliges",)),
    (Force.MUST, ("demands",)),
    (Force.MUST, ("demand",)),
    (Force.MUST, ("demanded",)),
    (Force.MUST, ("prescribes",)),
    (Force.MUST, ("is", "necessary")),
    (Force.MUST, ("be", "necessary")),
    (Force.MUST, ("calls", "for")),
    (Force.ASKS, ("is", "to")),
    (Force.ASKS, ("are", "to")),
    (Force.ASKS, ("be", "to")),
    (Force.ASKS, ("asks",)),
    (Force.ASKS, ("ask",)),
    (Force.ASKS, ("asked",)),
    (Force.ASKS, ("wants",)),
    (Force.ASKS, ("want",)),
    (Force.ASKS, ("please",)),
    (Force.SHOULD, ("should",)),
    (Force.SHOULD, ("recommends",)),
    (Force.SHOULD, ("recommend",)),
    (Force.SHOULD, ("recommended",)),
    (Force.SHOULD, ("recommending",)),
    (Force.SHOULD, ("advises",)),
    (Force.SHOULD, ("advised",)),
    (Force.SHOULD, ("ought",)),
    (Force.SHOULD, ("supposed",)),
    (Force.SHOULD, ("expected",)),
    (Force.SHOULD, ("suggests",)),
    (Force.SHOULD, ("suggested",)),
    (Force.MAY, ("may",)),
    (Force.MAY, ("might",)),
    (Force.MAY, ("could",)),
    (Force.MAY, ("can",)),
    (Force.MAY, ("allowed",)),
    (Force.MAY, ("allows",)),
    (Force.MAY, ("allow",)),
    (Force.MAY, ("permitted",)),
    (Force.MAY, ("permits",)),
    (Force.MAY, ("permit",)),
    (Force.MAY, ("possible",)),
    (Force.MAY, ("lets",)),
    (Force.MAY, ("able",)),
    (Force.MAY, ("capability", "to")),
    (Force.MAY, ("ability", "to")),
    (Force.MAY, ("option", "to")),
    (Force.MAY, ("optional",)),
)


@dataclass(frozen=True)
class Negation:
    """``focus`` are the telling words that it denies, the nearest first; ``at`` is its place.

    ``restricts`` tells "not before", "no … without" and the like, which say when, not that not.
    ``frees`` tells "need not" from "must not".
    """

    at: int
    focus: tuple[Token, ...]
    restricts: bool
    frees: bool


@dataclass(frozen=True)
class Scopes:
    """``denied`` are the places of all words under a negation, ``forces`` how binding each is."""

    negations: tuple[Negation, ...]
    denied: frozenset[int]
    forces: tuple[Force, ...]
    explicit: tuple[tuple[int, Force], ...]


@lru_cache(maxsize=4_096)
def scopes(text: Text) -> Scopes:
    negations = tuple(_negations(text))
    denied = frozenset(
        place
        for each in negations
        if not each.restricts
        for place in (*_reach(text, each), *(token.at for token in each.focus))
    )
    explicit = tuple(_explicit(text))
    return Scopes(negations, denied, _forces(text, explicit), explicit)


def _negations(text: Text) -> list[Negation]:
    words = [token.word for token in text.tokens]
    found: list[Negation] = []
    for at, word in enumerate(words):
        clause = text.tokens[at].clause
        if word in _FORBIDS and not (at and _denies(words, at - 1)):
            before = [t for t in text.tokens[:at] if t.clause == clause and t.tells]
            after = [t for t in text.tokens[at + 1 :] if t.clause == clause and t.tells]
            passive = word.endswith(("ed", "en", "ble"))
            focus = (before[::-1] or after) if passive else (after or before[::-1])
            found.append(Negation(at, tuple(focus[:_FOCUS]), restricts=False, frees=False))
        elif _denies(words, at) and words[at + 1 : at + 2] not in [[each] for each in _FORBIDS]:
            after = [t for t in text.tokens[at + 1 :] if t.clause == clause and t.counts]
            if not after and words[at - 1] not in _HEADS:
                after = [t for t in text.tokens[at + 1 : at + 1 + _WIDE] if t.counts]
            focus = after or _cell(text, at)
            if words[at + 1 : at + 2] in [[each] for each in _ALLOWING]:
                focus = [
                    t for t in reversed(text.tokens[:at]) if t.clause == clause and t.counts
                ] + after[1:]
            width = _WIDE if word in _OF_ALL else _FOCUS
            restricts = word not in _OF_ONE and _is_restricted(text, at)
            found.append(Negation(at, tuple(focus[:width]), restricts, _frees(words, at)))
    return found


def _cell(text: Text, at: int) -> list[Token]:
    """Give what a lone "never" in a cell is said of: the words right before it."""
    start = max((t.at for t in text.tokens[:at] if t.word in {";", ".", "|"}), default=-1)
    return [t for t in reversed(text.tokens[start + 1 : at]) if t.counts]


def _denies(words: Sequence[str], at: int) -> bool:
    word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word in _NEGATORS or word.endswith("n't"):
        if word == "no" and following == "longer":
            return at + 2 >= len(words) or words[at + 2] != "than"
        if (word == "no" and at and words[at - 1] == "or") or words[
            at - 1 : at + 1
        ] in _FREE_OF_CHARGE:
            return False
        return following not in _NO_DENIAL or word == "without"
    return any(tuple(words[at : at + len(each)]) == each for each in _PHRASES)


def _frees(words: Sequence[str], at: int) -> bool:
    """Tell "need not", "does not have to", "is not required"."""
    before, after = words[at - 1] if at else "", words[at + 1 : at + 3]
    return (
        words[at] == "needn't"
        or before in {"need", "needs"}
        or after[:1]
        in (["required"], ["require"], ["need"], ["needed"], ["obliged"], ["necessary"])
        or after == ["have", "to"]
        or (before in {"need", "needs", "requires"} and words[at] == "no")
    )


def _is_restricted(text: Text, at: int) -> bool:
    """Tell whether "before", "unless" or the like follows in the same sentence."""
    for token in text.tokens[at + 1 :]:
        if token.word in {".", ";", "|"}:
            return False
        if token.word in _RESTRICTS:
            if token.word == "than":
                return text.tokens[token.at - 1].word == "other"
            if token.word == "but":
                return text.tokens[token.at - 1].word != ","
            return True
    return False


def _reach(text: Text, negation: Negation) -> list[int]:
    token = text.tokens[negation.at]
    clause = [each.at for each in text.tokens if each.clause == token.clause]
    if token.word in _FORBIDS:
        return clause
    behind = [at for at in clause if at > negation.at]
    if [each.word for each in text.tokens[negation.at : negation.at + 2]] == ["no", "longer"]:
        return behind[:2]  # "rights no longer needed are removed"
    return behind


def _explicit(text: Text) -> list[tuple[int, Force]]:
    words = [token.word for token in text.tokens]
    return [
        (at, force)
        for at in range(len(words))
        for force, phrase in _FORCES
        if tuple(words[at : at + len(phrase)]) == phrase and not _is_no_force(text, at)
    ]


def _is_no_force(text: Text, at: int) -> bool:
    """Tell the month, and "where possible", from what may be."""
    before = text.tokens[at - 1].word if at else ""
    return (at > 0 and text.tokens[at].written == "May") or before in {"where", "if", "as", "when"}


def _forces(text: Text, explicit: Sequence[tuple[int, Force]]) -> tuple[Force, ...]:
    """Give each word the nearest force before it in its clause.

    A plain "is" ends what came before ("may …, which is …"), and so does "records", which no "may"
    can stand before.
    """
    found: list[Force] = []
    plain = [(t.at, Force.PLAIN) for t in text.tokens if t.word in {"is", "are", "was", "were"}]
    every = sorted((*plain, *explicit), key=lambda each: each[0])
    for token in text.tokens:
        before = [
            force for at, force in every if at < token.at and text.tokens[at].clause == token.clause
        ]
        third = token.word.endswith("s") and is_verb(text, token)
        found.append(before[-1] if before and not third else Force.PLAIN)
    return tuple(found)


def is_denied(text: Text, place: int) -> bool:
    """Tell whether a word is denied, be it under a condition only."""
    there = scopes(text)
    return place in there.denied or any(
        place == token.at for each in there.negations for token in each.focus
    )
