"""When to answer and when to decline: a logistic model over four measurements.

The weights come from labelled questions; ``python -m benchmarks.declining`` derives them and prints
the table from which the threshold was read.
"""

from dataclasses import dataclass
from math import exp
from typing import Final

_WEIGHTS: Final = (6.0, 3.0, 2.0, 1.0)
_BIAS: Final = -5.0
THRESHOLD: Final = 0.5


@dataclass(frozen=True)
class Measurements:
    """What is known of the best answer, each 0 to 1.

    ``sentence`` and ``passage``: cosine of the question with the best unit and the best passage;
    ``covered``: share of the question's weight that the answer's stretch holds; ``quoted``: share
    that the shown units hold.
    """

    sentence: float
    passage: float
    covered: float
    quoted: float


def confidence(measured: Measurements) -> float:
    """Give the probability, 0 to 1, that the units answer the question."""
    values = (measured.sentence, measured.passage, measured.covered, measured.quoted)
    total = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    return 1 / (1 + exp(-total))
