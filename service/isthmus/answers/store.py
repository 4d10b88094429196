"""Answers as they were given, so that they can be shown later."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from isthmus.answers.model import (
    Answer,
    Asked,
    Citation,
    Cover,
    Covering,
    Nearest,
    Outcome,
    Refusal,
    RefusalReason,
    Sentence,
    Writing,
)
from isthmus.errors import NotFoundError
from isthmus.people import Person
from isthmus.storage import METADATA, Instant, Storage

_OF_ANSWERS: Final = ("sentences", "citations", "notes", "writing", "coverage")
_OF_REFUSALS: Final = ("advice", "nearest")

answers: Final = Table(
    "answers",
    METADATA,
    Column("id", String, primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("asker", String, nullable=False, index=True),
    Column("audience", JSON, nullable=False),
    Column("question", Text, nullable=False),
    Column("reason", String),
    Column("content", JSON, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("forgotten_at", Instant),  # its conversation was deleted: the record alone is left
)


class AnswerStore:
    """The recorded answers; each call is a short transaction of its own.

    A question is answered on a reading transaction, which no other question waits for.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def save(self, outcome: Outcome) -> None:
        with self._storage.transaction() as connection:
            save_outcome(connection, outcome)

    def get(self, answer_id: str, by: Person) -> Outcome:
        """Give an answer to who asked it; to anybody else there is none."""
        query = select(answers).where(answers.c.id == answer_id)
        with self._storage.reading() as connection:
            row = connection.execute(query).one_or_none()
        own = row is not None and by.id == row.asker and row.forgotten_at is None
        if row is None or not (by.unrestricted or own):
            raise NotFoundError(
                f"There is no answer {answer_id}, or it was given to somebody else. "
                "`isthmus answers list` shows the latest."
            )
        return _outcome(row)

    def latest(self, by: Person, limit: int) -> list[Outcome]:
        """Give the latest answers that ``by`` may see, newest first."""
        query = select(answers).order_by(answers.c.asked_at.desc(), answers.c.id).limit(limit)
        if not by.unrestricted:
            query = query.where(answers.c.asker == by.id, answers.c.forgotten_at.is_(None))
        with self._storage.reading() as connection:
            return [_outcome(row) for row in connection.execute(query)]


def save_outcome(connection: Connection, outcome: Outcome) -> None:
    """Keep an outcome in a transaction that keeps more than it."""
    connection.execute(insert(answers).values(_row(outcome)))


def outcomes_of(connection: Connection, wanted: Sequence[str]) -> dict[str, Outcome]:
    """Give recorded outcomes by id, whoever asked; what may be seen of them is the caller's."""
    found = connection.execute(select(answers).where(answers.c.id.in_(wanted)))
    return {row.id: _outcome(row) for row in found}


def forget_answers(connection: Connection, forgotten: Sequence[str], at: datetime) -> None:
    """Leave answers to the record alone: nobody but the operator of the machine sees them."""
    connection.execute(update(answers).where(answers.c.id.in_(forgotten)).values(forgotten_at=at))


def _row(outcome: Outcome) -> dict[str, Any]:
    content = asdict(outcome)
    kept = _OF_ANSWERS if isinstance(outcome, Answer) else _OF_REFUSALS
    return {
        "id": outcome.id,
        "asked_at": outcome.asked.at,
        "asker": outcome.asked.asker,
        "audience": list(outcome.asked.audience),
        "question": outcome.asked.question,
        "reason": outcome.reason.value if isinstance(outcome, Refusal) else None,
        "content": {name: content[name] for name in kept},
        "seconds": outcome.seconds,
    }


def _outcome(row: Row[Any]) -> Outcome:
    asked = Asked(row.question, row.asker, tuple(row.audience), row.asked_at)
    if row.reason is not None:
        nearest = tuple(Nearest(**each) for each in row.content["nearest"])
        reason = RefusalReason(row.reason)
        return Refusal(row.id, asked, reason, row.content["advice"], nearest, row.seconds)
    return _answer(row, asked)


def _answer(row: Row[Any], asked: Asked) -> Answer:
    """Read an answer; what no answer had when it was kept is as if it had nothing of it."""
    content = row.content
    writing = content.get("writing")
    return Answer(
        id=row.id,
        asked=asked,
        sentences=tuple(_sentence(each) for each in content["sentences"]),
        citations=tuple(Citation(**each) for each in content["citations"]),
        seconds=row.seconds,
        notes=tuple(content.get("notes", ())),
        writing=Writing(**writing) if writing else None,
        coverage=tuple(
            Covering(each["asked"], tuple(each["found"]), Cover(each["cover"]))
            for each in content.get("coverage", ())
        ),
    )


def _sentence(kept: dict[str, Any]) -> Sentence:
    return Sentence(
        kept["text"],
        tuple(kept["citations"]),
        kept.get("subject", ""),
        kept.get("written", False),
    )
