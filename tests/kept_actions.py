"""Actions to keep in tests: people of different rights, a desk on a database, and small drafts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Final

from isthmus.actions.desk import Actions, Parts
from isthmus.actions.ledger import Ledger
from isthmus.actions.model import Action, Draft, Event, Party
from isthmus.actions.service import Keeping
from isthmus.actions.store import ActionStore
from isthmus.audit.service import Audit
from isthmus.audit.store import Act, AuditStore
from isthmus.people import Person, Rank
from isthmus.raci.desk import Hand
from isthmus.storage import Storage

MONDAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
PLANT: Final = frozenset({"plant"})
ANA: Final = Person("ana", "Ana", PLANT, rank=Rank.CONTRIBUTOR)  # creates most of them
BEN: Final = Person("ben", "Ben", PLANT, rank=Rank.CONTRIBUTOR)  # owns them
HAL: Final = Person("hal", "Hal", PLANT)  # helps
RIA: Final = Person("ria", "Ria", PLANT)  # reads
SID: Final = Person("sid", "Sid", PLANT)  # leads step 2.4
LEA: Final = Person("lea", "Lea", PLANT, rank=Rank.LEAD)
EVE: Final = Person("eve", "Eve", frozenset({"office"}), rank=Rank.LEAD)
PEOPLE: Final = {each.id: each for each in (ANA, BEN, HAL, RIA, SID, LEA, EVE)}
BEN_OWNS: Final = Party("Ben", "ben")
DRAFT: Final = Draft(
    "Update the incident response plan",
    owner=BEN_OWNS,
    helpers=(Party("Hal", "hal"),),
    due=MONDAY + timedelta(days=11),
    due_words="by next Friday",
    step="2.4",
    readers=("plant",),
)


class DeskOfTests:
    """A desk on a database, and each event that was told in the transaction that kept it."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = NOW
        self.told: list[tuple[Action, Event]] = []
        self.actions = Actions(Parts(storage, self.recording, PEOPLE.get, self.clock, self.hear))

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **time: float) -> None:
        self.now += timedelta(**time)

    def hear(self, _act: Act, action: Action, event: Event) -> None:
        self.told.append((action, event))

    @contextmanager
    def recording(self) -> Iterator[Act]:
        with self.storage.transaction() as connection:
            yield Act(connection, Audit(AuditStore(connection), self.clock))

    @contextmanager
    def keeping(self, person: Person, seen: int | None = None) -> Iterator[Callable[[], Keeping]]:
        """Open one transaction for many acts; each `Keeping` that is asked for is of its moment."""
        with self.recording() as act:
            store = ActionStore(act.connection)

            def keeping_now() -> Keeping:
                ledger = Ledger(
                    store, act.audit, PEOPLE.get, _quiet, person, self.now, "test", seen
                )
                return Keeping(ledger)

            yield keeping_now


def _quiet(_action: Action, _event: Event) -> None:
    """Tell nobody."""


def by(person: Person, seen: int | None = None) -> Hand:
    return Hand(person, "test", seen)
