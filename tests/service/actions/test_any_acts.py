"""Whatever any people do in any order: nothing is lost, and nobody does what they may not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from isthmus.actions.changes import (
    AddHelper,
    AddLabel,
    Assign,
    LetRead,
    RemoveHelper,
    RemoveLabel,
    Retitle,
    SetDue,
    SetPriority,
    SetRecurrence,
    SetStep,
)
from isthmus.actions.history import UNDOABLE, folded
from isthmus.actions.model import (
    Action,
    Event,
    EventKind,
    Evidence,
    EvidenceKind,
    Party,
    Priority,
    Recurrence,
    Status,
    StepSettings,
)
from isthmus.actions.rights import PROGRESS, may_read
from isthmus.actions.seeking import ActionLists
from isthmus.actions.service import Keeping
from isthmus.actions.store import ActionStore
from isthmus.audit.service import Wanted
from isthmus.audit.store import AuditStore
from isthmus.errors import ConflictError, IsthmusError, StaleError
from isthmus.people import GUEST, OPERATOR, Person, Rank, alone
from isthmus.storage import open_storage
from kept_actions import (
    ANA,
    BEN,
    DRAFT,
    EVE,
    HAL,
    LEA,
    MONDAY,
    RIA,
    SID,
    DeskOfTests,
    by,
)

ALL = [ANA, BEN, HAL, RIA, SID, LEA, EVE, GUEST]
people = st.sampled_from(ALL)
parties = st.sampled_from([*(Party("", each) for each in ("ana", "ben", "hal")), Party("Vendor")])
labels = st.sampled_from(["audit", "plant"])
changes = st.lists(
    st.builds(Retitle, st.sampled_from(["Test the backup", "Order badges", ""]))
    | st.builds(Assign, st.none() | parties)
    | st.builds(AddHelper, parties)
    | st.builds(RemoveHelper, parties)
    | st.builds(SetDue, st.none() | st.integers(-9, 9).map(lambda d: MONDAY + timedelta(days=d)))
    | st.builds(SetPriority, st.sampled_from(Priority))
    | st.builds(SetStep, st.sampled_from(["", "2.4", "3.1"]))
    | st.builds(AddLabel, labels)
    | st.builds(RemoveLabel, labels)
    | st.builds(SetRecurrence, st.sampled_from([None, Recurrence("every month")]))
    | st.builds(LetRead, st.sampled_from([("plant",), ("office",), ("everyone",)])),
    min_size=1,
    max_size=3,
)
MOVES: dict[str, Callable[[Keeping, int], Action]] = {
    "accept": lambda keeping, action: keeping.accept(action),
    "start": lambda keeping, action: keeping.start(action),
    "block": lambda keeping, action: keeping.block(action, "", Party("Vendor")),
    "unblock": lambda keeping, action: keeping.unblock(action),
    "done": lambda keeping, action: keeping.done(action),
    "drop": lambda keeping, action: keeping.drop(action, "not needed"),
    "reopen": lambda keeping, action: keeping.reopen(action, "needed"),
    "comment": lambda keeping, action: keeping.comment(action, "Hello"),
    "show": lambda keeping, action: keeping.add_evidence(
        action, Evidence(EvidenceKind.NOTE, "Signed")
    ),
    "redo": lambda keeping, action: keeping.redo(action),
}
FOLLOWS = {
    EventKind.ADDED: {"open"},
    EventKind.PROPOSED: {"proposed"},
    EventKind.ACCEPTED: {"open"},
    EventKind.STARTED: {"in progress"},
    EventKind.BLOCKED: {"blocked"},
    EventKind.UNBLOCKED: {"open", "in progress"},
    EventKind.DONE: {"done"},
    EventKind.DROPPED: {"dropped"},
    EventKind.REOPENED: {"open"},
}


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    records().storage.close()


@cache
def records() -> DeskOfTests:
    """Give one database for all runs, each of which keeps actions of its own in it."""
    storage = open_storage(Path(mkdtemp(prefix="isthmus-")))
    storage.migrate()
    desk = DeskOfTests(storage)
    desk.actions.set_step(StepSettings("2.4", "sid", evidence=True), by(LEA))
    return desk


class Keep(RuleBasedStateMachine):
    """Three actions in the hands of many; what should not have happened shows in the records."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = records()
        self.before: dict[int, list[Event]] = {}
        self.noted = 0

    @initialize()
    def begin(self) -> None:
        draft = replace(DRAFT, helpers=(Party("", "hal"), Party("", "ria")))
        drafts = (draft, replace(draft, step=""))
        added = [self.desk.actions.add(each, by(ANA)) for each in drafts]
        added += self.desk.actions.propose([draft], by(ANA))
        self.ids = [each.id for each in added]
        self.before = {each: self.events(each) for each in self.ids}
        self.noted = self.audited()

    which = st.integers(0, 2)

    @rule(which=which, by_=people, changes=changes, late=st.integers(0, 3))
    def edit(self, which: int, by_: Person, changes: list[Any], late: int) -> None:
        self.act(which, by_, lambda k, action: k.edit(action, changes), late)

    @rule(which=which, by_=people, move=st.sampled_from(sorted(MOVES)), late=st.integers(0, 3))
    def move(self, which: int, by_: Person, move: str, late: int) -> None:
        self.act(which, by_, MOVES[move], late)

    @rule(which=which, by_=people, event=st.none() | st.integers(1, 9))
    def undo(self, which: int, by_: Person, event: int | None) -> None:
        self.act(which, by_, lambda k, action: k.undo(action, event), 0)

    @rule(which=which, other=which, by_=people, more=st.booleans())
    def hang(self, which: int, other: int, by_: Person, *, more: bool) -> None:
        blocker = self.ids[other]
        self.act(
            which,
            by_,
            lambda k, action: k.depend(action, blocker) if more else k.undepend(action, blocker),
            0,
        )

    @rule(which=which)
    @precondition(lambda self: bool(self.before))
    def undo_and_redo(self, which: int) -> None:
        """Find what is taken back and done again as it was."""
        action = self.ids[which]
        was = self.now(action)
        try:
            self.desk.actions.undo(action, by(LEA))
        except IsthmusError:
            return
        try:
            again = self.desk.actions.redo(action, by(LEA))
        except ConflictError:  # what it waits for was opened again meanwhile
            again = None
        self.before[action] = self.events(action)
        self.noted = self.audited()
        if again:
            assert said(again) == said(was)

    def act(
        self, which: int, by_: Person, deed: Callable[[Keeping, int], Action], late: int
    ) -> None:
        """Do something as somebody who saw an older state, or be refused."""
        action = self.ids[which]
        refused: IsthmusError | None = None
        was, events = self.now(action), self.before[action]
        seen = max(0, was.last - late)
        self.desk.pass_time(minutes=1)
        try:
            with self.desk.keeping(by_, seen) as keeping_now:
                deed(keeping_now(), action)
        except IsthmusError as error:
            refused = error
        if refused:
            assert self.events(action) == events
            assert late or not isinstance(refused, StaleError)
            return
        now = self.events(action)
        assert now[: len(events)] == events
        for new in now[len(events) :]:
            self.allowed(was, by_, new)
            self.unseen(new, events[seen:])
        self.before[action] = now
        self.noted += self.audited_since(self.noted, now[len(events) :])

    def allowed(self, was: Action, by_: Person, event: Event) -> None:
        """Tell whether somebody could do it, from the requirement's own words."""
        assert event.by == by_.id
        assert may_read(was, by_)
        assert by_ is not GUEST
        kind = event.kind
        if event.undoes is not None:
            kind = self.before[was.id][event.undoes - 1].kind
        owner = was.owner.person if was.owner else ""
        lead = "sid" if was.step == "2.4" else ""
        rules = by_.id in {owner, was.creator, lead} or by_.rank.includes(Rank.LEAD)
        helps = by_.id in {each.person for each in was.helpers}
        assert rules or (helps and kind in PROGRESS)

    def unseen(self, event: Event, missed: list[Event]) -> None:
        """Nothing is written over that somebody changed meanwhile."""
        many = {"helpers", "labels", "evidence", "depends_on"}
        mine = {each.field for each in event.changes} - many
        assert mine.isdisjoint(each.field for other in missed for each in other.changes)

    def audited(self) -> int:
        with self.desk.storage.reading() as connection:
            return AuditStore(connection).head().number

    def audited_since(self, number: int, new: list[Event]) -> int:
        """Find each event on the audit trail, once; a recurring action brings one more."""
        with self.desk.storage.reading() as connection:
            entries = AuditStore(connection).latest(Wanted(action="action."), 5)
        found = [each for each in entries if each.number > number]
        acted = [e.action for e in found if "Follows" not in e.details.get("said", "")]
        assert acted == [f"action.{each.kind}" for each in new][::-1]
        return len(found)

    @invariant()
    def all_is_explained(self) -> None:
        if not self.before:
            return
        with self.desk.storage.reading() as connection:
            store = ActionStore(connection)
            actions = {each.id: each for each in store.several(self.ids)}
            for person in (OPERATOR, *ALL):
                found = ActionLists(connection, alone(person)).readable(self.ids)
                assert found == [each for each in actions.values() if may_read(each, person)]
            for action, events in self.before.items():
                what_it_is_follows_from_its_events(actions[action], events)
                each_status_is_explained(events)
                nothing_waits_for_itself(action, actions)
                following = store.action(actions[action].followed_by)
                a_recurring_action_is_followed_once(actions[action], events, following)

    def now(self, action: int) -> Action:
        with self.desk.storage.reading() as connection:
            found = ActionStore(connection).action(action)
        assert found
        return found

    def events(self, action: int) -> list[Event]:
        with self.desk.storage.reading() as connection:
            return ActionStore(connection).events(action)


