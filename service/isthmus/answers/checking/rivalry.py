"""What of several alike things a sentence means: the one that stands among its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.answers.checking.aligning import Found
from isthmus.answers.checking.reading import Token

_IN_A_ROW: Final = 0.5
_OTHER_SIDE: Final = 0.7
_BEYOND: Final = 0.4
_SWAPPED: Final = 1.25  # by which two have to fit better crosswise than straight


@dataclass(frozen=True)
class Thing:
    """Something of a sentence or a unit: the places of its words, and how it is written."""

    at: tuple[int, ...]
    shown: str


@dataclass(frozen=True)
class There:
    """A thing of a unit, with that unit."""

    found: Found
    thing: Thing


@dataclass(frozen=True)
class Rivalry:
    """``same`` tells whether a thing of the sentence and one of a unit are the same.

    ``near`` is at how many words a neighbour counts half, ``margin`` by how much another has to
    fit better.
    """

    telling: Sequence[Token]
    same: Callable[[Thing, There], bool]
    near: float
    margin: float

    def rival(self, mine: Thing, all_mine: Sequence[Thing], there: Sequence[There]) -> str:
        """Give what stands in the place of a thing among the words of the sentence, if another."""
        own = self._own(mine, there)
        for other in sorted(there, key=lambda each: -self._affinity(mine, each)):
            affinity = self._affinity(mine, other)
            if affinity <= own * self.margin + 1e-6:
                return ""
            if not self.same(mine, other) and self._takes(mine, other, all_mine, there):
                return other.thing.shown
        return ""

    def _takes(
        self, mine: Thing, other: There, all_mine: Sequence[Thing], there: Sequence[There]
    ) -> bool:
        """Tell whether the other fits; where the sentence names it as well, both count."""
        partners = [each for each in all_mine if each != mine and self.same(each, other)]
        for partner in partners:
            straight = self._own(mine, there) + self._own(partner, there)
            crossed = self._affinity(mine, other) + max(
                (self._affinity(partner, each) for each in there if self.same(mine, each)),
                default=0.0,
            )
            if crossed <= straight * _SWAPPED:
                return False
        return True

    def _own(self, mine: Thing, there: Sequence[There]) -> float:
        return max(
            (self._affinity(mine, each) for each in there if self.same(mine, each)), default=0.0
        )

    def _affinity(self, mine: Thing, there: There) -> float:
        """Tell how well the words around a thing of the sentence surround one of a unit.

        A word on the other side of it counts less, and one beyond a semicolon less again.
        """
        total = 0.0
        for token in self.telling:
            places = there.found.places(token)
            if not places or token.at in mine.at:
                continue
            distance = min(abs(token.at - at) for at in mine.at)
            behind = token.at > mine.at[0]
            near = max(self._nearness(place, there, behind=behind) for place in places)
            total += there.found.worth(token) * near * self._decay(distance)
        return total

    def _nearness(self, place: int, there: There, *, behind: bool) -> float:
        first, last = there.thing.at[0], there.thing.at[-1]
        if there.found.is_row:
            return _IN_A_ROW
        near = self._decay(min(abs(place - first), abs(place - last)))
        if (place > first) != behind:
            near *= _OTHER_SIDE
        low, high = sorted((place, first))
        tokens = there.found.text.tokens
        return near * _BEYOND if any(t.word == ";" for t in tokens[low:high]) else near

    def _decay(self, apart: int) -> float:
        return 1.0 / (1.0 + apart / self.near)
