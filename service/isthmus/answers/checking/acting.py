"""Who does what to whom: as in the passages, and not the other way round."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from isthmus.answers.checking.acts import Act, acts
from isthmus.answers.checking.aligning import EXACT, SAME, Aligned, Found
from isthmus.answers.checking.named import roles
from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.wordlists import plain_verbs

_JOINING: Final = frozenset({",", "and", "or", "the", "a", "an", "both", "either"})
_BOUNDS: Final = frozenset("more less other rather longer later older fewer".split())


def faults(aligned: Aligned) -> Iterator[str]:
    """Say where the sentence turns who acts on whom."""
    yield from _turned(aligned)
    yield from _directions(aligned)


def _turned(aligned: Aligned) -> Iterator[str]:
    """Find a verb whose doer in the sentence is done to in the passages, or is somebody else."""
    for act in acts(aligned.claim.read):
        there = [
            _Compared.of(act, found, other, aligned.claim.read)
            for found in aligned.used
            if found.worth(act.verb) >= SAME
            for other in acts(found.text)
            if other.verb.at in found.places(act.verb)
        ]
        about = [each for each in there if each.shares]
        yield from _doers_more(aligned, act)
        exact = any(found.worth(act.verb) >= EXACT for found in aligned.used)
        crossed = any(each.crosses for each in about) and not any(
            each.is_straight for each in about
        )
        if crossed and (exact or about[0].has_role):
            yield f"The passages have “{act.verb.written}” the other way round."
        elif (
            exact
            and _is_plain(aligned.claim.read, act)
            and about
            and all(each.is_of_others for each in about)
        ):
            yield f"In the passages it is somebody else whom “{act.verb.written}” is said of."


def _doers_more(aligned: Aligned, act: Act) -> Iterator[str]:
    """Find a role among the doers that is none of them in any unit: "the lead or the vendor"."""
    there = [
        (found, other)
        for found in aligned.used
        for other in acts(found.text)
        if other.verb.at in found.places(act.verb) and _has_role(found.text, other.by)
    ]
    said = {
        role: any(set(found.places(role.words[-1])) & other.by for found, other in there)
        for role in roles(aligned.claim.read)
        if role.at in act.by
    }
    tokens = aligned.claim.read.tokens
    for one, other in pairwise(said) if there else ():
        joined = {token.word for token in tokens[one.at + 1 : other.words[0].at]}
        if joined and joined <= _JOINING and said[one] != said[other]:
            missing = other if said[one] else one
            yield f"In the passages “{act.verb.written}” is not said of “{missing.shown}”."


def _is_plain(text: Text, act: Act) -> bool:
    """Leave out "losing …" and "who pays …", whose doer is seldom named."""
    opening = text.clause(act.verb.clause)[0].word
    return not act.verb.word.endswith("ing") and opening not in {"who", "which", "whose"}


@dataclass(frozen=True)
class _Compared:
    """Where the doers of an act of the sentence, and what it is done to, are in one of a unit."""

    by: tuple[str, ...]
    to: tuple[str, ...]
    names_doers: bool
    has_role: bool

    @classmethod
    def of(cls, act: Act, found: Found, other: Act, claim: Text) -> "_Compared":
        tokens = claim.tokens
        by = tuple(_side(found, tokens[at], other) for at in sorted(act.by))
        to = tuple(_side(found, tokens[at], other) for at in sorted(act.to))
        return cls(by, to, bool(other.by), _has_role(claim, act.by))

    @property
    def shares(self) -> bool:
        return not self.to or any(self.to) or any(self.by)

    @property
    def crosses(self) -> bool:
        turned = self.by.count("to") > self.by.count("by")
        return turned and ("by" in self.to or (not self.names_doers and self.has_role))

    @property
    def is_straight(self) -> bool:
        return self.by.count("by") > self.by.count("to")

    @property
    def is_of_others(self) -> bool:
        return bool(self.by) and self.names_doers and not any(self.by) and "by" not in self.to


def _has_role(text: Text, places: AbstractSet[int]) -> bool:
    return any(t.at in places for role in roles(text) for t in role.words)


def _side(found: Found, token: Token, other: Act) -> str:
    places = set(found.places(token))
    if places & other.by:
        return "both" if places & other.to else "by"
    return "to" if places & other.to else ""


def _directions(aligned: Aligned) -> Iterator[str]:
    """Find "from A to B" that is "from B to A" in the passages, or "A is safer than B"."""
    for source, target in _ways(aligned.claim.read):
        for found in aligned.used:
            for origin, end in _ways(found.text):
                turned = _meet(found, source, end), _meet(found, target, origin)
                straight = _meet(found, source, origin), _meet(found, target, end)
                if all(turned) and sum(turned) > sum(straight):
                    yield "The passages have it in the other direction."
                    return


@lru_cache(maxsize=4_096)
def _ways(text: Text) -> list[tuple[list[Token], list[Token]]]:
    """Give the words right before and right behind each "to" that joins two things."""
    found: list[tuple[list[Token], list[Token]]] = []
    for token in text.tokens:
        if token.word == "to" and _is_way(text, token) and not is_verb_after(text, token):
            first = [t for t in text.tokens[max(0, token.at - 5) : token.at] if t.counts]
            second = [t for t in text.tokens[token.at + 1 : token.at + 6] if t.counts]
            found.append((first[-3:], second[:3]))
        elif token.word == "than" and text.tokens[token.at - 1].word not in _BOUNDS:
            first = [t for t in text.clause(token.clause) if t.counts and t.at < token.at - 1]
            second = [t for t in text.tokens[token.at + 1 : token.at + 9] if t.counts]
            found.append((first, second))
    return found


def _is_way(text: Text, token: Token) -> bool:
    before = text.tokens[max(0, token.at - 9) : token.at]
    return any(t.word == "from" or t.stem in {"prefer", "favour"} for t in before)


def is_verb_after(text: Text, token: Token) -> bool:
    behind = text.tokens[token.at + 1] if token.at + 1 < len(text.tokens) else None
    return behind is not None and behind.word in plain_verbs() | {"be", "have", "do"}


def _meet(found: Found, ours: Sequence[Token], theirs: Sequence[Token]) -> int:
    places = {token.at for token in theirs}
    return sum(bool(places & set(found.places(token))) for token in ours)
