"""What every use case of an action needs: read it, write an event of it, open what follows it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from isthmus.actions import history
from isthmus.actions.changes import differences, drafted, with_consequences
from isthmus.actions.cleaning import LONGEST_SAID, clean
from isthmus.actions.dates import today_in
from isthmus.actions.dependencies import refuse_cycle
from isthmus.actions.model import (
    NOTHING,
    Action,
    Event,
    EventKind,
    FieldChange,
    Party,
    Status,
    StepSettings,
)
from isthmus.actions.recurring import next_draft
from isthmus.actions.rights import readable
from isthmus.errors import NotFoundError, StaleError
from isthmus.people import Person, alone


class Records(Protocol):
    """Actions within one transaction."""

    def action(self, action: int) -> Action | None: ...

    def opened(self, action: int) -> Action | None:
        """Give an action to change it; whoever else wants to waits until this transaction ends."""
        ...

    def begin(self, action: Action, event: Event) -> Action:
        """Keep a new action; it gets its number."""
        ...

    def keep(self, action: Action, event: Event) -> None: ...

    def events(self, action: int, after: int = 0) -> list[Event]: ...

    def open_blockers(self, action: Action) -> Sequence[int]:
        """Give which of the actions that it waits for are not closed."""
        ...

    def hold_dependencies(self) -> None:
        """Make whoever else says what waits for what wait until this transaction ends."""
        ...

    def waits(self, actions: Collection[int]) -> Mapping[int, Collection[int]]: ...

    def step(self, step: str) -> StepSettings: ...


class Recording(Protocol):
    """The audit trail, in the transaction of the act."""

    def record(
        self, action: str, by: Person, subject: str, details: Mapping[str, str] | None = None, /
    ) -> object: ...


def no_objection(_action: Action) -> None:
    """Object to nothing: whoever reads an action may read what it quotes."""


def as_it_is(action: Action) -> Action:
    """Give all of an action: whoever reads it may read what it quotes."""
    return action


@dataclass(frozen=True)
class Happening:
    """What somebody does to an action, and what they say to it."""

    kind: EventKind
    said: str = ""
    undoes: int | None = None


@dataclass(frozen=True)
class Ledger:
    """The events of actions as ``by`` writes them, through one channel, at one moment.

    ``seen`` is the number of the last event that the person has seen: StaleError is raised where
    somebody changed the same since then. None asks for no such check. ``person`` finds somebody
    by id; ``tell`` hears of each event in the transaction that keeps it. ``shown`` gives an action
    without what it quotes that ``by`` may not read.
    """

    records: Records
    audit: Recording
    person: Callable[[str], Person | None]
    tell: Callable[[Action, Event], None]
    by: Person
    at: datetime
    via: str = ""
    seen: int | None = None
    permit: Callable[[Action], None] = no_objection
    shown: Callable[[Action], Action] = as_it_is

    def opened(self, action: int) -> Action:
        """Give an action to change it; raises NotFoundError for who may not read it."""
        return readable(self.records.opened(action), action, alone(self.by))

    def seen_by(self, action: int) -> Action:
        return readable(self.records.action(action), action, alone(self.by))

    def lead(self, action: Action) -> str:
        return self.records.step(action.step).lead if action.step else ""

    def party(self, party: Party) -> Party:
        """Give a party as the directory has it; raises NotFoundError for an unknown person."""
        if not party.person:
            return party
        found = self.person(party.person)
        if found is None:
            raise NotFoundError(
                f"There is no person {party.person}. `isthmus people list` shows who there is."
            )
        return Party(found.name, found.id)

    def begin(self, action: Action, what: Happening) -> Action:
        """Keep a new action with the event that made it."""
        self.permit(action)
        return self._begun(action, what)

    def _begun(self, action: Action, what: Happening) -> Action:
        then = with_consequences(NOTHING, action)
        event = self._event(NOTHING, what, differences(NOTHING, then))
        kept = self.records.begin(history.after(NOTHING, event), event)
        self._record(kept, event)
        return kept

    def keep(self, now: Action, then: Action, what: Happening) -> Action:
        """Keep what an action is then; what changes nothing is no event."""
        if what.undoes is None:
            then = with_consequences(now, then)
        changes = differences(now, then)
        if not changes:
            return now
        self._refuse_stale(now, changes)
        self._refuse_ring(now, then)
        if then.readers != now.readers:
            self.permit(then)
        return self.write(now, self._with_next(now, then), what)

    def write(self, now: Action, then: Action, what: Happening) -> Action:
        event = self._event(now, what, differences(now, then))
        kept = history.after(now, event)
        self.records.keep(kept, event)
        self._record(kept, event)
        return kept

    def _event(self, now: Action, what: Happening, changes: tuple[FieldChange, ...]) -> Event:
        said = clean(what.said, LONGEST_SAID)
        number, by = now.last + 1, self.by.id
        return Event(number, what.kind, by, self.at, said, changes, self.via, what.undoes)

    def _refuse_stale(self, now: Action, changes: Iterable[FieldChange]) -> None:
        if self.seen is None or self.seen == now.last:
            return
        if not 0 <= self.seen < now.last:
            raise StaleError(f"{now.name} has no event {self.seen}. Look at it again.")
        since = self.records.events(now.id, self.seen)
        history.refuse_clash([each.field for each in changes], since, self._name)

    def _refuse_ring(self, now: Action, then: Action) -> None:
        new = set(then.depends_on) - set(now.depends_on)
        if new:
            self.records.hold_dependencies()
            refuse_cycle(now.id, sorted(new), self.records.waits)

    def _with_next(self, now: Action, then: Action) -> Action:
        """Open the next of a recurring action that is closed now, unless that was done before.

        It has the readers of the one before, whoever may read by now what both quote.
        """
        closed = then.status is Status.DONE and now.status is not Status.DONE
        if not closed or then.recurrence is None or then.followed_by:
            return then
        draft = next_draft(then, then.recurrence, self._today(then))
        action = replace(drafted(draft), status=Status.OPEN, follows=then.id)
        opened = self._begun(action, Happening(EventKind.ADDED, f"Follows {then.name}"))
        return replace(then, followed_by=opened.id)

    def _today(self, action: Action) -> date:
        owner = self.person(action.owner.person) if action.owner else None
        return today_in((owner or self.by).time_zone, self.at)

    def _name(self, person: str) -> str:
        found = self.person(person)
        return found.name if found else person

    def _record(self, action: Action, event: Event) -> None:
        details = {
            "title": action.title,
            "event": str(event.number),
            "said": event.said,
            "via": event.via,
            "undoes": str(event.undoes or ""),
        }
        told = {name: value for name, value in details.items() if value}
        self.audit.record(f"action.{event.kind}", self.by, action.name, told)
        self.tell(action, event)
