"""Gathers the evidence for a question and chooses the units that would answer it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from isthmus.answers.comparing import Comparison, Side, comparison, crosswalk_topic
from isthmus.answers.composing import CROSSWALK, Chosen, Rated, Sought, compose, rate
from isthmus.answers.confidence import CERTAIN, NOTHING, THRESHOLD, Measurements, confidence
from isthmus.answers.editions import named_edition
from isthmus.answers.evidence import (
    LONGEST_EMBEDDED,
    Found,
    Ranked,
    Stretch,
    Surroundings,
    Weights,
    alone,
    candidates,
    stretches,
)
from isthmus.answers.measuring import Near, measure
from isthmus.answers.model import Cover, RefusalReason
from isthmus.answers.precedence import dissenting, led_by_authority
from isthmus.answers.promising import parts_of, promise, promising, to_use, weighed
from isthmus.answers.questions import Question, tells, understand
from isthmus.errors import NotFoundError
from isthmus.library.model import Hit, Revision
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.index import Vector
from isthmus_knowledge.spelling import respelt, slips
from isthmus_knowledge.synonyms import alternatives

SEARCHED: Final = 24
RATED_UNITS: Final = 14
SEARCHED_A_SIDE: Final = 200
_FEWEST_ROWS: Final = 2
_MOST_A_SIDE: Final = 2
_SPEAKS_OF: Final = 0.34  # of what sides are compared on, by weight
_NEAR_ENOUGH_TO_SPEAK_OF: Final = 0.4


class Finding(Protocol):
    """Ranked passages among the audiences that may be searched."""

    def find(
        self, question: str, vector: Vector, readable: Collection[str], top: int
    ) -> Sequence[Ranked]: ...

    def rarity(self, question: str) -> dict[str, float]:
        """Give the weight of each of the question's terms: high where few passages have it."""
        ...

    def is_word(self, word: str) -> bool: ...

    def embed(self, texts: Sequence[str]) -> Vector:
        """Give an array (len(texts), dimensions), rows of unit length."""
        ...


class Readable(Surroundings, Protocol):
    """The library as the audience may read it."""

    def audience_keys(self) -> list[str]: ...

    def hits(self, passage_ids: Sequence[str]) -> list[Hit]: ...

    def passage(self, passage: str) -> Hit:
        """Raise NotFoundError where the audience may not read it."""
        ...

    def revision(self, revision: str) -> Revision: ...

    def passages(self, document: str) -> list[Hit]:
        """Give the current passages in reading order; raise NotFoundError where none are there."""
        ...

    def superseded(self, named: Callable[[str], bool]) -> list[tuple[Hit, Vector]]:
        """Give passages, with vectors, of revisions that no longer hold and are so named."""
        ...


@dataclass(frozen=True)
class Held:
    """A requirement, what was found for it, and how far that covers it."""

    asked: Chosen
    found: tuple[Chosen, ...]
    cover: Cover


@dataclass(frozen=True)
class Draft:
    """Units chosen for an answer, how well they answer, and the passages that came nearest.

    ``missing`` are rows of a comparison for which nothing was found, ``taken_as`` words of the
    question that were taken for mistyped, as they were read. ``weights`` are those of the question
    as a whole, empty where it was not measured by its terms. ``held`` are the rows of
    requirements, where the question is how far they are met.
    """

    chosen: tuple[Chosen, ...]
    measured: Measurements
    nearest: tuple[Hit, ...]
    missing: tuple[str, ...] = ()
    taken_as: tuple[str, ...] = ()
    weights: Weights = field(default_factory=lambda: Weights({}))
    held: tuple[Held, ...] = ()

    @property
    def confidence(self) -> float:
        return confidence(self.measured) if self.chosen else 0.0

    @property
    def why_not(self) -> RefusalReason:
        near = self.measured.passage >= _NEAR_ENOUGH_TO_SPEAK_OF
        return RefusalReason.NOT_ANSWERED if near else RefusalReason.NOT_FOUND


