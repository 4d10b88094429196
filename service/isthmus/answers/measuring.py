"""What is measured of a drafted answer, for the decision to give it or to decline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

import numpy as np

from isthmus.answers.composing import Chosen, Rated
from isthmus.answers.confidence import Measurements
from isthmus.answers.evidence import Stretch, Weights
from isthmus.answers.questions import Question, focus_of
from isthmus_knowledge.analysis import (
    STOP_WORDS,
    identifiers,
    specific_identifiers,
    stem,
    terms,
    words,
)

_OWN: Final = re.compile(r"\b(?:our|ours|my|mine|us)\b", re.IGNORECASE)
_PAST: Final = re.compile(
    r"\blast (?:night|week|month|quarter|year|spring|summer|autumn|winter|time|\w+day)\b|"
    r"\b(?:yesterday|ago|recently|this (?:year|month|week|quarter)|currently|right now|today|"
    r"tomorrow|so far|next (?:week|month|year)|did|have we|was|were)\b",
    re.IGNORECASE,
)
_LONG: Final = 20  # words
_NAME: Final = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+\w*")


@dataclass(frozen=True)
class Ground:
    """What retrieval found.

    ``heading`` is the cosine of the nearest heading among the first passages, ``scores`` are the
    fused scores of all, best first.
    """

    heading: float
    scores: tuple[float, ...]

    @property
    def standing(self) -> float:
        """Give how far the best stands out from the rest."""
        return self.scores[0] - fmean(self.scores)


def measure(
    question: Question,
    chosen: Sequence[Chosen],
    rated: Sequence[Sequence[Rated]],
    weights: Weights,
    ground: Ground,
) -> Measurements:
    """Measure the chosen units; ``weights`` are those of the whole question."""
    shown = {term for each in chosen for unit in each.units for term in unit.around}
    around = {term for each in chosen for term in terms(_everything(each.stretch))}
    best = [max((one.cosine for one in part), default=0.0) for part in rated]
    return Measurements(
        sentence=float(np.mean(best)),
        passage=max((each.stretch.cosine for each in chosen), default=0.0),
        covered=weights.covered_by(around),
        quoted=weights.covered_by(shown),
        focus=_share(focus_of(question.text), shown, weights),
        unnamed=1.0 - _share(_names(question.text), around, weights),
        unidentified=float(_unidentified(question.text, chosen)),
        own=float(bool(_OWN.search(question.text))),
        past=float(bool(_PAST.search(question.text))),
        heading=ground.heading,
        standing=ground.standing,
        length=min(len(words(question.text)) / _LONG, 1.0),
    )


def _everything(stretch: Stretch) -> str:
    title = stretch.hit.document.description.title
    return "\n".join((title, *stretch.hit.passage.headings, stretch.text))


def _names(text: str) -> list[str]:
    return [stem(name.lower()) for name in _NAME.findall(text) if name.lower() not in STOP_WORDS]


def _unidentified(text: str, chosen: Sequence[Chosen]) -> bool:
    """Tell whether the question names an id that stands nowhere near the chosen units."""
    asked = specific_identifiers(text)
    present = {each for one in chosen for each in identifiers(_everything(one.stretch))}
    return any(each not in present for each in asked)


def _share(wanted: Sequence[str], present: set[str], weights: Weights) -> float:
    """Give the share of wanted terms that are present; 1 where none is wanted."""
    alike = Weights(dict.fromkeys(wanted, 1.0), weights.ways)
    return alike.covered_by(present) if wanted else 1.0
