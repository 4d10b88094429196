"""Action lists as files: written so that nothing computes, read so that nothing is misread."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from typing import Final

import pytest
from openpyxl import load_workbook

from isthmus.actions.changes import Retitle
from isthmus.actions.dates import Asked
from isthmus.actions.exporting import Format, every, export
from isthmus.actions.given import Directory
from isthmus.actions.importing import Plan, Reading, Reads, bring_in, planned
from isthmus.actions.listing import ALL, STILL_LIVE, Order, Sought
from isthmus.actions.model import Action, Draft, Party, Priority, SourceKind, Status
from isthmus.errors import InvalidError, NotAllowedError
from isthmus.people import Person
from kept_actions import ANA, BEN, DRAFT, EVE, LEA, MONDAY, PEOPLE, RIA, DeskOfTests, by
from make_documents import docx, sheet_of

HEADER: Final = ("Task", "Assigned to", "Deadline", "Status", "Prio", "Cost")
ROWS: Final = (
    HEADER,
    ("Order the badges", "Ben", "next Friday", "open", "high", "30"),
    ("Order the locks", "The vendor", "2026-01-05", "In Progress", "", ""),
    ("Order the keys", "", "TBD", "Closed", "", ""),
)


def people_named(name: str) -> list[Person]:
    return [each for each in PEOPLE.values() if name.casefold() in each.name.casefold().split()]


def reads(**asked: object) -> Reads:
    return Reads(replace(Asked(MONDAY), **asked), Directory(people_named), ("plant",))  # type: ignore[arg-type]


def csv_of(*rows: tuple[object, ...], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def read(*rows: tuple[object, ...]) -> Reading:
    return reads().read(csv_of(*rows), "list.csv")


def missed(reading: Reading) -> list[tuple[str, str]]:
    return [(each.cell, each.text) for each in reading.not_understood]


def brought_in(desk: DeskOfTests, reading: Reading, person: Person = ANA) -> Plan:
    return bring_in(reading.rows, desk.actions, by(person), reading.name)


def kept(desk: DeskOfTests, person: Person = ANA) -> list[Action]:
    return every(desk.actions, person, ALL, Order.NUMBER)


# ---- read


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_known_by_what_trackers_call_them(delimiter: str) -> None:
    reading = reads().read(csv_of(*ROWS, delimiter=delimiter), "list.csv")
    first, second, third = reading.rows
    assert first.draft.title == "Order the badges"
    assert first.draft.owner == Party("Ben", "ben")
    assert (first.draft.due, first.draft.due_words) == (date(2026, 12, 4), "next Friday")
    assert first.draft.priority is Priority.HIGH
    assert first.draft.readers == ("plant",)
    assert first.draft.source.kind is SourceKind.IMPORT
    assert "“Assigned to” is read as Owner." in reading.how
    assert second.draft.owner == Party("The vendor")
    assert (second.draft.due, second.status) == (date(2026, 1, 5), Status.IN_PROGRESS)
    assert (third.draft.owner, third.draft.due, third.status) == (None, None, Status.DONE)
    assert missed(reading) == [("line 1, column 6", "Cost")]


def test_a_workbook_is_read_as_its_text_with_days_as_days() -> None:
    rows = (
        ("Convergence actions", None, None),
        (None, None, None),
        ("What", "Who", "By when"),
        ("Order the badges", "Ben", datetime(2026, 2, 1, 0, 0)),  # noqa: DTZ001 - as Excel has it
        ("Order the locks", "Ben / Ria", date(2027, 2, 1)),
        ("Order 2", None, 46000),
    )
    reading = reads().read(sheet_of(*rows), "list.xlsx")
    first, second, third = reading.rows
    assert (first.draft.due, first.at) == (date(2026, 2, 1), "Sheet!A4")
    assert second.draft.owner == Party("Ben", "ben")
    assert second.draft.helpers == (Party("Ria", "ria"),)
    assert (third.draft.title, third.draft.due) == ("Order 2", None)
    assert missed(reading) == [("Sheet!C6", "46000")]


def test_what_is_not_understood_is_told_with_its_cell_and_left_empty() -> None:
    reading = read(
        ("Action", "Due", "Status", "Priority", "Step", "Hours"),
        ("Order the badges", "before the shutdown", "half way", "purple", "7.7", "many"),
        ("", "2026-12-01", "", "", "", ""),
        ("", "", "", "", "", ""),
    )
    (row,) = reading.rows
    assert (row.draft.due, row.status, row.draft.priority) == (None, Status.OPEN, Priority.NORMAL)
    assert (row.draft.step, row.draft.estimate) == ("", None)
    assert missed(reading) == [
        ("line 2, column 5", "7.7"),
        ("line 2, column 6", "many"),
        ("line 2, column 4", "purple"),
        ("line 2, column 2", "before the shutdown"),
        ("line 2, column 3", "half way"),
        ("line 3, column 2", "2026-12-01"),
    ]
    assert "before the shutdown" in row.draft.source.quote


@pytest.mark.parametrize(
    ("days", "understood"),
    [
        (("3/4/2027", "5/6/2027"), (None, None)),
        (("3/4/2027", "25/6/2027"), (date(2027, 4, 3), date(2027, 6, 25))),
        (("3/4/2027", "6/25/2027"), (date(2027, 3, 4), date(2027, 6, 25))),
        (("3/25/2027", "25/6/2027", "3/4/2027"), (date(2027, 3, 25), date(2027, 6, 25), None)),
        (("01.11.2026",), (date(2026, 11, 1),)),
        (("1 November",), (None,)),
    ],
)
def test_a_day_that_may_be_two_is_read_only_where_the_column_says_how(
    days: tuple[str, ...], understood: tuple[date | None, ...]
) -> None:
    reading = read(("Action", "Due"), *((f"Do {day}", day) for day in days))
    assert tuple(row.draft.due for row in reading.rows) == understood
    assert len(reading.not_understood) == understood.count(None)


def test_a_name_that_may_be_two_people_is_a_name_until_somebody_says() -> None:
    two = Directory(lambda _name: [BEN, Person("ben2", "Ben Abel")])
    reading = Reads(Asked(MONDAY), two).read(csv_of(("Task", "Owner"), ("Order", "Ben")), "a.csv")
    assert reading.rows[0].draft.owner == Party("Ben")
    assert missed(reading) == [("line 2, column 2", "Ben")]


def test_a_comma_in_a_name_parts_nobody() -> None:
    reading = read(("Task", "Owner"), ("Order", "Doe, Jane"), ("Order", "Ben, Ria"))
    assert reading.rows[0].draft.owner == Party("Doe, Jane")
    assert reading.rows[1].draft.helpers == (Party("Ria", "ria"),)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"just a line of text", "note.txt"),
        (csv_of(("Owner", "Due"), ("Ben", "2026-12-01")), "no-title.csv"),
        (docx(lambda document: document.add_paragraph("Action")), "minutes.docx"),
        (b"PK\x03\x04broken", "broken.xlsx"),
        (b"\x00\x01\x02", "blob.bin"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_without_a_list_is_refused_with_what_to_do(content: bytes, name: str) -> None:
    with pytest.raises(InvalidError):
        reads().read(content, name)


def test_a_file_that_is_too_long_is_refused() -> None:
    rows = [("Task",), *((f"Order {number}",) for number in range(2_001))]
    with pytest.raises(InvalidError, match="Split it"):
        read(*rows)


# ---- brought in


def test_what_comes_in_stands_where_the_file_says(desk: DeskOfTests) -> None:
    rows = (
        ("Task", "Status", "Reason"),
        *(("One", "new", ""), ("Two", "wip", ""), ("Three", "on hold", "No budget")),
        *(("Four", "done", ""), ("Five", "cancelled", ""), ("Six", "proposed", "")),
    )
    plan = brought_in(desk, read(*rows))
    assert [each.status for each in plan.added] == [
        *(Status.OPEN, Status.IN_PROGRESS, Status.BLOCKED),
        *(Status.DONE, Status.DROPPED, Status.PROPOSED),
    ]
    assert plan.added[2].reason == "No budget"
    assert plan.added[3].evidence[0].text == "Imported from list.csv as done (line 5, column 1)"
    assert [each.creator for each in kept(desk)] == ["ana"] * 6


def test_the_same_file_again_adds_nothing(desk: DeskOfTests) -> None:
    reading = read(*ROWS)
    assert len(brought_in(desk, reading).added) == 3
    desk.actions.drop(1, by(ANA), "Not needed")
    again = brought_in(desk, reading)
    assert again.added == ()
    assert [each.already.name for each in again.comings if each.already] == ["A-1", "A-2", "A-3"]
    for_ben = brought_in(desk, reading, BEN)
    assert for_ben.added == ()
    more = brought_in(desk, read(*ROWS, ("Order the lamps", "", "", "", "", "")))
    assert [each.title for each in more.added] == ["Order the lamps"]


def test_many_rows_that_say_nearly_the_same_are_told_apart(desk: DeskOfTests) -> None:
    rows = [(f"Review the firewall rules of cell {n} and line {n % 7}",) for n in range(60)]
    reading = read(("Task",), *rows)
    assert len(brought_in(desk, reading).added) == 60
    assert brought_in(desk, reading).added == ()


def test_a_row_that_stands_twice_comes_in_once(desk: DeskOfTests) -> None:
    plan = brought_in(desk, read(("Task",), ("Order the badges",), ("Order the badges",)))
    assert len(plan.added) == 1


def test_the_same_for_two_people_in_a_file_is_pointed_out_and_left_out(desk: DeskOfTests) -> None:
    rows = (("Order the badges", "Ana"), ("Order badges", "Ben"), ("Close the valve", "Ben"))
    plan = brought_in(desk, read(("Task", "Owner"), *rows))
    assert [each.title for each in plan.added] == ["Order the badges", "Close the valve"]
    assert [each.twins[0].action.name for each in plan.left] == ["A-1"]


def test_titles_without_any_telling_word_are_not_taken_for_one(desk: DeskOfTests) -> None:
    assert len(brought_in(desk, read(("Task",), ("Do it",), ("We are",))).added) == 2


def test_a_retitled_action_is_still_what_its_row_became(desk: DeskOfTests) -> None:
    reading = read(("Task",), ("Order the badges",))
    brought_in(desk, reading)
    with desk.keeping(ANA) as keeping:
        keeping().edit(1, [Retitle("Buy lamps")])
        keeping().done(1)
    assert brought_in(desk, reading).added == ()


def test_what_is_open_already_is_pointed_out_and_left_out(desk: DeskOfTests) -> None:
    desk.actions.add(Draft("Order the badges"), by(BEN))
    reading = read(("Task",), ("Order badges",), ("Order the badges for the new gate",))
    (first, second) = planned(reading.rows, desk.actions, ANA).comings
    assert (first.is_open_already, second.is_open_already) == (True, False)
    assert len(kept(desk)) == 1
    plan = brought_in(desk, reading)
    assert [each.title for each in plan.added] == ["Order the badges for the new gate"]
    assert len(plan.left) == 1
    both = bring_in(reading.rows, desk.actions, by(ANA), "list.csv", also_alike=True)
    assert [each.title for each in both.added] == ["Order badges"]


def test_nobody_learns_from_an_import_what_they_may_not_read(desk: DeskOfTests) -> None:
    reading = read(("Task", "Owner"), ("Order the canary", "Lea"))
    brought_in(desk, reading)
    (coming,) = planned(reading.rows, desk.actions, EVE).comings
    assert coming.is_new
    assert coming.twins == ()


def test_an_import_is_all_or_nothing_and_for_contributors(desk: DeskOfTests) -> None:
    reading = read(("Task", "Owner"), ("Order", "Ria"), ("Send", "Ben"))
    with pytest.raises(NotAllowedError):
        brought_in(desk, reading, RIA)
    assert kept(desk) == []


# ---- written


def test_what_is_exported_comes_back_as_it_was(desk: DeskOfTests) -> None:
    desk.actions.add(replace(DRAFT, priority=Priority.HIGH, labels=("plan",)), by(ANA))
    desk.actions.add(Draft("Order the badges", estimate=1.5), by(ANA))
    written = kept(desk)
    for to in Format:
        reading = reads().read(export(written, to), f"actions.{to}")
        assert missed(reading) == []
        first, second = reading.rows
        assert first.draft.title == DRAFT.title
        assert (first.draft.owner, first.draft.due) == (DRAFT.owner, DRAFT.due)
        assert (first.draft.helpers, first.draft.labels) == (DRAFT.helpers, ("plan",))
        assert (first.draft.step, first.draft.priority) == ("2.4", Priority.HIGH)
        assert second.draft.estimate == 1.5
        assert brought_in(desk, reading).added == ()


@pytest.mark.parametrize("title", ["=1+1", "+SUM(A1)", "-2", "@here", "=cmd|' /C calc'!A0", "'=1"])
def test_nothing_in_a_file_is_a_formula(desk: DeskOfTests, title: str) -> None:
    desk.actions.add(Draft(title, description=title), by(ANA))
    text = export(kept(desk), Format.CSV).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Action"] == row["Description"] == f"'{title}"
    sheet = load_workbook(io.BytesIO(export(kept(desk), Format.XLSX)))["Actions"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == (title, "s")
    reading = reads().read(text.encode(), "actions.csv")
    assert reading.rows[0].draft.title == title


def test_a_list_is_whole_in_its_file_and_only_what_may_be_read(desk: DeskOfTests) -> None:
    with desk.keeping(ANA) as keeping:
        for number in range(501):
            keeping().add(Draft(f"Order {number}"))
        keeping().add(Draft("Order the canary", readers=("plant",)))
    found = every(desk.actions, LEA, Sought(words="order"), Order.NUMBER)
    assert len(found) == 502
    assert len(every(desk.actions, EVE, STILL_LIVE, Order.DUE)) == 501
