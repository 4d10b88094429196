"""What is measured of a drafted answer, for the decision to give it or to decline."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from isthmus.answers.composing import Chosen, Rated
from isthmus.answers.confidence import Measurements
from isthmus.answers.evidence import Candidate, Stretch, Weights
from isthmus.answers.particulars import is_missing
from isthmus.answers.questions import Kind, Question, focus_of, kind_of
from isthmus.answers.suitability import lacks_form
from isthmus_knowledge.analysis import (
    STOP_WORDS,
    identifiers,
    specific_identifiers,
    stem,
    terms,
    words,
)

_OWN: Final = re.compile(r"\b(?:(?i:our|ours|my|mine)|us)\b")  # not the US
_PAST: Final = re.compile(
    r"\blast (?:night|week|month|quarter|year|spring|summer|autumn|winter|time|\w+day)\b|"
    r"\b(?:yesterday|ago|recently|this (?:year|month|week|quarter)|currently|right now|today|"
    r"tomorrow|so far|next (?:week|month|year)|did|have we|was|were|"
    r"(?:the|our|their|your) (?:last|latest|most recent))\b",
    re.IGNORECASE,
)
_TAKES_FOR_GRANTED: Final = re.compile(r"^since\b", re.IGNORECASE)
_LONG: Final = 20  # words
_NAME: Final = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+\w*")
_DOTTED: Final = re.compile(r"(?<![\w.])\d+(?:[.-]\d+)+(?!\w)")
_DEFINES: Final = re.compile(
    r"(?:an? |the )?(?P<term>.{2,70}?)(?: \([^)]*\))? (?:is|are) (?:an?|the|any|one)\b",
    re.IGNORECASE,
)
_ALL_OF_IT: Final = 0.5  # of a question's weight that its term has where only that is asked
_FEW: Final = 5  # passages; among fewer there is nothing to stand out from
_STANDS_ALONE: Final = 0.6


@dataclass(frozen=True)
class Near:
    """What the search tells: the fused scores of all passages that were found, best first.

    ``alone`` is the cosine of the question and the nearest chosen unit without its heading.
    """

    scores: Sequence[float]
    alone: float


def measure(
    question: Question,
    chosen: Sequence[Chosen],
    rated: Sequence[Sequence[Rated]],
    weights: Weights,
    near: Near,
) -> Measurements:
    """Measure the chosen units; ``weights`` are those of the whole question."""
    units = [unit for each in chosen for unit in each.units]
    shown = {term for unit in units for term in unit.around}
    text = "\n".join(_everything(each.stretch) for each in chosen)
    around = set(terms(text))
    kind, first = kind_of(question.text), units[0]
    missing = weights.most_telling_missing(around)
    granted = kind is Kind.WHY or bool(_TAKES_FOR_GRANTED.match(question.text))
    return Measurements(
        sentence=fmean(max((one.cosine for one in part), default=0.0) for part in rated),
        alone=near.alone,
        passage=max((each.stretch.cosine for each in chosen), default=0.0),
        rating=chosen[0].rating,
        standing=_standing(near.scores),
        focus=_share(focus_of(question.text), shown, weights),
        length=min(len(words(question.text)) / _LONG, 1.0),
        who=float(kind is Kind.WHO),
        open=float(kind is Kind.OTHER),
        missing=missing,
        unnamed=1.0 - _share(_names(question.text), around, weights),
        unidentified=float(_unidentified(question.text, text)),
        formless=_formless(question, units),
        particular=float(is_missing(question.text, [unit.shown for unit in units])),
        premise=missing if granted else 0.0,
        defined=float(_defines(first, question.text) and _asks_more(question, first, weights)),
        own=float(bool(_OWN.search(question.text))),
        past=float(bool(_PAST.search(question.text))),
    )


def _standing(scores: Sequence[float]) -> float:
    """Give how far the best stands out from the rest."""
    return scores[0] - fmean(scores) if len(scores) >= _FEW else _STANDS_ALONE


def _formless(question: Question, units: Sequence[Candidate]) -> float:
    """Tell how far the units lack what is asked for, be it a number, a role or a duration."""
    return fmean(min(lacks_form(part, unit.unit.text) for unit in units) for part in question.parts)


def _defines(unit: Candidate, asked: str) -> bool:
    """Tell whether a unit opens its section by saying what a term of it, or of the question, is."""
    match = _DEFINES.match(unit.shown)
    term = set(terms(match["term"])) if match and unit.order == 0 else set()
    return bool(term) and term <= {*terms(unit.stretch.heading), *terms(asked)}


def _asks_more(question: Question, unit: Candidate, weights: Weights) -> bool:
    """Tell "What is the RTO of the boiler house?" from "What is the RTO?"."""
    is_definition = kind_of(question.text) is Kind.DEFINITION
    return not is_definition or weights.covered_by(unit.around) < _ALL_OF_IT


def _everything(stretch: Stretch) -> str:
    title = stretch.hit.document.description.title
    return "\n".join((title, *stretch.hit.passage.headings, stretch.text))


def _names(text: str) -> list[str]:
    return [stem(name.lower()) for name in _NAME.findall(text) if name.lower() not in STOP_WORDS]


def _unidentified(asked: str, text: str) -> bool:
    """Tell whether the question names an id, or a dotted number, that stands nowhere near."""
    present = set(identifiers(text))
    return any(each not in present for each in specific_identifiers(asked)) or any(
        each not in text for each in _DOTTED.findall(asked)
    )


def _share(wanted: Sequence[str], present: AbstractSet[str], weights: Weights) -> float:
    """Give the share of wanted terms that are present; 1 where none is wanted."""
    alike = Weights(dict.fromkeys(wanted, 1.0), weights.ways)
    return alike.covered_by(present) if wanted else 1.0
