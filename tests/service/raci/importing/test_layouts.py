"""Layouts as people draw them, each with all of its cells compared."""

import io

import pytest
from docx import Document
from docx.table import Table
from openpyxl.comments import Comment

from isthmus.raci.importing import read_charts, read_pasted
from reading_of_tests import book, cell_of, missed, numbers, only, saved, sections, told


def filled(table: Table, rows: list[list[str]]) -> Table:
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    return table


def test_letters_with_sections_numbers_and_notes_in_a_workbook() -> None:
    made, (page,) = book(
        (
            "RACI",
            [
                ["OT patching at Leuven"],
                [],
                ["No.", "Activity", "CISO", "OT engineering", "Plant manager", "Vendor", "Remarks"],
                ["Prepare"],
                ["7a", "Collect advisories", "I", "A/R", "-", "C", "weekly"],
                ["7b", "Rate advisories", "C", "R (OT oversight) & C (reviews)", "A", "n/a", ""],
                ["Carry out"],
                [8, "Patch servers", "I", "R", "A*", "R - after hours", "in the window"],
                [],
                ["* In the maintenance window only"],
            ],
        )
    )
    page.merge_cells("A1:G1")
    page.merge_cells("A4:G4")
    page.merge_cells("A7:G7")
    read = only(read_charts(saved(made), "patching.xlsx"))
    assert told(read.chart) == {
        "Collect advisories": {"CISO": "I", "OT engineering": "A/R", "Vendor": "C"},
        "Rate advisories": {
            "CISO": "C",
            "OT engineering": "R (OT oversight)/C (reviews)",
            "Plant manager": "A",
        },
        "Patch servers": {
            "CISO": "I",
            "OT engineering": "R",
            "Plant manager": "A (In the maintenance window only)",
            "Vendor": "R (after hours)",
        },
    }
    assert read.chart.title == "OT patching at Leuven"
    assert sections(read.chart) == ["Prepare", "Prepare", "Carry out"]
    assert numbers(read.chart) == ["7a", "7b", "8"]
    assert [column.role for column in read.chart.columns] == ["CISO", "CE", "PM", "VEN"]
    assert missed(read) == [("RACI!G5:G8", "Remarks")]
    assert "2 sections: Prepare, Carry out." in read.how
    assert "3 cells with notes." in read.how


def test_teams_beside_and_activities_on_top_under_their_phases() -> None:
    made, (page,) = book(
        (
            "Matrix",
            [
                ["", "Plan", "", "Do", ""],
                ["Team", "1.1 Agree scope", "1.2 Name owners", "2.1 Patch servers", "2.2 Test"],
                ["IT operations", "R", "C", "A/R", "R"],
                ["Security department", "A", "A", "C", "I"],
                ["Works council", "I", "", "", ""],
            ],
        )
    )
    page.merge_cells("B1:C1")
    page.merge_cells("D1:E1")
    read = only(read_charts(saved(made), "Matrix of teams.xlsx"))
    assert told(read.chart) == {
        "Agree scope": {"IT operations": "R", "Security department": "A", "Works council": "I"},
        "Name owners": {"IT operations": "C", "Security department": "A"},
        "Patch servers": {"IT operations": "A/R", "Security department": "C"},
        "Test": {"IT operations": "R", "Security department": "I"},
    }
    assert sections(read.chart) == ["Plan", "Plan", "Do", "Do"]
    assert numbers(read.chart) == ["1.1", "1.2", "2.1", "2.2"]
    assert missed(read) == []


