"""A message is kept, waits in the console, and is handed to the first way that reaches somebody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from isthmus.actions.store import ActionStore
from isthmus.audit.store import Act
from isthmus.jobs.model import Wanted
from isthmus.jobs.store import JobStore
from isthmus.people import Person
from isthmus.reminding.model import Arrival, Delivery, Message, News, Sort, Why
from isthmus.reminding.parts import Parts
from isthmus.reminding.store import ReminderStore
from isthmus.reminding.ways import CONSOLE, next_way

DELIVER: Final = "reminders.deliver"
TELL: Final = "reminders.news"
WORTH: Final = timedelta(hours=24)  # afterwards nobody needs it by e-mail any more
TOGETHER: Final = timedelta(minutes=3)  # what happens within it is told in one message


@dataclass(frozen=True)
class Posting:
    """Hands messages to ways, within one transaction."""

    act: Act
    parts: Parts

    @property
    def store(self) -> ReminderStore:
        return ReminderStore(self.act.connection)

    def post(self, message: Message, to: Person) -> bool:
        """Keep a message and have it delivered; False where it was said before."""
        if not self.store.add_message(message):
            return False
        if message.place:
            return self._to_place(message)
        self._note(message, CONSOLE, Arrival.DELIVERED)
        self.next(message, to)
        return True

    def _to_place(self, message: Message) -> bool:
        way = message.place.partition(":")[0]
        self._enqueue(message, self._note(message, way, Arrival.WAITING, message.place))
        return True

    def next(self, message: Message, to: Person) -> str:
        """Hand a message to the next way; gives its name, the console's where none is left."""
        store = self.store
        wish = store.preference(to.id)
        order = self.parts.order if wish.ways is None else wish.ways
        tried = {each.way for each in store.tried(message.id)}
        found = next_way(self.parts.ways, order, tried, to, wish)
        if found is None:
            return CONSOLE
        way, address = found
        self._enqueue(message, self._note(message, way.name, Arrival.WAITING, address))
        return way.name

    def _note(self, message: Message, way: str, state: Arrival, address: str = "") -> Delivery:
        now = self.parts.clock()
        noted = Delivery(
            id=uuid4().hex,
            message=message.id,
            person=message.person,
            sort=message.sort,
            way=way,
            state=state,
            at=now,
            address=address,
        )
        self.store.put_delivery(noted)
        return noted

    def _enqueue(self, message: Message, delivery: Delivery) -> None:
        now = self.parts.clock()
        wanted = Wanted(
            DELIVER,
            f"{message.key}>{delivery.way}",
            {"delivery": delivery.id},
            lane=f"reminders:{delivery.way}:{message.place or message.person}",
            deadline=now + WORTH,
        )
        JobStore(self.act.connection).enqueue(wanted, now)

    # ---- news: told soon, in one message

    def tell_soon(self, person: str, why: Why, action: int = 0, subject: str = "") -> None:
        """Have somebody told within minutes, together with what else happens until then."""
        now = self.parts.clock()
        self.store.add_news(News(person, why, action, subject, now))
        slot = int(now.timestamp() // TOGETHER.total_seconds())
        wanted = Wanted(TELL, f"news:{person}:{slot}", {"person": person}, run_at=now + TOGETHER)
        JobStore(self.act.connection).enqueue(wanted, now)

    def tell_lead(self, message: Message, delivery: Delivery) -> None:
        """Tell the leads of the steps that a reminder of theirs did not arrive."""
        if message.sort is Sort.DIGEST:
            return
        for lead in self._leads(message) - {message.person}:
            self.tell_soon(lead, Why.UNDELIVERED, subject=delivery.id)

    def _leads(self, message: Message) -> set[str]:
        store = ActionStore(self.act.connection)
        ids = [each.action for each in message.items if each.action]
        steps = {each.step for each in store.several(ids) if each.step}
        return {lead for step in steps if (lead := store.step(step).lead)}


def new_message(parts: Parts, key: str, person: str, sort: Sort, day: date) -> Message:
    return Message(uuid4().hex, key, person, sort, day, parts.clock())
