"""A message as it may be said now: what is settled by now, or not theirs to read, is left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from isthmus.actions.model import Action
from isthmus.messages import Part, Reply
from isthmus.people import Audience, Person, alone
from isthmus.reminding.digests import Digest, digest_of, digest_reply, digest_subject
from isthmus.reminding.gathering import last_heard
from isthmus.reminding.model import OWNED, Delivery, Item, Message, Sort, Why
from isthmus.reminding.parts import Parts
from isthmus.reminding.pressing import buttons, letter_buttons, review_buttons
from isthmus.reminding.records import waiting_letters
from isthmus.reminding.reviews import to_be_told
from isthmus.reminding.reviews import told as review_told
from isthmus.reminding.rules import working_days
from isthmus.reminding.store import Within
from isthmus.reminding.wording import Line, Review, View, reply, subject

SOON: Final = 3  # working days within which a due date still is what a reminder was about


@dataclass(frozen=True)
class Told:
    """The words of a message as somebody may read them now."""

    subject: str
    reply: Reply


@dataclass(frozen=True)
class Telling:
    """Makes the words of messages, within one transaction."""

    within: Within
    parts: Parts

    def told(self, message: Message, to: Audience) -> Told | None:
        """Give the words of a message; None where nothing of it is true or theirs any more."""
        if message.sort is Sort.DIGEST:
            return self._digest(message, to)
        view = self._view(message, to.members[0])
        return None if view.is_empty else Told(subject(view), reply(view))

    def _digest(self, message: Message, to: Audience) -> Told | None:
        shown: Digest = digest_of(message.body["digest"])
        may = {each.id for each in self.within.lists(to).readable(shown.actions)}
        left = shown.readable(may)
        told = digest_reply(left, self.parts.console, late=message.late)
        return Told(digest_subject(left), told)

    def _view(self, message: Message, person: Person) -> View:
        day = self.parts.today(person)
        lines = tuple(self._lines(message, person, day))
        asked = Why.LETTERS in {each.why for each in message.items}
        now = self.parts.clock()
        letters = waiting_letters(self.within, person, now) if asked else ()
        reviews = tuple(self._reviews(message, person))
        return View(
            sort=message.sort,
            day=day,
            late=message.late,
            lines=lines,
            failed=tuple(self._failed(message)),
            letters=tuple(letters),
            reviews=reviews,
            buttons=(*self._buttons(lines), *letter_buttons(letters), *review_buttons(reviews)),
            console=self.parts.console,
        )

    def _buttons(self, lines: Sequence[Line]) -> tuple[Part, ...]:
        return buttons([each.action for each in lines if each.why is not Why.SILENT])

    def _lines(self, message: Message, person: Person, today: date) -> Iterator[Line]:
        wanted = list(dict.fromkeys(each.action for each in message.items if each.action))
        lists = self.within.lists(alone(person))
        may = {each.id: each for each in lists.readable(wanted)}
        store = self.within.actions
        for item in message.items:
            action = may.get(item.action)
            why = self._why_now(item, action, person, today) if action else None
            if action and why:
                waits = tuple(store.open_blockers(action))
                yield Line(why, action, waits, self._heard(action, person))

    def _heard(self, action: Action, person: Person) -> date:
        quiets = self.within.reminders.quiets([action.id])
        return last_heard([action], quiets, person)[action.id]

    def _why_now(self, item: Item, action: Action, person: Person, today: date) -> Why | None:
        if not action.status.is_live:
            return None
        if item.why is Why.SILENT:
            leads = bool(action.step) and self._lead(action) == person.id
            return Why.SILENT if leads and action.is_overdue(today) else None
        owns = action.owner is not None and action.owner.person == person.id
        if item.why not in OWNED or not owns:
            return None
        if item.why in {Why.ASSIGNED, Why.UNBLOCKED}:
            return item.why
        quiet = self.within.reminders.quiet(person.id, action.id)
        if quiet.until and today < quiet.until:
            return None
        return item.why if item.why is Why.AGAIN else self._lateness(action, today)

    def _lateness(self, action: Action, today: date) -> Why | None:
        if action.due is None:
            return None
        if action.due < today:
            return Why.OVERDUE
        left = working_days(today, action.due, self.parts.week)
        soon = Why.SOON if left < SOON else None
        return soon if left else Why.TODAY

    def _lead(self, action: Action) -> str:
        return self.within.actions.step(action.step).lead

    def _reviews(self, message: Message, person: Person) -> Iterator[Review]:
        for item in message.items:
            found = to_be_told(self.within, item, person)
            if found:
                yield review_told(found, item.why, self.parts)

    def _failed(self, message: Message) -> Iterator[tuple[Delivery, str]]:
        store = self.within.reminders
        for item in message.items:
            delivery = store.delivery(item.subject) if item.why is Why.UNDELIVERED else None
            if delivery:
                found = self.parts.person(delivery.person)
                yield delivery, found.name if found else delivery.person


def body(items: list[Item]) -> Mapping[str, object]:
    """Give what a message keeps of its items."""
    return {"items": [[each.action, each.why.value, each.subject] for each in items]}
