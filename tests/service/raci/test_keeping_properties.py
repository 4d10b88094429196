"""Whatever any people do in any order: no error approved, nobody's own, no event lost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache, reduce
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import event as observed
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from isthmus.audit.service import Audit, Wanted
from isthmus.audit.store import AuditStore
from isthmus.errors import IsthmusError
from isthmus.people import Person, Rank
from isthmus.raci import history
from isthmus.raci.changes import (
    Change,
    EventKind,
    PutColumn,
    PutRow,
    RemoveColumn,
    RemoveRow,
    SetCell,
    apply_all,
)
from isthmus.raci.editing import Only
from isthmus.raci.model import Assignment, Chart, Column, Filed, Row, Severity, State, Version
from isthmus.raci.rules import findings
from isthmus.raci.service import Keeping
from isthmus.raci.store import ChartStore
from isthmus.storage import Storage, open_storage
from kept_charts import NOW, small
from library_of_tests import Clock

RANKS = (Rank.READER, Rank.CONTRIBUTOR, Rank.LEAD, Rank.LEAD)
PEOPLE = [Person(f"p{n}", f"Person {n}", rank=rank) for n, rank in enumerate(RANKS)]
people = st.sampled_from(PEOPLE)
row_ids = st.sampled_from(["1", "2", "5"])
column_ids = st.sampled_from(["3", "4", "6"])
assignments = st.builds(
    Assignment,
    st.sampled_from("RACI"),
    st.none(),
    st.sampled_from(State),
    st.just(""),
    st.sampled_from(["", "because"]),
    st.sampled_from(["", *(person.id for person in PEOPLE)]),
)
cells = st.lists(assignments, max_size=2, unique_by=lambda each: each.letter).map(tuple)
changes = st.lists(
    st.builds(SetCell, row_ids, column_ids, cells)
    | st.builds(PutRow, st.builds(Row, row_ids, st.sampled_from(["Patch", "Test", "Open it"])))
    | st.builds(PutColumn, st.builds(Column, column_ids, st.sampled_from(["CISO", "Vendor"])))
    | st.builds(RemoveRow, row_ids)
    | st.builds(RemoveColumn, column_ids),
    min_size=1,
    max_size=3,
)


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    records().close()


@cache
def records() -> Storage:
    """Give one database for all runs, each of which keeps a chart of its own in it."""
    storage = open_storage(Path(mkdtemp(prefix="isthmus-")))
    storage.migrate()
    return storage


class Keep(RuleBasedStateMachine):
    """One chart in the hands of many; what should not have happened shows in the records."""

    def __init__(self) -> None:
        super().__init__()
        self.storage = records()
        self.clock = Clock()
        self.happened = 1
        self.versions: list[Version] = []
        self.spoken_of: set[tuple[str, ...]] = set()

    def teardown(self) -> None:
        """Find every event on the audit trail, once."""
        with self.storage.reading() as connection:
            entries = AuditStore(connection).latest(Wanted(action="chart."), self.happened)
        assert all(entry.subject == self.chart for entry in entries)
        assert [entry.details["event"] for entry in entries][::-1] == [
            str(number) for number in range(1, self.happened + 1)
        ]

    @initialize(by=st.sampled_from(PEOPLE[1:]))
    def begin(self, by: Person) -> None:
        with self.storage.transaction() as connection:
            self.chart = self.keeping(ChartStore(connection), connection, by).begin(small()).id

    def keeping(self, store: ChartStore, connection: object, by: Person) -> Keeping:
        audit = Audit(AuditStore(connection), self.clock)  # type: ignore[arg-type]
        return Keeping(store, audit, findings, by, NOW + timedelta(seconds=self.happened))

    def act(self, by: Person, name: str, *arguments: object) -> None:
        """Do something as somebody, or be refused; then what was there before is still there."""
        before = self.filed()
        try:
            with self.storage.transaction() as connection:
                keeping = self.keeping(ChartStore(connection), connection, by)
                getattr(keeping, name)(self.chart, *arguments)
        except IsthmusError:
            assert self.filed() == before
            return
        after = self.filed()
        self.happened += after.number > before.number
        observed(name)
        self.spoken(before.chart, after.chart, by, name)

    @rule(by=people, said=changes)
    def edit(self, by: Person, said: Sequence[Change]) -> None:
        self.act(by, "edit", lambda _: said)

    @rule(by=people, column=column_ids, holder=people)
    def assign(self, by: Person, column: str, holder: Person) -> None:
        self.act(by, "assign", column, [holder])

    @rule(by=people, column=column_ids, holder=people)
    def assign_and_accept(self, by: Person, column: str, holder: Person) -> None:
        self.act(by, "assign", column, [holder])
        self.act(holder, "accept")

    @rule(by=people, column=column_ids)
    def accept(self, by: Person, column: str) -> None:
        self.act(by, "accept", Only(column=column))

    @rule(by=people, row=row_ids)
    def decline(self, by: Person, row: str) -> None:
        self.act(by, "decline", "no", Only(row=row))

    @rule(by=people, other=people)
    def undo_and_redo(self, by: Person, other: Person) -> None:
        self.act(by, "undo")
        self.act(other, "redo")

    @rule(by=people, name=st.sampled_from(["submit", "undo", "redo", "undo", "redo"]))
    def go_on(self, by: Person, name: str) -> None:
        self.act(by, name)

    @rule(by=people)
    def give_back(self, by: Person) -> None:
        self.act(by, "give_back", "not yet")

    @rule(by=people, other=people)
    def repair_and_approve(self, by: Person, other: Person) -> None:
        """Bring the chart to where it can be approved, so that approvals happen."""
        fresh = replace(small(), columns=self.filed().chart.columns or small().columns)
        if {"3", "4"} <= {column.id for column in fresh.columns}:
            self.act(by, "edit", lambda chart: _towards(chart, fresh))
        self.approve(other)

    @rule(by=people, said=changes, other=people)
    def edit_and_approve(self, by: Person, said: Sequence[Change], other: Person) -> None:
        self.edit(by, said)
        self.approve(other)

    @rule(by=people)
    def approve_as_it_is(self, by: Person) -> None:
        self.approve(by)

    def approve(self, by: Person) -> None:
        before = self.filed()
        self.act(by, "approve")
        if self.filed().version == before.version:
            return
        with self.storage.reading() as connection:
            version = ChartStore(connection).versions(self.chart)[-1]
        self.versions.append(version)
        observed(f"approved {len(self.versions)}")
        assert by.rank.includes(Rank.LEAD)
        assert by.id != before.changed_by, "self-approval"
        assert by.id != self.last_author(), "self-approval after undoing"
        assert version.chart == before.chart
        assert [f for f in findings(version.chart) if f.severity is Severity.ERROR] == []

    @invariant()
    def what_is_kept_is_what_its_events_made(self) -> None:
        filed = self.filed()
        with self.storage.reading() as connection:
            events = ChartStore(connection).events(self.chart)
        assert [event.number for event in events] == list(range(1, self.happened + 1))
        assert reduce(history.after, events, Filed(self.chart, history.NOTHING, "")) == filed
        changes_of_all = [change for event in events for change in event.changes]
        assert apply_all(history.NOTHING, changes_of_all) == filed.chart

    @invariant()
    def a_version_never_changes(self) -> None:
        with self.storage.reading() as connection:
            now = ChartStore(connection).versions(self.chart)
        assert [replace(each, superseded_at=None) for each in now] == self.versions
        assert [each.superseded_at is None for each in now] == [False] * (len(now) - 1) + [
            True
        ] * bool(now)

    @invariant()
    def only_holders_have_spoken(self) -> None:
        for (row, column), cell in self.filed().chart.cells.items():
            for each in cell:
                if each.state is not State.PROPOSED:
                    assert each.decided_by in self.filed().chart.column(column).held_by
                    assert (row, column, each.letter, each.state, each.decided_by) in self.spoken_of

    def spoken(self, before: Chart, after: Chart, by: Person, name: str) -> None:
        if name not in {"accept", "decline"}:
            return
        for (row, column), cell in after.cells.items():
            for each in cell:
                if each not in before.cell(row, column):
                    assert by.id in after.column(column).held_by
                    assert each.decided_by == by.id
                    self.spoken_of.add((row, column, each.letter, each.state, by.id))

    def last_author(self) -> str:
        """Give who wrote the last edit that was not taken back, or began the chart."""
        with self.storage.reading() as connection:
            events = ChartStore(connection).events(self.chart)[:-1]
        approved = max((e.number for e in events if e.kind is EventKind.APPROVED), default=0)
        standing: list[tuple[int, str]] = []
        gone: list[tuple[int, str]] = []
        filed = Filed(self.chart, history.NOTHING, "")
        for event in events:
            now = history.after(filed, event)
            if event.number > approved and event.kind is EventKind.EDITED:
                standing.append(
                    (event.number, event.by if drawn(now.chart) != drawn(filed.chart) else "")
                )
                gone = []
            elif event.number > approved and event.kind is EventKind.UNDONE:
                if standing and standing[-1][0] == event.undoes:
                    gone.append(standing.pop())
                else:
                    standing.append(gone.pop())
            filed = now
        return next((by for _, by in reversed(standing) if by), "")

    def filed(self) -> Filed:
        with self.storage.reading() as connection:
            filed = ChartStore(connection).chart(self.chart)
        assert filed
        return filed


def drawn(chart: Chart) -> object:
    """Give what a chart says, without who holds roles and what holders said."""
    letters = {
        key: {(each.letter, each.note, each.basis) for each in cell}
        for key, cell in chart.cells.items()
    }
    return chart.rows, [(column.id, column.name) for column in chart.columns], letters


def _towards(chart: Chart, wanted: Chart) -> tuple[Change, ...]:
    return tuple(
        SetCell(row.id, column.id, wanted.cell(row.id, column.id))
        for row in chart.rows
        for column in chart.columns
        if row.id in {"1", "2"}
    )


TestKeeping = Keep.TestCase
TestKeeping.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
