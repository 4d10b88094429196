"""The jobs that decide what is said: each morning, soon after news, each week, each night."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from isthmus.actions.dates import today_in
from isthmus.actions.model import Action
from isthmus.actions.seeking import ActionLists
from isthmus.audit.store import Act
from isthmus.jobs.calendar import CatchUp, Rule, Schedule
from isthmus.jobs.handling import Kind, NotWanted
from isthmus.jobs.model import Job
from isthmus.people import Audience, Person, alone
from isthmus.reminding.arranging import ARRANGE, DIGEST, MORNING, arrange, arrange_all
from isthmus.reminding.delivering import Delivering
from isthmus.reminding.digests import A_WEEK, LONGEST, Stretch, digest, digest_as_json
from isthmus.reminding.gathering import Gathering
from isthmus.reminding.model import NO_ACTION, Item, Message, Saying, Sort, Subscription, Why
from isthmus.reminding.parts import Parts
from isthmus.reminding.posting import DELIVER, TELL, Posting, new_message
from isthmus.reminding.records import overdue_reviews
from isthmus.reminding.reviews import to_be_told
from isthmus.reminding.store import ReminderStore, Within
from isthmus.reminding.telling import body

KEPT_FOR: Final = timedelta(days=400)
EVERY_NIGHT: Final = Schedule(ARRANGE, "UTC", Rule(time(2, 40)), ARRANGE, catch_up=CatchUp.NEWEST)
SAID: Final = "It was said before on this day."
GONE: Final = NotWanted("Nobody of that name is there any more.")


@dataclass(frozen=True)
class Occasions:
    """What is done when it is time; each in the transaction of its job."""

    parts: Parts

    @property
    def kinds(self) -> tuple[Kind, ...]:
        inside: dict[str, Callable[[Act, Job], NotWanted | str | None]] = {
            MORNING: self.morning,
            TELL: self.news,
            DIGEST: self.digest,
            ARRANGE: self.arrange,
        }
        decided = [Kind(name, inside=handle) for name, handle in inside.items()]
        return (*decided, Kind(DELIVER, outbound=Delivering(self.parts)))

    # ---- each morning

    def morning(self, act: Act, job: Job) -> NotWanted | str:
        """Tell somebody, in one message, what is due to be said to them today."""
        person = self.parts.person(job.payload["person"])
        if person is None:
            return GONE
        arrange(act, self.parts, person)  # where their zone or their hour is another by now
        if not ReminderStore(act.connection).preference(person.id).mornings:
            return NotWanted("They asked for no reminders in the morning.")
        gathering = Gathering(act, self.parts, person)
        day = gathering.today
        key = f"morning:{person.id}:{day}"
        if gathering.store.last_message(person.id, key):
            return NotWanted(SAID)
        items, said = self._gathered(gathering)
        if not items:
            return NotWanted("There is nothing to say.")
        message = new_message(self.parts, key, person.id, Sort.MORNING, day)
        late = replace(message, late=job.late(self.parts.clock()), body=body(items))
        return self._posted(act, late, person, said)

    def _gathered(self, gathering: Gathering) -> tuple[list[Item], list[Saying]]:
        act, person = gathering.act, gathering.person
        items, said = self._news(act, person, gathering.today)
        told = {each.action for each in items}
        due = (*gathering.reminders(), *gathering.silent())
        found = [each for each in due if each.action.id not in told]
        items += [each.item for each in found]
        said += gathering.said(found)
        if gathering.letters_wait():
            items.append(Item(NO_ACTION, Why.LETTERS))
            said.append(Saying(person.id, NO_ACTION, gathering.today, Why.LETTERS))
        return items, said

    def _news(self, act: Act, person: Person, day: date) -> tuple[list[Item], list[Saying]]:
        """Take what happened and was not told yet, as far as it is true and theirs."""
        taken = ReminderStore(act.connection).take_news(person.id)
        items = list(dict.fromkeys(Item(each.action, each.why, each.subject) for each in taken))
        owned = self._owned(act, items, person)
        kept = [each for each in items if each.action in owned or _holds(act, each, person)]
        said = [
            Saying(person.id, each.action, day, each.why, owned[each.action].due)
            for each in kept
            if each.action
        ]
        return kept, said

    def _owned(self, act: Act, items: list[Item], person: Person) -> dict[int, Action]:
        named = [each.action for each in items if each.action]
        readable = ActionLists(act.connection, alone(person)).readable(list(dict.fromkeys(named)))
        return {
            each.id: each
            for each in readable
            if each.status.is_live and each.owner is not None and each.owner.person == person.id
        }

    def _posted(
        self, act: Act, message: Message, to: Person, said: list[Saying]
    ) -> NotWanted | str:
        if not Posting(act, self.parts).post(message, to):
            return NotWanted(SAID)
        ReminderStore(act.connection).say(said)
        return f"Said: {len(message.items)}"

    # ---- soon after something happened

    def news(self, act: Act, job: Job) -> NotWanted | str:
        """Tell somebody what happened within the last minutes, in one message."""
        person = self.parts.person(job.payload["person"])
        if person is None:
            return GONE
        day = self.parts.today(person)
        items, said = self._news(act, person, day)
        if not items:
            return NotWanted("It was told already, or is not true any more.")
        message = new_message(self.parts, job.key, person.id, Sort.NEWS, day)
        late = replace(message, late=job.late(self.parts.clock()), body=body(items))
        return self._posted(act, late, person, said)

    # ---- each week

    def digest(self, act: Act, job: Job) -> NotWanted | str:
        """Put a subscribed digest together and send it."""
        store = ReminderStore(act.connection)
        wanted = store.subscription(job.payload["subscription"])
        if wanted is None:
            return NotWanted("Nobody subscribes to it any more.")
        person = self.parts.person(wanted.person)
        audience = audience_of(self.parts, wanted)
        if person is None or not audience.members:
            return NotWanted("Nobody who reads it is there any more.")
        message = self._digest(act, job, wanted, audience)
        return self._posted(act, message, person, [])

    def _digest(self, act: Act, job: Job, wanted: Subscription, audience: Audience) -> Message:
        now = self.parts.clock()
        day = today_in(wanted.zone, now)
        begins = f"digest:{wanted.id}@"
        last = ReminderStore(act.connection).last_message(wanted.person, begins)
        since = max(last.at, now - LONGEST) if last else now - A_WEEK
        stretch = Stretch(since, now, day, wanted.steps)
        reviews = overdue_reviews(Within(act.connection), audience, day)
        made = digest(ActionLists(act.connection, audience), stretch, reviews)
        key = f"{begins}{job.local or now.isoformat()}"
        message = new_message(self.parts, key, wanted.person, Sort.DIGEST, day)
        said = {"digest": digest_as_json(made)}
        return replace(message, late=job.late(now), body=said, place=wanted.place)

    # ---- each night

    def arrange(self, act: Act, _job: Job) -> str:
        """Bring the schedules in line with who is there, and forget what is old."""
        store = ReminderStore(act.connection)
        store.prune(self.parts.clock() - KEPT_FOR)
        return arrange_all(act, self.parts)


def _holds(act: Act, item: Item, person: Person) -> bool:
    """Tell whether something that is no action is still to be told to somebody."""
    is_review = item.why in {Why.REVIEW, Why.REVIEWED}
    told = not is_review or to_be_told(Within(act.connection), item, person) is not None
    return not item.action and told


def audience_of(parts: Parts, wanted: Subscription) -> Audience:
    """Give who reads a digest: its person, or all who see its place in a channel."""
    if not wanted.place:
        person = parts.person(wanted.person)
        return alone(person) if person else Audience(())
    name = wanted.place.partition(":")[0]
    way = next((each for each in parts.ways if each.name == name), None)
    return way.members(wanted.place) if way else Audience(())
