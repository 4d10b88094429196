"""What was sent out comes back as it was: any chart, in each format that is read."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts_of_tests import catalogue_chart
from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.exporting.sheet import Approval, RoleSheet, Sheet
from isthmus.raci.importing import read_charts
from isthmus.raci.importing.opening import pieces_in_process
from isthmus.raci.letters import letter_set, letter_sets
from isthmus.raci.model import Assignment, Cell, Chart, Column, Row, Severity, State, Status
from isthmus.raci.rules import Finding
from sheets_of_tests import SOME, patching

READ = (Format.XLSX, Format.DOCX, Format.CSV, Format.MD, Format.JSON)
SIGNS = "abcRACIxyzéßЖ中 .,;:&'\"=+-@|*_#<>[]`~\\/0189"


def texts(least: int = 1, most: int = 24, signs: str = SIGNS) -> st.SearchStrategy[str]:
    """Draw a text in one line, with a sign that no set of letters has: a name, not a letter."""
    telling = st.sampled_from(sorted(set(signs) & set("xyzéßЖ中")))
    half = st.text(signs, max_size=(most - 1) // 2)
    named = st.tuples(half, telling, half).map("".join).map(lambda text: " ".join(text.split()))
    return named if least else st.just("") | named


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Draw a chart that says in its letters, rows and columns all that a table can say."""
    letters = draw(st.sampled_from(list(letter_sets())))
    names = draw(st.lists(texts(), min_size=1, max_size=4, unique_by=str.casefold))
    columns = tuple(Column(f"c{at}", name) for at, name in enumerate(names))
    rows = tuple(draw(_rows(f"r{at}")) for at in range(draw(st.integers(1, 5))))
    keys = [(row.id, column.id) for row in rows for column in columns]
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    return Chart(
        draw(texts()),
        letters,
        draw(texts(0)),
        tuple(draw(st.lists(st.sampled_from(["1.1", "2.4"]), unique=True, max_size=2))),
        draw(st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))),
        rows,
        columns,
        {key: draw(_cells(letters)) for key in chosen},
    )


def _rows(row: str) -> st.SearchStrategy[Row]:
    sections = st.sampled_from(["", "Plan", "Do it", "= Check", "A/R"])
    numbers = st.sampled_from(["", "1", "7a", "2.3"])
    return st.builds(
        Row, st.just(row), texts(), st.sampled_from(["", "1.1", "2.4"]), sections, numbers
    )


def _cells(letters: str) -> st.SearchStrategy[Cell]:
    known = st.sampled_from([each.letter for each in letter_set(letters).letters])
    notes = st.just("") | texts(signs="abcRACIé中 .,;:&'\"|/-+=01")
    made = st.builds(Assignment, known, state=st.sampled_from(State), note=notes)
    cells = st.lists(made, min_size=1, max_size=3, unique_by=lambda each: each.letter)
    return cells.map(tuple)


@dataclass(frozen=True)
class Shown:
    """What a table shows of a chart, without ids."""

    description: tuple[object, ...]
    roles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[tuple[tuple[str, str], ...], ...], ...]


def shown(chart: Chart) -> Shown:
    return Shown(
        (chart.title, chart.letters, chart.scope, chart.steps, chart.review),
        tuple(column.name for column in chart.columns),
        tuple((row.activity, row.step, row.section, row.number) for row in chart.rows),
        tuple(
            tuple(
                tuple((each.letter, each.note) for each in chart.cell(row.id, column.id))
                for column in chart.columns
            )
            for row in chart.rows
        ),
    )


def brought_back(sheet: Sheet, to: Format, *, beside: tuple[str, ...] = ()) -> Chart:
    """Give the chart that is read again; only its status, and what is beside it, is left out."""
    content = export(sheet, to)
    reading = read_charts(content, f"chart.{to}", pieces_in_process)
    (read,) = reading.charts
    left = (*reading.not_understood, *read.not_understood)
    assert [each for each in left if not each.text.startswith(("Status: ", *beside))] == []
    return read.chart


@pytest.mark.parametrize("to", READ)
@SOME
@given(chart=charts())
def test_any_chart_comes_back_from_any_format(to: Format, chart: Chart) -> None:
    assert shown(brought_back(Sheet(chart), to)) == shown(chart)


@pytest.mark.parametrize("to", READ)
def test_the_catalogue_comes_back_from_any_format(to: Format) -> None:
    chart = catalogue_chart()
    assert shown(brought_back(Sheet(chart), to)) == shown(chart)


@pytest.mark.parametrize("to", READ)
def test_what_goes_with_a_chart_is_not_read_as_one(to: Format) -> None:
    chart = patching()
    sheet = Sheet(
        chart,
        [
            Finding("one-accountable", Severity.ERROR, "Nobody has A.", "1", "3"),
            Finding("idle-role", Severity.WARNING, "Give it a letter or remove it.", None, "5"),
        ],
        Status.APPROVED,
        "2",
        Approval("Ann Peeters", date(2026, 11, 23)),
        lambda: [RoleSheet("CISO", "Version 1.", [("Purpose", ["Answers for security."])])],
    )
    again = brought_back(sheet, to, beside=("Answers for security.", "Version 1."))
    assert shown(again) == shown(chart)
