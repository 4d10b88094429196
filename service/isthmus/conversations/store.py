"""SQL of conversations and their turns."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from isthmus.answers.model import Answer, Outcome
from isthmus.answers.store import forget_answers, outcomes_of, save_outcome
from isthmus.conversations.model import Conversation, Kind, Turn
from isthmus.errors import ConflictError
from isthmus.people import GUEST, Person
from isthmus.storage import METADATA, Instant
from isthmus_knowledge.analysis import terms

MOST_FOUND: Final = 200  # conversations that one search looks through

conversations: Final = Table(
    "conversations",
    METADATA,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    Column("shared", String, unique=True),
)

# The terms of a question and of its answer stand between spaces, to be found with LIKE.
turns: Final = Table(
    "turns",
    METADATA,
    Column("conversation", ForeignKey("conversations.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("understood", Text),
    Column("answer", ForeignKey("answers.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("asked_terms", Text, nullable=False),
    Column("told_terms", Text, nullable=False),
)


class ConversationStore:
    """Conversations within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def conversation(self, conversation: str) -> Conversation | None:
        return self._one(conversations.c.id == conversation)

    def shared(self, link: str) -> Conversation | None:
        return self._one(conversations.c.shared == link)

    def turns(self, conversation: str) -> list[Turn]:
        """Give a conversation's turns, oldest first."""
        found = self._connection.execute(
            select(turns).where(turns.c.conversation == conversation).order_by(turns.c.number)
        )
        return [_turn(row) for row in found]

    def outcomes(self, answers: Sequence[str]) -> dict[str, Outcome]:
        return outcomes_of(self._connection, answers)

    def of(self, owner: str, page: int, size: int) -> list[Conversation]:
        """Give an owner's conversations, the last changed first; ``page`` counts from 0."""
        found = self._connection.execute(
            select(conversations)
            .where(conversations.c.owner == owner)
            .order_by(conversations.c.changed_at.desc(), conversations.c.id)
            .limit(size)
            .offset(page * size)
        )
        return [_conversation(row) for row in found]

    def holding(self, owner: str, sought: Sequence[str]) -> list[tuple[Conversation, list[Turn]]]:
        """Give conversations with turns whose question or answer has all these terms."""
        has_all = and_(*(_has(term) for term in sought))
        found = self._connection.execute(
            select(conversations, *(each.label(f"turn_{each.name}") for each in turns.c))
            .join(turns, turns.c.conversation == conversations.c.id)
            .where(conversations.c.owner == owner, has_all)
            .order_by(conversations.c.changed_at.desc(), conversations.c.id, turns.c.number)
            .limit(MOST_FOUND)
        )
        grouped: dict[str, tuple[Conversation, list[Turn]]] = {}
        for row in found:
            _, told = grouped.setdefault(row.id, (_conversation(row), []))
            told.append(_turn(row, "turn_"))
        return list(grouped.values())

    def asked_terms(self, turn: Turn) -> set[str]:
        return set(_asked_terms(turn))

    def reads_along(self, answer: str, by: Person) -> bool:
        """Tell whether an answer stands in a conversation that this person may read along."""
        open_to_all = conversations.c.owner == GUEST.id
        by_link = or_(open_to_all, conversations.c.shared.is_not(None))
        found = self._connection.scalar(
            select(turns.c.answer)
            .join(conversations, conversations.c.id == turns.c.conversation)
            .where(turns.c.answer == answer, open_to_all if by.is_guest else by_link)
        )
        return found is not None

    def stands_in(self, answer: str, within: Collection[str]) -> bool:
        """Tell whether an answer was given in one of these conversations."""
        given = and_(turns.c.answer == answer, turns.c.conversation.in_(within))
        return self._connection.scalar(select(turns.c.answer).where(given)) is not None

    def begin(self, conversation: Conversation) -> None:
        self._connection.execute(insert(conversations).values(asdict(conversation)))

    def save(self, conversation: Conversation) -> None:
        """Write what changed; raises ConflictError where it was deleted meanwhile."""
        same = conversations.c.id == conversation.id
        changed = update(conversations).where(same).values(asdict(conversation))
        if not self._connection.execute(changed).rowcount:
            raise ConflictError("This conversation was deleted meanwhile. Ask in a new one.")

    def keep(self, turn: Turn, outcome: Outcome) -> Turn:
        """Keep a turn as the last one, with what came of it, after its conversation was saved.

        Saving that holds its row, so that of two turns asked at once each has its own number.
        """
        save_outcome(self._connection, outcome)
        of_it = turns.c.conversation == turn.conversation
        last = self._connection.scalar(select(func.max(turns.c.number)).where(of_it)) or 0
        kept = replace(turn, number=last + 1)
        told = outcome.text if isinstance(outcome, Answer) else ""
        row = asdict(kept) | {
            "kind": turn.kind.value,
            "asked_terms": _between_spaces(_asked_terms(turn)),
            "told_terms": _between_spaces(terms(told)),
        }
        self._connection.execute(insert(turns).values(row))
        return kept

    def forget(self, conversation: str, at: datetime) -> None:
        """Delete it with its turns; its answers are left to the audit alone."""
        of_it = turns.c.conversation == conversation
        answers = list(self._connection.scalars(select(turns.c.answer).where(of_it)))
        self._connection.execute(delete(turns).where(of_it))
        self._connection.execute(delete(conversations).where(conversations.c.id == conversation))
        forget_answers(self._connection, answers, at)

    def _one(self, condition: Any) -> Conversation | None:  # noqa: ANN401 - a SQL condition
        found = self._connection.execute(select(conversations).where(condition)).one_or_none()
        return _conversation(found) if found else None


def _has(term: str) -> Any:  # noqa: ANN401 - a SQL condition
    spaced = f" {term} "
    return or_(
        turns.c.asked_terms.contains(spaced, autoescape=True),
        turns.c.told_terms.contains(spaced, autoescape=True),
    )


def _asked_terms(turn: Turn) -> list[str]:
    return terms(f"{turn.text} {turn.understood or ''}")


def _between_spaces(found: Sequence[str]) -> str:
    return f" {' '.join(dict.fromkeys(found))} "


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(row.id, row.owner, row.title, row.started_at, row.changed_at, row.shared)


def _turn(row: Row[Any], prefix: str = "") -> Turn:
    said = {name: getattr(row, f"{prefix}{name}") for name in Turn.__dataclass_fields__}
    return Turn(**said | {"kind": Kind(said["kind"])})
