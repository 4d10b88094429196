from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.raci.exporting.grid import FORMULA, Band, Line, cell_text, grid_of, one_line, unarmed
from isthmus.raci.model import Assignment, Chart, Row
from sheets_of_tests import patching


def test_a_cell_holds_its_letters_and_with_notes_more_room() -> None:
    assert cell_text((Assignment("A"), Assignment("R"))) == "A/R"
    assert cell_text((Assignment("A", note="the plan"), Assignment("R"))) == "A (the plan) / R"
    assert cell_text(()) == ""


def test_numbers_and_steps_are_columns_only_where_a_row_has_one() -> None:
    chart = patching()
    assert grid_of(chart).leads == ("No.", "Step", "Activity")
    bare = tuple(replace(row, number="", step="") for row in chart.rows)
    assert grid_of(replace(chart, rows=bare)).leads == ("Activity",)


def test_a_section_is_a_band_before_its_rows() -> None:
    lines = grid_of(patching()).lines
    assert [line.name for line in lines if isinstance(line, Band)] == ["Plan", "Do"]
    assert [isinstance(line, Band) for line in lines] == [True, False, True, False]


def test_where_a_section_ends_without_another_it_is_a_column() -> None:
    rows = (Row("1", "Patch", section="Do"), Row("2", "Tell"))
    grid = grid_of(Chart("C", rows=rows))
    assert grid.leads == ("Section", "Activity")
    assert [line.leads for line in grid.lines if isinstance(line, Line)] == [
        ("Do", "Patch"),
        ("", "Tell"),
    ]


@given(st.text())
def test_no_text_stays_a_formula(text: str) -> None:
    written = unarmed(text)
    assert not written.startswith(FORMULA)
    assert text in (written, written[1:])


@pytest.mark.parametrize("text", ["'=1+1", "''@x", "'so called'"])
def test_a_mark_that_was_there_already_is_not_taken_for_ours(text: str) -> None:
    assert unarmed(text) == f"'{text}"


def test_a_line_holds_no_breaks_and_no_signs_that_xml_refuses() -> None:
    assert one_line(" a\r\n b\tc\x00\x0b\ufffe d\u2028e ") == "a b c d e"
