"""Whether sentences that a model wrote answer, or the sources' own words do so better (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.answers.evidence import Weights
from isthmus.answers.model import Answer, Outcome, Sentence
from isthmus.answers.particulars import is_missing
from isthmus.answers.questions import Question
from isthmus.answers.suitability import lacks_form
from isthmus_knowledge.analysis import terms

_OF_THE_EXTRACT: Final = 0.6  # of the question's weight that the extract speaks of
_OF_THE_QUESTION: Final = 0.75  # of its weight, where there is no extract
_TOO_TELLING: Final = 0.6  # of the weight of its most telling term
_LISTED: Final = 3  # sentences on one quote are a list
_OF_THE_LIST: Final = 0.7
_NAMED: Final = 0.5  # of an item's terms


@dataclass(frozen=True)
class Written:
    """Checked sentences; ``places`` are the titles and headings of what they cite."""

    sentences: Sequence[Sentence]
    places: Sequence[str]

    @property
    def terms(self) -> frozenset[str]:
        return _terms(self.sentences) | frozenset(terms(" ".join(self.places)))


def is_enough(written: Written, question: Question, weights: Weights, without: Outcome) -> bool:
    """Tell whether what was written answers, beside what is said ``without`` a model.

    It has to speak of nearly as much of the question as the extract does, in the form that is
    asked for, and to name most of a list. Where nothing would be answered it has to speak of nearly
    all of the question.
    """
    if not written.sentences:
        return False
    told = [each.text for each in written.sentences]
    if isinstance(without, Answer):
        spoken = weights.covered_by(_terms(without.sentences) | frozenset(terms(_titles(without))))
        return (
            weights.covered_by(written.terms) >= _OF_THE_EXTRACT * spoken
            and _lack(question, told) <= _lack(question, [each.text for each in without.sentences])
            and _tells_the_list(written, without)
        )
    return (
        weights.covered_by(written.terms) >= _OF_THE_QUESTION
        and weights.most_telling_missing(written.terms) < _TOO_TELLING
        and _lack(question, told) == 0
        and not is_missing(question.text, told)
    )


def _lack(question: Question, told: Sequence[str]) -> float:
    """Tell how far the sentences lack the form that is asked for, the worst of its parts."""
    return max(min(lacks_form(part, each) for each in told) for part in question.parts)


def _tells_the_list(written: Written, without: Answer) -> bool:
    counts = {n: 0 for each in without.sentences for n in each.citations}
    for each in without.sentences:
        for n in each.citations:
            counts[n] += 1
    items = [
        frozenset(terms(each.text))
        for each in without.sentences
        if any(counts[n] >= _LISTED for n in each.citations)
    ]
    told = _terms(written.sentences)
    named = sum(len(item & told) >= _NAMED * len(item) for item in items)
    return named >= _OF_THE_LIST * len(items)


def _terms(sentences: Sequence[Sentence]) -> frozenset[str]:
    return frozenset(terms(" ".join(each.text for each in sentences)))


def _titles(answer: Answer) -> str:
    return " ".join(each.title for each in answer.citations)
