import csv
import io

from hypothesis import given
from markdown_it import MarkdownIt

from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.exporting.grid import FORMULA
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.model import Assignment, Chart, Column, Row, Severity
from isthmus.raci.rules import Finding
from sheets_of_tests import SOME, full_charts, patching


def lines_of(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export(sheet, Format.CSV).decode("utf-8-sig"))))


def test_csv_is_title_table_and_legend() -> None:
    assert lines_of(Sheet(patching())) == [
        ["OT patching"],
        ["Status: Draft. 2 of 6 letters accepted, 1 declined."],
        ["Scope: Servers and controllers in Leuven"],
        ["Letters: RACI"],
        [],
        ["No.", "Step", "Activity", "Plant manager", "OT engineer", "Vendor"],
        ["Plan"],
        ["7a", "2.3", "Approve the patch window", "A", "C", ""],
        ["Do"],
        ["8", "2.3", "Install patches", "A/R", "R (with the vendor)", "I"],
        [],
        ["Legend (RACI)"],
        ["R", "Responsible", "Does the work."],
        ["A", "Accountable", "Answers for the outcome and has the last word."],
        ["C", "Consulted", "Is heard before it is done or decided."],
        ["I", "Informed", "Hears of it when it is done or decided."],
    ]


def test_csv_tells_excel_that_it_is_utf_8() -> None:
    assert export(Sheet(Chart("Évaluation")), Format.CSV).startswith(b"\xef\xbb\xbf\xc3\x89")


@SOME
@given(full_charts())
def test_no_field_of_a_csv_is_a_formula(chart: Chart) -> None:
    fields = [field for line in lines_of(Sheet(chart)) for field in line]
    assert not [field for field in fields if field.startswith(FORMULA)]


def test_markdown_is_a_table_that_editors_show() -> None:
    found = Finding("x", Severity.ERROR, "Say who.", "1", "3")
    text = export(Sheet(patching(), [found]), Format.MD).decode()
    assert text.splitlines()[8:] == [
        "| No. | Step | Activity | Plant manager | OT engineer | Vendor |",
        "| --- | --- | --- | :---: | :---: | :---: |",
        "| **Plan** |  |  |  |  |  |",
        "| 7a | 2.3 | Approve the patch window | A | C |  |",
        "| **Do** |  |  |  |  |  |",
        "| 8 | 2.3 | Install patches | A/R | R (with the vendor) | I |",
        "",
        "## Legend (RACI)",
        "",
        "- **R** Responsible: Does the work.",
        "- **A** Accountable: Answers for the outcome and has the last word.",
        "- **C** Consulted: Is heard before it is done or decided.",
        "- **I** Informed: Hears of it when it is done or decided.",
        "",
        "## Findings",
        "",
        "- error x (7a Approve the patch window, Plant manager): Say who.",
    ]


def test_markdown_takes_no_text_for_a_mark() -> None:
    odd = "a|b <script> [x](y) **z** `q`"
    chart = Chart(odd, rows=(Row("1", odd, section=odd),), columns=(Column("2", odd),))
    html = MarkdownIt("commonmark").enable("table").render(export(Sheet(chart), Format.MD).decode())
    shown = "a|b &lt;script&gt; [x](y) **z** `q`"
    assert html.count(shown) == 4
    assert not {"<script", "<a ", "<code", "<em"} & set(html.split(">"))


def test_letters_that_the_set_lacks_are_said_to_be_none() -> None:
    chart = patching(cells={("1", "3"): (Assignment("Z"),)})
    assert "- **Z** is no letter of RACI" in export(Sheet(chart), Format.MD).decode()
