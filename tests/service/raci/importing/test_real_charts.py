"""The two published charts, every cell compared with a reading that shares no code with ours."""

import os
import re
from itertools import takewhile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from isthmus.raci.importing import Reading, read_charts
from isthmus.raci.model import BasisKind
from reading_of_tests import missed, told

SHARED = os.getenv("ISTHMUS_SHARED_DATA")  # noqa: TID251 - read where tests are collected
pytestmark = pytest.mark.skipif(
    not SHARED, reason="needs real documents in the folder that ISTHMUS_SHARED_DATA names"
)
FOLDER = Path(SHARED or ".") / "raci"
MARKDOWN, WORKBOOK = "ms-caf-raci-alignment.md", "ms-caf-raci-template.xlsx"
ASIDE = "Aligned cloud capability"
Expected = dict[str, dict[str, str]]


def reading(name: str) -> Reading:
    return read_charts((FOLDER / name).read_bytes(), name)


def turned(header: list[str], rows: list[list[str]]) -> Expected:
    """Read teams beside and activities on top, the whole words by their first letters."""
    return {
        activity: {row[0]: row[at][0] for row in rows}
        for at, activity in enumerate(header)
        if activity and at
    }


def in_markdown() -> dict[str, Expected]:
    text = (FOLDER / MARKDOWN).read_text(encoding="utf-8")
    found = {}
    for title, part in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        lines = [line.strip().strip("|") for line in part.split("\n") if line.startswith("|")]
        cells = [[cell.strip() for cell in line.split("|")] for line in lines]
        rows = [row for row in cells[2:] if row[0] and row[0] != ASIDE]
        found[title] = turned(cells[0], rows)
    return found


def in_workbook() -> dict[str, Expected]:
    book = load_workbook(FOLDER / WORKBOOK)
    found = {}
    for name, first in (("MVP Best Practice", 4), ("Fully-staffed Best Practice", 5)):
        sheet = book[name]
        table = [[str(cell.value or "") for cell in row[1:10]] for row in sheet.iter_rows(first)]
        rows = list(takewhile(lambda row: row[0], table[1:]))
        found[str(sheet["B2"].value)] = turned(table[0], rows)
    sheet = book["Example Fully staffed BP"]
    teams = [str(cell.value).split(" - ")[0] for cell in sheet[3][1:7]]
    found[sheet.title] = {
        str(row[0].value): {
            team: str(cell.value)[0] for team, cell in zip(teams, row[1:7], strict=True)
        }
        for row in sheet.iter_rows(5, 12)
    }
    return found


def test_every_cell_of_the_markdown_file_is_right() -> None:
    expected = in_markdown()
    assert {each.chart.title: told(each.chart) for each in reading(MARKDOWN).charts} == expected
    assert sum(len(roles) for rows in expected.values() for roles in rows.values()) == 152


def test_every_cell_of_the_workbook_is_right() -> None:
    expected = in_workbook()
    assert {each.chart.title: told(each.chart) for each in reading(WORKBOOK).charts} == expected
    assert sum(len(roles) for rows in expected.values() for roles in rows.values()) == 112


@pytest.mark.parametrize("name", [MARKDOWN, WORKBOOK])
def test_each_letter_says_in_which_cell_of_the_file_it_stands(name: str) -> None:
    cells = [cell for each in reading(name).charts for cell in each.chart.cells.values()]
    bases = [assignment.basis for cell in cells for assignment in cell]
    assert all(basis and basis.kind is BasisKind.FILE and basis.source for basis in bases)
    assert all(basis and basis.text == f"Stands so in {name}, {basis.source}." for basis in bases)


def test_the_rows_that_are_no_assignments_are_told_with_their_cells() -> None:
    _, mvp, *_ = reading(MARKDOWN).charts
    assert [cell for cell, text in missed(mvp) if text.startswith(ASIDE)] == [
        "line 20, column 1 to line 20, column 9"
    ]
    mvp, full, example = reading(WORKBOOK).charts
    assert missed(mvp)[0][0] == "MVP Best Practice!B8:J8"
    assert missed(full)[0][0] == "Fully-staffed Best Practice!B13:J13"
    assert ("Example Fully staffed BP!I5:I12", "Training and Cert") in missed(example)
    assert missed(reading(WORKBOOK)) == [("Org Alignment!B2:H30", "Org Alignment")]


def test_it_is_said_how_the_charts_were_understood() -> None:
    mvp, _, example = reading(WORKBOOK).charts
    assert "Roles are rows and activities are columns; turned." in mvp.how
    assert "Whole words; read as RACI." in mvp.how
    assert "Activities are rows and roles are columns." in example.how
