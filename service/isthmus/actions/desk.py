"""One door for the channels: each call is one use case on actions in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from isthmus.actions.changes import Change
from isthmus.actions.dates import today_in
from isthmus.actions.ledger import Ledger
from isthmus.actions.listing import (
    ALL,
    Changed,
    Counted,
    Group,
    Listing,
    Page,
    Since,
    Sought,
    Twin,
)
from isthmus.actions.model import Action, Draft, Event, EventKind, Evidence, Party, StepSettings
from isthmus.actions.quoted import AsReadable, by_all_of, refuse_hidden
from isthmus.actions.rights import may, readable
from isthmus.actions.seeking import ActionLists
from isthmus.actions.service import Bulk, Deed, Keeping, done_to_each, refuse_unknown
from isthmus.actions.store import ActionStore
from isthmus.actions.titling import Said, Titled, Titling
from isthmus.audit.store import Act
from isthmus.errors import InvalidError
from isthmus.llm.model import Models, NoModels
from isthmus.people import Audience, Person, Rank, alone
from isthmus.raci.desk import Hand
from isthmus.storage import Storage

MOST_AT_ONCE: Final = 1_000
_FIRST_PAGE: Final = Page()


def nothing_more(_act: Act, _action: Action, _event: Event) -> None:
    """Do nothing in the transaction of an event."""


@dataclass(frozen=True)
class Parts:
    """What actions are kept with.

    ``recording`` opens a transaction with its audit trail; ``person`` finds somebody by id;
    ``after`` is called for each event in the transaction that keeps it, before it ends.
    """

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    person: Callable[[str], Person | None]
    clock: Callable[[], datetime]
    after: Callable[[Act, Action, Event], None] = nothing_more
    models: Models = field(default_factory=NoModels)


@dataclass(frozen=True)
class Shown:
    """An action with what it hangs on, as far as somebody may read that, and what they may do."""

    action: Action
    blockers: tuple[Action, ...]
    dependents: tuple[Action, ...]
    allowed: frozenset[EventKind]
    settings: StepSettings


@dataclass(frozen=True)
class Actions:
    """Actions for whoever asks: a person, or all members of a channel that see the answer."""

    parts: Parts

    # ---- looking

    def show(self, action: int, by: Person | Audience) -> Shown:
        with self._looking(by) as (store, lists):
            found = readable(store.action(action), action, _audience(by))
            settings = store.step(found.step)
            return Shown(
                action=lists.quoting.action(found),
                blockers=tuple(lists.readable(found.depends_on)),
                dependents=tuple(lists.readable(store.dependents(action))),
                allowed=_allowed(found, by, settings.lead),
                settings=settings,
            )

    def history(self, action: int, by: Person | Audience) -> list[Event]:
        """Give all that happened to an action, oldest first."""
        with self._looking(by) as (store, lists):
            readable(store.action(action), action, _audience(by))
            return lists.quoting.events(store.events(action))

    def listed(
        self, by: Person | Audience, sought: Sought = ALL, page: Page = _FIRST_PAGE
    ) -> Listing:
        with self._looking(by) as (_, lists):
            return lists.listed(sought, page)

    def counts(
        self,
        by: Person | Audience,
        groups: Sequence[Group],
        sought: Sought = ALL,
        today: date | None = None,
    ) -> list[Counted]:
        """Count actions by groups; today is that of the person where none is said."""
        with self._looking(by) as (_, lists):
            return lists.counted(sought, groups, today or self.today(by))

    def changed(self, by: Person | Audience, wanted: Since, sought: Sought = ALL) -> Changed:
        """Give what happened within a stretch of time, the latest first."""
        with self._looking(by) as (_, lists):
            return lists.changed(wanted, sought)

    def alike(self, title: str, by: Person | Audience, most: int = 3) -> list[Twin]:
        """Give actions that nobody closed and that may be the same, the likest first."""
        with self._looking(by) as (_, lists):
            return lists.alike(title, most)

    def step_settings(self) -> list[StepSettings]:
        """Give the settings of the twelve steps."""
        with self.parts.storage.reading() as connection:
            return ActionStore(connection).steps()

    def today(self, by: Person | Audience) -> date:
        """Give the day it is for whoever asks: in a channel, for its first member."""
        members = _audience(by).members
        return today_in(members[0].time_zone if members else "UTC", self.parts.clock())

    # ---- coming in

    def titled(self, said: Sequence[Said], by: Person, about: str = "") -> Titled:
        """Give titles for what was found, better ones where a model has them; nothing is kept."""
        return Titling(self.parts.models).titled(said, by.id, about)

    def add(self, draft: Draft, hand: Hand, said: str = "") -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.add(draft, said)

    def propose(self, drafts: Iterable[Draft], hand: Hand, said: str = "") -> list[Action]:
        """Keep what was found in a text; each is to be accepted, edited or discarded."""
        with self._keeping(hand) as (keeping, _):
            return [keeping.propose(draft, said) for draft in drafts]

    def accept(self, action: int, hand: Hand, changes: Iterable[Change] = ()) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.accept(action, changes)

    # ---- changing

    def edit(self, action: int, changes: Iterable[Change], hand: Hand, said: str = "") -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.edit(action, changes, said)

    def comment(self, action: int, text: str, hand: Hand) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.comment(action, text)

    def add_evidence(self, action: int, evidence: Evidence, hand: Hand) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.add_evidence(action, evidence)

    def start(self, action: int, hand: Hand, said: str = "") -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.start(action, said)

    def block(
        self, action: int, hand: Hand, reason: str = "", waiting_for: Party | None = None
    ) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.block(action, reason, waiting_for)

    def unblock(self, action: int, hand: Hand, said: str = "") -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.unblock(action, said)

    def done(
        self, action: int, hand: Hand, evidence: Iterable[Evidence] = (), said: str = ""
    ) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.done(action, evidence, said)

    def drop(self, action: int, hand: Hand, reason: str = "") -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.drop(action, reason)

    def reopen(self, action: int, hand: Hand, reason: str) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.reopen(action, reason)

    def undo(self, action: int, hand: Hand, event: int | None = None) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.undo(action, event)

    def redo(self, action: int, hand: Hand, event: int | None = None) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.redo(action, event)

    def depend(self, action: int, blocker: int, hand: Hand) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.depend(action, blocker)

    def undepend(self, action: int, blocker: int, hand: Hand) -> Action:
        with self._keeping(hand) as (keeping, _):
            return keeping.undepend(action, blocker)

    def bulk(self, wanted: Sequence[int], deed: Deed, hand: Hand) -> Bulk:
        """Do the same to many actions, each with its own event; refusals keep nobody back."""
        if len(wanted) > MOST_AT_ONCE:
            raise InvalidError(f"Choose at most {MOST_AT_ONCE} actions at once.")
        with self._keeping(replace(hand, seen=None)) as (keeping, store):
            store.hold(wanted)
            return done_to_each(keeping, wanted, deed, store.apart)

    def set_step(self, settings: StepSettings, hand: Hand) -> StepSettings:
        """Say who leads a step, whether closing asks for evidence, and how long silence may last.

        Raises NotAllowedError below a lead.
        """
        hand.by.require(Rank.LEAD)
        refuse_unknown(settings, self.parts.person)
        with self.parts.recording() as act:
            ActionStore(act.connection).put_step(settings)
            evidence = "yes" if settings.evidence else "no"
            silence = f"{settings.silence} days"
            details = {"lead": settings.lead, "evidence": evidence, "silence": silence}
            act.audit.record("step.settings", hand.by, settings.step, details)
        return settings

    # ---- many things in one transaction

    @contextmanager
    def looking(self, by: Person | Audience) -> Iterator[ActionLists]:
        """Open the lists of what somebody may read."""
        with self._looking(by) as (_, lists):
            yield lists

    @contextmanager
    def keeping(self, hand: Hand) -> Iterator[tuple[Keeping, Act]]:
        """Open one transaction for what belongs together."""
        with self.parts.recording() as act:
            yield Keeping(self._ledger(act, ActionStore(act.connection), hand)), act

    @contextmanager
    def bringing_in(self, hand: Hand) -> Iterator[tuple[Keeping, ActionLists]]:
        """Open one transaction to add many, with what is there already; one import at a time."""
        with self.parts.recording() as act:
            store = ActionStore(act.connection)
            store.hold_dependencies()
            lists = ActionLists(act.connection, alone(hand.by))
            yield Keeping(self._ledger(act, store, hand)), lists

    @contextmanager
    def _looking(self, by: Person | Audience) -> Iterator[tuple[ActionStore, ActionLists]]:
        with self.parts.storage.reading() as connection:
            yield ActionStore(connection), ActionLists(connection, _audience(by))

    @contextmanager
    def _keeping(self, hand: Hand) -> Iterator[tuple[Keeping, ActionStore]]:
        with self.parts.recording() as act:
            store = ActionStore(act.connection)
            yield Keeping(self._ledger(act, store, hand)), store

    def _ledger(self, act: Act, store: ActionStore, hand: Hand) -> Ledger:
        return Ledger(
            records=store,
            audit=act.audit,
            person=self.parts.person,
            tell=partial(self.parts.after, act),
            by=hand.by,
            at=self.parts.clock(),
            via=hand.via,
            seen=hand.seen,
            permit=partial(refuse_hidden, act.connection, hand.by),
            shown=AsReadable(act.connection, by_all_of(alone(hand.by))).action,
        )


def _audience(by: Person | Audience) -> Audience:
    return by if isinstance(by, Audience) else alone(by)


def _allowed(action: Action, by: Person | Audience, lead: str) -> frozenset[EventKind]:
    if isinstance(by, Audience):
        return frozenset()
    return frozenset(kind for kind in EventKind if may(action, by, kind, lead))
