"""What holds for any edit of any chart."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from charts_of_tests import SAID, charts
from isthmus.raci import editing
from isthmus.raci.changes import Change, apply_all
from isthmus.raci.editing import Given
from isthmus.raci.letters import Part, letter_sets
from isthmus.raci.model import Chart, State
from isthmus.raci.rules import findings
from isthmus_knowledge.catalogue import Side

Edit = Callable[[Chart], tuple[Change, ...]]


@st.composite
def edited(draw: st.DrawFn) -> tuple[Chart, tuple[Change, ...]]:
    """Draw a chart with at least two rows and columns, and one edit of it."""
    wide = charts().filter(lambda chart: len(chart.rows) > 1 and len(chart.columns) > 1)
    chart = draw(wide)
    row, other = draw(st.permutations([each.id for each in chart.rows]))[:2]
    column, second = draw(st.permutations([each.id for each in chart.columns]))[:2]
    letter = draw(st.sampled_from([each.letter for each in chart.letter_set.letters]))
    given_it = Given((letter,), SAID)
    edits: list[Edit] = [
        lambda c: editing.letters_set(c, row, column, given_it),
        lambda c: editing.made_accountable(c, row, column, SAID),
        lambda c: editing.without_letters(c, row, column),
        lambda c: editing.all_in_column(c, column, given_it),
        lambda c: editing.row_added(c, "Test restores", before=row),
        lambda c: editing.row_removed(c, row),
        lambda c: editing.row_renamed(c, row, "Test restores"),
        lambda c: editing.row_split(c, row, ["Test", "Restore"]),
        lambda c: editing.rows_merged(c, [row, other]),
        lambda c: editing.row_moved(c, row, other),
        lambda c: editing.row_described(c, row, section="Else"),
        lambda c: editing.column_added(c, "Works council", given=given_it),
        lambda c: editing.column_removed(c, column),
        lambda c: editing.column_renamed(c, column, "Works council"),
        lambda c: editing.column_replaced(c, column, second),
        lambda c: editing.column_moved(c, column, second),
        lambda c: editing.column_described(c, column, Side.EXTERNAL),
        lambda c: editing.holder_set(c, column, ["bob"]),
        *(lambda c, name=name: editing.letters_translated(c, name) for name in letter_sets()),
    ]
    return chart, draw(st.sampled_from(edits))(chart)


@given(edited())
def test_every_edit_applies_and_can_be_judged(edit: tuple[Chart, tuple[Change, ...]]) -> None:
    chart, changes = edit
    now = apply_all(chart, changes)
    rows, columns = {row.id for row in now.rows}, {column.id for column in now.columns}
    assert all(row in rows and column in columns for row, column in now.cells)
    assert len(rows) == len(now.rows)
    findings(now)


@given(edited())
def test_no_edit_accepts_anything(edit: tuple[Chart, tuple[Change, ...]]) -> None:
    """What is accepted afterwards was so before: the same letter of the role, for the same text."""
    chart, changes = edit
    now = apply_all(chart, changes)
    text = {row.id: row.activity for row in chart.rows}
    for (row, column), cell in now.cells.items():
        for each in cell:
            if each.state is State.PROPOSED:
                continue
            assert now.row(row).activity == text[row]
            same = [a for a in chart.cell(row, column) if a.letter == each.letter]
            assert [(a.state, a.decided_by) for a in same] == [(each.state, each.decided_by)]
            assert each.decided_by in now.column(column).held_by


@given(charts(), st.data())
def test_made_accountable_leaves_exactly_one(chart: Chart, data: st.DataObject) -> None:
    if not chart.rows or not chart.columns:
        return
    row = data.draw(st.sampled_from([each.id for each in chart.rows]))
    column = data.draw(st.sampled_from([each.id for each in chart.columns]))
    doing = {each.id for each in chart.holding(row, Part.DOES)}
    now = apply_all(chart, editing.made_accountable(chart, row, column, SAID))
    assert [each.id for each in now.holding(row, Part.DECIDES)] == [column]
    assert doing <= {each.id for each in now.holding(row, Part.DOES)}


@given(charts(), st.sampled_from(list(letter_sets())))
def test_a_translation_keeps_who_decides_and_does(chart: Chart, name: str) -> None:
    now = apply_all(chart, editing.letters_translated(chart, name))
    for row in chart.rows:
        ids = [each.id for each in chart.holding(row.id, Part.DECIDES)]
        assert [each.id for each in now.holding(row.id, Part.DECIDES)] == ids
        doing = {each.id for each in chart.holding(row.id, Part.DOES)}
        assert doing <= {each.id for each in now.holding(row.id, Part.DOES)}
