"""Whatever is changed in any order: the figures are those that are counted from every action."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from isthmus.actions.changes import AddHelper, Assign, LetRead, SetDue, SetEstimate, SetStep
from isthmus.actions.model import Action, Draft, Party, Status
from isthmus.actions.rights import may_read
from isthmus.actions.service import Keeping
from isthmus.actions.store import ActionStore
from isthmus.errors import IsthmusError
from isthmus.people import GUEST, OPERATOR, Person
from isthmus.programme.desk import Programme, Span
from isthmus.programme.overview import Overview, Progress
from isthmus.programme.period import Moment, Named
from isthmus.storage import open_storage
from kept_actions import ANA, EVE, HAL, LEA, MONDAY, by
from programme_of_tests import ProgrammeOfTests

PEOPLE = (OPERATOR, LEA, EVE, replace(HAL, groups=frozenset()), GUEST)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
asked = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ZONES), st.sampled_from(Named))
phases = st.sampled_from(["", "", "2", "3"])
parties = st.sampled_from([Party("", "ana"), Party("", "hal"), Party("", "eve"), Party("Vendor")])
days = st.none() | st.integers(-20, 40).map(lambda later: MONDAY + timedelta(days=later))
drafts = st.builds(
    Draft,
    title=st.just("Test the restore"),
    owner=st.none() | parties,
    due=days,
    step=st.sampled_from(["", "1.2", "2.4", "3.1"]),
    estimate=st.sampled_from([None, 0.5, 8.0]),
    readers=st.sampled_from([("plant",), ("office",), ("everyone",)]),
)
changes = (
    st.builds(Assign, st.none() | parties)
    | st.builds(AddHelper, parties)
    | st.builds(SetDue, days)
    | st.builds(SetEstimate, st.sampled_from([None, 4.0]))
    | st.builds(SetStep, st.sampled_from(["", "2.4", "3.3"]))
    | st.builds(LetRead, st.sampled_from([("plant",), ("office",), ("everyone",)]))
)
MOVES: dict[str, Callable[[Keeping, int], Action]] = {
    "accept": lambda keeping, action: keeping.accept(action),
    "start": lambda keeping, action: keeping.start(action),
    "block": lambda keeping, action: keeping.block(action, "No spare part"),
    "done": lambda keeping, action: keeping.done(action),
    "drop": lambda keeping, action: keeping.drop(action, "not needed"),
    "reopen": lambda keeping, action: keeping.reopen(action, "needed"),
    "undo": lambda keeping, action: keeping.undo(action),
}


@cache
def told() -> ProgrammeOfTests:
    """Give one database for all runs; each begins with its own people asking for the first time."""
    storage = open_storage(Path(mkdtemp(prefix="isthmus-")))
    storage.migrate()
    return ProgrammeOfTests(storage)


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    told().desk.storage.close()


class Change(RuleBasedStateMachine):
    """Actions that live for some weeks, in a programme that is looked at now and then."""

    @initialize()
    def begin(self) -> None:
        self.told = told()
        self.desk = self.told.desk
        self.often = Programme(self.told.programme.parts)
        self.seldom = Programme(self.told.programme.parts)
        self.ids: list[int] = []

    @rule(found=st.lists(drafts, min_size=1, max_size=3), agreed=st.booleans())
    def add(self, found: list[Draft], *, agreed: bool) -> None:
        actions = self.desk.actions
        if agreed:
            self.ids += [actions.add(each, by(ANA)).id for each in found]
        else:
            self.ids += [each.id for each in actions.propose(found, by(ANA))]

    @rule(hours=st.integers(1, 300))
    def wait(self, hours: int) -> None:
        self.desk.pass_time(hours=hours)

    @rule(which=st.integers(0, 9), move=st.sampled_from(sorted(MOVES)))
    def move(self, which: int, move: str) -> None:
        self.act(which, MOVES[move])

    @rule(which=st.integers(0, 9), change=changes)
    def edit(self, which: int, change: SetDue) -> None:
        self.act(which, lambda keeping, action: keeping.edit(action, [change]))

    def act(self, which: int, deed: Callable[[Keeping, int], Action]) -> None:
        if not self.ids:
            return
        try:
            with self.desk.keeping(OPERATOR) as keeping_now:
                deed(keeping_now(), self.ids[which % len(self.ids)])
        except IsthmusError:
            return

    @rule(asked=asked, phase=phases)
    def look_again_after_long(self, asked: tuple[Person, str, Named], phase: str) -> None:
        person, zone, usual = asked
        asker = replace(person, time_zone=zone) if person is not GUEST else GUEST
        is_counted_from_every_action(self.seldom.overview(asker, Span(usual=usual), phase), asker)

    @invariant()
    def each_change_shows_at_once(self) -> None:
        if hasattr(self, "often"):
            shown = self.often.overview(LEA, Span(usual=Named.FOUR_WEEKS))
            is_counted_from_every_action(shown, LEA)


def is_counted_from_every_action(shown: Overview, asker: Person) -> None:
    """Compare with what follows from the actions one by one, in the words of the requirement."""
    actions = [e for e in readable_by(asker) if e.step.startswith(shown.phase)]
    assert shown.progress == sum((progress(each, shown.today) for each in actions), Progress())
    steps = {e.step.id: e.progress for phase in shown.phases for e in phase.steps}
    for step, found in steps.items():
        theirs = (progress(each, shown.today) for each in actions if each.step == step)
        assert found == sum(theirs, Progress())
    live = [each for each in actions if each.status.is_live]
    carried = Counter(each.owner.key for each in live if each.owner)
    assert {load.key: load.open for load in shown.loads} == carried
    assert shown.unowned.open == len(live) - carried.total()
    hours = sum(each.estimate or 0 for each in live)
    assert sum(load.hours for load in (*shown.loads, shown.unowned)) == hours
    agreed = [each for each in actions if each.status is not Status.PROPOSED]
    stood_as_told(shown, agreed)
    happened_as_told(shown, agreed, ZoneInfo(shown.period.zone))


def readable_by(asker: Person) -> list[Action]:
    with told().desk.storage.reading() as connection:
        every = ActionStore(connection).several(range(1, 3_000))
    return [each for each in every if may_read(each, asker)]


def progress(action: Action, today: date) -> Progress:
    late = action.status.is_live and action.due is not None and action.due < today
    match action.status:
        case Status.DONE:
            return Progress(done=1)
        case Status.DROPPED:
            return Progress(dropped=1)
        case Status.PROPOSED:
            return Progress(proposed=1)
        case status:
            return Progress(open=1, blocked=int(status is Status.BLOCKED), overdue=int(late))


def is_closed_at(action: Action, moment: Moment) -> bool:
    return action.status.is_closed and at(action.status_at) < moment.at


def stood_as_told(shown: Overview, agreed: Sequence[Action]) -> None:
    ages = next(each for each in shown.metrics if each.metric.id == "median-age")
    for point, age in zip(shown.points[1:], ages.series, strict=True):
        moment = point.moment
        begun = [each for each in agreed if at(each.created_at) < moment.at]
        closed = [each for each in begun if is_closed_at(each, moment)]
        still = [each for each in begun if not is_closed_at(each, moment)]
        done = [each for each in closed if each.status is Status.DONE]
        late = [each for each in still if each.first_due and each.first_due < moment.today]
        stood = point.standing
        assert (stood.open, stood.done, stood.late) == (len(still), len(done), len(late))
        old = [
            (moment.today - at(each.created_at).astimezone(UTC).date()).days
            for each in agreed
            if not is_closed_at(each, moment)
        ]
        known = [each for each in old if each >= 0]
        assert age == (median(known) if known else None)


def happened_as_told(shown: Overview, agreed: Sequence[Action], zone: ZoneInfo) -> None:
    for (before, _), (after, flow) in pairwise((p.moment, p.flow) for p in shown.points):
        within = [e for e in agreed if before.at <= at(e.status_at) < after.at]
        done = [each for each in within if each.status is Status.DONE]
        dated = [(each, each.first_due) for each in done if each.first_due]
        in_time = [e for e, due in dated if at(e.status_at).astimezone(zone).date() <= due]
        assert flow is not None
        assert flow.added == sum(before.at <= at(e.created_at) < after.at for e in agreed)
        assert flow.dropped == sum(each.status is Status.DROPPED for each in within)
        assert (flow.closed, flow.dated, flow.on_time) == (len(done), len(dated), len(in_time))
        assert flow.slips == sum(each.slips for each in done)


def at(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment


TestChange = Change.TestCase
TestChange.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
