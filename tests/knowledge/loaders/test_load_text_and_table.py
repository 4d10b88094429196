from isthmus_knowledge.documents import BlockKind, LoadedDocument
from isthmus_knowledge.loaders import table, text


def load(written: str) -> LoadedDocument:
    return text.load(written.encode(), "minutes.txt")


def texts(written: str) -> list[str]:
    return [block.text for block in load(written).blocks]


def test_wrapped_lines_are_joined_and_meant_breaks_are_kept() -> None:
    wrapped = (
        "Remote access of vendors is only given through the jump host in\n"
        "the demilitarized zone, and only while a plant operator watches\n"
        "the session.\n\nIsthmus plc\nPlant road 1\n"
    )
    paragraph, address = texts(wrapped)
    assert paragraph.endswith(
        "in the demilitarized zone, and only while a plant operator watches the session."
    )
    assert address == "Isthmus plc\nPlant road 1"


def test_lone_short_lines_are_headings_with_their_sections() -> None:
    document = load("Access policy\n\n3.2 Remote access\n\nText.\n\nEXCEPTIONS\n\nNone.\n")
    assert document.title == "Access policy"
    assert [(block.kind, block.place.section) for block in document.blocks] == [
        (BlockKind.HEADING, None),
        (BlockKind.HEADING, "3.2"),
        (BlockKind.PARAGRAPH, "3.2"),
        (BlockKind.HEADING, None),
        (BlockKind.PARAGRAPH, None),
    ]


def test_an_underlined_line_is_a_heading() -> None:
    blocks = load("Scope\n=====\nAll plants.\n\nRoles\n-----\nSee below.").blocks
    assert [block.text for block in blocks if block.kind is BlockKind.HEADING] == ["Scope", "Roles"]


def test_list_items_are_parted_and_a_wrapped_bracket_is_not_one() -> None:
    long = (
        "1. The licence is given under the terms that are named in the first section, which is 2(a)"
    )
    assert texts(f"Intro.\n\n{long}\n(4) of this text.\n2. More.\n• A bullet\n") == [
        "Intro.",
        f"{long} (4) of this text.",
        "2. More.",
        "- A bullet",
    ]


def test_csv_rows_carry_their_headers_and_their_row() -> None:
    document = table.load(
        b"Activity;Plant manager;OT engineer\nPatch PLC;A;R\n;;\nAudit;I;\n", "raci.csv"
    )
    assert [(block.text, block.place.cells) for block in document.blocks] == [
        ("Activity: Patch PLC | Plant manager: A | OT engineer: R", "row 2"),
        ("Activity: Audit | Plant manager: I", "row 4"),
    ]


def test_csv_cells_may_hold_delimiters_and_lines() -> None:
    document = table.load(b'Term,Meaning\n"Zone, OT","Assets\nwith one need"\n', "terms.csv")
    assert document.blocks[0].text == "Term: Zone, OT | Meaning: Assets; with one need"


def test_csv_without_headers_is_told_as_it_stands() -> None:
    assert [block.text for block in table.load(b"1,2,3\n4,5,6\n", "a.csv").blocks] == [
        "1 | 2 | 3",
        "4 | 5 | 6",
    ]
