"""The tables of unanswered questions, and rows as plain things."""

from typing import Any, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from isthmus.answers.model import Outcome, Refusal
from isthmus.storage import METADATA, Instant
from isthmus.unanswered.model import Asking, Settled, State, Subscription, Unanswered

NOT_HELPFUL: Final = "It was answered, but the answer did not help."
CORRECT_IT: Final = "Correcting the document it stands on, or adding one that says it, would help."

unanswered: Final = Table(
    "unanswered",
    METADATA,
    Column("id", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    Column("embedder", String, nullable=False),  # the fingerprint its vector was made with
    Column("state", String, nullable=False),
    Column("document", String),
    Column("answer", String),
    Column("note", Text, nullable=False),
    Column("changed_by", String),
    Column("changed_at", Instant, nullable=False),
)

askings: Final = Table(
    "askings",
    METADATA,
    Column("answer", ForeignKey("answers.id"), primary_key=True),
    Column("unanswered", ForeignKey("unanswered.id"), nullable=False, index=True),
    Column("spelling", String, nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

subscriptions: Final = Table(
    "subscriptions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("unanswered", ForeignKey("unanswered.id"), nullable=False),
    Column("person", String, nullable=False, index=True),
    Column("asking", ForeignKey("answers.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("tried_on", Integer, nullable=False),  # the library's version it was last asked on
    Column("noticed_at", Instant),
    Column("seen_at", Instant),
    Column("document", String),
    Column("answer", String),
    UniqueConstraint("unanswered", "person"),
)


def group_row(group: Unanswered) -> dict[str, Any]:
    return {
        "id": group.id,
        "state": group.state.value,
        "document": group.settled.document,
        "answer": group.settled.answer,
        "note": group.note,
        "changed_by": group.changed_by,
        "changed_at": group.changed_at,
    }


def group_of(row: Row[Any]) -> Unanswered:
    return Unanswered(
        id=row.id,
        state=State(row.state),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        settled=Settled(row.document, row.answer),
        note=row.note,
    )


def subscription_row(made: Subscription) -> dict[str, Any]:
    settled = {"document": made.settled.document, "answer": made.settled.answer}
    return {name: value for name, value in vars(made).items() if name != "settled"} | settled


def subscription_of(row: Row[Any]) -> Subscription:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name
    settled = Settled(values.pop("document"), values.pop("answer"))
    return Subscription(**values, settled=settled)


def asking_of(outcome: Outcome) -> Asking:
    asked = outcome.asked
    if isinstance(outcome, Refusal):
        why, advice, nearest = outcome.reason.in_words(), outcome.advice, outcome.nearest
    else:
        why, advice, nearest = NOT_HELPFUL, CORRECT_IT, ()
    return Asking(outcome.id, asked.question, asked.asker, asked.at, why, advice, nearest)
