"""A message goes out by one way: looked at again just before, once, and on to the next way."""

from dataclasses import dataclass, replace

from isthmus.audit.store import Act
from isthmus.errors import InvalidError
from isthmus.jobs.handling import (
    Failed,
    FallenBack,
    NotThere,
    NotWanted,
    Prepared,
    Refused,
    Sent,
    Unknown,
)
from isthmus.jobs.model import Job, Payload
from isthmus.people import Audience, Person, alone
from isthmus.reminding.model import Arrival, Delivery, Message
from isthmus.reminding.parts import Parts
from isthmus.reminding.posting import Posting
from isthmus.reminding.store import ReminderStore, Within
from isthmus.reminding.telling import Telling
from isthmus.reminding.ways import CONSOLE, Letter, Way, letter_of

SETTLED: str = "What it was about is settled, or not theirs to read any more."


@dataclass(frozen=True)
class Delivering:
    """Sends what a delivery is of; see `isthmus.jobs.handling.Outbound`."""

    parts: Parts

    def prepare(self, act: Act, job: Job) -> Prepared | NotWanted:
        delivery, message = _of(act, job)
        audience = self._audience(message)
        telling = Telling(Within(act.connection), self.parts)
        told = telling.told(message, audience) if audience.members else None
        if told is None:
            _note(act, delivery, Arrival.NOT_WANTED, SETTLED)
            return NotWanted(SETTLED)
        letter = Letter(delivery.address, told.subject, told.reply)
        return Prepared({"way": delivery.way, **letter.as_json()})

    def _audience(self, message: Message) -> Audience:
        if message.place:
            return self._way(message.place.partition(":")[0]).members(message.place)
        person = self.parts.person(message.person)
        return alone(person) if person else Audience(())

    def send(self, payload: Payload, key: str) -> Sent | Refused | Unknown:
        return self._way(payload["way"]).send(letter_of(payload), key)

    def find(self, job: Job) -> Sent | NotThere | Unknown:
        sending = job.sending or {}
        name = sending.get("way") or job.key.rpartition(">")[2]
        return self._way(name).find(job)

    def settle(self, act: Act, job: Job, came: Sent | Failed) -> FallenBack | None:
        """Write down what came of it; what certainly did not arrive goes the next way.

        The leads hear of it only where no way is left: until then it may still arrive.
        """
        delivery, message = _of(act, job)
        if isinstance(came, Sent):
            _note(act, delivery, Arrival.DELIVERED, came.reference)
            return None
        if came.may_have_arrived:
            _note(act, delivery, Arrival.UNCERTAIN, came.reason)
            return None
        failed = _note(act, delivery, Arrival.FAILED, came.reason)
        person = self.parts.person(message.person)
        return self._handed_on(act, message, failed, person) if person else None

    def _handed_on(
        self, act: Act, message: Message, failed: Delivery, person: Person
    ) -> FallenBack | None:
        if message.place:
            return None
        posting = Posting(act, self.parts)
        way = posting.next(message, person)
        if way == CONSOLE:
            posting.tell_lead(message, failed)
        return FallenBack("the console" if way == CONSOLE else way)

    def _way(self, name: str) -> Way:
        found = next((each for each in self.parts.ways if each.name == name), None)
        if found is None:
            raise InvalidError(f"Nothing is set up to send by {name}.")
        return found


def _of(act: Act, job: Job) -> tuple[Delivery, Message]:
    store = ReminderStore(act.connection)
    delivery = store.delivery(job.payload["delivery"])
    message = store.message(delivery.message) if delivery else None
    if delivery is None or message is None:
        raise InvalidError("What was to be delivered is not there any more.")
    return delivery, message


def _note(act: Act, delivery: Delivery, state: Arrival, reason: str) -> Delivery:
    noted = replace(delivery, state=state, reason=reason)
    ReminderStore(act.connection).put_delivery(noted)
    return noted
