"""What is measured of a sentence beside the units that it may stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

from isthmus.answers.checking.aligning import ALIKE, EXACT, Aligned, Found
from isthmus.answers.checking.reading import Token, is_verb

_MOST_MISSING: Final = 3
_NEAR: Final = 4.0
_FEWEST: Final = 2  # telling words, for a clause to count by itself


@dataclass(frozen=True)
class Measurements:
    """All between 0 and 1, and the more the worse, but for ``cosine``.

    ``missing`` is the share of the telling words that stand in none of the units, ``new`` how many
    they are (1 for three and more), ``undone`` the share of its verbs that do.
    ``scattered`` is what the best unit alone leaves out, ``clause`` the same for the clause of the
    sentence that is worst off. ``reworded`` is the share of words that are found in other words.
    ``apart`` tells how far neighbours of the sentence stand from one another in the best unit,
    ``turned`` how many of them in the other order. ``bared`` is the share of words found whose
    own word before them was left out, ``skipped`` what was left out between them.
    ``cosine`` is that of the sentence and the nearest unit used.
    """

    missing: float
    new: float
    undone: float
    scattered: float
    clause: float
    reworded: float
    apart: float
    turned: float
    bared: float
    skipped: float
    cosine: float


def measure(aligned: Aligned, cosine: float) -> Measurements:
    """Measure an aligned sentence; there has to be a unit that it may stand on."""
    telling, best = aligned.claim.telling, aligned.used[0]
    worths = [aligned.worth(token) for token in telling]
    return Measurements(
        missing=1 - aligned.coverage,
        new=min(1.0, sum(not worth for worth in worths) / _MOST_MISSING),
        undone=_undone(aligned),
        scattered=1 - _covered(best, telling),
        clause=_worst_clause(aligned),
        reworded=_share([ALIKE <= worth < EXACT for worth in worths]),
        apart=_apart(aligned),
        turned=_turned(aligned),
        bared=_bared(best, telling),
        skipped=_skipped(best),
        cosine=cosine,
    )


def _covered(found: Found, tokens: Sequence[Token]) -> float:
    return fmean(found.worth(token) for token in tokens) if tokens else 1.0


def _undone(aligned: Aligned) -> float:
    verbs = [token for token in aligned.claim.telling if is_verb(aligned.claim.read, token)]
    return _share([not aligned.worth(token) for token in verbs])


def _worst_clause(aligned: Aligned) -> float:
    worst = 0.0
    for number in {token.clause for token in aligned.claim.telling}:
        tokens = [token for token in aligned.claim.telling if token.clause == number]
        if len(tokens) >= _FEWEST:
            worst = max(worst, 1 - max(_covered(found, tokens) for found in aligned.used))
    return worst


def _apart(aligned: Aligned) -> float:
    gaps = []
    for one, other in pairwise(aligned.claim.telling):
        near = [
            1
            / (
                1
                + max(
                    0, min(abs(a - b) for a in found.places(one) for b in found.places(other)) - 1
                )
                / _NEAR
            )
            for found in aligned.used
            if found.places(one) and found.places(other)
        ]
        gaps.append(1 - max(near, default=0.0))
    return fmean(gaps) if gaps else 0.0


def _turned(aligned: Aligned) -> float:
    turned = []
    for one, other in pairwise(aligned.claim.telling):
        for found in aligned.used[:1]:
            first, second = found.place(one), found.place(other)
            if first is not None and second is not None:
                turned.append(first > second)
    return _share(turned)


def _bared(found: Found, telling: Sequence[Token]) -> float:
    bared = []
    for token in telling:
        place = found.place(token)
        if place is not None:
            before = found.text.tokens[place - 1] if place else None
            bared.append(before is not None and before.tells and not found.says(before))
    return _share(bared)


def _skipped(found: Found) -> float:
    """Give the share of the telling words between the first and the last said that are not."""
    said = [token.at for token in found.text.telling if found.says(token)]
    if not said:
        return 1.0
    inside = [token for token in found.text.telling if said[0] <= token.at <= said[-1]]
    return _share([not found.says(token) for token in inside])


def _share(holds: Sequence[bool]) -> float:
    return sum(holds) / len(holds) if holds else 0.0
