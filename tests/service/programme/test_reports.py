"""The steering report: its numbers are those of the lists, in every format, for who may read."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import docx
import pytest
from pptx import Presentation
from pypdf import PdfReader

from isthmus.actions.listing import Page, Sought
from isthmus.actions.model import LIVE, Party, Status
from isthmus.people import Person
from isthmus.programme.desk import Span
from isthmus.programme.exporting import slides
from isthmus.programme.exporting.formats import Format, export, file_name
from isthmus.programme.report import Report, Section
from isthmus.raci.exporting.lettering import wrapped
from isthmus.raci.listing import Listed
from isthmus.raci.model import Assignment, Chart, State
from isthmus.raci.model import Status as ChartStatus
from isthmus.raci.model import Version as ChartVersion
from isthmus.roles.model import Definition
from isthmus.roles.model import Filed as FiledRole
from isthmus.roles.model import Version as RoleVersion
from isthmus.storage import Storage
from kept_actions import EVE, LEA, MONDAY, NOW
from programme_of_tests import MINUTES, ProgrammeOfTests

SPAN = Span(date(2026, 11, 2), date(2026, 11, 22))
HOSTILE = "<b>=HYPERLINK(1)</b> | *x* [y](z) \N{SNOWMAN}"


@pytest.fixture
def told(sqlite_storage: Storage) -> ProgrammeOfTests:
    return ProgrammeOfTests(sqlite_storage)


def reported(told: ProgrammeOfTests, person: Person = LEA, phase: str = "") -> Report:
    told.desk.now = NOW
    return told.programme.report(person, SPAN, phase)


def section(report: Report, title: str) -> Section:
    return next(each for each in report.sections if each.title == title)


def names(report: Report, title: str) -> list[str]:
    """Give the first cells of a section's rows."""
    return [row[0] for table in section(report, title).tables for row in table.rows]


def lived(told: ProgrammeOfTests) -> None:
    done = told.add(date(2026, 10, 20), "Review the firewall rules", due=date(2026, 11, 10))
    late = told.add(date(2026, 10, 20), "Test the restore", due=date(2026, 11, 3))
    told.move(late, date(2026, 11, 2), date(2026, 11, 12), "The shutdown was moved")
    told.block(late, date(2026, 11, 4), "No spare part", "Vendor")
    told.add(date(2026, 11, 4), "Write the charter", due=date(2026, 11, 20), owner=None)
    told.add(date(2026, 11, 5), "Ask the integrator", due=date(2026, 11, 30))
    told.add(date(2026, 11, 5), "Plan the drill", due=date(2027, 3, 1))
    gone = told.add(date(2026, 11, 5), "Buy a new modem")
    told.drop(gone, date(2026, 11, 9), "The line is shut down")
    told.done(done, date(2026, 11, 9), 8, MINUTES)


def decide(told: ProgrammeOfTests) -> None:
    approved = datetime(2026, 11, 11, tzinfo=UTC)
    cell = (Assignment("R"), Assignment("C", state=State.DECLINED))
    chart = Chart(
        "OT patching",
        review=date(2026, 11, 1),
        cells=MappingProxyType({("1", "1"): cell}),
    )
    versions = [
        ChartVersion("c1", 1, chart, "lea", approved - timedelta(days=90), 3),
        ChartVersion("c1", 2, chart, "lea", approved, 9),
    ]
    listed = Listed(
        *("c1", chart.title, "lea", ChartStatus.APPROVED, 9, 2, "lea"),
        changed_at=approved,
        readers=("everyone",),
        steps=("2.3",),
        roles=(),
        terms="",
    )
    told.charts.kept.append((listed, chart, versions))
    role = Definition("OT security lead", review=date(2027, 1, 1))
    version = RoleVersion("r1", 1, role, "lea", approved, 2)
    told.roles.kept.append((FiledRole("r1", role, "lea", version=1), [version]))


def test_it_tells_what_was_done_and_with_which_evidence(told: ProgrammeOfTests) -> None:
    lived(told)
    (table,) = section(reported(told), "What was done").tables
    assert table.rows == (
        (
            *("A-1", "Review the firewall rules", "Ben", "9\xa0Nov\xa02026", "kept"),
            "Minutes: https://intranet.example/minutes",
        ),
    )


