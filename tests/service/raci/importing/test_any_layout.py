"""Any chart, drawn in simple layouts as people do, reads back the same."""

import csv
import io
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.raci.importing import read_charts, read_pasted
from isthmus.raci.letters import letter_set
from isthmus.raci.model import Assignment, Chart, Column, Row
from reading_of_tests import missed, only

ROLES = ["CISO", "OT engineering", "Plant manager", "IT operations", "Vendor", "Works council"]
ACTIVITIES = [
    "Patch servers",
    "Test restores",
    "Approve remote access",
    "Keep the inventory",
    "Review firewall rules",
    "Report incidents",
    "Assess risks of the line",
]
SECTIONS = ["Prepare", "Carry out", "Close"]
NOTES = ["", "", "", "at night", "OT oversight", "budget only"]
Drawn = list[list[str]]


@st.composite
def charts(draw: st.DrawFn, fewest: int = 2) -> Chart:
    """Draw charts with one accountable role in each row, as charts have."""
    roles = draw(st.lists(st.sampled_from(ROLES), min_size=2, max_size=5, unique=True))
    names = draw(st.lists(st.sampled_from(ACTIVITIES), min_size=fewest, max_size=6, unique=True))
    columns = tuple(Column(str(at), name) for at, name in enumerate(roles, start=1))
    cuts = sorted(draw(st.lists(st.integers(0, len(names) - 1), max_size=2, unique=True)))
    rows = tuple(
        Row(
            f"r{at}",
            name,
            section=SECTIONS[sum(cut <= at for cut in cuts)] if cuts else "",
            number=f"{at // 3 + 1}.{at % 3 + 1}",
        )
        for at, name in enumerate(names)
    )
    cells = {}
    for row in rows:
        leads = draw(st.sampled_from(columns))
        for column in columns:
            letters = [["A"], ["A", "R"]] if column == leads else [[], ["R"], ["C"], ["I"]]
            found = draw(st.sampled_from(letters))
            if found:
                note = draw(st.sampled_from(NOTES))
                cells[row.id, column.id] = tuple(Assignment(each, note=note) for each in found)
    return Chart("Chart", rows=rows, columns=columns, cells=cells)


def shown(chart: Chart) -> object:
    return (
        [(row.section, row.number, row.activity) for row in chart.rows],
        [column.name for column in chart.columns],
        [
            [[(a.letter, a.note) for a in chart.cell(r.id, c.id)] for c in chart.columns]
            for r in chart.rows
        ],
    )


def in_words(letter: str) -> str:
    return letter_set("RACI")[letter].word


WAYS: tuple[Callable[[str], str], ...] = (str, in_words, str.lower)


@st.composite
def drawn(draw: st.DrawFn, chart: Chart) -> Drawn:
    """Draw rows as a person would: letters or words, a dash or nothing, sections, numbers."""
    word = draw(st.sampled_from(WAYS))
    joint = draw(st.sampled_from(["/", ", ", " + ", " & ", "\n"]))
    nothing = draw(st.sampled_from(["", "-", "n/a"]))
    mark = draw(st.sampled_from([" ", ". ", ") "]))

    def cell(row: Row, column: Column) -> str:
        found = chart.cell(row.id, column.id)
        texts = [word(a.letter) + (f" ({a.note})" if a.note else "") for a in found]
        return joint.join(texts) or nothing

    apart = draw(st.booleans())
    head = (
        ["No.", "Activity"] if apart else [draw(st.sampled_from(["Activity", "Task / Role", ""]))]
    )
    table = [[*head, *(column.name for column in chart.columns)]]
    section = ""
    for row in chart.rows:
        if row.section != section:
            section = row.section
            table.append([section, *[""] * (len(table[0]) - 1)])
        names = [row.number, row.activity] if apart else [f"{row.number}{mark}{row.activity}"]
        table.append([*names, *(cell(row, column) for column in chart.columns)])
    return table


def without_sections(chart: Chart) -> Chart:
    rows = tuple(Row(row.id, row.activity, number=row.number) for row in chart.rows)
    return Chart(chart.title, rows=rows, columns=chart.columns, cells=chart.cells)


def separated(table: Drawn, delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue()


@settings(deadline=None)
@given(st.data(), charts(), st.sampled_from([",", ";", "\t"]))
def test_activities_as_rows(data: st.DataObject, chart: Chart, delimiter: str) -> None:
    text = separated(data.draw(drawn(chart)), delimiter)
    read = only(read_charts(text.encode(), "chart.csv"))
    assert shown(read.chart) == shown(chart)
    assert missed(read) == []


@settings(deadline=None)
@given(st.data(), charts().map(without_sections))
def test_activities_as_columns(data: st.DataObject, chart: Chart) -> None:
    table = [row[-len(chart.columns) - 1 :] for row in data.draw(drawn(chart))]
    names = [f"{row.number} {row.activity}" for row in chart.rows]
    turned = [list(cells) for cells in zip(*table, strict=True)]
    turned[0] = [data.draw(st.sampled_from(["", "Team"])), *names]
    read = only(read_pasted(separated(turned, "\t")))
    assert shown(read.chart) == shown(chart)
    assert missed(read) == []


@settings(deadline=None)
@given(st.data(), charts())
def test_markdown(data: st.DataObject, chart: Chart) -> None:
    first, *others = data.draw(drawn(chart))
    lines = [f"| {' | '.join(row)} |".replace("\n", "<br>") for row in others]
    header = [f"| {' | '.join(first)} |", f"|{' --- |' * len(first)}"]
    read = only(read_pasted("\n".join(["# A chart", "", *header, *lines])))
    assert shown(read.chart) == shown(chart)
    assert read.chart.title == "A chart"
    assert missed(read) == []


@settings(deadline=None)
@given(charts().map(without_sections))
def test_lists(chart: Chart) -> None:
    lines = []
    for row in chart.rows:
        found = [
            f"{column.name} - {'/'.join(a.letter for a in cell)}{_note(cell)}"
            for column in chart.columns
            if (cell := chart.cell(row.id, column.id))
        ]
        lines.append(f"{row.number} {row.activity}: {', '.join(found)}")
    read = only(read_pasted("\n".join(lines)))
    used = {column for _, column in chart.cells}
    kept = tuple(column for column in chart.columns if column.id in used)
    assert by_name(read.chart) == by_name(
        Chart("", rows=chart.rows, columns=kept, cells=chart.cells)
    )
    assert missed(read) == []


def _note(cell: tuple[Assignment, ...]) -> str:
    return f" ({cell[0].note})" if cell[0].note else ""


def by_name(chart: Chart) -> object:
    return {
        (row.number, row.activity, column.name, assignment.letter)
        for row in chart.rows
        for column, assignment in chart.assignments(row.id)
    }
