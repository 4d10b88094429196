import io
from datetime import date

from docx import Document
from docx.document import Document as Pages
from docx.oxml.ns import qn
from hypothesis import given

from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.exporting.sheet import Approval, RoleSheet, Sheet
from isthmus.raci.model import Assignment, Chart, Column, Row, Severity, Status
from isthmus.raci.rules import Finding
from sheets_of_tests import SOME, full_charts, patching


def opened(sheet: Sheet) -> Pages:
    return Document(io.BytesIO(export(sheet, Format.DOCX)))


def rows_of(pages: Pages, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in pages.tables[table].rows]


def headings(pages: Pages) -> list[str]:
    named = ((str(p.style.name), p.text) for p in pages.paragraphs if p.style)
    return [text for style, text in named if style.startswith(("Heading", "Title"))]


def test_a_document_has_the_chart_and_what_it_means() -> None:
    pages = opened(Sheet(patching()))
    assert headings(pages) == ["OT patching", "Legend (RACI)", "Approval"]
    assert "Scope: Servers and controllers in Leuven" in [p.text for p in pages.paragraphs]
    assert rows_of(pages, 0)[1:] == [
        ["Plan"] * 6,
        ["7a", "2.3", "Approve the patch window", "A", "C", ""],
        ["Do"] * 6,
        ["8", "2.3", "Install patches", "A/R", "R (with the vendor)", "I"],
    ]
    assert rows_of(pages, 1)[1] == ["R", "Responsible", "Does the work."]


def test_the_page_is_turned_and_the_header_repeated() -> None:
    pages = opened(Sheet(patching()))
    page = pages.sections[0]
    assert (page.page_width or 0) > (page.page_height or 0) > 0
    first, *others = pages.tables[0]._tbl.tr_lst  # noqa: SLF001
    assert first.find(f".//{qn('w:tblHeader')}") is not None
    assert not [row for row in others if row.find(f".//{qn('w:tblHeader')}") is not None]


def test_letters_are_shaded_and_their_state_is_shown() -> None:
    rows = opened(Sheet(patching())).tables[0].rows
    accountable = rows[2].cells[3]
    assert 'w:fill="14365C"' in accountable._tc.xml  # noqa: SLF001
    assert [(run.text, bool(run.italic)) for run in rows[4].cells[3].paragraphs[0].runs] == [
        ("A", False),
        ("/", False),
        ("R", True),
    ]
    assert 'w:val="double"' in rows[4].cells[5]._tc.xml  # noqa: SLF001


def test_findings_and_roles_come_after_the_chart() -> None:
    lines = [("Decides alone", ["Isolates a cell", "Ends a session"])]
    role = RoleSheet("OT security lead", "Version 1.", lines)
    found = [Finding("x", Severity.ERROR, "Say who.", "1")]
    pages = opened(Sheet(patching(), found, definitions=lambda: [role]))
    assert headings(pages)[2:] == [
        "Findings",
        "Role definitions",
        "OT security lead",
        "Decides alone",
        "Approval",
    ]
    assert rows_of(pages, 2)[1] == ["error", "7a Approve the patch window", "", "Say who."]
    bullets = [p.text for p in pages.paragraphs if p.style and p.style.name == "List Bullet"]
    assert bullets == ["Isolates a cell", "Ends a session"]


def test_approval_is_told_or_there_is_room_to_sign() -> None:
    ann = Approval("Ann Peeters", date(2026, 11, 23))
    approved = opened(Sheet(patching(), status=Status.APPROVED, version="2", approval=ann))
    assert rows_of(approved, -1)[1:] == [["2", "2026-11-23", "Ann Peeters", ""]]
    changed_since = opened(Sheet(patching(), version="2", approval=ann))
    assert rows_of(changed_since, -1)[1:] == [[""] * 4] * 2


def test_many_roles_fit_on_a_page_with_their_names_upright() -> None:
    columns = tuple(Column(str(number), f"Role number {number}") for number in range(30))
    chart = Chart(
        "C",
        rows=(Row("r", "Patch"),),
        columns=columns,
        cells={("r", "3"): (Assignment("A"),)},
    )
    table = opened(Sheet(chart)).tables[0]
    assert table.rows[0].cells[4]._tc.find(f".//{qn('w:textDirection')}") is not None  # noqa: SLF001
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]  # noqa: SLF001
    assert sum(widths) < 269 * 57


@SOME
@given(full_charts())
def test_any_chart_becomes_a_document(chart: Chart) -> None:
    texts = rows_of(opened(Sheet(chart)), 0)
    assert len(texts) > len(chart.rows)
