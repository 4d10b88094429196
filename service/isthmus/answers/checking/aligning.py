"""Which words of a sentence stand where in the passages, and which units it stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.units import Read
from isthmus_knowledge.synonyms import alternatives

EXACT: Final = 1.0
SAME: Final = 0.9  # said in other words
ALIKE: Final = 0.6  # of one root: "maintain", "maintenance"
_ROOT: Final = 5  # letters that two words of one root share at least
_OWN: Final = 2  # of which the shorter has
_ENDINGS: Final = 4  # letters that they may differ in
_NEARLY: Final = 0.8
_MOST_UNITS: Final = 3
_AT_LEAST: Final = 1.4  # words that it has to bring
_OF_THE_WHOLE: Final = 0.3  # of what a unit says of the sentence, when one of a clause is chosen
_WORTH_IT: Final = 0.12  # of the sentence's weight that a further unit has to bring

Places = tuple[int, ...]


@dataclass(frozen=True)
class Match:
    """How well a word is found in a unit, and where."""

    worth: float
    places: Places


_NOWHERE: Final = Match(0.0, ())


@dataclass(frozen=True, eq=False)
class Claim:
    """The sentence that is checked; ``ways`` are those of the shipped synonyms for its terms."""

    read: Text
    ways: Mapping[str, tuple[frozenset[str], ...]]

    @cached_property
    def telling(self) -> tuple[Token, ...]:
        return self.read.telling

    @cached_property
    def counting(self) -> tuple[Token, ...]:
        return tuple(token for token in self.read.tokens if token.counts)

    def match(self, token: Token, text: Text) -> Match:
        """Find a word of the sentence in a text: itself, its meaning, or its root."""
        short = self._shortened(token, text)
        if places := text.places.get(token.stem):
            return Match(EXACT, (*places, *short))
        if same := self._reworded(token, text) or short:
            return Match(SAME, same)
        alike = [each for each in _without_un(token.stem) if each in text.places]
        alike = alike or [each for each in text.stems if _one_root(token.stem, each)]
        places = tuple(at for each in alike for at in text.places[each])
        return Match(ALIKE, places) if places else _NOWHERE

    def _reworded(self, token: Token, text: Text) -> Places:
        """Find another word or phrase of one meaning."""
        groups = self.read.groups_at.get(token.at, frozenset())
        if same := {at for each in groups for at in text.groups.get(each, ())}:
            return tuple(sorted(same))
        for way in self.ways.get(token.stem, ()):
            if way <= text.stems:
                return tuple(at for each in way for at in text.places[each])
        return ()

    def _shortened(self, token: Token, text: Text) -> Places:
        """Find "SL" of a text for "security level" of the sentence, and the reverse."""
        for letters, places in text.initials.items():
            if any(at <= token.at < at + len(letters) for at in _spelt(self.read, letters)):
                return places
        for letters, places in self.read.initials.items():
            if token.at in places:
                return tuple(
                    at + offset for at in _spelt(text, letters) for offset in range(len(letters))
                )
        return ()


@lru_cache(maxsize=50_000)
def _spelt(text: Text, letters: str) -> list[int]:
    """Give where words with these first letters follow one another."""
    firsts = "".join(token.word[0] for token in text.tokens)
    return [at for at in range(len(firsts)) if firsts.startswith(letters, at)]


@dataclass(frozen=True, eq=False)
class Found:
    """A unit with where each telling word of the sentence stands in it."""

    unit: Read
    matches: Mapping[int, Match]  # by the word's place in the sentence

    @property
    def text(self) -> Text:
        return self.unit.read

    def worth(self, token: Token) -> float:
        return self.matches.get(token.at, _NOWHERE).worth

    def places(self, token: Token) -> Places:
        return self.matches.get(token.at, _NOWHERE).places

    @cached_property
    def _taken(self) -> Sequence[int]:
        return sorted({place for match in self.matches.values() for place in match.places})

    def place(self, token: Token) -> int | None:
        """Give where a word is meant: among most of the other words of the sentence."""
        places = self.places(token)
        if len(places) < 2:  # noqa: PLR2004 - nothing to choose
            return places[0] if places else None
        taken = self._taken
        return max(places, key=lambda at: sum(1 / (1 + abs(at - each)) for each in taken))

    def says(self, there: Token) -> bool:
        """Tell whether the sentence says a word of the unit."""
        return there.at in self._said

    @cached_property
    def _said(self) -> frozenset[int]:
        return frozenset(self._taken)

    @property
    def is_row(self) -> bool:
        return " | " in self.unit.unit.text


@dataclass(frozen=True, eq=False)
class Aligned:
    """A sentence beside the units that it may stand on.

    ``used`` are the few that cover it best, best first; ``all`` are those of all cited passages.
    ``context`` is what stands above the passages.
    """

    claim: Claim
    all: tuple[Found, ...]
    used: tuple[Found, ...]
    context: Text

    def worth(self, token: Token) -> float:
        """Tell how well a word is found in the units that the sentence stands on.

        Names and ids may stand in the headings as well; what is said of them may not.
        """
        best = max((found.worth(token) for found in self.used), default=0.0)
        if best or not (token.written[0].isupper() or token.written[0].isdigit()):
            return best
        return self.claim.match(token, self.context).worth

    @cached_property
    def coverage(self) -> float:
        telling = self.claim.telling
        return sum(map(self.worth, telling)) / len(telling) if telling else 0.0

    def beside(self, token: Token) -> list[Found]:
        """Give the units used that have most of what stands in the same clause as a word."""
        clause = [t for t in self.claim.telling if t.clause == token.clause]
        shares = [(sum(found.worth(t) for t in clause), found) for found in self.used]
        best = max((share for share, _ in shares), default=0.0)
        return [found for share, found in shares if share >= _NEARLY * best]

    def missing(self) -> list[Token]:
        return [token for token in self.claim.telling if not self.worth(token)]


def claim_of(text: Text) -> Claim:
    return Claim(text, alternatives(text.text))


def align(claim: Claim, units: Sequence[Read], context: Text) -> Aligned:
    every = tuple(
        Found(unit, {token.at: claim.match(token, unit.read) for token in claim.counting})
        for unit in units
    )
    return Aligned(claim, every, _used(claim, every), context)


def _used(claim: Claim, every: Sequence[Found]) -> tuple[Found, ...]:
    """Choose the unit that says most of each clause, then others as long as they bring enough."""
    chosen = _best_of_clauses(claim, every)
    covered = {
        token.at: max((found.worth(token) for found in chosen), default=0.0)
        for token in claim.telling
    }
    while chosen and len(chosen) < _MOST_UNITS:
        brought = [
            (sum(max(0.0, found.worth(t) - covered[t.at]) for t in claim.telling), found)
            for found in every
            if found not in chosen
        ]
        gain, best = max(brought, key=lambda each: each[0], default=(0.0, None))
        if best is None or gain < max(_WORTH_IT * len(covered), _AT_LEAST):
            break
        chosen.append(best)
        covered = {at: max(worth, best.matches[at].worth) for at, worth in covered.items()}
    return tuple(chosen[:_MOST_UNITS])


def _best_of_clauses(claim: Claim, every: Sequence[Found]) -> list[Found]:
    """Give the best unit of each clause, those that say more of the whole sentence first."""
    whole = {found: sum(found.worth(t) for t in claim.telling) for found in every}
    chosen: dict[Found, float] = {}
    for number in dict.fromkeys(token.clause for token in claim.telling):
        clause = [t for t in claim.counting if t.clause == number]
        rated = [
            (sum(found.worth(t) for t in clause) + _OF_THE_WHOLE * whole[found], found)
            for found in every
        ]
        rating, best = max(rated, key=lambda each: each[0], default=(0.0, None))
        if best is not None and rating >= SAME * 0.5:
            chosen[best] = whole[best]
    return sorted(chosen, key=lambda found: -chosen[found])


def _without_un(stem: str) -> tuple[str, ...]:
    """Give "unnotic" for "notic" and the reverse; which of them is meant is for polarity."""
    return (f"un{stem}", stem[2:]) if stem.startswith("un") else (f"un{stem}",)


@lru_cache(maxsize=200_000)
def _one_root(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    shared = next(
        (at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter)
    )
    return shared >= _ROOT and len(longer) - shared <= _ENDINGS and len(shorter) - shared <= _OWN