def test_whole_words_in_csv_with_semicolons_of_an_old_windows() -> None:
    text = (
        "Tâche;Équipe IT;OT team;Vendor\n"
        "Patch servers;Responsible;Accountable;Informed\n"
        "Segment networks;Accountable / Responsible;Consulted (design);\n"
        "Review access;Accountable;consulted;Support\n"
    )
    read = only(read_charts(text.encode("cp1252"), "chart.csv"))
    assert told(read.chart) == {
        "Patch servers": {"Équipe IT": "R", "OT team": "A", "Vendor": "I"},
        "Segment networks": {"Équipe IT": "A/R", "OT team": "C (design)"},
        "Review access": {"Équipe IT": "A", "OT team": "C", "Vendor": "S"},
    }
    assert read.chart.letters == "RASCI"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_csv_of_any_delimiter_with_a_mark_of_order(delimiter: str, encoding: str) -> None:
    rows = ["Activity,CISO,PLC team", "Löschen der Konten,A,R", '"Back up, and test",I,"A\nR"']
    lines = [line.replace(",", delimiter) for line in rows[:2]]
    last = delimiter.join(['"Back up, and test"', "I", '"A\nR"'])
    read = only(read_charts("\n".join([*lines, last]).encode(encoding), "chart.csv"))
    assert told(read.chart) == {
        "Löschen der Konten": {"CISO": "A", "PLC team": "R"},
        "Back up, and test": {"CISO": "I", "PLC team": "A/R"},
    }


def test_two_tables_of_a_word_document_with_merged_cells_and_a_legend() -> None:
    document = Document()
    document.add_heading("Roles in incident response", level=1)
    document.add_heading("During an incident", level=2)
    table = filled(
        document.add_table(rows=5, cols=4),
        [
            ["Task", "SOC", "Plant manager", "Integrator"],
            ["Detect", "", "", ""],
            ["1. Watch alarms", "A R", "I", ""],
            ["2. Raise the alarm", "R", "A", ""],
            ["3. Isolate cells", "C", "", "R"],
        ],
    )
    table.cell(1, 0).merge(table.cell(1, 3))
    table.cell(3, 2).merge(table.cell(4, 2))
    document.add_paragraph("R = Responsible; A = Accountable; C = Consulted; I = Informed")
    document.add_heading("After an incident", level=2)
    filled(
        document.add_table(rows=3, cols=3),
        [
            ["Task", "SOC", "Legal"],
            ["Write the report", "R", "C"],
            ["Notify authorities", "C", "A"],
        ],
    )
    content = io.BytesIO()
    document.save(content)
    reading = read_charts(content.getvalue(), "incidents.docx")
    during, after = reading.charts
    assert told(during.chart) == {
        "Watch alarms": {"SOC": "A/R", "Plant manager": "I"},
        "Raise the alarm": {"SOC": "R", "Plant manager": "A"},
        "Isolate cells": {"SOC": "C", "Plant manager": "A", "Integrator": "R"},
    }
    assert told(after.chart) == {
        "Write the report": {"SOC": "R", "Legal": "C"},
        "Notify authorities": {"SOC": "C", "Legal": "A"},
    }
    assert [each.chart.title for each in reading.charts] == [
        "During an incident",
        "After an incident",
    ]
    assert sections(during.chart) == ["Detect"] * 3
    assert numbers(during.chart) == ["1", "2", "3"]
    assert [missed(during), missed(after), missed(reading)] == [[], [], []]
    (basis,) = [a.basis for a in cell_of(during.chart, "Isolate cells", "Plant manager")]
    assert basis
    assert basis.source == "table 1, row 5, column 3"


def test_cells_pasted_from_a_spreadsheet() -> None:
    read = only(
        read_pasted(
            "RACI for restore tests\n"
            "\n"
            "Activity\tIT ops\tControl systems engineer\tPlant manager\n"
            'Restore a server\tR\tC\t"A\n(site)"\n'
            "Test the restore\tI\tR\tA\n"
        )
    )
    assert told(read.chart) == {
        "Restore a server": {
            "IT ops": "R",
            "Control systems engineer": "C",
            "Plant manager": "A (site)",
        },
        "Test the restore": {"IT ops": "I", "Control systems engineer": "R", "Plant manager": "A"},
    }
    assert read.chart.title == "RACI for restore tests"
    assert missed(read) == []


def test_columns_aligned_by_spaces() -> None:
    read = only(
        read_pasted(
            "Activity                 CISO   OT Eng   Plant manager\n"
            "-------------------------------------------------------\n"
            "Patch the HMI servers     A      R           C\n"
            "Test restores                   A/R          I\n"
            "Approve vendors           C                  A\n"
        )
    )
    assert told(read.chart) == {
        "Patch the HMI servers": {"CISO": "A", "OT Eng": "R", "Plant manager": "C"},
        "Test restores": {"OT Eng": "A/R", "Plant manager": "I"},
        "Approve vendors": {"CISO": "C", "Plant manager": "A"},
    }


