from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import InvalidError, NotFoundError
from isthmus.raci.changes import (
    PutColumn,
    PutRow,
    RemoveRow,
    SetCell,
    apply,
    apply_all,
    differences,
)
from isthmus.raci.model import Assignment, Chart, Column, Row

IDS = [str(number) for number in range(1, 9)]
texts = st.sampled_from(["Patch servers", "Back up controllers", "Review access"])


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    ids = draw(st.permutations(IDS))
    cut = draw(st.integers(0, len(ids)))
    rows = tuple(Row(i, draw(texts), section=draw(st.sampled_from(["", "A"]))) for i in ids[:cut])
    columns = tuple(Column(i, draw(texts)) for i in draw(st.permutations(ids[cut:])))
    keys = [(row.id, column.id) for row in rows for column in columns]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
    cells = {key: (Assignment(draw(st.sampled_from("RACI"))),) for key in chosen}
    review = draw(st.sampled_from([None, date(2027, 1, 31)]))
    return Chart("Chart", rows=rows, columns=columns, cells=cells, review=review)


@given(charts(), charts())
def test_the_differences_of_two_charts_lead_from_one_to_the_other(
    before: Chart, after: Chart
) -> None:
    assert apply_all(before, differences(before, after)) == after


@given(charts())
def test_a_chart_does_not_differ_from_itself(chart: Chart) -> None:
    assert differences(chart, chart) == ()


def test_no_id_is_given_twice() -> None:
    chart = apply(Chart("Chart"), PutRow(Row("1", "Patch")))
    chart = apply(chart, RemoveRow("1"))
    assert chart.new_id == "2"


def test_what_goes_takes_its_letters_along() -> None:
    chart = apply_all(
        Chart("Chart"),
        [PutRow(Row("1", "Patch")), PutColumn(Column("2", "CISO"))],
    )
    chart = apply(chart, SetCell("1", "2", (Assignment("A"),)))
    assert apply(chart, RemoveRow("1")).cells == {}
    assert apply(chart, SetCell("1", "2")).cells == {}


def test_what_does_not_fit_is_refused() -> None:
    chart = apply(Chart("Chart"), PutRow(Row("1", "Patch")))
    with pytest.raises(NotFoundError, match="no column '7'"):
        apply(chart, SetCell("1", "7", (Assignment("A"),)))
    with pytest.raises(InvalidError, match="needs an activity"):
        apply(chart, PutRow(replace(chart.rows[0], activity=" ")))
    with pytest.raises(InvalidError, match="put it before"):
        apply(chart, PutRow(Row("3", "Test"), before="9"))
    chart = apply(chart, PutColumn(Column("2", "CISO")))
    with pytest.raises(InvalidError, match="only once"):
        apply(chart, SetCell("1", "2", (Assignment("A"), Assignment("A"))))
