"""The material of an answer: stretches of revisions, and the units in them that can be quoted."""

import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from isthmus.library.model import Hit
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.passages import Passage
from isthmus_knowledge.sentences import Unit, split

LONGEST_STRETCH: Final = 2_400
LONGEST_EMBEDDED: Final = 320
_OTHERWISE: Final = 0.8  # what a term counts where it is said in other words
_MARK: Final = re.compile(r"^\s*(?:[-*•]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+")
_FEWEST_WORDS: Final = 3
_REFERENCE: Final = re.compile(
    r"(?:(?:sources?|references?|basis)\s*:|see also\b|also looked up as\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class Stretch:
    """A found passage with its neighbours in the same section; ``start`` is in the revision."""

    hit: Hit
    score: float
    cosine: float
    text: str
    start: int
    passages: tuple[Passage, ...]

    @property
    def heading(self) -> str:
        return self.hit.heading


@dataclass(frozen=True)
class Candidate:
    """A unit of a stretch that could be quoted; ``order`` is its place in the stretch.

    ``terms`` are its search terms, ``around`` those of its heading as well.
    """

    stretch: Stretch
    unit: Unit
    order: int
    terms: frozenset[str]
    around: frozenset[str]

    @property
    def shown(self) -> str:
        """The unit as a sentence: white space folded, a list mark taken off."""
        return " ".join(_MARK.sub("", self.unit.text).split())

    @property
    def start(self) -> int:
        return self.stretch.start + self.unit.start

    @property
    def end(self) -> int:
        return self.stretch.start + self.unit.end

    @property
    def in_context(self) -> str:
        """The unit below its heading, as it is embedded: the beginning tells what it says."""
        return f"{self.stretch.heading}\n{self.shown}"[:LONGEST_EMBEDDED]

    @property
    def leads_in(self) -> bool:
        return self.unit.text.endswith(":")


def joined(found: Passage, around: Sequence[Passage]) -> tuple[Passage, ...]:
    """Give a passage with the neighbours that continue its section, in order.

    ``around`` holds passages of the same revision in order, the found one among them. The run
    grows after the passage first, and stays within ``LONGEST_STRETCH`` characters.
    """
    at = next(index for index, each in enumerate(around) if each.ordinal == found.ordinal)
    first = last = at
    while last + 1 < len(around) and _continues(around[first], around[last + 1], found):
        last += 1
    while first > 0 and _continues(around[first - 1], around[last], found):
        first -= 1
    return tuple(around[first : last + 1])


def _continues(first: Passage, last: Passage, found: Passage) -> bool:
    same_section = first.headings == found.headings == last.headings
    return same_section and last.end - first.start <= LONGEST_STRETCH


def candidates(stretch: Stretch) -> list[Candidate]:
    """Give what could be quoted of a stretch: no questions, no scraps."""
    heading = frozenset(terms(stretch.heading))
    found: list[Candidate] = []
    for order, unit in enumerate(split(stretch.text)):
        if not _quotable(unit):
            continue
        own = frozenset(terms(unit.text))
        found.append(Candidate(stretch, unit, order, own, own | heading))
    return found


def _quotable(unit: Unit) -> bool:
    if unit.text.endswith("?") or _REFERENCE.match(unit.text):
        return False
    return unit.is_item or len(unit.text.split()) >= _FEWEST_WORDS


@dataclass(frozen=True)
class Weights:
    """The terms of a question, heavy where rare, and other ways to say each of them.

    A way is a set of terms that must all be present.
    """

    terms: Mapping[str, float]
    ways: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)

    def of(self, some: Collection[str]) -> "Weights":
        """Keep only these terms."""
        kept = {term: weight for term, weight in self.terms.items() if term in some}
        return Weights(kept, self.ways)

    def covered_by(self, present: AbstractSet[str]) -> float:
        """Give the share of the weights whose terms are present; 0 where there are none."""
        total = sum(self.terms.values())
        held = sum(weight * self._said(term, present) for term, weight in self.terms.items())
        return held / total if total else 0.0

    def _said(self, term: str, present: AbstractSet[str]) -> float:
        if term in present:
            return 1.0
        return _OTHERWISE if any(way <= present for way in self.ways.get(term, ())) else 0.0
