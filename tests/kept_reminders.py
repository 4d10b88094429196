"""Reminders for tests: people in zones, a clock that travels, ways that misbehave as told."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from isthmus.actions.desk import Actions
from isthmus.actions.desk import Parts as ActionParts
from isthmus.actions.model import Action, Draft, Party, StepSettings
from isthmus.jobs.handling import NotThere, Refused, Sent, Unknown
from isthmus.jobs.model import Job, State
from isthmus.jobs.worker import Worker
from isthmus.messages import Points, Reply
from isthmus.people import Audience, Person, Rank
from isthmus.raci.desk import Hand
from isthmus.raci.rules import findings
from isthmus.reminding.desk import Reminding
from isthmus.reminding.hearing import Hearing
from isthmus.reminding.model import Delivery, Message, Preference, Sort, Why
from isthmus.reminding.occasions import EVERY_NIGHT, Occasions
from isthmus.reminding.parts import Parts
from isthmus.reminding.store import ReminderStore
from isthmus.reminding.tables import message_of, messages
from isthmus.reminding.ways import Letter, Way
from isthmus.storage import Storage
from jobs_of_tests import Working

SUNDAY: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY: Final = date(2026, 3, 2)
PLANT: Final = frozenset({"plant"})
ANA: Final = Person("ana", "Ana", PLANT, "Europe/Berlin", rank=Rank.LEAD)  # adds them
BEN: Final = Person("ben", "Ben", PLANT, "Europe/Berlin", rank=Rank.CONTRIBUTOR)
KAI: Final = Person("kai", "Kai", PLANT, "Pacific/Auckland", rank=Rank.CONTRIBUTOR)
NEA: Final = Person("nea", "Nea", PLANT, "America/New_York", rank=Rank.CONTRIBUTOR)
SID: Final = Person("sid", "Sid", PLANT, "Europe/Berlin", rank=Rank.CONTRIBUTOR)  # leads 2.4
EVE: Final = Person("eve", "Eve", frozenset({"office"}), "UTC", rank=Rank.CONTRIBUTOR)

NOBODY: Final = Audience(())


@dataclass
class Chat:
    """A way that keeps what arrives, and answers as it was told to, one reply at a time."""

    name: str = "chat"
    replies: list[Sent | Refused | Unknown] = field(default_factory=list)
    arrived: list[Letter] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    reaches: frozenset[str] = frozenset({"ana", "ben", "kai", "nea", "sid"})
    channel: Audience = NOBODY

    def reach(self, person: Person, preference: Preference) -> str:
        return f"{self.name}/{preference.person}" if person.id in self.reaches else ""

    def members(self, place: str) -> Audience:
        return self.channel if place == f"{self.name}:plant" else Audience(())

    def send(self, letter: Letter, key: str) -> Sent | Refused | Unknown:
        if self.replies:
            return self.replies.pop(0)
        self.arrived.append(letter)
        self.keys.append(key)
        return Sent(f"m{len(self.arrived)}")

    def find(self, job: Job) -> Sent | NotThere | Unknown:
        return Sent("found") if job.key in self.keys else NotThere()


class RemindersOfTests:
    """Actions with all that is said of them, and a worker that does what is due."""

    def __init__(self, storage: Storage, *ways: Way) -> None:
        self.working = Working(storage, SUNDAY)
        self.people = {each.id: each for each in (ANA, BEN, KAI, NEA, SID, EVE)}
        self.parts = Parts(
            storage=storage,
            recording=self.working.recording,
            person=self.people.get,
            clock=self.working.clock,
            everybody=lambda: list(self.people.values()),
            check=findings,
            ways=ways,
            order=tuple(each.name for each in ways),
            console="https://isthmus.plant.example",
        )
        hearing = Hearing(self.parts)
        self.actions = Actions(
            ActionParts(
                storage=storage,
                recording=self.working.recording,
                person=self.parts.person,
                clock=self.working.clock,
                after=hearing,
            )
        )
        self.reminding = Reminding(self.parts)
        self.worker: Worker = self.working.worker(*Occasions(self.parts).kinds)
        self.working.put(EVERY_NIGHT)

    # ---- what people do

    def add(
        self,
        title: str = "Update the plan",
        owner: Person | None = BEN,
        days: int | None = 10,
        **rest: Any,  # noqa: ANN401 - any field of a draft
    ) -> Action:
        """Have Ana add an action that is due so many days after Monday."""
        due = None if days is None else MONDAY + timedelta(days=days)
        party = Party(owner.name, owner.id) if owner else None
        draft = Draft(title, owner=party, due=due, step="2.4", readers=("plant",))
        return self.actions.add(replace(draft, **rest), Hand(ANA, "test"))

    def lead(self, person: Person, silence: int = 7) -> None:
        self.actions.set_step(StepSettings("2.4", person.id, silence=silence), Hand(ANA, "test"))

    # ---- time

    def travel(self, until: datetime) -> None:
        """Go there from one thing that is due to the next."""
        while self.working.now < until:
            self.working.now = min(until, self._next())
            self.worker.run_due()

    def _next(self) -> datetime:
        with self.working.looking() as store:
            jobs = [each.run_at for each in store.listed([State.WAITING, State.RUNNING])]
            planned = [each.next_at for each in store.planned()]
        return max(min([*jobs, *planned]), self.working.now + timedelta(seconds=1))

    def to(self, day: int, hour: int = 12) -> None:
        """Go to a day after Monday, at an hour of UTC."""
        self.travel(datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day))

    def be_down_until(self, moment: datetime) -> None:
        self.working.now = moment
        self.worker.run_due()

    # ---- what came of it

    def messages(self, person: Person, sort: Sort | None = None) -> list[Message]:
        """Give what somebody was told, oldest first."""
        theirs = select(messages).where(messages.c.person == person.id)
        with self.parts.storage.reading() as connection:
            found = [message_of(row) for row in connection.execute(theirs.order_by(messages.c.at))]
        return [each for each in found if sort in {None, each.sort}]

    def told(self, person: Person) -> list[tuple[date, Why, int]]:
        """Give each thing that somebody was told in a morning, with its day."""
        return [
            (each.day, item.why, item.action)
            for each in self.messages(person, Sort.MORNING)
            for item in each.items
        ]

    def deliveries(self) -> list[Delivery]:
        with self.parts.storage.reading() as connection:
            return list(reversed(ReminderStore(connection).deliveries()))

    def job(self, key: str) -> Job:
        with self.working.looking() as store:
            found = store.by_key(key)
        assert found is not None
        return found

    def schedules(self) -> list[str]:
        with self.working.looking() as store:
            return [each.schedule.name for each in store.planned()]


def lines(reply: Reply) -> dict[str, tuple[str, ...]]:
    return {each.title: each.items for each in reply.of(Points)}
