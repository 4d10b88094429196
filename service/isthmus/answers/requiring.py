"""Requirements held against what the asker has: "Where does our policy fall short of 800-82?"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.answers.comparing import Comparison, Side, comparison
from isthmus.answers.composing import Chosen
from isthmus.answers.confidence import CERTAIN
from isthmus.answers.denials import denials
from isthmus.answers.drafting import SEARCHED_A_SIDE, Draft, Drafting, Held, Readable
from isthmus.answers.evidence import Candidate, Found, Weights, candidates, stretches
from isthmus.answers.figures import differ
from isthmus.answers.model import Cover
from isthmus.answers.questions import Question
from isthmus_knowledge.analysis import telling_stems, without_identifiers
from isthmus_knowledge.index import Vector
from isthmus_knowledge.sources import without_names

MOST_REQUIREMENTS: Final = 8
_OWN_PASSAGES: Final = 4  # a requirement
_MOST_STRETCHES: Final = 24
_ON_TOPIC: Final = 0.34  # of the topic's weight, as for any side of a comparison
_NEARLY: Final = 0.8  # as much of it as the best speaks of
_MOST_FOUND: Final = 2
# Read off what the shipped digests ask for, held against policies that were written for it.
_NEAR: Final = 0.47  # cosine from which a text speaks of the same point
_SAME: Final = 0.6
_SOME_TERMS: Final = 0.25  # of the requirement's weight
_MOST_TERMS: Final = 0.6
_ADDS: Final = 0.12  # of its weight, by a second sentence
_MEASURES: Final = re.compile(
    r"\b(?:falls? short|gaps?|compl(?:y|ies|iant)|conform\w*|meets?|satisf\w+|(?:in )?line with|"
    r"enough for|cover(?:s|ed)?|lacks?|missing)\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\b(?:shall|must|should|ha(?:s|ve) to|asks?|requires?|demands?|expects?|recommends?|advises?|"
    r"favou?rs|calls? for|obliges?|prescribes?|prohibits?|forbids?|needs? to|may not|insists?)\b"
    r"(?:\s+(?:that|for|to|on)\b)?(?!\s+no\b)",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:rev(?:ision)?|edition|version|no|parts?|articles?|sections?|attachment|annex|chapter|"
    r"requirements?|goals?)\b\.?|\b\w*\d[\w.()-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Requiring:
    """Finds requirements of a source, and for each what the asker's own documents say of it."""

    drafting: Drafting

    def draft(self, question: Question, library: Readable) -> Draft | None:
        """Draft the rows; None where nothing is measured by a source that states requirements."""
        compared = comparison(question.text)
        if compared is None or not compared.sides[0].is_own or not _MEASURES.search(question.text):
            return None
        own, source = compared.sides
        asked = self._requirements(source, compared, library)
        if not asked:
            return None
        rows = self._rows(asked, own, library)
        return Draft(
            chosen=tuple(one for row in rows for one in (row.asked, *row.found)),
            measured=CERTAIN,
            nearest=tuple(row.asked.stretch.hit for row in rows),
            missing=() if any(row.found for row in rows) else (own.label,),
            held=rows,
        )

    def _requirements(self, source: Side, compared: Comparison, library: Readable) -> list[Chosen]:
        """Give what a source asks for on the topic, in its own order."""
        sought = source.sought(compared)
        vector = self.drafting.finding.embed([sought])[0]
        found = self.drafting.found(sought, vector, library, SEARCHED_A_SIDE)
        gathered = stretches([each for each in found if source.holds(each[0])], library)
        units = [unit for each in gathered for unit in candidates(each) if asks(unit.shown)]
        about = self.drafting.weights_of(compared.about)
        told = on_topic(units, about, source.label)
        return [Chosen((unit,), 1.0, 1.0, source.label) for unit in told]

    def _rows(self, asked: Sequence[Chosen], own: Side, library: Readable) -> tuple[Held, ...]:
        """Look for each requirement among the asker's own documents, and judge what is found."""
        wanted = [essence(each.units[0].shown) for each in asked]
        vectors = self.drafting.finding.embed(wanted)
        near = {
            hit.id: (hit, ranked)
            for text, vector in zip(wanted, vectors, strict=True)
            for hit, ranked in self._near(text, vector, own, library)
        }
        gathered = stretches(list(near.values()), library, _MOST_STRETCHES)
        units = [unit for stretch in gathered for unit in candidates(stretch) if not unit.leads_in]
        if not units:
            return tuple(Held(each, (), Cover.NOT_FOUND) for each in asked)
        told = self.drafting.finding.embed([unit.in_context for unit in units])
        return tuple(
            held(each, text, _matches(self.drafting.weights_of(text), units, told @ vector), own)
            for each, text, vector in zip(asked, wanted, vectors, strict=True)
        )

    def _near(self, wanted: str, vector: Vector, own: Side, library: Readable) -> Found:
        found = self.drafting.found(wanted, vector, library, SEARCHED_A_SIDE)
        return [each for each in found if own.holds(each[0])][:_OWN_PASSAGES]