def test_lines_with_an_activity_and_its_roles() -> None:
    read = only(
        read_pasted(
            "Patching\n"
            "Patch servers: CISO - A, OT Eng: R/C, Plant manager (I)\n"
            "- Restart them: OT Eng A, R; vendor = C (if needed)\n"
            "Report | CISO: A | SOC: R\n"
        )
    )
    assert told(read.chart) == {
        "Patch servers": {"CISO": "A", "OT Eng": "R/C", "Plant manager": "I"},
        "Restart them": {"OT Eng": "A/R", "vendor": "C (if needed)"},
        "Report": {"CISO": "A", "SOC": "R"},
    }
    assert read.chart.title == "Patching"
    (basis,) = [a.basis for a in cell_of(read.chart, "Restart them", "vendor")]
    assert basis
    assert basis.text == "Stands so in the pasted text, line 3."


def test_an_activity_with_a_line_for_each_role() -> None:
    read = only(
        read_pasted(
            "## Remote access\n\n"
            "Grant access:\n- IT security: A\n- Plant manager: R, C\n\n"
            "Review sessions:\n- SOC: A/R\n- IT security: informed\n"
        )
    )
    assert told(read.chart) == {
        "Grant access": {"IT security": "A", "Plant manager": "R/C"},
        "Review sessions": {"SOC": "A/R", "IT security": "I"},
    }
    assert read.chart.title == "Remote access"


def test_lines_that_name_the_letter_first() -> None:
    read = only(
        read_pasted(
            "Patch servers: R: OT engineering, IT operations; A: Plant manager; I: SOC\n"
            "Test restores: A: Plant manager; R: IT operations\n"
        )
    )
    assert told(read.chart) == {
        "Patch servers": {
            "OT engineering": "R",
            "IT operations": "R",
            "Plant manager": "A",
            "SOC": "I",
        },
        "Test restores": {"Plant manager": "A", "IT operations": "R"},
    }


def test_a_column_a_letter_with_the_roles_in_its_cells() -> None:
    read = only(
        read_pasted(
            "| Activity | Responsible | Accountable | Consulted | Informed |\n"
            "| --- | --- | --- | --- | --- |\n"
            "| Patch servers | OT engineering, IT ops | Plant manager | Vendor | SOC and CISO |\n"
            "| Accept risks | Risk and compliance | Plant manager<br>CISO | - | |\n"
        )
    )
    assert told(read.chart) == {
        "Patch servers": {
            "OT engineering": "R",
            "IT ops": "R",
            "Plant manager": "A",
            "Vendor": "C",
            "SOC": "I",
            "CISO": "I",
        },
        "Accept risks": {"Risk and compliance": "R", "Plant manager": "A", "CISO": "A"},
    }


def test_a_row_for_each_assignment() -> None:
    text = (
        "Phase,Activity,Role,RACI\nA,Patch,CISO,A\nA,Patch,SOC,R\nB,Test,SOC,A/R\nB,Test,CISO,I\n"
    )
    read = only(read_charts(text.encode(), "long.csv"))
    assert told(read.chart) == {
        "Patch": {"CISO": "A", "SOC": "R"},
        "Test": {"SOC": "A/R", "CISO": "I"},
    }
    assert sections(read.chart) == ["A", "B"]


