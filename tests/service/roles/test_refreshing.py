"""What charts say otherwise is shown and taken over in one act; what a person wrote stays."""

from dataclasses import replace
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from isthmus.raci.model import Chart, Row
from isthmus.roles.composing import Drawn, compose
from isthmus.roles.editing import line_added, line_changed, line_removed
from isthmus.roles.model import Definition, Line, Topic
from isthmus.roles.refreshing import Kind, news, taken_over
from isthmus.roles.subject import subject_of
from kept_charts import ANA, letter, small


def of(chart: Chart, version: int = 0) -> Definition:
    return compose(subject_of("Plant manager"), [Drawn("c", chart, version)], [])


def without_row_one(chart: Chart) -> Chart:
    cells = {key: cell for key, cell in chart.cells.items() if key[0] != "1"}
    return replace(chart, rows=chart.rows[1:], cells=MappingProxyType(cells))


def with_row(chart: Chart, activity: str) -> Chart:
    cells = {**chart.cells, ("7", "3"): letter("A"), ("7", "4"): letter("R")}
    rows = (*chart.rows, Row("7", activity))
    return replace(chart, rows=rows, cells=MappingProxyType(cells))


def accountable(definition: Definition) -> list[str]:
    return [line.text for line in definition.of(Topic.ACCOUNTABLE)]


def first(definition: Definition) -> Line:
    return definition.of(Topic.ACCOUNTABLE)[0]


def test_nothing_is_news_where_nothing_changed() -> None:
    definition = of(small())
    assert news(definition, of(small()).lines) == ()
    assert taken_over(definition, of(small()).lines) == definition


def test_gained_and_lost_lines_are_told_and_taken_over() -> None:
    now = of(with_row(without_row_one(small()), "Close the window"))
    definition = of(small())
    told = [(n.kind, n.in_words) for n in news(definition, now.lines)]
    assert told == [
        (Kind.LOST, "accountable for, gone: Test patches on a spare controller"),
        (Kind.GAINED, "accountable for, new: Close the window"),
    ]
    taken = taken_over(definition, now.lines)
    assert accountable(taken) == ["Open the window", "Close the window"]
    assert news(taken, now.lines) == ()


def test_another_version_is_told_by_its_source() -> None:
    definition = of(small(), 1)
    now = of(small(), 2)
    found = news(definition, now.lines)
    assert {each.kind for each in found} == {Kind.RESTATED}
    assert "now stands on OT patching (version 2)" in found[0].in_words
    assert {s.version for s in first(taken_over(definition, now.lines)).sources} == {"2"}


def test_what_is_said_to_whom_changes_with_the_rows() -> None:
    with_asked = replace(small(), letters="RACI")
    asked = {("1", "4"): letter("C"), ("2", "4"): letter("C")}
    both = replace(with_asked, cells=MappingProxyType({**small().cells, **asked}))
    found = news(of(both), of(without_row_one(both)).lines)
    assert [n.kind for n in found if n.topic is Topic.CONSULTS] == [Kind.CHANGED]


def test_a_line_of_a_persons_own_stays() -> None:
    definition = line_added(Topic.DECIDES, "Stops a session.", ANA)(of(small()))
    now = of(without_row_one(small()))
    taken = taken_over(definition, now.lines)
    assert [line.text for line in taken.lines if line.is_own] == ["Stops a session."]


def test_a_line_that_a_person_put_otherwise_stays_and_is_told_so() -> None:
    definition = of(small())
    definition = line_changed(first(definition).id, "Test patches twice", ANA)(definition)
    now = of(without_row_one(small()))
    (lost,) = news(definition, now.lines)
    assert (lost.kind, lost.stays) == (Kind.LOST, True)
    assert lost.in_words.endswith("(your own line stays)")
    assert "Test patches twice" in accountable(taken_over(definition, now.lines))


def test_what_a_person_took_out_stays_out() -> None:
    definition = of(small(), 1)
    definition = line_removed(first(definition).id)(definition)
    taken = taken_over(definition, of(small(), 2).lines)
    assert accountable(taken) == ["Open the window"]


rows = st.lists(st.sampled_from(["One", "Two", "Three", "Four"]), unique=True)


def drawn(activities: list[str]) -> Chart:
    chart = replace(small(), rows=(), cells=MappingProxyType({}))
    for number, activity in enumerate(activities):
        row = Row(f"r{number}", activity)
        cells = {**chart.cells, (row.id, "3"): letter("A")}
        chart = replace(chart, rows=(*chart.rows, row), cells=MappingProxyType(cells))
    return chart


@given(rows, rows)
def test_whoever_takes_all_over_has_what_the_sources_say(
    before: list[str], after: list[str]
) -> None:
    now = of(drawn(after), 1)
    taken = taken_over(of(drawn(before), 1), now.lines)
    said = {(line.topic, line.key, line.text, line.sources) for line in taken.lines}
    assert said == {(line.topic, line.key, line.text, line.sources) for line in now.lines}
    assert len({line.id for line in taken.lines}) == len(taken.lines)
