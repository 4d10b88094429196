"""What we send out comes back the same: every format that holds a chart, any chart."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.importing import read_charts
from isthmus.raci.importing.opening import pieces_in_process
from isthmus.raci.letters import letter_sets
from isthmus.raci.model import Assignment, Chart, Column, Row
from reading_of_tests import missed, only, told

READ_BACK = [Format.XLSX, Format.DOCX, Format.CSV, Format.MD, Format.JSON]
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEIORS 0123456789.,:;-+=@'\"*_|\\/#<>[]{}!?&%~`éßΩ"
texts = st.text(SIGNS, min_size=1, max_size=20).map(lambda text: " ".join(text.split()))
names = texts.filter(lambda text: any(sign.isalpha() for sign in text))
notes = st.text("abcdefghijklmnop /,&RA-", max_size=12).map(lambda text: " ".join(text.split()))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    letters = letter_sets()[draw(st.sampled_from(list(letter_sets())))]
    columns = tuple(
        Column(str(at), name)
        for at, name in enumerate(draw(st.lists(names, min_size=1, max_size=4, unique=True)))
    )
    rows = tuple(
        Row(
            f"r{at}",
            name,
            step=draw(st.sampled_from(["", "2.4", "3.1"])),
            section=draw(st.sampled_from(["", "Plan", "R", "Do it"])),
            number=draw(st.sampled_from(["", "1", "7a", "A"])),
        )
        for at, name in enumerate(draw(st.lists(names, min_size=1, max_size=5)))
    )
    cell = st.lists(
        st.sampled_from([each.letter for each in letters.letters]), max_size=2, unique=True
    )
    cells = {
        (row.id, column.id): tuple(Assignment(each, note=draw(notes)) for each in found)
        for row in rows
        for column in columns
        if (found := draw(cell))
    }
    return Chart(
        draw(names),
        letters.name,
        scope=draw(st.sampled_from(["", "Leuven: line 3"])),
        steps=draw(st.sampled_from([(), ("2.4",), ("1.1", "3.2")])),
        review=draw(st.sampled_from([None, date(2027, 1, 31)])),
        rows=rows,
        columns=columns,
        cells=cells,
    )


def shown(chart: Chart) -> object:
    """Give all that every format holds, in order; the ids are its own in each chart."""
    return (
        (chart.title, chart.letters, chart.scope, chart.steps, chart.review),
        [(row.number, row.step, row.section, row.activity) for row in chart.rows],
        [column.name for column in chart.columns],
        [
            [[(a.letter, a.note) for a in chart.cell(r.id, c.id)] for c in chart.columns]
            for r in chart.rows
        ],
    )


@pytest.mark.parametrize("to", READ_BACK)
@settings(deadline=None, max_examples=60)
@given(chart=charts())
def test_any_chart_comes_back_from_each_format_as_it_was(to: Format, chart: Chart) -> None:
    content = export(Sheet(chart), to)
    read = only(read_charts(content, f"chart.{to}", pieces_in_process))
    assert shown(read.chart) == shown(chart)


@pytest.mark.parametrize("to", READ_BACK)
def test_only_lines_about_the_chart_are_left_over(to: Format) -> None:
    chart = Chart(
        "Patching",
        "RASCI",
        rows=(Row("1", "Patch servers", section="Do", number="1"),),
        columns=(Column("2", "CISO"), Column("3", "Nobody yet")),
        cells={("1", "2"): (Assignment("A", note="in writing"), Assignment("R"))},
    )
    reading = read_charts(export(Sheet(chart), to), f"chart.{to}")
    read = only(reading)
    assert told(read.chart) == {"Patch servers": {"CISO": "A (in writing)/R"}}
    assert all("letters accepted" in text for _, text in (*missed(read), *missed(reading)))