@dataclass(frozen=True)
class Drafting:
    finding: Finding

    def draft(self, question: Question, library: Readable) -> Draft | None:
        """Draft an answer from what may be read; None where there is nothing to read."""
        if not library.audience_keys():
            return None
        if meant := self._mistyped(question, library):
            drafted = self._draft(understand(respelt(question.text, meant)), library)
            return replace(drafted, taken_as=tuple(meant.values()))
        return self._draft(question, library)

    def _mistyped(self, question: Question, library: Readable) -> dict[str, str]:
        """Give what was probably mistyped, and meant; never what stands in a text that is found."""
        meant = slips(question.text, self.finding.is_word)
        if not meant:
            return {}
        found = self.found(question.sought, self.finding.embed([question.sought])[0], library)
        there = {term for hit, _ in found for term in terms(hit.passage.text)}
        return {typed: word for typed, word in meant.items() if there.isdisjoint(terms(typed))}

    def _draft(self, question: Question, library: Readable) -> Draft:
        if drafted := self._across(question, library) or self._side_by_side(question, library):
            return drafted
        asked = self.finding.embed(
            [question.sought, *(question.parts if len(question.parts) > 1 else ())]
        )
        found = self._found_in_edition(question, asked[0], library)
        found = found or self.found(question.sought, asked[0], library)
        parts = zip(question.parts, asked[1:], strict=False)
        beside = [self.found(part, vector, library) for part, vector in parts]
        return self._drafted(question, asked, found, library, beside)

    def found(self, sought: str, vector: Vector, library: Readable, top: int = SEARCHED) -> Found:
        """Find what may be used of the passages nearest to a text, best first."""
        ranked = self.finding.find(sought, vector, library.audience_keys(), top)
        by_id = {each.passage: each for each in ranked}
        return [(hit, by_id[hit.id]) for hit in to_use(library.hits(list(by_id)), sought)]

    def _found_in_edition(self, question: Question, vector: Vector, library: Readable) -> Found:
        """Find passages of the superseded edition that a question names; none where it does not."""
        named = named_edition(question.text)
        if named is None:
            return []
        weights = self._weights(question)
        found: Found = [
            (hit, weighed(hit, float(own @ vector), weights))
            for hit, own in library.superseded(named)
        ]
        return sorted(found, key=lambda each: -each[1].score)[:SEARCHED]

    def _drafted(
        self,
        question: Question,
        asked: Vector,
        found: Found,
        library: Readable,
        beside: Sequence[Found] = (),
    ) -> Draft:
        """Draft from what was found for the question, and ``beside`` it for each of its parts."""
        weights = self._weights(question)
        parts = parts_of(question, weights, asked)
        gathered = stretches(promising(found, parts), library)
        for part, own in zip(parts, beside, strict=False):
            new = [each for each in own if not any(known.holds(each[0]) for known in gathered)]
            gathered += stretches(promising(new, [part]), library)
        rated = self._rated(parts, gathered)
        composed = compose(question, rated)
        differing = dissenting(rated[0], composed) if len(rated) == 1 else None
        chosen = (*composed, differing) if differing else tuple(composed)
        measured = NOTHING
        if chosen:
            scores = [ranked.score for _, ranked in found]
            near = Near(scores, self._alone(asked[0], chosen))
            measured = measure(question, chosen, rated, weights, near)
        return Draft(chosen, measured, tuple(hit for hit, _ in found), weights=weights)

    def _alone(self, asked: Vector, chosen: Sequence[Chosen]) -> float:
        """Give how near the nearest chosen unit is to the question without its heading."""
        vectors = self.finding.embed([each.units[0].shown[:LONGEST_EMBEDDED] for each in chosen])
        return float((vectors @ asked).max())

    def _side_by_side(self, question: Question, library: Readable) -> Draft | None:
        """Fill a row a side, each from its own documents; None where nothing is compared.

        Where no side speaks of what they are compared on, the draft is empty.
        """
        compared = comparison(question.text)
        if compared is None:
            return None
        rows = {side.label: self._row(side, compared, library) for side in compared.sides}
        filled = {label: row for label, row in rows.items() if row is not None}
        if not filled and compared.about:
            found = self.found(question.sought, self.finding.embed([question.sought])[0], library)
            return Draft((), NOTHING, tuple(hit for hit, _ in found))
        if len(filled) < (1 if compared.about else _FEWEST_ROWS):
            return None
        return Draft(
            tuple(each for row in filled.values() for each in row.chosen),
            min((row.measured for row in filled.values()), key=confidence),
            tuple(row.nearest[0] for row in filled.values()),
            tuple(label for label in rows if label not in filled),
        )

    def _row(self, side: Side, compared: Comparison, library: Readable) -> Draft | None:
        """Fill a side's row; what is compared as it is needs no more than to be found."""
        sought, about = side.sought(compared), compared.about
        question = Question(sought, (sought,), sought)
        asked = self.finding.embed([sought])
        found = self.found(sought, asked[0], library, SEARCHED_A_SIDE)
        own = [(hit, ranked) for hit, ranked in found if side.holds(hit)][:SEARCHED]
        if not own:
            return None
        drafted = self._drafted(question, asked, own, library)
        chosen = tuple(replace(each, subject=side.label) for each in drafted.chosen[:_MOST_A_SIDE])
        if not about:
            return replace(drafted, chosen=chosen, measured=CERTAIN)
        told = {term for each in chosen for unit in each.units for term in unit.around}
        spoken_of = self._weights(question).of(terms(about)).covered_by(told) >= _SPEAKS_OF
        sure = spoken_of and drafted.confidence >= THRESHOLD
        return replace(drafted, chosen=chosen) if sure else None

    def _across(self, question: Question, library: Readable) -> Draft | None:
        """Give what each standard says on a topic, from the crosswalk; None where it has none."""
        topic = crosswalk_topic(question.text)
        if topic is None:
            return None
        try:
            hits = library.passages(CROSSWALK)
        except NotFoundError:
            return None
        units = [unit for hit in hits for unit in candidates(alone(hit))]
        chosen = tuple(
            Chosen((unit,), 1.0, 1.0, row.standard)
            for row in topic.rows
            for unit in units
            if unit.shown.startswith(row.asks.removesuffix("."))
        )
        return Draft(chosen, CERTAIN, (chosen[0].stretch.hit,)) if chosen else None

    def weights_of(self, sought: str) -> Weights:
        """Give the terms of a text that tell something, heavy where they are rare."""
        weights = Weights(self.finding.rarity(sought), alternatives(sought))
        return weights.of(list(filter(tells, weights.terms))) or weights

    def _weights(self, question: Question) -> Weights:
        return self.weights_of(question.sought)

    def _rated(self, parts: Sequence[Sought], gathered: Sequence[Stretch]) -> list[list[Rated]]:
        units = [unit for stretch in gathered for unit in candidates(stretch)]
        units = sorted(units, key=lambda unit: -promise(unit, parts))[: RATED_UNITS * len(parts)]
        if not units:
            return [[] for _ in parts]
        vectors = self.finding.embed([unit.in_context for unit in units])
        return [led_by_authority(rate(part, units, vectors)) for part in parts]
