"""When to answer and when to decline: a logistic model over a few measurements.

The weights come from labelled questions; ``python -m benchmarks.declining`` derives them and prints
the table from which the threshold was read.
"""

from dataclasses import asdict, dataclass
from math import exp
from typing import Final


@dataclass(frozen=True)
class Measurements:
    """What is known of a drafted answer; about 0 to 1, but for a cosine below 0.

    ``sentence`` is the cosine of the best unit, the mean over the parts of the question,
    ``passage`` that of the best passage, ``rating`` how well the first unit rates.
    ``standing`` is how far the best passage stands out from the others, ``focus`` the share of the
    words right behind "which" or "how many" in the chosen units, ``length`` that of the question.
    ``who`` and ``open`` tell whether a role is asked for, or nothing of a certain form.

    ``missing`` is how telling the most telling word of the question is that stands nowhere around
    the chosen units, ``unnamed`` the share of the question's names that do not.
    ``unidentified`` tells whether an id or a dotted number is missing, ``formless`` how far what is
    asked for (a number, a role, a duration) is. ``defined`` tells whether a term is defined where
    something else was asked of it, ``own`` and ``past`` whether the question is about the asker's
    own affairs or about events.
    """

    sentence: float
    passage: float
    rating: float
    standing: float
    focus: float
    length: float
    who: float
    open: float
    missing: float
    unnamed: float
    unidentified: float
    formless: float
    defined: float
    own: float
    past: float


NOTHING: Final = Measurements(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0)
CERTAIN: Final = Measurements(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
WEIGHTS: Final = Measurements(
    sentence=3.55,
    passage=2.25,
    rating=2.85,
    standing=1.93,
    focus=1.01,
    length=0.74,
    who=1.09,
    open=0.77,
    missing=-1.24,
    unnamed=-1.69,
    unidentified=-2.92,
    formless=-2.17,
    defined=-1.21,
    own=-0.51,
    past=-1.38,
)
BIAS: Final = -5.75
THRESHOLD: Final = 0.5


def confidence(measured: Measurements) -> float:
    """Give the probability, 0 to 1, that the chosen units answer the question."""
    weights, values = asdict(WEIGHTS), asdict(measured)
    total = BIAS + sum(weights[name] * values[name] for name in weights)
    return 1 / (1 + exp(-total))
