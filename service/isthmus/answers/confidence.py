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
    ``passage`` that of the best passage. ``covered`` and ``quoted`` are the shares of the question's
    weight that stand around the chosen units and in them (headings included), ``focus`` the share
    of the words right behind "which" or "how many" in them, ``formed`` the share of parts whose
    number or date is there, ``unnamed`` the share of names in the question that are missing.
    ``unidentified`` tells whether an id is missing, ``own`` and ``past`` whether the question is
    about the asker's own affairs or about events.
    """

    sentence: float
    passage: float
    covered: float
    quoted: float
    focus: float
    formed: float
    unnamed: float
    unidentified: float
    own: float
    past: float


NOTHING: Final = Measurements(0, 0, 0, 0, 0, 0, 1, 1, 0, 0)
WEIGHTS: Final = Measurements(
    sentence=2.89,
    passage=2.26,
    covered=1.27,
    quoted=1.13,
    focus=1.13,
    formed=0.0,
    unnamed=-1.29,
    unidentified=-2.48,
    own=-0.68,
    past=-1.1,
)
BIAS: Final = -4.59
THRESHOLD: Final = 0.45


def confidence(measured: Measurements) -> float:
    """Give the probability, 0 to 1, that the chosen units answer the question."""
    weights, values = asdict(WEIGHTS), asdict(measured)
    total = BIAS + sum(weights[name] * values[name] for name in weights)
    return 1 / (1 + exp(-total))
