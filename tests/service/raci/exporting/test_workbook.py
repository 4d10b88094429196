import io

import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook

from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.model import Assignment, Chart, Column, Row, Severity
from isthmus.raci.rules import Finding
from sheets_of_tests import SOME, full_charts, patching


def opened(sheet: Sheet) -> Workbook:
    return load_workbook(io.BytesIO(export(sheet, Format.XLSX)))


def rows_of(book: Workbook, name: str) -> list[tuple[str | None, ...]]:
    return list(book[name].iter_rows(values_only=True))


def test_the_chart_stands_below_its_title() -> None:
    book = opened(Sheet(patching()))
    assert book.sheetnames == ["Chart", "Findings", "Legend", "Reasons"]
    assert rows_of(book, "Chart") == [
        ("OT patching", *[None] * 5),
        ("Status: Draft. 2 of 6 letters accepted, 1 declined.", *[None] * 5),
        ("Scope: Servers and controllers in Leuven", *[None] * 5),
        ("Letters: RACI", *[None] * 5),
        (None,) * 6,
        ("No.", "Step", "Activity", "Plant manager", "OT engineer", "Vendor"),
        ("Plan", *[None] * 5),
        ("7a", "2.3", "Approve the patch window", "A", "C", None),
        ("Do", *[None] * 5),
        ("8", "2.3", "Install patches", "A/R", "R (with the vendor)", "I"),
    ]


def test_header_and_activities_stay_in_sight_on_screen_and_paper() -> None:
    page = opened(Sheet(patching()))["Chart"]
    assert page.freeze_panes == "D7"
    assert (page.print_title_rows, page.print_title_cols) == ("$6:$6", "$A:$C")
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_rows_are_as_tall_as_what_stands_in_them() -> None:
    long = "Grant time-limited exceptions with compensating controls to sites of class B"
    note = "writes the request with the vendor and the plant manager, and keeps it"
    columns = (Column("1", "Vendor"), Column("2", "CISO"))
    rows = (Row("1", long), Row("2", "Patch"), Row("3", "Test"))
    cells = {("3", "1"): (Assignment("R", note=note),)}
    book = opened(Sheet(Chart("C", rows=rows, columns=columns, cells=cells)))
    page = book["Chart"]
    tall, plain, noted = (page.row_dimensions[page.max_row - each].height for each in (2, 1, 0))
    assert (tall, plain) == (30, None)
    assert noted >= 60
    assert book["Reasons"].row_dimensions[2].height == 45  # of the note, in 24 signs a line


def test_all_of_it_is_in_one_font() -> None:
    book = opened(Sheet(patching()))
    fields = [field for page in book for row in page.iter_rows() for field in row if field.value]
    assert {field.font.name for field in fields} == {"Calibri"}


@pytest.mark.parametrize(("roles", "turned"), [(8, 0), (9, 90)])
def test_names_of_many_roles_stand_upright(roles: int, turned: int) -> None:
    columns = tuple(Column(str(number), f"Role {number}") for number in range(roles))
    page = opened(Sheet(Chart("C", columns=columns)))["Chart"]
    head = page.cell(page.max_row, 2)
    assert (head.value, head.alignment.textRotation) == ("Role 0", turned)


def test_letters_look_different_by_part_and_by_state() -> None:
    page = opened(Sheet(patching()))["Chart"]
    accountable, consulted, declined = page["D8"], page["E8"], page["F10"]
    assert accountable.fill.fgColor.rgb == "0014365C"
    assert accountable.font.color.rgb == "00FFFFFF"
    assert not accountable.font.i
    assert consulted.font.i
    assert consulted.border.left.style == "medium"
    assert declined.font.u == "double"
    assert declined.border.diagonalUp
    assert not any(cell.font.strike for cell in (accountable, consulted, declined))


def test_two_states_in_a_cell_are_told_letter_by_letter() -> None:
    content = io.BytesIO(export(Sheet(patching()), Format.XLSX))
    text = load_workbook(content, rich_text=True)["Chart"]["D10"].value
    assert [(str(block), bool(block.font.i)) for block in text] == [
        ("A", False),
        ("/", False),
        ("R", True),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "#N/A"])
def test_what_looks_like_a_formula_is_text_in_every_place(text: str) -> None:
    chart = Chart(
        text,
        scope=text,
        rows=(Row("1", text, text, text, text),),
        columns=(Column("2", text),),
        cells={("1", "2"): (Assignment(text, note=text),)},
    )
    book = opened(Sheet(chart, [Finding(text, Severity.ERROR, text, "1", "2")]))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    armed = [cell for cell in cells if cell.value.startswith(("=", "+", "-", "@"))]
    assert all(cell.quotePrefix for cell in armed)
    assert [cell.value for cell in armed[:1]] == ([] if text == "#N/A" else [text])


def test_findings_and_reasons_say_where_and_why() -> None:
    found = Finding("many-informed", Severity.WARNING, "Too many.", "2", "5")
    book = opened(Sheet(patching(), [found]))
    assert rows_of(book, "Findings")[1] == (
        "warning",
        "many-informed",
        "8 Install patches",
        "Vendor",
        "Too many.",
    )
    reasons = rows_of(book, "Reasons")
    assert reasons[1] == (
        "7a Approve the patch window",
        "Plant manager",
        "A",
        "Accountable",
        "accepted",
        None,
        None,
        "The patching policy says so.",
        "The plant manager approves each patch window.",
        "Patching policy, 4.2",
    )
    assert reasons[-1][4:8] == (
        "declined",
        None,
        "We are told by the CISO.",
        "No reason was recorded.",
    )
    assert rows_of(opened(Sheet(patching())), "Findings")[1][-1].startswith("Nothing was found")  # type: ignore[union-attr]


def test_the_legend_explains_the_letters_of_the_charts_own_set() -> None:
    legend = rows_of(opened(Sheet(patching(letters="RACI-VS"))), "Legend")
    assert [row[0] for row in legend[1:7]] == list("RACIVS")
    assert legend[6] == ("S", "Sign off", "Approves the verified result for handover.")
    assert ("Underlined twice", "declined", "Whoever holds the role has declined it.") in legend
    strange = patching(cells={("1", "3"): (Assignment("Z"),)})
    assert ("Z", None, "This is no letter of RACI.") in rows_of(opened(Sheet(strange)), "Legend")


def test_a_workbook_says_what_it_is() -> None:
    about = opened(Sheet(patching(), version="2")).properties
    assert (about.title, about.creator, about.keywords) == ("OT patching", "Isthmus", "RACI")


@SOME
@given(full_charts())
def test_any_chart_becomes_a_workbook_with_all_its_letters(chart: Chart) -> None:
    letters = sum(map(len, chart.cells.values()))
    assert len(rows_of(opened(Sheet(chart)), "Reasons")) == letters + 1