def test_it_tells_what_is_late_and_why_the_longest_first(told: ProgrammeOfTests) -> None:
    lived(told)
    (table,) = section(reported(told), "What is late and why").tables
    assert [(row[0], row[4]) for row in table.rows] == [("A-2", "11"), ("A-3", "3")]
    assert table.rows[0][-1] == (
        "Blocked: No spare part. Waits for Vendor. Moved once since 3 November 2026."
    )


def test_what_comes_next_is_due_in_the_time_that_follows(told: ProgrammeOfTests) -> None:
    lived(told)
    report = reported(told)
    assert names(report, "What comes next") == ["A-4"]
    assert "23 November 2026 to 13 December 2026" in section(report, "What comes next").lead


def test_decisions_are_approved_versions_and_dropped_actions(told: ProgrammeOfTests) -> None:
    lived(told)
    decide(told)
    approved, dropped = section(reported(told), "What was decided").tables
    assert [row[:4] for row in approved.rows] == [
        ("Chart", "OT patching", "2", "Lea"),
        ("Role definition", "OT security lead", "1", "Lea"),
    ]
    assert dropped.rows == (("A-6", "Buy a new modem", "Ben", "The line is shut down"),)


def test_risks_are_what_nobody_looks_after(told: ProgrammeOfTests) -> None:
    lived(told)
    decide(told)
    for number in range(11):
        told.add(date(2026, 11, 5), f"Test alarm {number}", due=date(2027, 5, 1))
    report = reported(told)
    assert names(report, "Risks") == ["A-3", "A-2", "Ben", "OT patching", "Chart"]
    assert "1 overdue action without an owner" in section(report, "Risks").lead


def test_its_numbers_are_those_of_the_lists(told: ProgrammeOfTests) -> None:
    lived(told)
    report = reported(told)
    actions = told.desk.actions

    def listed(**sought: object) -> list[str]:
        page = Page(limit=500)
        wanted = Sought(**sought)  # type: ignore[arg-type]
        return [each.name for each in actions.listed(LEA, wanted, page).actions]

    since = datetime(2026, 11, 2, tzinfo=UTC)
    done = listed(statuses=(Status.DONE,), status_since=since)
    overdue = listed(overdue_on=MONDAY)
    coming = listed(statuses=LIVE, due_from=MONDAY, due_to=date(2026, 12, 13))
    figures = {figure.name: figure.value for figure in report.figures}
    assert names(report, "What was done") == done
    assert names(report, "What is late and why") == overdue
    assert names(report, "What comes next") == coming
    assert figures["Closed in the period"] == str(len(done))
    assert figures["Overdue"] == str(len(overdue))
    assert report.summary[0].startswith(f"1 of {len(listed(statuses=LIVE)) + 1} actions is done")


def test_more_than_there_is_room_for_is_counted(told: ProgrammeOfTests) -> None:
    for number in range(28):
        told.add(date(2026, 11, 3), f"Test alarm {number}", due=date(2026, 11, 10))
    table = section(reported(told), "What is late and why").tables[0]
    assert len(table.rows) == 25
    assert table.more == "3 more actions overdue."
    assert "28 actions are overdue" in reported(told).summary[1]


def test_who_may_not_read_an_action_reads_nothing_of_it(told: ProgrammeOfTests) -> None:
    told.add(date(2026, 11, 3), "Replace the canary", due=date(2026, 11, 10), readers=("plant",))
    for to in Format:
        assert b"canary" not in text_of(export(reported(told, EVE), to), to).encode()
        assert b"canary" in text_of(export(reported(told, LEA), to), to).encode()


def test_a_phase_alone_tells_of_its_own(told: ProgrammeOfTests) -> None:
    lived(told)
    decide(told)
    told.add(date(2026, 11, 3), "Train", due=date(2026, 11, 10), step="3.1")
    report = reported(told, phase="3")
    assert names(report, "What is late and why") == ["A-7"]
    assert names(report, "What was decided") == []
    assert report.name.endswith("-phase-3")
    assert "phase 3" in report.subtitle


def test_an_empty_programme_has_a_report_in_every_format(told: ProgrammeOfTests) -> None:
    report = reported(told)
    assert report.summary == (
        "There are no actions yet. Add the first ones, and the next report tells of them.",
    )
    for to in Format:
        assert "There are no actions yet" in text_of(export(report, to), to)


