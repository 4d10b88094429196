"""SQL of feedback."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)

from isthmus.answers.model import Outcome
from isthmus.answers.store import answers, outcomes_of
from isthmus.feedback.model import Feedback, Reason, Verdict
from isthmus.storage import METADATA, Instant

feedback: Final = Table(
    "feedback",
    METADATA,
    Column("answer", ForeignKey("answers.id"), primary_key=True),
    Column("person", String, primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)


class FeedbackStore:
    """Feedback within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, said: Feedback) -> None:
        self.remove(said.answer, said.person)
        row = {"answer": said.answer, "person": said.person, "at": said.at} | vars(said.verdict)
        self._connection.execute(insert(feedback).values(row))

    def remove(self, answer: str, person: str) -> None:
        same = (feedback.c.answer == answer, feedback.c.person == person)
        self._connection.execute(delete(feedback).where(*same))

    def by(self, person: str, of: Collection[str]) -> dict[str, Feedback]:
        """Give what a person said of these answers, by answer."""
        found = self._connection.execute(
            select(feedback).where(feedback.c.person == person, feedback.c.answer.in_(of))
        )
        return {row.answer: _feedback(row) for row in found}

    def latest(self, page: int, size: int) -> list[Feedback]:
        """Give feedback on answers that were not forgotten, newest first; pages count from 0."""
        found = self._connection.execute(
            select(feedback)
            .join(answers, answers.c.id == feedback.c.answer)
            .where(answers.c.forgotten_at.is_(None))
            .order_by(feedback.c.at.desc(), feedback.c.answer, feedback.c.person)
            .limit(size)
            .offset(page * size)
        )
        return [_feedback(row) for row in found]

    def outcomes(self, wanted: Sequence[str]) -> dict[str, Outcome]:
        return outcomes_of(self._connection, wanted)


def _feedback(row: Row[Any]) -> Feedback:
    verdict = Verdict(row.helpful, Reason(row.reason) if row.reason else None, row.text)
    return Feedback(row.answer, row.person, row.at, verdict)
