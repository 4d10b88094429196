from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font

from isthmus_knowledge.loaders import xlsx as loader
from make_documents import sheet_of, xlsx

HEADERS = ("Activity", "Plant manager", "OT engineer")


def told(content: bytes) -> list[tuple[str, str]]:
    blocks = loader.load(content, "raci.xlsx").blocks
    return [(block.text, str(block.place)) for block in blocks]


def test_each_row_carries_headers_sheet_and_cells() -> None:
    assert told(sheet_of(HEADERS, ("Patch PLC", "A", "R"), ("Audit", "I", None))) == [
        ("Sheet", "sheet Sheet"),
        ("Activity: Patch PLC | Plant manager: A | OT engineer: R", "sheet Sheet, A2:C2"),
        ("Activity: Audit | Plant manager: I", "sheet Sheet, A3:B3"),
    ]


def test_what_stands_above_the_headers_is_their_caption() -> None:
    blocks = loader.load(
        sheet_of(("RACI of the pilot",), HEADERS, ("Patch", "A", "R")), "a.xlsx"
    ).blocks
    assert blocks[-1].headings == ("Sheet", "RACI of the pilot")


def test_an_empty_row_does_not_end_a_table() -> None:
    rows = told(sheet_of(HEADERS, ("Patch", "A", "R"), (), ("Audit", "I", "C"), ("Scan", "I", "R")))
    assert [text for text, _ in rows[2:]] == [
        "Activity: Audit | Plant manager: I | OT engineer: C",
        "Activity: Scan | Plant manager: I | OT engineer: R",
    ]


def test_tables_side_by_side_are_told_one_after_the_other() -> None:
    names = ("Process", "Tool", "Owner")
    rows = told(sheet_of((*names, None, *names), ("a", "b", "c", None, "d", "e", "f")))
    assert rows[1:] == [
        ("Process: a | Tool: b | Owner: c", "sheet Sheet, A2:C2"),
        ("Process: d | Tool: e | Owner: f", "sheet Sheet, E2:G2"),
    ]


def test_a_legend_of_two_columns_has_no_headers() -> None:
    assert [
        text for text, _ in told(sheet_of(("Accountable:", "answers"), ("Informed:", "is told")))
    ] == [
        "Sheet",
        "Accountable: answers",
        "Informed: is told",
    ]


def test_two_columns_under_bold_headers_have_them() -> None:
    def fill(book: Workbook) -> None:
        for row in (("Term", "Meaning"), ("Zone", "Assets with one need")):
            book.active.append(row)
        for cell in book.active[1]:
            cell.font = Font(bold=True)

    assert told(xlsx(fill))[1][0] == "Term: Zone | Meaning: Assets with one need"


def test_a_cell_merged_over_rows_stands_in_each() -> None:
    def fill(book: Workbook) -> None:
        for row in (HEADERS, ("Patch", "A", "R"), (None, "C", "I")):
            book.active.append(row)
        book.active.merge_cells("A2:A3")

    assert told(xlsx(fill))[2][0] == "Activity: Patch | Plant manager: C | OT engineer: I"


def test_hidden_and_empty_sheets_are_left_out_and_the_hidden_named() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(("Shown",))
        book.create_sheet("Empty")
        hidden = book.create_sheet("Lists")
        hidden.append(("no",))
        hidden.sheet_state = "hidden"

    assert [text for text, _ in told(xlsx(fill))] == ["Sheet", "Shown"]
    assert loader.load(xlsx(fill), "a.xlsx").metadata == {"hidden_sheets": ["Lists"]}


def test_values_are_told_as_people_write_them() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(("Zone", "Since", "Share", "Open", "Fault"))
        book.active.append(("OT", datetime(2026, 1, 31), 0.25, True, "#DIV/0!"))  # noqa: DTZ001
        book.active["C2"].number_format = "0%"

    assert told(xlsx(fill))[1][0] == "Zone: OT | Since: 2026-01-31 | Share: 25% | Open: Yes"


def test_a_cell_far_out_costs_nothing() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"] = "Near"
        book.active["XFD1048576"] = "Far"

    assert told(xlsx(fill))[1:] == [("Near", "sheet Sheet, A1"), ("Far", "sheet Sheet, XFD1048576")]
