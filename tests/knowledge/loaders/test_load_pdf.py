import pytest

from isthmus_knowledge.documents import BlockKind, UnreadableError
from isthmus_knowledge.loaders import pdf as loader
from make_documents import Written, lines, pdf, with_bookmarks, with_password

SCOPE = (
    "This standard holds for all plants and for all who work on their control systems, "
    "from wherever they work on them, day and night."
)
VENDORS = (
    "Vendors use the jump host, and a plant operator watches what they do and "
    "ends the session where it goes beyond the work order."
)


def texts(content: bytes) -> list[str]:
    return [block.text for block in loader.load(content, "standard.pdf").blocks]


def standard() -> bytes:
    first = [
        Written("Access standard", 760, size=24),
        Written("1 Scope", 720, size=16),
        *lines("This standard holds for all plants and for all who work on their con-", top=700),
        *lines("trol systems, from wherever they work on them, day and night.", top=686),
        Written("1.1 Vendors", 640, size=13, bold=True),
        *lines("Vendors use the jump host, and a plant operator watches what they do and", top=620),
    ]
    second = lines("ends the session where it goes beyond the work order.", top=760)
    return pdf(first, second)


def test_lines_become_paragraphs_under_their_headings() -> None:
    blocks = loader.load(standard(), "standard.pdf").blocks
    assert [(block.text, block.headings) for block in blocks] == [
        ("Access standard", ()),
        ("1 Scope", ("Access standard",)),
        (SCOPE, ("Access standard", "1 Scope")),
        ("1.1 Vendors", ("Access standard", "1 Scope")),
        (VENDORS, ("Access standard", "1 Scope", "1.1 Vendors")),
    ]


def test_blocks_know_their_page_and_section() -> None:
    last = loader.load(standard(), "standard.pdf").blocks[-1]
    assert (last.place.page, last.place.section) == (1, "1.1")
    assert str(last.place) == "section 1.1, page 1"


def test_the_title_is_the_files_own_unless_a_program_made_it() -> None:
    page = lines("Some text on the page.")
    assert loader.load(pdf(page, title="Access standard"), "a.pdf").title == "Access standard"
    assert loader.load(pdf(page, title="Microsoft Word - v2.docx"), "a_b.pdf").title == "A b"
    assert loader.load(standard(), "a.pdf").title == "Access standard"


def test_running_heads_and_page_numbers_are_removed() -> None:
    pages = [
        [
            Written("Isthmus plc, internal", 810, size=9),
            *lines(f"The text of the page with the number {number} is not like the others."),
            Written(f"Page {number} of 4", 30, size=9),
        ]
        for number in range(1, 5)
    ]
    assert texts(pdf(*pages)) == [
        f"The text of the page with the number {number} is not like the others."
        for number in range(1, 5)
    ]


def test_a_table_of_contents_is_dropped() -> None:
    page = lines("1 Scope ........................ 3", "2 Roles . . . . . . . . . . . 12", "Text.")
    assert texts(pdf(page)) == ["Text."]


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    page = lines(
        "A risk-based way is a way that starts from what may happen; it is risk-", "based."
    )
    assert texts(pdf(page))[0].endswith("it is risk-based.")


def test_list_items_are_parted() -> None:
    page = lines(
        "The operator", "• watches the session,", "• ends it.", "(a) Always.", "(b) Daily."
    )
    assert texts(pdf(page)) == [
        "The operator",
        "- watches the session,",
        "- ends it.",
        "(a) Always.",
        "(b) Daily.",
    ]


def test_rows_of_a_table_stand_alone_and_claim_no_headers() -> None:
    rows = [("Role", "Letter"), ("Plant manager", "A"), ("OT engineer", "R")]
    page = [
        Written(text, 700 - 16 * number, left=left)
        for number, row in enumerate(rows)
        for text, left in zip(row, (72, 300), strict=True)
    ]
    blocks = loader.load(pdf(page), "raci.pdf").blocks
    assert [block.text for block in blocks] == [
        "Role | Letter",
        "Plant manager | A",
        "OT engineer | R",
    ]
    assert {block.kind for block in blocks} == {BlockKind.TABLE_ROW}


def test_bookmarks_name_headings_that_look_like_text() -> None:
    page = [*lines("Roles"), *lines("The plant manager decides.", top=700)]
    blocks = loader.load(with_bookmarks(pdf(page), ("Roles", 0)), "a.pdf").blocks
    assert (blocks[0].kind, blocks[1].headings) == (BlockKind.HEADING, ("Roles",))


def test_pages_without_text_are_named() -> None:
    document = loader.load(pdf(lines("Some text."), [], lines("More text.")), "a.pdf")
    assert document.metadata == {"pages_without_text": [2]}


def test_a_scan_is_told_to_need_text_recognition() -> None:
    with pytest.raises(UnreadableError, match=r"no text layer.*OCR"):
        loader.load(pdf([]), "scan.pdf")


def test_a_password_is_told() -> None:
    with pytest.raises(UnreadableError, match="protected with a password"):
        loader.load(with_password(pdf(lines("Secret.")), "x"), "a.pdf")


def test_an_empty_password_is_no_hindrance() -> None:
    assert texts(with_password(pdf(lines("Readable.")), "")) == ["Readable."]


def test_a_damaged_file_is_told() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        loader.load(b"%PDF-1.7\nnothing here", "a.pdf")
