"""SQL of calls and of what was spent."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    Row,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from isthmus.audit.store import Act
from isthmus.llm.budget import Limits, Spent, Usage
from isthmus.llm.calls import Made
from isthmus.llm.model import Call
from isthmus.people import Person
from isthmus.storage import METADATA, Instant, Storage

EVERYBODY: Final = ""
CALLED: Final = "model.called"

calls: Final = Table(
    "llm_calls",
    METADATA,
    Column("id", String, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("person", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("about", String, nullable=False, index=True),
    Column("model", String, nullable=False),
    Column("prompt", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("passages", JSON, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("micros", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("outcome", String, nullable=False),
    Column("detail", String, nullable=False),
)

spending: Final = Table(
    "llm_spending",
    METADATA,
    Column("day", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("tokens", BigInteger, nullable=False),
    Column("micros", BigInteger, nullable=False),
)


class LedgerStore:
    """Calls and what was spent, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_aside(self, made: Made, limits: Limits) -> bool:
        day = _day(made)
        everybody = self._locked(day, EVERYBODY) + made.spent
        person = self._locked(day, _whose(made)) + made.spent
        if not limits.allow(everybody, person):
            return False
        self._keep(day, EVERYBODY, everybody)
        self._keep(day, _whose(made), person)
        self._connection.execute(insert(calls).values(_row(made)))
        return True

    def settle(self, made: Made, aside: Spent) -> None:
        day = _day(made)
        for whose in (EVERYBODY, _whose(made)):
            self._keep(day, whose, self._locked(day, whose) - aside + made.spent)
        same = calls.c.id == made.call.id
        self._connection.execute(update(calls).where(same).values(_row(made)))

    def spent(self, day: str, person: str = EVERYBODY) -> Spent:
        found = self._connection.execute(_spent(day, person)).one_or_none()
        return Spent(found.tokens, found.micros) if found else Spent()

    def about(self, subject: str) -> list[Made]:
        """Give the calls that were made for something, the first first."""
        query = select(calls).where(calls.c.about == subject).order_by(calls.c.at, calls.c.id)
        return [_made(row) for row in self._connection.execute(query)]

    def _locked(self, day: str, person: str) -> Spent:
        """Give what was spent, and let nobody else look until this transaction is over.

        Everybody's row is locked first, by all, so that no two wait for one another.
        """
        of_dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        row = {"day": day, "person": person, "tokens": 0, "micros": 0}
        new = of_dialect.insert(spending).values(row).on_conflict_do_nothing()
        self._connection.execute(new)
        found = self._connection.execute(_spent(day, person).with_for_update()).one()
        return Spent(found.tokens, found.micros)

    def _keep(self, day: str, person: str, spent: Spent) -> None:
        same = (spending.c.day == day, spending.c.person == person)
        self._connection.execute(update(spending).where(*same).values(vars(spent)))


@dataclass(frozen=True)
class Records:
    """Where calls are kept; each opening is a transaction of its own, and a short one."""

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]

    @contextmanager
    def ledger(self) -> Iterator[LedgerStore]:
        with self.storage.transaction() as connection:
            yield LedgerStore(connection)

    def record(self, made: Made, aside: Spent, details: Mapping[str, str]) -> None:
        with self.recording() as act:
            LedgerStore(act.connection).settle(made, aside)
            by = Person(made.person, made.person)
            act.audit.record(CALLED, by, made.call.id, details)

    def about(self, subject: str) -> list[Made]:
        with self.storage.reading() as connection:
            return LedgerStore(connection).about(subject)


def _spent(day: str, person: str) -> Any:  # noqa: ANN401 - a select
    return select(spending).where(spending.c.day == day, spending.c.person == person)


def _day(made: Made) -> str:
    return made.at.astimezone(UTC).date().isoformat()


def _whose(made: Made) -> str:
    return f"by {made.person}"  # no person's id is everybody's


def _row(made: Made) -> dict[str, Any]:
    call, usage = made.call, made.usage
    return {
        "id": call.id,
        "at": made.at,
        "person": made.person,
        "purpose": made.purpose,
        "about": made.about,
        "model": call.model,
        "prompt": call.prompt,
        "version": call.version,
        "digest": call.digest,
        "rules": made.rules,
        "passages": list(made.passages),
        "tokens_in": usage.read,
        "tokens_out": usage.written,
        "counted": usage.counted,
        "micros": made.spent.micros,
        "seconds": made.seconds,
        "outcome": made.outcome,
        "detail": made.detail,
    }


def _made(row: Row[Any]) -> Made:
    return Made(
        call=Call(row.id, row.model, row.prompt, row.version, row.digest),
        at=row.at,
        person=row.person,
        purpose=row.purpose,
        about=row.about,
        rules=row.rules,
        passages=tuple(row.passages),
        usage=Usage(row.tokens_in, row.tokens_out, counted=row.counted),
        spent=Spent(row.tokens_in + row.tokens_out, row.micros),
        seconds=row.seconds,
        outcome=row.outcome,
        detail=row.detail,
    )
