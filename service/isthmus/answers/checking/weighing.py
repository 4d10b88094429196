"""How probable it is that a sentence is supported: a logistic model over a few measurements.

The weights come from labelled sentences; ``python -m benchmarks.checking`` derives them and prints
the table from which the threshold was read.
"""

from dataclasses import asdict
from math import exp
from typing import Final

from isthmus.answers.checking.measuring import Measurements

WEIGHTS: Final = Measurements(
    missing=-1.38,
    new=-1.15,
    undone=-0.01,
    scattered=-1.49,
    clause=-1.25,
    reworded=0.72,
    apart=-0.31,
    turned=0.54,
    bared=-0.39,
    skipped=-1.81,
    cosine=3.35,
)
BIAS: Final = -0.71
THRESHOLD: Final = 0.45


def probability(measured: Measurements) -> float:
    """Give the probability, 0 to 1, that the units say what the sentence says."""
    weights, values = asdict(WEIGHTS), asdict(measured)
    total = BIAS + sum(weights[name] * values[name] for name in weights)
    return 1 / (1 + exp(-total))
