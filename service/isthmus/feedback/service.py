"""Use cases: say whether an answer helped, take it back, look at what was said."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from isthmus.answers.model import Outcome
from isthmus.feedback.model import Feedback
from isthmus.people import Person, Rank

AT_ONCE: Final = 30


class Records(Protocol):
    """Feedback within one transaction."""

    def save(self, feedback: Feedback) -> None: ...

    def remove(self, answer: str, person: str) -> None: ...

    def by(self, person: str, answers: Collection[str]) -> dict[str, Feedback]:
        """Give what a person said of these answers, by answer."""
        ...

    def latest(self, page: int, size: int) -> list[Feedback]:
        """Give feedback on answers that were not forgotten, newest first; pages count from 0."""
        ...

    def outcomes(self, answers: Sequence[str]) -> dict[str, Outcome]: ...


@dataclass(frozen=True)
class Judged:
    """Feedback with the answer it is about; None where the reader may not see that answer."""

    feedback: Feedback
    question: str
    outcome: Outcome | None


def say(records: Records, feedback: Feedback) -> Feedback:
    """Keep what somebody says; whoever says it has seen the answer, the caller made sure."""
    feedback.verdict.checked()
    records.save(feedback)
    return feedback


def judged(
    records: Records, by: Person, may_see: Callable[[Outcome], bool], page: int = 0
) -> list[Judged]:
    """Give what people said, newest first, each with its answer where ``by`` may see that."""
    by.require(Rank.LEAD)
    said = records.latest(page, AT_ONCE)
    outcomes: Mapping[str, Outcome] = records.outcomes([each.answer for each in said])
    return [_judged(each, outcomes[each.answer], may_see) for each in said]


def _judged(said: Feedback, outcome: Outcome, may_see: Callable[[Outcome], bool]) -> Judged:
    return Judged(said, outcome.asked.question, outcome if may_see(outcome) else None)
