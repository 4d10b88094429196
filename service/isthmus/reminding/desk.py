"""One door for the channels: what somebody is told, how they want it, and whether it arrived."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final
from uuid import uuid4

from isthmus.actions.cleaning import known_step
from isthmus.actions.model import Action
from isthmus.actions.rights import readable
from isthmus.actions.store import ActionStore
from isthmus.audit.store import Act
from isthmus.errors import ConflictError, InvalidError, NotFoundError
from isthmus.jobs.calendar import zone_of
from isthmus.messages import Reply
from isthmus.people import Audience, Person, Rank, alone
from isthmus.reminding.arranging import arrange, arrange_digest, cancel_digest
from isthmus.reminding.digests import A_WEEK, Digest, Stretch, digest
from isthmus.reminding.model import (
    Arrival,
    Delivery,
    Message,
    Preference,
    Quiet,
    Subscription,
)
from isthmus.reminding.parts import Parts
from isthmus.reminding.pressing import Offered, Page, offered, pages
from isthmus.reminding.records import overdue_reviews
from isthmus.reminding.store import ReminderStore, Within
from isthmus.reminding.telling import Telling
from isthmus.reminding.ways import CONSOLE

MOST_SUBSCRIPTIONS: Final = 20
SETTLED: Final = "What it was about is settled, or not yours to read any more."
PHASES: Final = frozenset({"1", "2", "3"})
_EVERYBODY: Final = ""
_Change = Callable[[Quiet, Action, date], Quiet]


@dataclass(frozen=True)
class Shown:
    """A message as its person may read it now; ``reply`` is None where nothing of it is left."""

    message: Message
    subject: str
    reply: Reply | None

    @property
    def is_new(self) -> bool:
        return self.message.seen_at is None

    @property
    def offered(self) -> tuple[Offered, ...]:
        """Give the actions that something can be done with right below it."""
        return offered(self.reply) if self.reply else ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """Give the pages of what is or was under review."""
        return pages(self.reply) if self.reply else ()


@dataclass(frozen=True)
class Wish:
    """How somebody is told: what they said, and what holds where they said nothing."""

    said: Preference
    at: time
    ways: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """A digest that somebody asks for; without a zone it is their own."""

    weekday: int
    at: time
    zone: str = ""
    steps: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Reminding:
    """Reminders and digests for whoever asks; each call is a transaction of its own."""

    parts: Parts

    # ---- what was said

    def messages(self, by: Person) -> list[Shown]:
        """Give what was said to somebody, newest first, in words that hold now."""
        if by.is_guest:
            return []
        with self.parts.storage.reading() as connection:
            kept = ReminderStore(connection).messages(by.id)
            return [self._shown(Within(connection), each, by) for each in kept]

    def _shown(self, within: Within, message: Message, by: Person) -> Shown:
        told = Telling(within, self.parts).told(message, alone(by))
        return Shown(message, told.subject if told else SETTLED, told.reply if told else None)

    def new_messages(self, by: Person) -> int:
        with self.parts.storage.reading() as connection:
            return ReminderStore(connection).new_messages(by.id)

    def seen(self, messages: Sequence[str], by: Person) -> None:
        by.require(Rank.READER)
        with self.parts.storage.transaction() as connection:
            ReminderStore(connection).seen(by.id, messages, self.parts.clock())

    def deliveries(
        self, by: Person, states: Sequence[Arrival] = (), *, of_all: bool = False
    ) -> list[Delivery]:
        """Give what became of messages, newest first; a lead may see those to everybody."""
        by.require(Rank.LEAD if of_all else Rank.READER)
        with self.parts.storage.reading() as connection:
            whose = _EVERYBODY if of_all else by.id
            return ReminderStore(connection).deliveries(whose, states)

    # ---- what somebody wants to hear of

    def snooze(self, action: int, until: date, by: Person) -> Quiet:
        """Say nothing to somebody of an action until a day of theirs."""
        return self._quieted(action, by, lambda quiet, _, today: quiet.snoozed(until, today))

    def acknowledge(self, action: int, by: Person) -> Quiet:
        """Note that somebody knows of an action, as long as its due date stays."""
        return self._quieted(
            action, by, lambda quiet, now, today: quiet.acknowledge(now.due, today)
        )

    def _quieted(self, action: int, by: Person, change: _Change) -> Quiet:
        by.require(Rank.READER)
        with self.parts.recording() as act:
            found = readable(ActionStore(act.connection).action(action), action, alone(by))
            if not found.status.is_live:
                raise ConflictError(f"{found.name} is {found.status}: nobody is reminded of it.")
            store = ReminderStore(act.connection)
            quiet = change(store.quiet(by.id, action), found, self.parts.today(by))
            store.put_quiet(quiet)
            act.audit.record("reminders.quiet", by, found.name, _told(quiet))
        return quiet

    # ---- how somebody wants it

    def wish(self, by: Person) -> Wish:
        with self.parts.storage.reading() as connection:
            said = ReminderStore(connection).preference(by.require(Rank.READER).id)
        ways = self.parts.order if said.ways is None else said.ways
        return Wish(said, said.at or self.parts.at, ways, tuple(w.name for w in self.parts.ways))

    def put_wish(self, said: Preference, by: Person) -> Wish:
        """Keep how somebody wants to be told; it is their own."""
        by.require(Rank.READER)
        self._refuse_unknown_ways(said.ways or ())
        mine = replace(said, person=by.id)
        with self.parts.recording() as act:
            ReminderStore(act.connection).put_preference(mine)
            arrange(act, self.parts, by)
            ways = "as set up" if mine.ways is None else ", ".join(mine.ways) or CONSOLE
            details = {"ways": ways, "address": mine.address, "at": str(mine.at or "")}
            act.audit.record("reminders.wish", by, by.id, details)
        return self.wish(by)

    def _refuse_unknown_ways(self, ways: Sequence[str]) -> None:
        known = [each.name for each in self.parts.ways]
        for way in ways:
            if way not in known:
                there = ", ".join(known) or "none is set up; the console always shows everything"
                raise InvalidError(f"There is no way called {way[:40]!r}. Ways there are: {there}.")

    # ---- digests

    def digest(self, by: Person | Audience, steps: Sequence[str] = ()) -> Digest:
        """Put together what the last week did, for those who may all read it."""
        audience = by if isinstance(by, Audience) else alone(by)
        first = audience.members[0]
        now, today = self.parts.clock(), self.parts.today(first)
        stretch = Stretch(now - A_WEEK, now, today, _steps(steps))
        with self.parts.storage.reading() as connection:
            reviews = overdue_reviews(Within(connection), audience, today)
            return digest(Within(connection).lists(audience), stretch, reviews)

    def subscriptions(self, by: Person, *, of_all: bool = False) -> list[Subscription]:
        by.require(Rank.LEAD if of_all else Rank.READER)
        with self.parts.storage.reading() as connection:
            return ReminderStore(connection).subscriptions(_EVERYBODY if of_all else by.id)

    def subscribe(self, wanted: Wanted, by: Person) -> Subscription:
        """Have a digest sent each week; the same asked for twice is one.

        A lead subscribes a place in a channel; raises InvalidError where no way leads there.
        """
        by.require(Rank.LEAD if wanted.place else Rank.READER)
        zone = wanted.zone or by.time_zone
        zone_of(zone)
        self._refuse_unknown_place(wanted.place)
        steps = _steps(wanted.steps)
        made = Subscription(
            uuid4().hex[:12], by.id, wanted.weekday, wanted.at, zone, steps, wanted.place
        )
        with self.parts.recording() as act:
            return self._subscribed(act, made, by)

    def _subscribed(self, act: Act, made: Subscription, by: Person) -> Subscription:
        store = ReminderStore(act.connection)
        there = store.subscriptions(by.id)
        same = next((each for each in there if replace(each, id=made.id) == made), None)
        if same:
            return same
        if len(there) >= MOST_SUBSCRIPTIONS:
            raise ConflictError(f"{MOST_SUBSCRIPTIONS} digests are the most. Remove one first.")
        store.put_subscription(made)
        arrange_digest(act, self.parts, made)
        act.audit.record("digest.subscribed", by, made.id, {"place": made.place, "zone": made.zone})
        return made

    def unsubscribe(self, subscription: str, by: Person) -> None:
        """End a digest of one's own; a lead ends those of others too."""
        by.require(Rank.READER)
        with self.parts.recording() as act:
            store = ReminderStore(act.connection)
            found = store.subscription(subscription)
            if found is None or not (found.person == by.id or by.rank.includes(Rank.LEAD)):
                raise NotFoundError(f"There is no digest {subscription[:40]} of yours.")
            store.remove_subscription(found.id)
            cancel_digest(act, found)
            act.audit.record("digest.unsubscribed", by, found.id, {"person": found.person})

    def _refuse_unknown_place(self, place: str) -> None:
        if not place:
            return
        name = place.partition(":")[0]
        way = next((each for each in self.parts.ways if each.name == name), None)
        if way is None or not way.members(place).members:
            raise InvalidError(
                f"Nothing leads to the place {place[:60]!r}. Ask in the channel itself."
            )


def _steps(steps: Sequence[str]) -> tuple[str, ...]:
    """Give steps and phases, once each; raises InvalidError where one is neither."""
    said = (step if step in PHASES else known_step(step) for step in steps)
    return tuple(dict.fromkeys(said))


def _told(quiet: Quiet) -> dict[str, str]:
    said = {"until": quiet.until, "acknowledged": quiet.acknowledged}
    return {name: str(day) for name, day in said.items() if day}