def what_it_is_follows_from_its_events(now: Action, events: list[Event]) -> None:
    assert folded(now.id, events) == now
    assert [each.number for each in events] == list(range(1, len(events) + 1))
    assert now.status is not Status.DROPPED or now.reason


def each_status_is_explained(events: list[Event]) -> None:
    for event in events:
        moved = [each.after for each in event.changes if each.field == "status"]
        if event.kind in FOLLOWS and event.kind is not EventKind.PROPOSED:
            assert set(moved) <= FOLLOWS[event.kind]
        assert not moved or event.kind in {*FOLLOWS, EventKind.UNDONE, EventKind.REDONE}


def nothing_waits_for_itself(action: int, actions: dict[int, Action]) -> None:
    reached: set[int] = set()
    front = [action]
    while front:
        new = set(actions[front.pop()].depends_on) - reached
        reached |= new
        front += new
    assert action not in reached


def a_recurring_action_is_followed_once(
    now: Action, events: list[Event], following: Action | None
) -> None:
    opened = [c.after for each in events for c in each.changes if c.field == "followed_by"]
    assert [now.followed_by] == (opened or [0])
    assert not opened or (following and following.follows == now.id)


def said(action: Action) -> Action:
    """Give what an action says, in any order, without who said it last and when."""
    return replace(
        action,
        helpers=tuple(sorted(action.helpers, key=repr)),
        labels=tuple(sorted(action.labels)),
        evidence=tuple(sorted(action.evidence, key=repr)),
        depends_on=tuple(sorted(action.depends_on)),
        changed_by="",
        changed_at=None,
        status_at=None,
        last=0,
    )


TestKeeping = Keep.TestCase
TestKeeping.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)


def test_what_can_be_undone_is_all_but_words_and_beginnings() -> None:
    assert set(EventKind) - UNDOABLE == {
        EventKind.ADDED,
        EventKind.PROPOSED,
        EventKind.COMMENTED,
        EventKind.UNDONE,
        EventKind.REDONE,
    }
