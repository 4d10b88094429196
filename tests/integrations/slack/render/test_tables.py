"""Tables: Slack's own while they fit, else a glimpse or a picture, and a file with everything."""

from blocks_of_tests import all_texts
from isthmus.messages import Fact, Facts, File, Paragraph, Picture, Quote, Table
from postings_of_tests import kinds, links_in, page, shown
from replies_of_tests import CONSOLE

QUOTE = Quote("The plant manager approves it.", "Policy", "page 3", f"{CONSOLE}/p/1", 1, "2026")
PICTURE = Picture(File("chart.png", "image/png", b"png"), "A chart: 3 activities by 2 roles")
NONE = "\u2013"  # as lists say it


def aligned(table: Table) -> list[str]:
    (block,) = (each for each in shown(table).blocks if each["type"] == "table")
    return [each["align"] for each in block["column_settings"]]


def test_letters_and_numbers_of_a_table_stand_in_the_middle_and_names_do_not() -> None:
    rows = (("A-1", "A/R", NONE, "3", "Ben", ""), ("A-2", "", NONE, "12", NONE, "I"))
    table = Table(("Number", "CISO", "Version", "Open", "Owner", "Legal"), rows)
    assert aligned(table) == ["left", "center", "left", "center", "left", "center"]


def table_of(rows: int, columns: int, text: str = "R") -> Table:
    names = ("Activity", *(f"Role {n}" for n in range(1, columns)))
    return Table(
        names, tuple((f"{n}. Do it", *[text] * (columns - 1)) for n in range(rows)), "RACI"
    )


def test_a_table_that_fits_is_slacks_own_and_its_picture_is_left_out() -> None:
    posting = shown(PICTURE, table_of(3, 3))
    assert kinds(posting) == ["rich_text", "table"]
    assert posting.files == ()
    assert "0. Do it: Role 1 R; Role 2 R" in posting.text
    assert [each["align"] for each in posting.blocks[1]["column_settings"]] == [
        "left",
        "center",
        "center",
    ]


def test_a_table_too_wide_is_its_picture_and_a_file_with_everything() -> None:
    posting = shown(PICTURE, table_of(3, 25), Facts((Fact("Address", f"{CONSOLE}/charts/9"),)))
    assert "table" not in kinds(posting)
    assert [(each.name, each.alt) for each in posting.files] == [
        ("chart.png", "A chart: 3 activities by 2 roles"),
        ("RACI.csv", ""),
    ]
    assert "3 rows and 25 columns" in posting.text
    assert "below as a picture, and in RACI.csv" in posting.text
    assert f"{CONSOLE}/charts/9" in links_in(posting.blocks[:2])


def test_a_table_is_shown_whole_while_slack_takes_it() -> None:
    posting = shown(table_of(99, 3))
    (table,) = (each for each in posting.blocks if each["type"] == "table")
    assert len(table["rows"]) == 100


def test_of_a_table_too_long_a_glimpse_is_shown_and_all_is_in_a_file() -> None:
    posting = shown(table_of(150, 3))
    (table,) = (each for each in posting.blocks if each["type"] == "table")
    assert len(table["rows"]) == 21
    assert "These are the first 20 of 150 rows; all are in RACI.csv." in posting.text
    (file,) = posting.files
    assert file.content.decode("utf-8-sig").count("\n") == 151


def test_a_table_too_long_to_be_read_out_is_a_file_too() -> None:
    posting = shown(table_of(80, 6, "consulted"))
    assert "table" in kinds(posting)
    assert "The same as a file: RACI.csv." in posting.text


def test_no_cell_of_a_file_is_a_formula() -> None:
    posting = shown(table_of(150, 2, "=HYPERLINK(1)"))
    assert b",=HYPERLINK" not in posting.files[0].content
    assert b"'=HYPERLINK(1)" in posting.files[0].content


def test_a_title_that_was_just_said_is_not_said_again() -> None:
    table = table_of(2, 2)
    assert kinds(shown(Paragraph("RACI. It is a draft."), table)) == ["rich_text", "table"]
    assert kinds(shown(Paragraph("Here it is."), table)) == ["rich_text", "rich_text", "table"]
    assert kinds(shown(Paragraph("RACI"), QUOTE, table)).count("rich_text") == 3


def test_a_table_without_rows_shows_its_columns() -> None:
    posting = shown(Table(("Activity", "CISO"), ()))
    assert (kinds(posting), posting.text) == (["table"], "Activity, CISO")
    assert all_texts(page(Table(("Activity", "CISO"), ()))) == "Activity, CISO"


def test_two_tables_are_two_messages() -> None:
    posting = shown(table_of(2, 2), table_of(2, 2))
    assert [kinds(each) for each in (posting, *posting.more)] == [["rich_text", "table"]] * 2


def test_an_empty_cell_is_a_dash() -> None:
    posting = shown(Table(("Activity", "CISO"), (("Patch", ""),)))
    assert all_texts(posting.blocks).split("\n")[-1] == "\u2013"
    assert posting.text == "Patch"
