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

    ``sentence`` is the cosine of the best unit, the mean over the parts of the question, ``alone``
    that of the best unit without its heading, ``passage`` that of the best passage, ``rating`` how
    well the first unit rates.
    ``standing`` is how far the best passage stands out from the others, ``focus`` the share of the
    words right behind "which" or "how many" in the chosen units, ``length`` that of the question.
    ``who`` and ``open`` tell whether a role is asked for, or nothing of a certain form.

    ``missing`` is how telling the most telling word of the question is that stands nowhere around
    the chosen units, ``unnamed`` the share of the question's names that do not.
    ``unidentified`` tells whether an id or a dotted number is missing, ``formless`` how far what is
    asked for (a number, a role, a duration) is, ``particular`` whether a name, a secret or a make
    is asked for that no unit has the form of. ``premise`` is ``missing`` for a question that takes
    something for granted ("Why did we …"). ``defined`` tells whether a term is defined where
    something else was asked of it, ``own`` and ``past`` whether the question is about the asker's
    own affairs or about events.
    """

    sentence: float
    alone: float
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
    particular: float
    premise: float
    defined: float
    own: float
    past: float


NOTHING: Final = Measurements(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0)
CERTAIN: Final = Measurements(1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
WEIGHTS: Final = Measurements(
    sentence=2.49,
    alone=2.49,
    passage=2.11,
    rating=2.62,
    standing=2.01,
    focus=0.80,
    length=0.55,
    who=0.93,
    open=0.71,
    missing=-1.56,
    unnamed=-1.64,
    unidentified=-3.12,
    formless=-2.14,
    particular=-2.09,
    premise=-0.86,
    defined=-1.39,
    own=-0.43,
    past=-1.62,
)
BIAS: Final = -5.74
THRESHOLD: Final = 0.5


def confidence(measured: Measurements) -> float:
    """Give the probability, 0 to 1, that the chosen units answer the question."""
    weights, values = asdict(WEIGHTS), asdict(measured)
    total = BIAS + sum(weights[name] * values[name] for name in weights)
    return 1 / (1 + exp(-total))