@dataclass(frozen=True)
class Match:
    """A unit that speaks of what a requirement asks for."""

    unit: Candidate
    cosine: float
    weights: Weights

    @property
    def covers(self) -> float:
        return self.weights.covered_by(self.unit.around)


def on_topic(units: Sequence[Candidate], about: Weights, label: str) -> list[Candidate]:
    """Keep what speaks of the topic, the part of a source that is named, in the source's order."""
    named = [each for each in units if label.casefold() in each.shown.casefold()] or units
    spoken = [about.covered_by(each.around) for each in named]
    least = max(_ON_TOPIC, _NEARLY * max(spoken, default=0.0))
    told = [n for n, share in enumerate(spoken) if share >= least]
    best = sorted(told, key=lambda n: -about.covered_by(named[n].terms))[:MOST_REQUIREMENTS]
    return [named[n] for n in sorted(best)]


def asks(text: str) -> bool:
    """Tell whether a sentence states a requirement, in its own words or in those of a digest."""
    return bool(_ASKS.search(text)) and not text.endswith((":", "?"))


def essence(text: str) -> str:
    """Give what is asked for: "logging sessions" of "SP 800-82 recommends logging sessions"."""
    match = _ASKS.search(text)
    if match and not _names_something(text[: match.start()]):
        return text[match.end() :].strip()
    return without_names(text).strip() or text


def _names_something(before: str) -> bool:
    """Tell whether more than the source is named: "SP 800-82 Rev. 3" or "CIP-005-7 R2" asks."""
    left = _PLACE.sub(" ", without_identifiers(without_names(before)))
    return bool(telling_stems(left))


def held(asked: Chosen, wanted: str, matches: Iterable[Match], own: Side) -> Held:
    """Judge a requirement by what was found for it; the best is shown, and what adds to it.

    Covered is only what is said in nearly the same words, without another figure or a negation
    more or less; nobody should rely on anything else without reading both.
    """
    best = sorted(matches, key=lambda each: -(each.cosine + each.covers))[:_MOST_FOUND]
    if not best:
        return Held(asked, (), Cover.NOT_FOUND)
    told = frozenset[str]().union(*(each.unit.around for each in best))
    adds = best[0].weights.covered_by(told) - best[0].covers >= _ADDS
    shown = best if adds else best[:1]
    covers = best[0].weights.covered_by(told) if adds else best[0].covers
    same = best[0].cosine >= _SAME and covers >= _MOST_TERMS
    differing = any(_contradicts(wanted, each.unit.shown) for each in shown)
    cover = Cover.COVERED if same and not differing else Cover.PARTLY
    found = tuple(Chosen((each.unit,), each.cosine, each.covers, own.label) for each in shown)
    return Held(asked, found, cover)


def _matches(weights: Weights, units: Sequence[Candidate], cosines: Vector) -> Iterator[Match]:
    for unit, cosine in zip(units, cosines, strict=True):
        match = Match(unit, float(cosine), weights)
        if match.cosine >= _NEAR and match.covers >= _SOME_TERMS:
            yield match


def _contradicts(wanted: str, said: str) -> bool:
    return differ(wanted, said) or bool(denials(wanted)) != bool(denials(said))
