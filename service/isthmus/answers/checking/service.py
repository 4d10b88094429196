"""Decides whether a sentence that a language model wrote may be shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from isthmus.answers.checking import (
    acting,
    adding,
    conditions,
    denying,
    exact,
    force,
    form,
    limits,
    naming,
    ordering,
    parts,
    polarity,
    siding,
    strange,
    sweeping,
    which,
)
from isthmus.answers.checking.aligning import Aligned, align, claim_of
from isthmus.answers.checking.measuring import Measurements, measure
from isthmus.answers.checking.model import Backing, Checked, Evidence
from isthmus.answers.checking.reading import Text, read
from isthmus.answers.checking.units import read_units
from isthmus.answers.checking.weighing import THRESHOLD, probability
from isthmus.answers.verification import folded

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

UNCITED: Final = "It cites no passage that is there."
UNSAID: Final = "The passages do not say this."
LONGEST_READ: Final = 8_000  # characters of a passage
_FEWEST: Final = 2  # telling words that the passages themselves have to say
_ENDINGS: Final = ".!? "
_ALONE: Final = (
    polarity,
    denying,
    force,
    ordering,
    limits,
    conditions,
    which,
    parts,
    acting,
    siding,
    sweeping,
)


@dataclass(frozen=True)
class Checking:
    """``embed`` gives rows of unit length; what it is given of the evidence comes again."""

    embed: Embed

    def check(self, sentence: str, cited: Sequence[Evidence]) -> Checked:
        """Tell whether the cited passages support a sentence, and which units of them do.

        Whatever speaks against it is said; the citation marks are taken off first.
        """
        plain = form.without_marks(sentence[: 2 * form.LONGEST])
        cited = [replace(each, text=each.text[:LONGEST_READ]) for each in cited]
        if reasons := tuple(form.faults(plain)):
            return _unsupported(plain, reasons)
        if not cited:
            return _unsupported(plain, (UNCITED,))
        if quoted := _quoted(plain, cited):
            return Checked(plain, supported=True, score=1.0, why_not=(), backing=(quoted,))
        aligned = aligned_with(plain, cited)
        if not _is_about(aligned):
            return _unsupported(plain, (UNSAID,))
        score = probability(self.measured(aligned))
        reasons = tuple(faults(aligned, [read(each.text) for each in cited]))
        if not reasons and score < THRESHOLD:
            reasons = (UNSAID,)
        if reasons:
            return _unsupported(plain, reasons, score)
        backing = tuple(Backing(found.unit.n, found.unit.unit.text) for found in aligned.used)
        return Checked(plain, supported=True, score=score, why_not=(), backing=backing)

    def measured(self, aligned: Aligned) -> Measurements:
        """Measure an aligned sentence, its vector beside those of the units it may stand on."""
        told = [found.unit.unit.text for found in aligned.used]
        sentence, *units = self.embed([aligned.claim.read.text, *told])
        return measure(aligned, max(float(unit @ sentence) for unit in units))


def aligned_with(sentence: str, cited: Sequence[Evidence]) -> Aligned:
    """Find the units of the cited passages that a sentence may stand on."""
    units = [unit for each in cited for unit in read_units(each.n, each.text)]
    context = read("\n".join(each.context for each in cited))
    return align(claim_of(read(sentence)), units, context)


def faults(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Say everything that the sentence has otherwise than the passages."""
    yield from exact.faults(aligned, cited)
    yield from naming.faults(aligned, cited)
    yield from strange.faults(aligned, cited)
    yield from adding.faults(aligned, cited)
    for each in _ALONE:
        yield from each.faults(aligned)


def _is_about(aligned: Aligned) -> bool:
    """Tell whether the passages themselves, without their headings, speak of it."""
    telling = aligned.claim.telling
    said = [t for t in telling if any(found.worth(t) for found in aligned.used)]
    return len(said) >= min(_FEWEST, len(telling)) > 0


def _quoted(sentence: str, cited: Sequence[Evidence]) -> Backing | None:
    """Give the whole unit that a sentence is, word for word, if it is one."""
    wanted = folded(sentence).rstrip(_ENDINGS).casefold()
    for each in cited:
        for unit in read_units(each.n, each.text):
            if folded(unit.unit.unmarked).rstrip(_ENDINGS).casefold() == wanted:
                return Backing(each.n, unit.unit.text)
    return None


def _unsupported(sentence: str, reasons: tuple[str, ...], score: float = 0.0) -> Checked:
    return Checked(sentence, supported=False, score=score, why_not=reasons, backing=())