def test_several_charts_of_a_workbook_below_and_beside_each_other() -> None:
    made, _ = book(
        (
            "Both",
            [
                ["Day shift", "", "", "", "Night shift"],
                ["Task", "SOC", "Operator", "", "Task", "SOC", "Operator"],
                ["Watch", "R", "A", "", "Watch", "A", "R"],
                ["Report", "A/R", "I", "", "Report", "A", "C"],
                [],
                ["Weekend"],
                ["Task", "SOC", "Standby team"],
                ["Watch", "A", "R"],
            ],
        ),
        ("Sheet2", [["Activity", "Legal", "HR"], ["Hire operators", "C", "A/R"]]),
        ("Notes", [["Ask Ann about this."]]),
    )
    reading = read_charts(saved(made), "shifts.xlsx")
    assert {each.chart.title: told(each.chart) for each in reading.charts} == {
        "Day shift": {
            "Watch": {"SOC": "R", "Operator": "A"},
            "Report": {"SOC": "A/R", "Operator": "I"},
        },
        "Night shift": {
            "Watch": {"SOC": "A", "Operator": "R"},
            "Report": {"SOC": "A", "Operator": "C"},
        },
        "Weekend": {"Watch": {"SOC": "A", "Standby team": "R"}},
        "Shifts": {"Hire operators": {"Legal": "C", "HR": "A/R"}},
    }
    assert missed(reading) == [("Notes!A1", "Notes")]


def test_hidden_parts_comments_steps_and_a_legend_that_redefines() -> None:
    made, (page,) = book(
        (
            "Handover",
            [
                ["Step", "Activity", "Builder", "Tester", "Site manager", "", "S", "Sign off"],
                ["2.4", "Rebuild the server", "R", "", "A", "", "V", "Verifies"],
                ["2.4", "Check the backup", "I", "V", "S"],
                ["3.2 Architecture", "Close the ticket", "R", "A", "S"],
            ],
        )
    )
    page["E3"].comment = Comment("in writing", "Ann")
    page.row_dimensions[4].hidden = True
    made.create_sheet("Cover")
    page.sheet_state = "hidden"
    read = only(read_charts(saved(made), "handover.xlsx"))
    assert told(read.chart) == {
        "Rebuild the server": {"Builder": "R", "Site manager": "A"},
        "Check the backup": {"Builder": "I", "Tester": "V", "Site manager": "S (in writing)"},
        "Close the ticket": {"Builder": "R", "Tester": "A", "Site manager": "S"},
    }
    assert read.chart.letters == "RACI-VS"
    assert [row.step for row in read.chart.rows] == ["2.4", "2.4", "3.2"]
    assert "Hidden rows were read all the same: 4." in read.how
    assert "The sheet Handover is hidden; it was read all the same." in read.how


def test_a_copied_web_page() -> None:
    read = only(
        read_pasted(
            "<html><body><h2>Access</h2><table><thead><tr><th>Process</th><th>CISO</th>"
            "<th>Vendor</th></tr></thead><tbody><tr><td colspan='3'>Remote</td></tr>"
            "<tr><td>Grant access</td><td>A</td><td rowspan='2'>I</td></tr>"
            "<tr><td>Revoke access</td><td>A<br>R</td></tr></tbody></table></body></html>"
        )
    )
    assert told(read.chart) == {
        "Grant access": {"CISO": "A", "Vendor": "I"},
        "Revoke access": {"CISO": "A/R", "Vendor": "I"},
    }
    assert (read.chart.title, sections(read.chart)) == ("Access", ["Remote", "Remote"])


@pytest.mark.parametrize(
    ("rows", "letters"),
    [
        (["Choose a vendor,D,A,C,I"], "DACI"),
        (["Choose a vendor,R,A,P,D"], "RAPID"),
        (["Choose a vendor,R,A,C,O"], "CAIRO"),
        (["Choose a vendor,R,A,S,C"], "RASCI"),
        (["Choose a vendor,R,A,V,S"], "RACI-VS"),
        (["Choose a vendor,Recommend,Agree,Decide,Input"], "RAPID"),
        (["Choose a vendor,Driver,Approver,Contributor,Informed"], "DACI"),
        (["Choose a vendor,R,A,C,I"], "RACI"),
        (
            ["Choose a vendor,R,A,C,I", "", "R = Recommend; A = Agree; D = Decide; I = Input"],
            "RAPID",
        ),
    ],
)
def test_the_letters_tell_which_set_it_is(rows: list[str], letters: str) -> None:
    text = "\n".join(["Activity,IT team,OT team,Legal,Vendor", *rows])
    assert only(read_charts(text.encode(), "chart.csv")).chart.letters == letters
