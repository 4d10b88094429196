"""An outcome in the sources' own words, and what a language model may word better."""

from dataclasses import dataclass
from typing import Final

from isthmus.answers.drafting import Draft
from isthmus.answers.model import Outcome
from isthmus.answers.questions import Question
from isthmus.answers.sources import Source
from isthmus.people import Audience, Person

NARROW: Final = 0.3
"""Of the questions that are declined, a model is asked for those from this confidence on.

Of the labelled questions that nothing answers, 102 of the 118 that are declined lie below it: what
their passages say that is near would be made an answer of. Of those that are declined though
something answers them, 7 of 11 lie above it: the answer often stands in another passage than the
ones that were chosen.
"""


@dataclass(frozen=True)
class Prepared:
    """``outcome`` is what is said without a model; ``draft`` and ``sources`` what it was made of.

    ``started`` is the reading of the performance counter when the question came.
    """

    outcome: Outcome
    asker: Person
    audience: Audience
    started: float
    question: Question | None = None
    draft: Draft | None = None
    sources: tuple[Source, ...] = ()

    @property
    def may_be_worded(self) -> bool:
        """Tell whether a model may be asked: never for a table, nor far from an answer."""
        if self.draft is None or not self.sources:
            return False
        is_table = any(each.subject for each in self.draft.chosen)
        return not is_table and self.draft.confidence >= NARROW
