"""Carries orders out on one action.

What is not clear changes nothing: it gives a question with choices, each of which is the order with
that made clear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar, assert_never

from isthmus.actions import changes, orders
from isthmus.actions.changes import Change
from isthmus.actions.dates import (
    Asked,
    Due,
    Meaning,
    Relative,
    Unclear,
    resolved,
    spoken,
    understand_due,
)
from isthmus.actions.desk import Actions
from isthmus.actions.edits import Edit, OfPeople, change_of, evidence_of, unknown, with_party
from isthmus.actions.given import Directory
from isthmus.actions.listing import Page, Sought
from isthmus.actions.model import LIVE, Action, Party, Status
from isthmus.actions.orders import ME, NOBODY, Order
from isthmus.errors import StaleError
from isthmus.people import Audience, Person
from isthmus.raci.desk import Hand

T = TypeVar("T")
MOST_OFFERED: Final = 5
_REASONS: Final = ("No longer needed", "Done already", "Same as another one")
Decision = orders.Finish | orders.Drop | orders.Reopen | orders.Agree
Going = orders.Start | orders.Block | orders.Unblock
Back = orders.Undo | orders.Redo
Beside = orders.Comment | orders.Proof | orders.Depend | orders.Undepend


@dataclass(frozen=True)
class Choice:
    """What can be said next; ``order`` is what it asks then."""

    label: str
    order: Order


@dataclass(frozen=True)
class Question:
    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What came of an order: the action before and after it, or a question in its place.

    ``notes`` are worth telling beside it.
    """

    before: Action
    after: Action
    question: Question | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.after.last != self.before.last


