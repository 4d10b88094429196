"""How long lists, boards, counts and histories of many action items take.

``python -m benchmarks.actions [--actions N] [--events N] [--repeat N] [--only WORDS]``: fills a
database of its own in a folder that is gone afterwards, asks each question several times, and
prints p50 and p95 in milliseconds. ``--folder`` keeps the database there and asks the one that is
there the next time; ``--database postgresql://…`` asks PostgreSQL, and fills it where it is empty.
Nothing else should run on the machine meanwhile.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select

from isthmus.actions.changes import SetEstimate
from isthmus.actions.desk import Actions, Parts
from isthmus.actions.ledger import Ledger
from isthmus.actions.listing import STILL_LIVE, Group, Order, Page, Since, Sought
from isthmus.actions.model import (
    LIVE,
    Action,
    Event,
    EventKind,
    FieldChange,
    Party,
    Priority,
    Status,
)
from isthmus.actions.seeking import ActionLists
from isthmus.actions.service import Keeping
from isthmus.actions.store import ActionStore, event_row, found_by, narrow
from isthmus.actions.tables import action_audiences, action_details, action_events, actions
from isthmus.actions.written import action_as_json
from isthmus.audit.service import Audit
from isthmus.audit.store import Act, AuditStore
from isthmus.people import OPERATOR, Person, Rank, alone
from isthmus.programme.desk import Parts as ProgrammeParts
from isthmus.programme.desk import Programme, Span
from isthmus.programme.period import Named
from isthmus.reminding.digests import Digest, Stretch, digest
from isthmus.storage import Storage, open_storage
from isthmus_knowledge.catalogue import catalogue

AFTER_A_CHANGE: Final = "after a change"
OFTEN: Final = 0.9
SELDOM: Final = 0.3
RARELY: Final = 0.1
TODAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
AT_ONCE: Final = 2_000
PEOPLE: Final = 200
SITES: Final = 40
AUDIENCES: Final = ("everyone", *(f"site-{number}" for number in range(SITES)))
VERBS: Final = (
    "Update Review Test Order Install Write Replace Ask Check Close Agree Document".split()
)
THINGS: Final = (
    "firewall rules;jump host;asset list;incident response plan;backup of the historian;"
    "patch window;vendor account;remote access policy;spare controller;network drawing;"
    "badge reader;alarm list;training for operators;risk register;recovery test"
).split(";")
PLACES: Final = "line press boiler mixer furnace tower pump dock lab substation".split()
STATUSES: Final = (Status.DONE,) * 6 + (Status.DROPPED, Status.OPEN, Status.IN_PROGRESS)
MEMBER: Final = Person("p7", "Person 7", frozenset({"site-3", "site-4"}), rank=Rank.CONTRIBUTOR)
CHANGE: Final = (FieldChange("due", TODAY, TODAY + timedelta(days=7)),)


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="isthmus-actions-") as folder:
        storage = open_storage(Path(asked.folder or folder), asked.database)
        storage.migrate()
        _fill_once(storage, asked.actions, asked.events)
        print("| question | p50 ms | p95 ms |\n|---|---|---|")
        desk = Actions(Parts(storage, _no_recording, lambda _: None, lambda: NOW))
        for who in (OPERATOR, MEMBER):
            for name, ask in _questions(desk, who, asked.actions):
                if asked.only in name:
                    times = _times(storage, name, ask, asked.repeat)
                    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
                    print(f"| {who.id}: {name} | {median(times):.0f} | {p95:.0f} |", flush=True)
        storage.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--only", default="", help="questions with these words in their names")
    parser.add_argument("--folder", help="where to keep the database (SQLite)")
    parser.add_argument("--database", help="the address of a PostgreSQL database")
    return parser.parse_args()


def _change(storage: Storage, action: int) -> None:
    """Change one action as anybody does."""
    with storage.transaction() as connection:
        act = Act(connection, Audit(AuditStore(connection), lambda: NOW))
        store = ActionStore(connection)
        ledger = Ledger(store, act.audit, lambda _: None, lambda *_: None, OPERATOR, NOW)
        found = store.several([action])[0]
        Keeping(ledger).edit(action, [SetEstimate((found.estimate or 0) + 1)])


def _times(storage: Storage, name: str, ask: Callable[[], object], repeat: int) -> list[float]:
    times = []
    for number in range(1, repeat + 1):
        if AFTER_A_CHANGE in name:
            _change(storage, number)
        times.append(_timed(ask))
    return times


def _timed(ask: Callable[[], object]) -> float:
    start = perf_counter()
    ask()
    return (perf_counter() - start) * 1000


def _questions(
    desk: Actions, who: Person, number: int
) -> Iterator[tuple[str, Callable[[], object]]]:
    week = NOW - timedelta(days=7)
    sought = {
        "all by number": (Sought(), Page(Order.NUMBER)),
        "all, last changed": (Sought(), Page(Order.CHANGED)),
        "live by day": (STILL_LIVE, Page()),
        "live by priority": (STILL_LIVE, Page(Order.PRIORITY)),
        "live by title": (STILL_LIVE, Page(Order.TITLE)),
        "all by owner": (Sought(), Page(Order.OWNER)),
        "overdue": (Sought(overdue_on=TODAY), Page()),
        "mine": (Sought(statuses=LIVE, owners=("p7",)), Page()),
        "with me in it": (Sought(involving="p7"), Page()),
        "phase 1": (Sought(statuses=LIVE, steps=("1",)), Page()),
        "held up": (Sought(held_up=True), Page()),
        "what one waits for": (Sought(owners=("p7",), held_up=True), Page()),
        "a rare label": (Sought(labels=("label-77",)), Page()),
        "a common label": (Sought(labels=("audit",)), Page(Order.CHANGED)),
        "one word": (Sought(words="firewall"), Page()),
        "three words": (Sought(words="update firewall boiler"), Page()),
        "closed this week": (Sought(statuses=(Status.DONE,), status_since=week), Page()),
        "nothing at all": (Sought(words="zebra"), Page()),
    }
    for name, (what, page) in sought.items():
        yield f"list: {name}", partial(desk.listed, who, what, page)
    first = desk.listed(who, STILL_LIVE, Page(limit=500)).next
    yield "list: the next page", lambda: desk.listed(who, STILL_LIVE, Page(after=first))
    yield (
        "board: six columns",
        lambda: [
            desk.listed(who, Sought(statuses=(status,)), Page(Order.PRIORITY)) for status in Status
        ],
    )
    for groups in (
        (),
        (Group.STATUS,),
        (Group.STEP, Group.STATUS),
        (Group.OWNER,),
        (Group.LATENESS,),
    ):
        name = f"counts: {' and '.join(groups) or 'all'}"
        yield name, partial(desk.counts, who, groups, today=TODAY)
    yield "counts: load", lambda: desk.counts(who, (Group.OWNER,), STILL_LIVE, TODAY)
    yield (
        "counts: labels of what is live",
        lambda: desk.counts(who, (Group.LABEL,), STILL_LIVE, TODAY),
    )
    yield "changed this week", lambda: desk.changed(who, Since(week))
    yield (
        "closed this week, phase 1",
        lambda: desk.changed(who, Since(week, kinds=(EventKind.DONE,)), Sought(steps=("1",))),
    )
    yield "alike", lambda: desk.alike("Update the firewall rules of the press", who)
    one = desk.listed(who, Sought(), Page(Order.NUMBER)).actions[0].id
    yield "history of one", lambda: desk.history(one, who)
    yield "one with all around it", lambda: desk.show(min(one, number), who)
    yield from _pages(desk.parts.storage, who)


def _pages(storage: Storage, who: Person) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what makes the programme page: first in a process, after a change, and as kept."""
    span = Span(usual=Named.TWELVE_WEEKS)
    yield "programme: first of a process", lambda: _programme(storage).overview(who, span)
    kept = _programme(storage)
    for usual, phase in ((Named.TWELVE_WEEKS, ""), (Named.YEAR, ""), (Named.TWELVE_WEEKS, "2")):
        name = f"programme: {usual}{phase and f', phase {phase}'}"
        look = partial(kept.overview, who, Span(usual=usual), phase)
        look()
        yield f"{name}, {AFTER_A_CHANGE}", look
        yield f"{name}, as kept", look
    stretch = Stretch(NOW - timedelta(days=7), NOW, TODAY)
    yield "digest of the week", lambda: _digest(storage, who, stretch)


