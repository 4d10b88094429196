"""Lists and counts say of actions what the actions say themselves, for those who may read them."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from random import Random

import pytest

from isthmus.actions.changes import Retitle, SetDue
from isthmus.actions.listing import (
    NO_DAY,
    STILL_LIVE,
    Group,
    Lateness,
    Order,
    Page,
    Since,
    Sought,
)
from isthmus.actions.model import (
    LIVE,
    Action,
    Draft,
    EventKind,
    Party,
    Priority,
    Source,
    SourceKind,
    Status,
)
from isthmus.actions.rights import may_read
from isthmus.actions.service import Keeping
from isthmus.errors import InvalidError
from isthmus.people import OPERATOR, Person
from kept_actions import ANA, BEN, EVE, HAL, LEA, MONDAY, NOW, RIA, DeskOfTests, by

OWNERS = (Party("Ben", "ben"), Party("Lea", "lea"), Party("The vendor"), None)
TITLES = ("Update the plan", "Order badges", "Test the jump host", "Review the patch window")
DAYS = (None, -30, -1, 0, 1, 7, 8, 40)
READERS = (("plant",), ("everyone",), ("office",), ("board", "plant"))
ALL_AT_ONCE = Page(Order.NUMBER, limit=500)
WEEK_LATER = NOW + timedelta(days=7)

Ask = tuple[Sought, Callable[[Action, dict[int, Action]], bool]]


def filled(desk: DeskOfTests, number: int = 40) -> list[Action]:
    """Keep many actions of all kinds at once, and give them as they are then."""
    random = Random(number)  # noqa: S311 - the same actions in every run
    desk.now = NOW
    with desk.keeping(OPERATOR) as keeping_now:
        made: list[int] = []
        for _ in range(number):
            desk.pass_time(hours=random.randrange(1, 12))
            action = keeping_now().add(_draft(random, made))
            made.append(action.id)
            desk.pass_time(hours=random.randrange(5))
            _moved(keeping_now(), action, random)
            if random.randrange(6) == 0:
                keeping_now().propose(_draft(random, []))
    return list(desk.actions.listed(OPERATOR, page=ALL_AT_ONCE).actions)


def _draft(random: Random, made: list[int]) -> Draft:
    days = random.choice(DAYS)
    return Draft(
        random.choice(TITLES),
        description=random.choice(["", "for the boiler"]),
        owner=random.choice(OWNERS),
        helpers=(Party("Hal", "hal"),) * random.randrange(2),
        due=None if days is None else MONDAY + timedelta(days=days),
        priority=random.choice(list(Priority)),
        step=random.choice(["", "1.1", "2.4", "2.1", "3.3"]),
        labels=tuple(random.sample(["audit", "plant", "it"], random.randrange(3))),
        depends_on=tuple(random.sample(made, min(len(made), random.randrange(2)))),
        source=Source(random.choice(list(SourceKind))),
        estimate=random.choice([None, 1.5, 8]),
        readers=random.choice(READERS),
    )


def _moved(keeping: Keeping, action: Action, random: Random) -> None:
    match random.randrange(6):
        case 0:
            keeping.start(action.id)
        case 1:
            keeping.block(action.id, "", Party("The vendor"))
        case 2 if not action.depends_on:
            keeping.done(action.id)
        case 3:
            keeping.drop(action.id, "not needed")


def _held_up(action: Action, known: dict[int, Action]) -> bool:
    waits = any(not known[each].status.is_closed for each in action.depends_on)
    return action.status is Status.BLOCKED or (waits and not action.status.is_closed)


ASKED: dict[str, Ask] = {
    "all": (Sought(), lambda _, __: True),
    "live": (STILL_LIVE, lambda a, _: a.status.is_live),
    "closed": (
        Sought(statuses=(Status.DONE, Status.DROPPED)),
        lambda a, _: a.status.is_closed,
    ),
    "owned": (
        Sought(owners=("ben", "~the vendor")),
        lambda a, _: a.owner in {OWNERS[0], OWNERS[2]},
    ),
    "nobody's": (Sought(owners=("",)), lambda a, _: a.owner is None),
    "helped": (Sought(helpers=("hal",)), lambda a, _: bool(a.helpers)),
    "created": (Sought(creators=("ana",)), lambda a, _: a.creator == "ana"),
    "involved": (Sought(involving="hal"), lambda a, _: "hal" in a.people),
    "of a step": (Sought(steps=("2.4",)), lambda a, _: a.step == "2.4"),
    "of a phase": (Sought(steps=("2",)), lambda a, _: a.phase == "2"),
    "of no step": (Sought(steps=("",)), lambda a, _: not a.step),
    "of no known step": (Sought(steps=("9",)), lambda *_: False),
    "labelled": (
        Sought(labels=("audit", "it")),
        lambda a, _: {"audit", "it"} <= set(a.labels),
    ),
    "urgent": (
        Sought(priorities=(Priority.URGENT, Priority.HIGH)),
        lambda a, _: a.priority in {Priority.URGENT, Priority.HIGH},
    ),
    "from charts": (
        Sought(sources=(SourceKind.CHART,)),
        lambda a, _: a.source.kind is SourceKind.CHART,
    ),
    "of words": (
        Sought(words="testing jump hosts"),
        lambda a, _: a.title == "Test the jump host",
    ),
    "of words around": (
        Sought(words="vendor boiler"),
        lambda a, _: bool(a.description) and OWNERS[2] in {a.owner, a.waiting_for},
    ),
    "due from": (
        Sought(due_from=MONDAY),
        lambda a, _: a.due is not None and a.due >= MONDAY,
    ),
    "due to": (Sought(due_to=MONDAY), lambda a, _: a.due is not None and a.due <= MONDAY),
    "undated": (Sought(dated=False), lambda a, _: a.due is None),
    "dated": (Sought(dated=True), lambda a, _: a.due is not None),
    "overdue": (Sought(overdue_on=MONDAY), lambda a, _: a.is_overdue(MONDAY)),
    "held up": (Sought(held_up=True), _held_up),
    "not held up": (Sought(held_up=False), lambda a, known: not _held_up(a, known)),
    "waiting": (
        Sought(waiting_for="~the vendor"),
        lambda a, _: a.waiting_for == Party("The vendor"),
    ),
    "dependent": (Sought(depends_on=1), lambda a, _: 1 in a.depends_on),
    "new": (
        Sought(created_since=WEEK_LATER),
        lambda a, _: (a.created_at or NOW) >= WEEK_LATER,
    ),
    "changed": (
        Sought(changed_since=WEEK_LATER),
        lambda a, _: (a.changed_at or NOW) >= WEEK_LATER,
    ),
    "closed lately": (
        Sought(statuses=(Status.DONE,), status_since=WEEK_LATER),
        lambda a, _: a.status is Status.DONE and (a.status_at or NOW) >= WEEK_LATER,
    ),
}
KEYS: dict[Order, Callable[[Action], tuple[object, ...]]] = {
    Order.DUE: lambda a: (a.due or NO_DAY, a.id),
    Order.PRIORITY: lambda a: (a.priority.urgency, a.due or NO_DAY, a.id),
    Order.CHANGED: lambda a: (a.changed_at, a.id),
    Order.CREATED: lambda a: (a.created_at, a.id),
    Order.NUMBER: lambda a: (a.id,),
    Order.TITLE: lambda a: (a.title.lower(), a.id),
    Order.STEP: lambda a: (a.step, a.due or NO_DAY, a.id),
    Order.OWNER: lambda a: (a.owner.name if a.owner else "", a.id),
}


def test_a_list_holds_what_is_sought_of_what_may_be_read(desk: DeskOfTests) -> None:
    kept = filled(desk)
    known = {each.id: each for each in kept}
    for person in (OPERATOR, ANA, BEN, HAL, RIA, LEA, EVE):
        for name, (sought, picks) in ASKED.items():
            wanted = [a.id for a in kept if may_read(a, person) and picks(a, known)]
            found = desk.actions.listed(person, sought, ALL_AT_ONCE).actions
            assert [each.id for each in found] == wanted, (person.id, name)


def test_each_question_finds_some_and_leaves_some(sqlite_desk: DeskOfTests) -> None:
    kept = filled(sqlite_desk)
    known = {each.id: each for each in kept}
    told = {name: sum(picks(each, known) for each in kept) for name, (_, picks) in ASKED.items()}
    blunt = {name for name, number in told.items() if number in {0, len(kept)}}
    assert blunt == {"all", "created", "of no known step"}


def test_pages_give_all_in_order_once(desk: DeskOfTests) -> None:
    kept = filled(desk, 15)
    for order, backwards in product(Order, (False, True)):
        largest_first = (order in {Order.CHANGED, Order.CREATED}) is not backwards
        wanted = sorted(kept, key=KEYS[order], reverse=largest_first)
        found: list[Action] = []
        page: Page | None = Page(order, backwards, limit=7)
        while page:
            listing = desk.actions.listed(OPERATOR, Sought(), page)
            found += listing.actions
            page = Page(order, backwards, 7, listing.next) if listing.next else None
        assert [each.id for each in found] == [each.id for each in wanted], order


@pytest.mark.parametrize("after", ["W10", "WyJ4IiwgMV0", "nonsense", "WzEsIDFd"])
def test_a_page_that_is_none_is_refused(after: str, sqlite_desk: DeskOfTests) -> None:
    with pytest.raises(InvalidError, match="Start with the first"):
        sqlite_desk.actions.listed(OPERATOR, Sought(), Page(after=after))


def _lateness(action: Action) -> str:
    if action.status.is_closed:
        return Lateness.CLOSED
    if action.status is Status.PROPOSED:
        return Lateness.PROPOSED
    if action.due is None:
        return Lateness.UNDATED
    if action.due < MONDAY:
        return Lateness.OVERDUE
    return Lateness.SOON if action.due <= MONDAY + timedelta(days=7) else Lateness.LATER


GROUPS: dict[Group, Callable[[Action], str]] = {
    Group.STATUS: lambda a: a.status.value,
    Group.STEP: lambda a: a.step,
    Group.PHASE: lambda a: a.phase,
    Group.OWNER: lambda a: a.owner.key if a.owner else "",
    Group.PRIORITY: lambda a: a.priority.value,
    Group.LATENESS: _lateness,
}


def test_counts_are_those_of_the_list(desk: DeskOfTests) -> None:
    kept = filled(desk)
    for person in (OPERATOR, RIA, EVE, HAL):
        seen = [each for each in kept if may_read(each, person)]
        for group, key in GROUPS.items():
            counts = desk.actions.counts(person, (group, Group.STATUS), today=MONDAY)
            found = {each.keys: each.number for each in counts}
            assert found == Counter((key(each), each.status.value) for each in seen)


def test_load_is_what_is_live_late_and_estimated(desk: DeskOfTests) -> None:
    kept = filled(desk)
    for each in desk.actions.counts(OPERATOR, (Group.OWNER,), today=MONDAY):
        theirs = [a for a in kept if (a.owner.key if a.owner else "") == each.keys[0]]
        live = [a for a in theirs if a.status.is_live]
        hours = [a.estimate for a in live if a.estimate]
        assert (each.number, each.live) == (len(theirs), len(live))
        assert each.overdue == sum(a.is_overdue(MONDAY) for a in theirs)
        assert (each.hours, each.estimated) == (sum(hours), len(hours))
        assert each.owner in {a.owner.name if a.owner else "" for a in theirs}


def test_labels_are_counted_each(desk: DeskOfTests) -> None:
    kept = filled(desk)
    counts = desk.actions.counts(OPERATOR, (Group.LABEL,), STILL_LIVE, MONDAY)
    wanted = Counter(label for each in kept if each.status in LIVE for label in each.labels)
    assert {each.keys[0]: each.number for each in counts} == wanted


def test_nothing_is_counted_of_nothing(desk: DeskOfTests) -> None:
    assert desk.actions.counts(OPERATOR, (), today=MONDAY) == []
    filled(desk, 5)
    (total,) = desk.actions.counts(OPERATOR, (), today=MONDAY)
    assert total.number == len(desk.actions.listed(OPERATOR, page=ALL_AT_ONCE).actions)


def test_what_changed_is_told_from_the_events(desk: DeskOfTests) -> None:
    kept = filled(desk, 20)
    for person in (OPERATOR, RIA, EVE):
        for kinds in ((), (EventKind.DONE, EventKind.DROPPED)):
            wanted = [
                (event.at, each.id, event.number)
                for each in kept
                if may_read(each, person)
                for event in desk.actions.history(each.id, person)
                if event.at >= WEEK_LATER - timedelta(days=4) and event.kind in (kinds or EventKind)
            ]
            assert _all_changes(desk, person, kinds) == sorted(wanted, reverse=True)


def _all_changes(
    desk: DeskOfTests, person: Person, kinds: tuple[EventKind, ...]
) -> list[tuple[object, int, int]]:
    found: list[tuple[object, int, int]] = []
    after = ""
    while True:
        since = Since(WEEK_LATER - timedelta(days=4), None, kinds, 5, after)
        changed = desk.actions.changed(person, since)
        found += [(each.event.at, each.action.id, each.event.number) for each in changed.changes]
        after = changed.next
        if not after:
            return found


def test_a_list_follows_what_changes(desk: DeskOfTests) -> None:
    action = desk.actions.add(Draft("Order badges"), by(ANA)).id
    desk.actions.edit(action, [Retitle("Buy keys"), SetDue(MONDAY)], by(ANA))
    assert desk.actions.listed(RIA, Sought(words="badge")).actions == ()
    assert [a.id for a in desk.actions.listed(RIA, Sought(words="key")).actions] == [action]
    assert [a.id for a in desk.actions.listed(RIA, Sought(words=f"A-{action}")).actions] == [action]
    assert desk.actions.alike("Order badges", RIA) == []
    assert [each.action.id for each in desk.actions.alike("Buy the keys", RIA)] == [action]