@dataclass(frozen=True)
class Hearing:
    """``seen_by`` are those who see what is told; ``asked`` is how the person's days are read."""

    actions: Actions
    directory: Directory
    asked: Asked
    seen_by: Person | Audience

    def carry_out(self, order: Order, number: int, hand: Hand, words: str = "") -> Heard:
        """Do what is asked, or ask what is not clear; ``words`` are kept as what was said.

        Raises NotFoundError where not everybody may read it, and what the use cases raise.
        """
        before = self.actions.show(number, self.seen_by).action
        hand = replace(hand, seen=before.last if hand.seen is None else hand.seen)
        match order:
            case (
                orders.Show()
                | orders.History()
                | orders.AskFor()
                | orders.Snooze()
                | orders.Acknowledge()
                | orders.Unknown()
            ):
                return Heard(before, before)
            case orders.Assign() | orders.GetHelp() | orders.StopHelp():
                return self._of_people(order, before, hand, words)
            case orders.MoveDue():
                return self._due(order, before, hand, words)
            case orders.Comment() | orders.Proof() | orders.Depend() | orders.Undepend():
                return Heard(before, self._beside(order, before, hand))
            case _:
                return self._stepped(order, before, hand, words)

    # ---- a step on its way

    def _stepped(
        self, order: Decision | Going | Back | Edit, action: Action, hand: Hand, words: str
    ) -> Heard:
        match order:
            case orders.Finish() | orders.Drop() | orders.Reopen() | orders.Agree():
                if question := self._missing(order, action):
                    return Heard(action, action, question)
                return Heard(action, self._decided(order, action, hand))
            case orders.Start() | orders.Block() | orders.Unblock():
                return Heard(action, self._gone_on(order, action, hand))
            case orders.Undo() | orders.Redo():
                return Heard(action, self._back(order, action, hand))
            case _:
                after = self._edited(change_of(order), action, hand, words)
                return Heard(action, after)

    def _decided(self, order: Decision, action: Action, hand: Hand) -> Action:
        match order:
            case orders.Finish(shown):
                return self.actions.done(action.id, hand, evidence_of(shown))
            case orders.Drop(reason):
                return self.actions.drop(action.id, hand, reason)
            case orders.Reopen(reason):
                return self.actions.reopen(action.id, hand, reason or "It is not done.")
            case orders.Agree():
                return self.actions.accept(action.id, hand)
        assert_never(order)

    def _gone_on(self, order: Going, action: Action, hand: Hand) -> Action:
        match order:
            case orders.Start():
                return self.actions.start(action.id, hand)
            case orders.Block(reason, name):
                party = self._one(name) if name else None
                return self.actions.block(action.id, hand, reason, party)
            case orders.Unblock():
                return self._unblocked(action, hand)
        assert_never(order)

    def _back(self, order: Back, action: Action, hand: Hand) -> Action:
        """Take back, or do again; a button made before something else changed does neither."""
        if hand.seen != action.last:
            raise StaleError(
                f"{action.name} was changed since this was offered, so nothing was taken back. "
                f"Say “undo {action.name}” to take back the last change."
            )
        match order:
            case orders.Undo() if action.last == 1:  # there is nothing but its beginning
                return self.actions.drop(action.id, hand, "Added by mistake.")
            case orders.Undo():
                return self.actions.undo(action.id, hand)
            case orders.Redo():
                return self.actions.redo(action.id, hand)
        assert_never(order)

    def _missing(self, order: Decision, action: Action) -> Question | None:
        """Ask for what such a step needs: why it is dropped, what shows that it is done."""
        name = action.name
        match order:
            case orders.Drop("") if action.status.is_live:
                offered = tuple(Choice(each, orders.Drop(f"{each}.")) for each in _REASONS)
                return Question(f"Why is {name} dropped? Or say: drop {name}: …", offered)
            case orders.Finish("") if action.status.is_live and not action.evidence:
                asks = self.actions.show(action.id, self.seen_by).settings.evidence
                text = (
                    f"What shows that {name} is done? Step {action.step} asks for a link or a "
                    f"note. Say: {name} is done: https://…"
                )
                return Question(text) if asks else None
            case _:
                return None

    def _unblocked(self, action: Action, hand: Hand) -> Action:
        """Go on, also where it only waits for other actions: it does so no more then."""
        if action.status is Status.BLOCKED or not action.depends_on:
            return self.actions.unblock(action.id, hand)
        return self._all(action, hand, action.depends_on, self.actions.undepend)

    # ---- what is put beside it

    def _beside(self, order: Beside, action: Action, hand: Hand) -> Action:
        match order:
            case orders.Comment(text):
                return self.actions.comment(action.id, text, hand)
            case orders.Proof(shown):
                return self._all(action, hand, evidence_of(shown), self.actions.add_evidence)
            case orders.Depend(blockers):
                return self._all(action, hand, blockers, self.actions.depend)
            case orders.Undepend(blockers):
                return self._all(action, hand, blockers, self.actions.undepend)
        assert_never(order)

    def _all(
        self,
        action: Action,
        hand: Hand,
        things: Sequence[T],
        deed: Callable[[int, T, Hand], Action],
    ) -> Action:
        """Do a deed for each of some things; none makes what the next one saw out of date."""
        for each in things:
            action = deed(action.id, each, hand)
            hand = replace(hand, seen=action.last)
        return action

    # ---- who

    def _of_people(self, order: OfPeople, action: Action, hand: Hand, words: str) -> Heard:
        name = order.owner if isinstance(order, orders.Assign) else order.helper
        if name == NOBODY:
            return Heard(action, self._edited(changes.Assign(None), action, hand, words))
        parties = self._parties(name, hand.by)
        if len(parties) > 1:
            return Heard(action, action, _who(order, name, parties))
        after = self._edited(with_party(order, parties[0]), action, hand, words)
        return Heard(action, after, notes=unknown(parties[0]))

    def _parties(self, name: str, by: Person) -> list[Party]:
        if name == ME:
            return [Party(by.name, by.id)]
        found = [Party(each.name, each.id) for each in self.directory.people(name)]
        return found or [Party(name.removeprefix("@"))]

    def _one(self, name: str) -> Party:
        """Give whom it waits for; a name that may mean several is kept as it was said."""
        found = self.directory.people(name)
        return Party(found[0].name, found[0].id) if len(found) == 1 else Party(name)

    # ---- when

    def _due(self, order: orders.MoveDue, action: Action, hand: Hand, words: str) -> Heard:
        if not order.day:
            return Heard(action, self._edited(changes.SetDue(None), action, hand, words))
        meaning = self.day(order, action)
        if isinstance(meaning, Unclear):
            return Heard(action, action, self.which_day(meaning))
        change = changes.SetDue(meaning.day, meaning.words)
        after = self._edited(change, action, hand, words)
        return Heard(action, after, notes=(meaning.note,) if meaning.note else ())

    def day(self, order: orders.MoveDue, action: Action) -> Due | Unclear:
        """Give the day that is meant; "by two weeks" counts from the one it is due now."""
        asked, said = self.asked, order.day
        if order.later:
            asked = replace(asked, today=max(action.due or asked.today, asked.today))
            said = f"in {said}"
        meaning: Meaning = understand_due(said, asked)
        if isinstance(meaning, Relative):
            meaning = resolved(meaning, self.directory.due_of, asked)
        return meaning

    def which_day(self, unclear: Unclear) -> Question:
        """Ask for a day: what the words may mean, or when something is due that is called so."""
        days = [Choice(_day(each.day), orders.MoveDue(str(each.day))) for each in unclear.choices]
        if unclear.event:
            days += map(_before, self._called(unclear.event))
        text = f"{unclear.question} Say it in words, such as “by 15 December”."
        return Question(text, tuple(days))

    def _called(self, event: str) -> tuple[Action, ...]:
        sought = Sought(statuses=LIVE, words=event, dated=True, due_from=self.asked.today)
        return self.actions.listed(self.seen_by, sought, Page(limit=3)).actions

    def _edited(self, change: Change, action: Action, hand: Hand, words: str) -> Action:
        return self.actions.edit(action.id, (change,), hand, words)


def _who(order: OfPeople, name: str, parties: Sequence[Party]) -> Question:
    said = type(order)
    offered = tuple(
        Choice(f"{each.name} ({each.person})", said(each.person)) for each in parties[:MOST_OFFERED]
    )
    return Question(f"Who is meant by “{name}”?", offered)


def _before(action: Action) -> Choice:
    label = f"Before {action.name} {_short(action.title)} ({_day(action.due)})"
    return Choice(label, orders.MoveDue(f"before {action.name}"))


def _day(day: date | None) -> str:
    return spoken(day) if day else ""


def _short(title: str, longest: int = 40) -> str:
    return title if len(title) <= longest else f"{title[: longest - 1].rpartition(' ')[0]} …"