def _programme(storage: Storage) -> Programme:
    """Give a programme that knows nothing yet."""
    reports: Any = None  # what only they ask for
    parts = ProgrammeParts(storage, reports, reports, reports, lambda _: None, lambda: NOW)
    return Programme(parts)


def _digest(storage: Storage, who: Person, stretch: Stretch) -> Digest:
    with storage.reading() as connection:
        return digest(ActionLists(connection, alone(who)), stretch)


# ---- a database to ask


def _fill_once(storage: Storage, number: int, events: int) -> None:
    with storage.reading() as connection:
        there = connection.scalar(select(func.count()).select_from(actions))
    if there:
        print(f"{there} actions are there already\n")
        return
    start = perf_counter()
    _fill(storage, number, events)
    print(f"{number} actions, {events} events: {perf_counter() - start:.0f} s\n")


def _fill(storage: Storage, number: int, events: int) -> None:
    random = Random(17)  # noqa: S311 - the same actions in every run
    with storage.transaction() as connection:
        rows = [{"id": id_, "readers": name} for id_, name in enumerate(AUDIENCES, 1)]
        connection.execute(insert(action_audiences), rows)
    for first in range(1, number + 1, AT_ONCE):
        made = [_action(random, each) for each in range(first, min(first + AT_ONCE, number + 1))]
        with storage.transaction() as connection:
            _keep(connection, made)
            _happen(connection, made, events // number)


def _keep(connection: Connection, made: list[Action]) -> None:
    rows = [
        narrow(each) | {"id": each.id, "audience": AUDIENCES.index(each.readers[0]) + 1}
        for each in made
    ]
    connection.execute(insert(actions), rows)
    details = [{"action": each.id, "snapshot": action_as_json(each)} for each in made]
    connection.execute(insert(action_details), details)
    found: dict[Table, list[dict[str, Any]]] = {}
    for each in made:
        for table, keys in found_by(each).items():
            names = [column.name for column in table.c]
            found.setdefault(table, []).extend(dict(zip(names, k, strict=True)) for k in keys)
    for table, new in found.items():
        if new:
            connection.execute(insert(table), new)


def _happen(connection: Connection, made: list[Action], times: int) -> None:
    kinds = [EventKind.ADDED, *[EventKind.EDITED] * (times - 2), EventKind.DONE][:times]
    rows = []
    for action in made:
        begun = action.created_at or NOW
        gap = ((action.changed_at or NOW) - begun) / max(times - 1, 1)
        rows += [
            event_row(action, Event(n, kind, "p7", begun + gap * (n - 1), "said so", CHANGE))
            for n, kind in enumerate(kinds, 1)
        ]
    connection.execute(insert(action_events), rows)


def _action(random: Random, number: int) -> Action:
    created = NOW - timedelta(days=random.randrange(730), seconds=random.randrange(86_400))
    changed = created + (NOW - created) * random.random()
    due = (
        created.date() + timedelta(days=random.randrange(120)) if random.random() < OFTEN else None
    )
    owner = random.randrange(PEOPLE)
    labels = [f"label-{random.randrange(300)}", *(["audit"] if random.random() < SELDOM else [])]
    title = f"{random.choice(VERBS)} the {random.choice(THINGS)} of the {random.choice(PLACES)}"
    action = Action(
        id=number,
        title=f"{title} {random.randrange(500)}",
        description="It was agreed in the weekly meeting of the plant and of IT. " * 6,
        owner=Party(f"Person {owner}", f"p{owner}") if random.random() < OFTEN else None,
        helpers=(Party("Helper", f"p{random.randrange(PEOPLE)}"),) * (random.random() < SELDOM),
        due=due,
        first_due=due,
        priority=random.choice(list(Priority)),
        step=random.choice(catalogue().steps).id,
        labels=tuple(labels),
        status=random.choice(STATUSES),
        depends_on=(random.randrange(1, number),)
        if number > 1 and random.random() < RARELY
        else (),
        estimate=random.choice((None, 2.0, 8.0)),
        readers=(random.choice(AUDIENCES),),
    )
    blocked = action.status is Status.IN_PROGRESS and random.random() < SELDOM
    return replace(
        action,
        status=Status.BLOCKED if blocked else action.status,
        creator=f"p{random.randrange(PEOPLE)}",
        created_at=created,
        changed_at=changed,
        status_at=changed,
        changed_by="p7",
        last=10,
    )


@contextmanager
def _no_recording() -> Iterator[Act]:
    """Nothing is changed while it is measured."""
    raise AssertionError
    yield


if __name__ == "__main__":
    main()
