"""The material of an answer: stretches of revisions, and the units in them that can be quoted."""

import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, Protocol

from isthmus.library.model import Hit
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.passages import Passage
from isthmus_knowledge.sentences import Unit, split

STRETCHES: Final = 8
REACH: Final = 4
LONGEST_STRETCH: Final = 2_400
LONGEST_EMBEDDED: Final = 320
_OTHERWISE: Final = 0.8  # what a term counts where it is said in other words
_FEWEST_WORDS: Final = 3
_REFERENCE: Final = re.compile(
    r"(?:(?:sources?|references?|basis)\s*:|see also\b|also looked up as\b)", re.IGNORECASE
)


class Ranked(Protocol):
    """A passage as retrieval ranks it: a fused score in [0, 1], the cosine where it is known."""

    @property
    def passage(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def cosine(self) -> float | None: ...


Found = list[tuple[Hit, Ranked]]


class Surroundings(Protocol):
    """What stands around a passage that may be read."""

    def around(self, hit: Hit, reach: int) -> list[Passage]:
        """Give the passages of the hit's revision at most ``reach`` away, in order."""
        ...

    def stretch(self, hit: Hit, start: int, end: int) -> str:
        """Give ``text[start:end]`` of the hit's revision."""
        ...


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

    def holds(self, hit: Hit) -> bool:
        """Tell whether a passage begins within it."""
        end = self.start + len(self.text)
        return self.hit.revision == hit.revision and self.start <= hit.passage.start < end


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
        return " ".join(self.unit.unmarked.split())

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


def stretches(found: Found, library: Surroundings, most: int = STRETCHES) -> list[Stretch]:
    """Join each found passage with its neighbours; what an earlier stretch holds is left out."""
    gathered: list[Stretch] = []
    for hit, ranked in found:
        if len(gathered) == most:
            break
        if not any(stretch.holds(hit) for stretch in gathered):
            gathered.append(_stretch(hit, ranked, library))
    return gathered


def _stretch(hit: Hit, ranked: Ranked, library: Surroundings) -> Stretch:
    passages = joined(hit.passage, library.around(hit, REACH))
    start = passages[0].start
    text = library.stretch(hit, start, passages[-1].end)
    return Stretch(hit, ranked.score, ranked.cosine or 0.0, text, start, passages)


def alone(hit: Hit) -> Stretch:
    """Take a passage that was not searched for, without its neighbours."""
    passage = hit.passage
    return Stretch(hit, 1.0, 1.0, passage.text, passage.start, (passage,))


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

    def __bool__(self) -> bool:
        return bool(self.terms)

    def covered_by(self, present: AbstractSet[str]) -> float:
        """Give the share of the weights whose terms are present; 0 where there are none."""
        total = sum(self.terms.values())
        held = sum(weight * self._said(term, present) for term, weight in self.terms.items())
        return held / total if total else 0.0

    def most_telling_missing(self, present: AbstractSet[str]) -> float:
        """Give the weight of the heaviest term that is missing, as a share of the heaviest's."""
        missing = [weight for term, weight in self.terms.items() if not self._said(term, present)]
        return max(missing, default=0.0) / max(self.terms.values(), default=1.0)

    def _said(self, term: str, present: AbstractSet[str]) -> float:
        if term in present:
            return 1.0
        return _OTHERWISE if any(way <= present for way in self.ways.get(term, ())) else 0.0
