"""When to answer and when to decline: a logistic model over a few measurements.

The weights come from labelled questions; ``python -m benchmarks.declining`` derives them and prints
the table from which the threshold was read.
"""

from dataclasses import asdict, dataclass
from math import exp
from typing import Final


@dataclass(frozen=True)
class Measurements:
    """What is known of a drafted answer; all between 0 and 1, but for a cosine below 0.

    ``sentence`` is the cosine of the best unit, the mean over the parts of the question, and
    ``passage`` that of the best passage. ``covered`` and ``quoted`` are the shares of the
    question's weight that stand around the chosen units and in them (headings included), ``focus``
    the share of the words right behind "which" or "how many" in them, ``unnamed`` the share of the
    question's names that are missing.
    ``unidentified`` tells whether an id is missing, ``own`` and ``past`` whether the question is
    about the asker's own affairs or about events. ``heading`` is the cosine of the nearest heading
    of the first passages, ``standing`` how far the best passage stands out from the others,
    ``length`` that of the question.
    """

    sentence: float
    passage: float
    covered: float
    quoted: float
    focus: float
    unnamed: float
    unidentified: float
    own: float
    past: float
    heading: float
    standing: float
    length: float


NOTHING: Final = Measurements(0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
CERTAIN: Final = Measurements(1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1)
WEIGHTS: Final = Measurements(
    sentence=3.61,
    passage=1.79,
    covered=1.87,
    quoted=0.98,
    focus=1.41,
    unnamed=-1.85,
    unidentified=-2.43,
    own=-0.58,
    past=-1.52,
    heading=0.77,
    standing=1.89,
    length=0.69,
)
BIAS: Final = -6.73
THRESHOLD: Final = 0.47


def confidence(measured: Measurements) -> float:
    """Give the probability, 0 to 1, that the chosen units answer the question."""
    weights, values = asdict(WEIGHTS), asdict(measured)
    total = BIAS + sum(weights[name] * values[name] for name in weights)
    return 1 / (1 + exp(-total))
