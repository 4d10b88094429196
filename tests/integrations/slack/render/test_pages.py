"""A page of one's own: headings, lines, buttons, and no more of them than there is room for."""

from blocks_of_tests import all_texts
from isthmus.messages import Button, Buttons, File, Paragraph, Picture, Points, Table
from isthmus.understanding.commands import Ask, ShowPassages
from postings_of_tests import links_in, page
from replies_of_tests import CONSOLE

ASK = Ask("?")
SHOW = Button("Show the passages", ShowPassages("a1"))
PICTURE = Picture(File("chart.png", "image/png", b"png"), "A chart: 3 activities by 2 roles")
TABLE = Table(("Activity", "Role 1", "Role 2"), (("0. Do it", "R", "R"), ("1. Do it", "R", "R")))


def test_a_page_has_headings_texts_and_buttons() -> None:
    rows = Buttons("A-1 Close it", (Button("Done", ASK), Button("Edit", ASK)))
    blocks = page(Paragraph("You have 1 open action."), rows, Points("Changed lately", ("A-2",)))
    assert [each["type"] for each in blocks] == [
        "header",
        "rich_text",
        "actions",
        "header",
        "rich_text",
    ]


def test_a_page_shows_tables_in_lines_and_no_files() -> None:
    blocks = page(TABLE, PICTURE)
    assert {each["type"] for each in blocks} == {"rich_text", "context"}
    assert "0. Do it: Role 1 R; Role 2 R" in all_texts(blocks)
    assert "in the console" in all_texts(blocks[-1])


def test_a_page_says_what_it_has_no_room_for_and_where_it_is() -> None:
    blocks = page(*(Buttons(f"A-{n}", (Button("Done", ASK), SHOW)) for n in range(80)))
    assert len(blocks) <= 100
    assert all_texts(blocks[-1]).startswith("31 more are not shown here")
    assert links_in(blocks[-1]) == [CONSOLE]
