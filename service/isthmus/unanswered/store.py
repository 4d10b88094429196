"""SQL of unanswered questions, of who waits for them, and of notices."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update

from isthmus.answers.model import Answer, Outcome, RefusalReason
from isthmus.answers.store import answers, outcomes_of, save_outcome
from isthmus.conversations.model import Kind
from isthmus.conversations.store import turns
from isthmus.feedback.store import feedback
from isthmus.library.store import LibraryStore
from isthmus.unanswered.gathering import Kept, Vectors
from isthmus.unanswered.model import Asking, Notice, Settled, State, Subscription, Unanswered
from isthmus.unanswered.service import told
from isthmus.unanswered.tables import (
    asking_of,
    askings,
    group_of,
    group_row,
    subscription_of,
    subscription_row,
    subscriptions,
    unanswered,
)

MOST_ASKINGS: Final = 1_000  # that one page reads
MOST_NOTICES: Final = 100
_GATHERING: Final = 0x15_7481_06  # any number, the same in every process

_remembered: Final = answers.c.forgotten_at.is_(None)
_waits: Final = subscriptions.c.noticed_at.is_(None)


class UnansweredStore:
    """Unanswered questions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- gathering

    def ungathered(self, limit: int) -> list[Asking]:
        """Give refusals and answers that did not help which are in no group yet, oldest first."""
        refused = and_(
            answers.c.reason.is_not(None), answers.c.reason != RefusalReason.NOT_A_QUESTION.value
        )
        failed = select(feedback.c.answer).where(feedback.c.helpful.is_(False))
        gathered = select(askings.c.answer)
        asks_more = select(turns.c.answer).where(turns.c.kind == Kind.MORE.value)
        found = self._connection.scalars(
            select(answers.c.id)
            .where(
                or_(refused, answers.c.id.in_(failed)),
                answers.c.id.not_in(gathered),
                answers.c.id.not_in(asks_more),
                _remembered,
            )
            .order_by(answers.c.asked_at, answers.c.id)
            .limit(limit)
        ).all()
        outcomes = self.outcomes(found)
        return [asking_of(outcomes[each]) for each in found]

    def lock(self) -> None:
        """Wait for others who gather; SQLite has one writer at a time anyway."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_GATHERING)))

    def kept(self) -> list[Kept]:
        first = (
            select(askings.c.unanswered, func.min(askings.c.at).label("at"))
            .group_by(askings.c.unanswered)
            .subquery()
        )
        found = self._connection.execute(
            select(unanswered.c.id, answers.c.question, unanswered.c.vector, unanswered.c.embedder)
            .join(first, first.c.unanswered == unanswered.c.id)
            .join(
                askings,
                and_(askings.c.unanswered == unanswered.c.id, askings.c.at == first.c.at),
            )
            .join(answers, answers.c.id == askings.c.answer)
            .order_by(unanswered.c.changed_at, unanswered.c.id)
        )
        rows = {row.id: row for row in found}
        return [
            Kept(row.id, row.question, np.frombuffer(row.vector, np.float32), row.embedder)
            for row in rows.values()
        ]

    def spelled(self, spelling: str) -> str | None:
        """Give the group that holds a question of this spelling."""
        query = select(askings.c.unanswered).where(askings.c.spelling == spelling)
        return self._connection.scalars(query.order_by(askings.c.at).limit(1)).one_or_none()

    def open(self, group: Unanswered, vector: Vectors, embedder: str) -> None:
        row = group_row(group) | {"vector": _bytes(vector), "embedder": embedder}
        self._connection.execute(insert(unanswered).values(row))

    def join(self, asking: Asking, group: str, spelling: str) -> None:
        row = {"answer": asking.answer, "unanswered": group, "spelling": spelling, "at": asking.at}
        self._connection.execute(insert(askings).values(row))

    def replace_vector(self, group: str, vector: Vectors, embedder: str) -> None:
        values = {"vector": _bytes(vector), "embedder": embedder}
        self._connection.execute(update(unanswered).where(unanswered.c.id == group).values(values))

    # ---- groups

    def groups(self, state: State, asker: str | None, page: int, size: int) -> list[Unanswered]:
        """Give groups by when they were last asked, newest first; only those ``asker`` asked."""
        last = func.max(askings.c.at)
        found = self._connection.execute(
            _of_asker(select(*_GROUP, last).join_from(unanswered, askings), asker)
            .where(unanswered.c.state == state.value)
            .group_by(*_GROUP)
            .order_by(last.desc(), unanswered.c.id)
            .limit(size)
            .offset(page * size)
        )
        return [group_of(row) for row in found]

    def askings(self, groups: Sequence[str], asker: str | None) -> dict[str, list[Asking]]:
        """Give what was asked in each group, newest first; only what ``asker`` asked."""
        found = self._connection.execute(
            _of_asker(select(askings.c.unanswered, askings.c.answer), asker)
            .where(askings.c.unanswered.in_(groups))
            .order_by(askings.c.at.desc(), askings.c.answer)
            .limit(MOST_ASKINGS)
        ).all()
        outcomes = self.outcomes([row.answer for row in found])
        told: dict[str, list[Asking]] = {}
        for row in found:
            told.setdefault(row.unanswered, []).append(asking_of(outcomes[row.answer]))
        return told

    def group(self, group: str) -> Unanswered | None:
        query = select(*_GROUP).where(unanswered.c.id == group)
        found = self._connection.execute(query).one_or_none()
        return group_of(found) if found else None

    def save(self, group: Unanswered) -> None:
        same = unanswered.c.id == group.id
        self._connection.execute(update(unanswered).where(same).values(group_row(group)))

    def group_of(self, answer: str) -> str | None:
        """Give the group an unanswered asking is in."""
        return self._connection.scalar(
            select(askings.c.unanswered).where(askings.c.answer == answer)
        )

    def outcomes(self, wanted: Sequence[str]) -> dict[str, Outcome]:
        """Give outcomes that were not forgotten."""
        known = select(answers.c.id).where(answers.c.id.in_(wanted), _remembered)
        return outcomes_of(self._connection, self._connection.scalars(known).all())

    # ---- who waits

    def subscribers(self, groups: Sequence[str]) -> dict[str, list[Subscription]]:
        found: dict[str, list[Subscription]] = {}
        for each in self._waiting(subscriptions.c.unanswered.in_(groups)):
            found.setdefault(each.unanswered, []).append(each)
        return found

    def waiting(self, group: str) -> list[Subscription]:
        """Give the subscriptions of a group that had no notice yet."""
        return self._waiting(subscriptions.c.unanswered == group)

    def _waiting(self, condition: Any) -> list[Subscription]:  # noqa: ANN401 - a SQL condition
        found = self._connection.execute(
            select(subscriptions)
            .join(answers, answers.c.id == subscriptions.c.asking)
            .where(condition, _waits, _remembered)
            .order_by(subscriptions.c.made_at, subscriptions.c.id)
        )
        return [subscription_of(row) for row in found]

    def subscription(self, group: str, person: str) -> Subscription | None:
        same = and_(subscriptions.c.unanswered == group, subscriptions.c.person == person)
        found = self._connection.execute(select(subscriptions).where(same)).one_or_none()
        return subscription_of(found) if found else None

    def waited_for(self, asked: Sequence[str], person: str) -> set[str]:
        """Give those of these answers whose question this person waits for."""
        found = self._connection.scalars(
            select(askings.c.answer)
            .join(subscriptions, subscriptions.c.unanswered == askings.c.unanswered)
            .where(askings.c.answer.in_(asked), subscriptions.c.person == person, _waits)
        )
        return set(found)

    def subscribe(self, subscription: Subscription) -> None:
        self._connection.execute(insert(subscriptions).values(subscription_row(subscription)))

    def unsubscribe(self, subscription: str) -> None:
        self._connection.execute(delete(subscriptions).where(subscriptions.c.id == subscription))

    # ---- asking again, and notices

    def version(self) -> int:
        return LibraryStore(self._connection).version()

    def due(self, version: int, limit: int) -> list[tuple[Subscription, str]]:
        """Give subscriptions not tried on this version yet, each with its question."""
        found = self._connection.execute(
            select(subscriptions, answers.c.question)
            .join(answers, answers.c.id == subscriptions.c.asking)
            .join(unanswered, unanswered.c.id == subscriptions.c.unanswered)
            .where(
                _waits,
                _remembered,
                subscriptions.c.tried_on < version,
                unanswered.c.state != State.DISMISSED.value,
            )
            .order_by(subscriptions.c.tried_on, subscriptions.c.made_at, subscriptions.c.id)
            .limit(limit)
        )
        return [(_without_question(row), row.question) for row in found]

    def tried(self, subscription: str, version: int) -> None:
        same = subscriptions.c.id == subscription
        self._connection.execute(update(subscriptions).where(same).values(tried_on=version))

    def tell(self, subscription: Subscription, answer: Answer, at: datetime) -> bool:
        """Keep the answer with its notice; keeps neither where there was a notice already."""
        if not told(self, subscription, answer.id, at):
            return False
        save_outcome(self._connection, answer)
        return True

    def notice(self, noticed: Subscription) -> bool:
        """Keep a notice; False where this subscription had its notice already."""
        values = {
            "noticed_at": noticed.noticed_at,
            "document": noticed.settled.document,
            "answer": noticed.settled.answer,
        }
        changed = self._connection.execute(
            update(subscriptions).where(subscriptions.c.id == noticed.id, _waits).values(values)
        )
        return changed.rowcount == 1

    def notices(self, person: str) -> list[Notice]:
        """Give a person's notices, newest first."""
        found = self._connection.execute(
            select(subscriptions, answers.c.question)
            .join(answers, answers.c.id == subscriptions.c.asking)
            .where(subscriptions.c.person == person, ~_waits, _remembered)
            .order_by(subscriptions.c.noticed_at.desc(), subscriptions.c.id)
            .limit(MOST_NOTICES)
        )
        return [
            Notice(
                id=row.id,
                question=row.question,
                settled=Settled(row.document, row.answer),
                at=row.noticed_at,
                is_new=row.seen_at is None,
            )
            for row in found
        ]

    def new_notices(self, person: str) -> int:
        unseen = (subscriptions.c.person == person, ~_waits, subscriptions.c.seen_at.is_(None))
        query = select(func.count()).select_from(
            subscriptions.join(answers, answers.c.id == subscriptions.c.asking)
        )
        return self._connection.scalar(query.where(*unseen, _remembered)) or 0

    def seen(self, person: str, notices: Iterable[str], at: datetime) -> None:
        theirs = (subscriptions.c.person == person, subscriptions.c.id.in_(list(notices)))
        self._connection.execute(
            update(subscriptions)
            .where(*theirs, subscriptions.c.seen_at.is_(None))
            .values(seen_at=at)
        )


_GROUP: Final = [each for each in unanswered.c if each.name not in {"vector", "embedder"}]


def _of_asker(query: Select[Any], asker: str | None) -> Select[Any]:
    joined = query.join(answers, answers.c.id == askings.c.answer).where(_remembered)
    return joined if asker is None else joined.where(answers.c.asker == asker)


def _without_question(row: Any) -> Subscription:  # noqa: ANN401 - a row
    values = {name: getattr(row, name) for name in subscriptions.c.keys()}  # noqa: SIM118
    settled = Settled(values.pop("document"), values.pop("answer"))
    return Subscription(**values, settled=settled)


def _bytes(vector: Vectors) -> bytes:
    return np.asarray(vector, np.float32).tobytes()