def test_every_format_holds_every_row(told: ProgrammeOfTests) -> None:
    lived(told)
    decide(told)
    report = reported(told)
    for to in Format:
        found = _flat(text_of(export(report, to), to))
        for each in report.sections:
            for table in each.tables:
                missing = [row for row in table.rows if _flat(row[0]) not in found]
                assert missing == []


def test_what_people_wrote_is_text_in_every_format(told: ProgrammeOfTests) -> None:
    told.add(date(2026, 11, 3), HOSTILE, due=date(2026, 11, 10), owner=Party(HOSTILE))
    report = reported(told)
    for to in (Format.DOCX, Format.PPTX, Format.PDF):
        assert "<b>=HYPERLINK(1)</b>" in " ".join(text_of(export(report, to), to).split())
    assert b"\\<b\\>=HYPERLINK(1)\\</b\\> \\| \\*x\\* \\[y\\](z)" in export(report, Format.MD)


def test_a_pdf_carries_its_font(told: ProgrammeOfTests) -> None:
    lived(told)
    content = export(reported(told), Format.PDF)
    assert b"+OpenSans" in content
    assert b"/FontFile2" in content


def test_nothing_runs_over_the_edge_of_a_slide(told: ProgrammeOfTests) -> None:
    long = "Agree the maintenance window of the boiler controls with operations " * 3
    for number in range(60):
        told.add(date(2026, 11, 3), f"{long[:180]}{number}", due=date(2026, 11, 4 + number % 18))
    show = Presentation(io.BytesIO(export(reported(told), Format.PPTX)))
    assert 8 <= len(show.slides) <= 20
    for slide in show.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= show.slide_width
            assert shape.top + shape.height <= show.slide_height
            if shape.has_table:
                assert (shape.top + _needed(shape.table)) / slides.POINT <= slides.FOOT


def test_a_slide_says_where_the_rest_is(told: ProgrammeOfTests) -> None:
    for number in range(40):
        told.add(date(2026, 11, 3), "Test " * 30 + f"{number}", due=date(2026, 11, 4))
    text = text_of(export(reported(told), Format.PPTX), Format.PPTX)
    assert "15 more actions overdue." in text


def test_a_file_is_named_by_its_days(told: ProgrammeOfTests) -> None:
    report = reported(told)
    assert file_name(report, Format.PPTX) == "steering-report-2026-11-02-to-2026-11-22.pptx"


@pytest.mark.parametrize("to", Format)
def test_the_same_report_tells_the_summary_in_every_format(
    told: ProgrammeOfTests, to: Format
) -> None:
    lived(told)
    report = replace(reported(told), notes=())
    found = _flat(text_of(export(report, to), to).replace("\\", ""))
    assert all(_flat(said) in found for said in report.summary)


def text_of(content: bytes, to: Format) -> str:
    """Read a file as a person would."""
    match to:
        case Format.MD:
            return content.decode()
        case Format.PDF:
            pages = PdfReader(io.BytesIO(content)).pages
            return "\n".join(page.extract_text() for page in pages)
        case Format.DOCX:
            opened = docx.Document(io.BytesIO(content))
            cells = [c.text for t in opened.tables for row in t.rows for c in row.cells]
            return "\n".join([*(each.text for each in opened.paragraphs), *cells])
        case Format.PPTX:
            show = Presentation(io.BytesIO(content))
            return "\n".join(text for slide in show.slides for text in _texts(slide.shapes))


def _texts(shapes: Sequence[object]) -> list[str]:
    found: list[str] = []
    for shape in shapes:
        if getattr(shape, "has_table", False):
            table = shape.table  # type: ignore[attr-defined]
            found += [cell.text for row in table.rows for cell in row.cells]
        elif getattr(shape, "has_text_frame", False):
            found.append(shape.text_frame.text)  # type: ignore[attr-defined]
    return found


def _flat(text: str) -> str:
    return "".join(text.split())


def _needed(table: object) -> float:
    """Give the height that a table's texts need in the font they are measured with."""
    total = 0.0
    for row in table.rows:  # type: ignore[attr-defined]
        widths = [column.width / slides.POINT for column in table.columns]  # type: ignore[attr-defined]
        lines = max(
            len(wrapped(cell.text, slides.CELL, wide - 2 * slides.PADDING))
            for cell, wide in zip(row.cells, widths, strict=True)
        )
        total += max(lines * slides.CELL * 1.2 * slides.POINT, row.height)
    return total
