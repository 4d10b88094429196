"""Questions alike that were not answered, what was decided of them, and who waits."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from isthmus.answers.model import Nearest
from isthmus.errors import InvalidError
from isthmus.people import Person

LONGEST_NOTE: Final = 1_000


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Settled:
    """What answers a question: a document, or another answer."""

    document: str | None = None
    answer: str | None = None


NOTHING: Final = Settled()


@dataclass(frozen=True)
class Unanswered:
    """A group of questions alike, with what was decided of it, by whom and when."""

    id: str
    state: State
    changed_at: datetime
    changed_by: str | None = None
    settled: Settled = NOTHING
    note: str = ""

    def settle(self, by: Settled, who: Person, at: datetime) -> "Unanswered":
        """Mark as answered; raises InvalidError where nothing is named, or two things are."""
        if bool(by.document) == bool(by.answer):
            raise InvalidError("Name the document that answers it, or the answer: one of the two.")
        return self._become(State.ANSWERED, who, at, settled=by)

    def dismiss(self, note: str, who: Person, at: datetime) -> "Unanswered":
        """Put aside; raises InvalidError without a reason."""
        if not note.strip():
            raise InvalidError("Say why it is dismissed; whoever asked reads it.")
        if len(note) > LONGEST_NOTE:
            raise InvalidError(f"The reason is too long; {LONGEST_NOTE:,} characters are the most.")
        return self._become(State.DISMISSED, who, at, note=note.strip())

    def reopen(self, who: Person, at: datetime) -> "Unanswered":
        return self if self.state is State.OPEN else self._become(State.OPEN, who, at)

    def _become(
        self, state: State, who: Person, at: datetime, settled: Settled = NOTHING, note: str = ""
    ) -> "Unanswered":
        return replace(
            self, state=state, changed_at=at, changed_by=who.id, settled=settled, note=note
        )


@dataclass(frozen=True)
class Asking:
    """One time that a question was not answered.

    ``answer`` is the id of the refusal, or of the answer that did not help; ``why`` says which in
    words; ``advice`` is what would answer it.
    """

    answer: str
    question: str
    asker: str
    at: datetime
    why: str
    advice: str
    nearest: tuple[Nearest, ...]


@dataclass(frozen=True)
class Subscription:
    """Somebody who waits for an answer; one notice ends it.

    ``asking`` is the id of the answer that did not do, whose question is asked again.
    """

    id: str
    unanswered: str
    person: str
    asking: str
    made_at: datetime
    tried_on: int = -1
    noticed_at: datetime | None = None
    seen_at: datetime | None = None
    settled: Settled = NOTHING

    def notice(self, settled: Settled, at: datetime) -> "Subscription":
        return replace(self, noticed_at=at, settled=settled)


@dataclass(frozen=True)
class Notice:
    """A question that was answered after all, for the person who waited."""

    id: str
    question: str
    settled: Settled
    at: datetime
    is_new: bool
