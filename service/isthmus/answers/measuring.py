"""What is measured of a drafted answer, for the decision to give it or to decline."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from isthmus.answers.composing import Chosen, Rated
from isthmus.answers.confidence import Measurements
from isthmus.answers.evidence import Stretch, covers
from isthmus.answers.questions import Question
from isthmus_knowledge.analysis import (
    STOP_WORDS,
    identifiers,
    specific_identifiers,
    stem,
    terms,
    words,
)

_FOCUS: Final = re.compile(
    r"\b(?:which|what|how many|how much|whose)\s+(?:(?:kinds?|types?|sorts?)\s+of\s+)?(?:of\s+)?"
    r"(?:(?:the|our|your|these|an?)\s+)*(?P<focus>[\w/-]+)",
    re.IGNORECASE,
)
_NO_FOCUS: Final = frozenset("happen happens goes".split())
_OWN: Final = re.compile(r"\b(?:our|ours|my|mine|us)\b", re.IGNORECASE)
_PAST: Final = re.compile(
    r"\blast (?:night|week|month|quarter|year|spring|summer|autumn|winter|time|\w+day)\b|"
    r"\b(?:yesterday|ago|recently|this (?:year|month|week|quarter)|currently|right now|today|"
    r"tomorrow|so far|next (?:week|month|year)|did|have we|was|were)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+\w*")


def measure(
    question: Question,
    chosen: Sequence[Chosen],
    rated: Sequence[Sequence[Rated]],
    weights: Mapping[str, float],
) -> Measurements:
    """Measure the chosen units; ``weights`` are the question's terms, heavy where rare."""
    shown = {term for each in chosen for unit in each.units for term in unit.around}
    around = {term for each in chosen for term in terms(_everything(each.stretch))}
    best = [max((one.cosine for one in part), default=0.0) for part in rated]
    return Measurements(
        sentence=float(np.mean(best)),
        passage=max((each.stretch.cosine for each in chosen), default=0.0),
        covered=covers(weights, around),
        quoted=covers(weights, shown),
        focus=_share(_focus(question.text), shown),
        unnamed=1.0 - _share(_names(question.text), around),
        unidentified=float(_unidentified(question.text, chosen)),
        own=float(bool(_OWN.search(question.text))),
        past=float(bool(_PAST.search(question.text))),
    )


def _everything(stretch: Stretch) -> str:
    title = stretch.hit.document.description.title
    return "\n".join((title, *stretch.hit.passage.headings, stretch.text))


def _focus(text: str) -> list[str]:
    match = _FOCUS.search(text)
    found = words(match["focus"]) if match else []
    return [stem(word) for word in found if word not in STOP_WORDS | _NO_FOCUS]


def _names(text: str) -> list[str]:
    return [stem(name.lower()) for name in _NAME.findall(text) if name.lower() not in STOP_WORDS]


def _unidentified(text: str, chosen: Sequence[Chosen]) -> bool:
    """Tell whether the question names an id that stands nowhere near the chosen units."""
    asked = specific_identifiers(text)
    present = {each for one in chosen for each in identifiers(_everything(one.stretch))}
    return any(each not in present for each in asked)


def _share(wanted: Sequence[str], present: set[str]) -> float:
    """Give the share of wanted terms that are present; 1 where none is wanted."""
    return sum(term in present for term in wanted) / len(wanted) if wanted else 1.0
