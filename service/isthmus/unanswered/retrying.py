"""Asks again what was not answered, for those who wait, when the library has changed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from isthmus.answers.model import Answer
from isthmus.answers.service import Answering, Unkept
from isthmus.people import Person, alone
from isthmus.unanswered.model import Subscription

AT_ONCE: Final = 3  # questions a batch asks again, so that people's own questions need not wait


class Records(Protocol):
    """Subscriptions within one transaction."""

    def version(self) -> int:
        """Give a number that grows with each change of the library."""
        ...

    def due(self, version: int, limit: int) -> list[tuple[Subscription, str]]:
        """Give subscriptions not tried on this version yet, each with its question."""
        ...

    def tried(self, subscription: str, version: int) -> None: ...

    def unsubscribe(self, subscription: str) -> None: ...

    def tell(self, subscription: Subscription, answer: Answer, at: datetime) -> bool:
        """Keep the answer with its notice; keeps neither where there was a notice already."""
        ...


@dataclass(frozen=True)
class Retried:
    """A question that was asked again for somebody, and whether it was answered."""

    question: str
    person: str
    answered: bool


@dataclass(frozen=True)
class Retrying:
    """Each question is asked as its person, with what they may read at this moment."""

    changing: Callable[[], AbstractContextManager[Records]]
    looking: Callable[[], AbstractContextManager[Records]]
    answering: Callable[[], AbstractContextManager[Answering]]
    person: Callable[[str], Person | None]

    def batch(self, limit: int = AT_ONCE) -> list[Retried]:
        """Try some of those that are due; costs one query where none is."""
        with self.looking() as records:
            version = records.version()
            due = records.due(version, limit)
        return [self._retried(each, question, version) for each, question in due]

    def all_due(self) -> list[Retried]:
        found: list[Retried] = []
        while batch := self.batch():
            found += batch
        return found

    def _retried(self, subscription: Subscription, question: str, version: int) -> Retried:
        person = self.person(subscription.person)
        if person is None:
            with self.changing() as records:
                records.unsubscribe(subscription.id)
            return Retried(question, subscription.person, answered=False)
        with self.answering() as answering:
            outcome = replace(answering, records=Unkept()).ask(question, person, alone(person))
        with self.changing() as records:
            records.tried(subscription.id, version)
            answered = isinstance(outcome, Answer) and records.tell(
                subscription, outcome, outcome.asked.at
            )
        return Retried(question, subscription.person, answered)
