"""Charts are kept as they are, event by event, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import ConflictError, InvalidError
from isthmus.raci import history
from isthmus.raci.changes import (
    Change,
    Describe,
    Event,
    EventKind,
    PutColumn,
    PutRow,
    RemoveColumn,
    RemoveRow,
    SetCell,
    apply_all,
)
from isthmus.raci.model import (
    Assignment,
    Basis,
    BasisKind,
    Chart,
    Column,
    Filed,
    Row,
    State,
    Status,
    Version,
)
from isthmus.raci.store import ChartStore
from isthmus.raci.written import changes_as_json, changes_of, chart_as_json, chart_of
from isthmus.storage import Storage
from isthmus_knowledge.catalogue import Side
from kept_charts import ANA, BEN, LEA, MANAGER, NOW, RIA, large, letter, small

signs = st.characters(codec="utf-8", exclude_characters="\0")
texts = st.text(signs, max_size=12)
bases = st.none() | st.builds(Basis, st.sampled_from(BasisKind), texts, texts, texts, texts)
assignments = st.builds(
    Assignment,
    st.text(signs, min_size=1, max_size=2),
    bases,
    st.sampled_from(State),
    texts,
    texts,
    texts,
)
cells = st.lists(assignments, max_size=3, unique_by=lambda each: each.letter).map(tuple)
rows = st.builds(Row, st.sampled_from("123"), texts, texts, texts, texts, texts, st.booleans())
columns = st.builds(
    Column,
    st.sampled_from("456"),
    texts,
    texts,
    st.none() | st.sampled_from(Side),
    st.lists(texts, max_size=2).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
)
changes = st.lists(
    st.builds(Describe, texts, texts, texts, st.lists(texts).map(tuple), st.none() | st.dates())
    | st.builds(PutRow, rows, st.none() | texts)
    | st.builds(PutColumn, columns, st.none() | texts)
    | st.builds(RemoveRow, texts)
    | st.builds(RemoveColumn, texts)
    | st.builds(SetCell, texts, texts, cells)
).map(tuple)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    of_chart = draw(st.lists(rows, unique_by=lambda each: each.id))
    roles = draw(st.lists(columns, unique_by=lambda each: each.id))
    keys = [(row.id, column.id) for row in of_chart for column in roles]
    filled = {key: cell for key in keys if (cell := draw(cells))}
    review = draw(st.none() | st.dates())
    return Chart(
        draw(texts), "RACI", draw(texts), ("1.1",), review, tuple(of_chart), tuple(roles), filled
    )


@given(charts())
def test_a_chart_comes_back_from_json_as_it_was(chart: Chart) -> None:
    again = chart_of(chart_as_json(chart))
    assert again == chart
    assert again.made == chart.made


@given(changes)
def test_changes_come_back_from_json_as_they_were(said: tuple[Change, ...]) -> None:
    assert changes_of(changes_as_json(said)) == said


@given(charts(), charts())
def test_many_cells_are_applied_at_once_as_they_are_one_by_one(one: Chart, other: Chart) -> None:
    titled = [Chart(title="t", rows=c.rows, columns=c.columns, cells=c.cells) for c in (one, other)]
    said = [
        each
        for each in history.from_nothing(titled[0])
        if not isinstance(each, PutRow | PutColumn) or _is_named(each)
    ]
    kept = [each for each in said if not isinstance(each, SetCell) or _fits(each, said)]
    assert history.applied(titled[1], kept) == apply_all(titled[1], kept)


def _is_named(change: PutRow | PutColumn) -> bool:
    item = change.row.activity if isinstance(change, PutRow) else change.column.name
    return bool(item.strip()) and change.before is None


def _fits(change: SetCell, said: list[Change]) -> bool:
    there = {e.row.id for e in said if isinstance(e, PutRow)}
    there |= {e.column.id for e in said if isinstance(e, PutColumn)}
    return {change.row, change.column} <= there


def begun(chart: Chart, chart_id: str = "c1") -> tuple[Filed, Event]:
    empty = Filed(chart_id, history.NOTHING, "", readers=("it", "plant"))
    event = Event(1, EventKind.BEGUN, ANA.id, NOW, "", history.from_nothing(chart), "cli")
    return history.after(empty, event), event


def edited(filed: Filed, *said: Change) -> tuple[Filed, Event]:
    event = Event(filed.number + 1, EventKind.EDITED, BEN.id, NOW, "a change", said, "web", None)
    return history.after(filed, event), event


def test_what_is_kept_is_found_as_it_was(storage: Storage) -> None:
    filed, event = begun(small())
    with storage.transaction() as connection:
        ChartStore(connection).begin(filed, event)
    with storage.reading() as connection:
        store = ChartStore(connection)
        assert store.chart("c1") == store.opened("c1") == filed
        assert store.events("c1") == [event]
        assert store.chart("c2") is None


def test_a_large_chart_is_kept_whole(storage: Storage) -> None:
    filed, event = begun(large())
    with storage.transaction() as connection:
        ChartStore(connection).begin(filed, event)
        assert ChartStore(connection).chart("c1") == filed


def test_two_who_change_the_same_state_do_not_overwrite_each_other(storage: Storage) -> None:
    filed, event = begun(small())
    first, second = (edited(filed, SetCell("1", "4", letter(letters))) for letters in ("RC", "RI"))
    with storage.transaction() as connection:
        store = ChartStore(connection)
        store.begin(filed, event)
        store.keep(*first)
        with pytest.raises(ConflictError):
            store.keep(*second)
        assert store.chart("c1") == first[0]
        assert store.events("c1", after=1) == [first[1]]


def test_versions_supersede_each_other_and_any_state_comes_back(storage: Storage) -> None:
    filed, event = begun(small())
    later, second = edited(filed, RemoveRow("2"))
    latest, third = edited(later, PutRow(Row("5", "Close the window")))
    one = Version("c1", 1, filed.chart, LEA.id, NOW, 1)
    two = Version("c1", 2, later.chart, LEA.id, NOW, 2)
    with storage.transaction() as connection:
        store = ChartStore(connection)
        store.begin(filed, event)
        assert store.last_version("c1") is None
        store.add_version(one)
        store.keep(later, second)
        store.add_version(two)
        store.keep(latest, third)
        statuses = [(each.number, each.status) for each in store.versions("c1")]
        assert statuses == [(1, Status.SUPERSEDED), (2, Status.APPROVED)]
        assert store.last_version("c1") == two
        states = [store.state(latest, number) for number in (1, 2, 3)]
        assert states == [filed.chart, later.chart, latest.chart]


def test_a_list_tells_of_charts_without_reading_them(storage: Storage) -> None:
    filed, event = begun(small())
    with storage.transaction() as connection:
        store = ChartStore(connection)
        store.begin(filed, event)
        (listed,) = store.listed()
        store.put_readers(Filed(**vars(filed) | {"readers": ("board",)}))
        (narrowed,) = store.charts(["c1", "c2"])
    assert (listed.title, listed.steps, listed.readers) == (
        "OT patching",
        ("3.2",),
        ("it", "plant"),
    )
    assert not listed.may_be_read_by(LEA) or "plant" in LEA.groups
    assert listed.has_role(frozenset({"it operations"}))
    assert narrowed.readers == ("board",)


def test_odd_characters_are_kept_on_every_database(storage: Storage) -> None:
    odd = "Patch \u2028 \U0001f527 “quoted” 漢字"
    chart = Chart(odd, review=date(2027, 1, 1), rows=(Row("1", odd),), columns=(MANAGER,))
    filed, event = begun(chart)
    with storage.transaction() as connection:
        ChartStore(connection).begin(filed, event)
        kept = ChartStore(connection).chart("c1")
    assert kept == filed
    assert RIA.id not in kept.changed_by


@pytest.mark.parametrize("odd", ["Patch \0", "Patch \ud800 it"])
def test_what_is_no_text_is_refused_wherever_it_stands(storage: Storage, odd: str) -> None:
    filed, event = begun(small())
    noted = (Assignment("A", Basis(BasisKind.PERSON, odd)),)
    with storage.transaction() as connection:
        store = ChartStore(connection)
        store.begin(filed, event)
        for change in (
            Describe(odd, "RACI"),
            PutRow(Row("9", odd)),
            PutColumn(replace(MANAGER, aliases=(odd,))),
            SetCell("1", "3", noted),
        ):
            with pytest.raises(InvalidError, match=r"“Patch .*” holds signs that are no text"):
                store.keep(*edited(filed, change))
        said = replace(edited(filed)[1], said=odd)
        with pytest.raises(InvalidError, match="no text"):
            store.keep(filed, said)
        with pytest.raises(InvalidError, match="no text"):
            store.put_readers(replace(filed, readers=(odd,)))
        kept = store.chart("c1")
    assert kept == filed


def test_the_last_events_are_told_without_their_changes(storage: Storage) -> None:
    filed, event = begun(small())
    with storage.transaction() as connection:
        store = ChartStore(connection)
        store.begin(filed, event)
        for row in "123456":
            filed, event = edited(filed, PutRow(Row(f"9{row}", "Close it")))
            store.keep(filed, event)
        told = store.lately("c1", 3)
    assert [(each.number, each.said, each.changes) for each in told] == [
        (5, "a change", ()),
        (6, "a change", ()),
        (7, "a change", ()),
    ]
