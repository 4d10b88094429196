"""What there is to tell somebody this morning: their actions, what is silent, what waits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from isthmus.actions.dates import today_in
from isthmus.actions.listing import Order, Page, Sought
from isthmus.actions.model import LIVE, Action, StepSettings
from isthmus.actions.seeking import ActionLists
from isthmus.actions.store import ActionStore
from isthmus.audit.store import Act
from isthmus.people import Person, alone
from isthmus.reminding.model import NO_ACTION, Item, Quiet, Saying, Why
from isthmus.reminding.parts import Parts
from isthmus.reminding.records import UNANSWERED_FOR, waiting_letters
from isthmus.reminding.rules import Known, is_silent, reminder
from isthmus.reminding.store import ReminderStore, Within

AHEAD: Final = timedelta(days=14)  # further than two working days lie in any week
_PAGE: Final = 500
_MOST_PAGES: Final = 4


@dataclass(frozen=True)
class Found:
    """An action that is to be told, and why."""

    action: Action
    why: Why

    @property
    def item(self) -> Item:
        return Item(self.action.id, self.why)


@dataclass(frozen=True)
class Gathering:
    """Looks for what one person is to be told on their day, within one transaction."""

    act: Act
    parts: Parts
    person: Person

    @property
    def today(self) -> date:
        return self.parts.today(self.person)

    @property
    def store(self) -> ReminderStore:
        return ReminderStore(self.act.connection)

    @property
    def lists(self) -> ActionLists:
        return ActionLists(self.act.connection, alone(self.person))

    def reminders(self) -> list[Found]:
        """Give the actions of theirs that are due to be said, by their due dates."""
        owned = [each for each in self._candidates() if _owns(self.person, each)]
        ids = [each.id for each in owned]
        sayings = self.store.sayings(self.person.id, ids)
        quiets = _by_action(self.store.quiets(ids), self.person.id)
        found = []
        for each in owned:
            known = Known(sayings.get(each.id, ()), quiets.get(each.id))
            why = reminder(each, self.today, known, self.parts.week)
            if why:
                found.append(Found(each, why))
        return found

    def _candidates(self) -> Iterator[Action]:
        sought = Sought(LIVE, owners=(self.person.id,), due_to=self.today + AHEAD)
        there = list(self._all(sought))
        yield from there
        known = {each.id for each in there}
        waking = self.store.waking(self.person.id, self.today)
        yield from (each for each in self.lists.readable(waking) if each.id not in known)

    def silent(self) -> list[Found]:
        """Give the late actions of the steps they lead, of others, that nothing is heard of."""
        steps = {each: self._step(each) for each in self.store.led_by(self.person.id)}
        if not steps:
            return []
        late = Sought(LIVE, steps=tuple(steps), overdue_on=self.today)
        others = [each for each in self._all(late) if not _owns(self.person, each)]
        ids = [each.id for each in others]
        told = self.store.sayings(self.person.id, ids)
        heard = last_heard(others, self.store.quiets(ids), self.person)
        return [
            Found(each, Why.SILENT)
            for each in others
            if is_silent(each, self.today, steps[each.step], heard[each.id], told.get(each.id, ()))
        ]

    def _step(self, step: str) -> StepSettings:
        return ActionStore(self.act.connection).step(step)

    def _all(self, sought: Sought) -> Iterator[Action]:
        after = ""
        for _ in range(_MOST_PAGES):
            found = self.lists.listed(sought, Page(Order.DUE, limit=_PAGE, after=after))
            yield from found.actions
            after = found.next
            if not after:
                return

    def letters_wait(self) -> bool:
        """Tell whether letters of charts wait for them, and they were not told of it lately."""
        told = self.store.sayings(self.person.id, [NO_ACTION]).get(NO_ACTION, ())
        lately = self.today - UNANSWERED_FOR
        if any(each.why is Why.LETTERS and each.day > lately for each in told):
            return False
        return bool(waiting_letters(Within(self.act.connection), self.person, self.parts.clock()))

    def said(self, found: Iterable[Found]) -> list[Saying]:
        """Give what is known to be said once these are."""
        return [
            Saying(self.person.id, each.action.id, self.today, each.why, each.action.due)
            for each in found
        ]


def last_heard(
    actions: Sequence[Action], quiets: Iterable[Quiet], reader: Person
) -> Mapping[int, date]:
    """Give when each action changed last, or its owner said that they know or when to ask again."""
    signs: dict[int, list[date]] = {}
    owners = {each.id: each.owner.person if each.owner else "" for each in actions}
    for quiet in quiets:
        if quiet.person == owners.get(quiet.action):
            said = (quiet.acknowledged, quiet.until)
            signs.setdefault(quiet.action, []).extend(filter(None, said))
    for each in actions:
        if each.changed_at:
            changed = today_in(reader.time_zone, each.changed_at)
            signs.setdefault(each.id, []).append(changed)
    return {each.id: max(signs.get(each.id, [date.min])) for each in actions}


def _owns(person: Person, action: Action) -> bool:
    return action.owner is not None and action.owner.person == person.id


def _by_action(quiets: Iterable[Quiet], person: str) -> dict[int, Quiet]:
    return {each.action: each for each in quiets if each.person == person}
