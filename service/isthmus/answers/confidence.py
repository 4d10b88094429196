"""When to answer and when to decline: a logistic model over a few measurements.

The weights come from labelled questions; ``python -m benchmarks.declining`` derives them and prints
the table from which the threshold was read.
"""

from dataclasses import asdict, dataclass
from math import exp
from typing import Final


@dataclass(frozen=True)
class Measurements:
    """What is known of a drafted answer; all between 0 and 1.

    ``sentence`` and ``passage`` are the cosines of the question with the best unit and passage.
    ``covered`` and ``quoted`` are the shares of the question's weight that stand around the chosen
    units and in them, ``focus`` the share of the words right behind "which" or "how many" in them.
    ``formed`` tells whether a number or date that was asked for is there, ``unnamed`` and
    ``unidentified`` whether names and ids in the question are missing, ``own`` and ``past`` whether
    it asks about the asker's own affairs or about events.
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
    sentence=3.12,
    passage=2.46,
    covered=1.12,
    quoted=1.01,
    focus=1.18,
    formed=0.0,
    unnamed=-1.17,
    unidentified=-2.44,
    own=-0.7,
    past=-0.85,
)
BIAS: Final = -4.56
THRESHOLD: Final = 0.47


def confidence(measured: Measurements) -> float:
    """Give the probability, 0 to 1, that the chosen units answer the question."""
    weights, values = asdict(WEIGHTS), asdict(measured)
    total = BIAS + sum(weights[name] * values[name] for name in weights)
    return 1 / (1 + exp(-total))
