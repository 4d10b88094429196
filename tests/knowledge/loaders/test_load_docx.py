import io
import zipfile
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from isthmus_knowledge.documents import Block, BlockKind
from isthmus_knowledge.loaders import docx as loader
from make_documents import docx, rezipped

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def blocks(build: Any) -> tuple[Block, ...]:  # noqa: ANN401 - a function of python-docx's document
    return loader.load(docx(build), "standard.docx").blocks


def texts(build: Any) -> list[str]:  # noqa: ANN401
    return [block.text for block in blocks(build)]


def number(paragraph: Any, list_number: int, depth: int = 0) -> None:  # noqa: ANN401
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_numId().val = list_number
    properties.get_or_add_ilvl().val = depth


def add_numbering(document: Any, *levels: tuple[str, str]) -> int:  # noqa: ANN401
    """Define a list by the kind of number and the pattern of each level; return its number."""
    rules = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (kind, pattern) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{rules}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    return 90


def test_headings_by_style_are_the_path() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("Access standard", 0)
        document.add_heading("3 Remote access", 1)
        document.add_heading("Vendors", 2)
        document.add_paragraph("Vendors use the jump host.")

    loaded = loader.load(docx(build), "a.docx")
    assert loaded.title == "Access standard"
    last = loaded.blocks[-1]
    assert (last.headings, last.place.section) == (("3 Remote access", "Vendors"), "3")


def test_a_title_in_several_paragraphs_is_one() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_heading("Isthmus plc", 0)
        document.add_heading("Access standard", 0)
        document.add_paragraph("Text.")

    assert texts(build) == ["Isthmus plc \u2013 Access standard", "Text."]


def test_headings_made_by_hand_are_found_by_their_looks() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_paragraph().add_run("Scope").bold = True
        document.add_paragraph("The standard holds for all plants.")
        run = document.add_paragraph().add_run("Access standard")
        run.font.size = Pt(20)
        document.add_paragraph("It is about access.")

    kinds = {block.text: block.kind for block in blocks(build)}
    assert kinds["Scope"] == kinds["Access standard"] == BlockKind.HEADING
    assert loader.load(docx(build), "a.docx").title == "Access standard"


def test_numbers_that_word_computes_are_written_out() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        chapters = add_numbering(
            document, ("decimal", "%1"), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")
        )
        for text, style, depth in (
            ("Scope", "Heading 1", 0),
            ("Access", "Heading 1", 0),
            ("Vendors", "Heading 2", 1),
            ("They ask.", None, 2),
            ("They log.", None, 2),
            ("Staff", "Heading 2", 1),
            ("They too.", None, 2),
        ):
            number(document.add_paragraph(text, style=style), chapters, depth)

    assert [(block.text, block.place.section) for block in blocks(build)] == [
        ("1 Scope", "1"),
        ("2 Access", "2"),
        ("2.1 Vendors", "2.1"),
        ("    (a) They ask.", "2.1"),
        ("    (b) They log.", "2.1"),
        ("2.2 Staff", "2.2"),
        ("    (a) They too.", "2.2"),
    ]


def test_bullets_come_from_the_style() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.add_paragraph("First", style="List Bullet")
        document.add_paragraph("Second", style="List Number")

    assert texts(build) == ["- First", "1. Second"]


def test_table_rows_carry_headers_and_merged_cells_are_repeated() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        rows = (("Phase", "Activity", "Plant manager"), ("Run", "Patch", "A"), ("", "Audit", "I"))
        table = document.add_table(rows=0, cols=3)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    assert texts(build) == [
        "Phase: Run | Activity: Patch | Plant manager: A",
        "Phase: Run | Activity: Audit | Plant manager: I",
    ]


def test_two_columns_have_headers_only_where_the_file_says_so() -> None:
    def build(document: Any, *, marked: bool) -> None:  # noqa: ANN401
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            (cell for row in table.rows for cell in row.cells),
            ("Owner", "Plant manager", "Version", "2"),
            strict=True,
        ):
            cell.text = text
        if marked:
            table.rows[0]._tr.get_or_add_trPr().append(  # noqa: SLF001
                parse_xml(f"<w:tblHeader {nsdecls('w')}/>")
            )

    plain = [block.text for block in blocks(lambda document: build(document, marked=False))]
    marked = [block.text for block in blocks(lambda document: build(document, marked=True))]
    assert plain == ["Owner | Plant manager", "Version | 2"]
    assert marked == ["Owner: Version | Plant manager: 2"]


def test_a_frame_of_one_cell_is_read_as_text() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "Stop the line first."

    assert [block.kind for block in blocks(build)] == [BlockKind.PARAGRAPH]


def test_contents_page_headers_and_removed_text_are_left_out() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        document.sections[0].header.paragraphs[0].text = "Isthmus plc"
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Scope\t3", style="toc 1")
        paragraph = document.add_paragraph("Kept")
        paragraph._p.append(  # noqa: SLF001
            parse_xml(
                f"<w:del {nsdecls('w')} w:id='1' w:author='x'>"
                "<w:r><w:delText>gone</w:delText></w:r></w:del>"
            )
        )
        paragraph.add_run(" unseen").font.hidden = True

    assert texts(build) == ["Kept"]


def test_a_heading_by_outline_level_counts() -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        properties = document.add_paragraph("Scope")._p.get_or_add_pPr()  # noqa: SLF001
        level = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>')
        properties.append(level)
        assert level.get(qn("w:val")) == "1"
        document.add_paragraph("The standard holds for all plants.")

    assert blocks(build)[1].headings == ("Scope",)


def test_checkboxes_are_marks() -> None:
    assert texts(lambda document: document.add_paragraph("☒ Backup is tested")) == [
        "☒ Backup is tested"
    ]


def with_notes(content: bytes, kind: str, *notes: str) -> bytes:
    """Give a Word file a part with footnotes or endnotes, numbered from 2 as Word does."""
    said = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:{kind}>'
        for number, note in enumerate(("", *notes), start=1)
    )
    part = f"<w:{kind}s {nsdecls('w')}>{said}</w:{kind}s>"
    relation = f'<Relationship Id="rN" Type="{RELATED}/{kind}s" Target="{kind}s.xml"/>'
    override = (
        f'<Override PartName="/word/{kind}s.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.wordprocessingml.{kind}s+xml"/>'
    )
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        relations = opened.read("word/_rels/document.xml.rels").decode()
        types = opened.read("[Content_Types].xml").decode()
    changed = {
        f"word/{kind}s.xml": part,
        "word/_rels/document.xml.rels": relations.replace("</Rel", f"{relation}</Rel"),
        "[Content_Types].xml": types.replace("</Types>", f"{override}</Types>"),
    }
    return rezipped(content, {name: text.encode() for name, text in changed.items()})


def refer(paragraph: Any, kind: str, note: int) -> None:  # noqa: ANN401
    mark = f"<w:{kind}Reference {nsdecls('w')} w:id='{note}'/>"
    paragraph.add_run()._r.append(parse_xml(mark))  # noqa: SLF001


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_stands_below_what_refers_to_it_with_the_number_that_word_shows(kind: str) -> None:
    def build(document: Any) -> None:  # noqa: ANN401
        refer(document.add_paragraph("Vendors need approval."), kind, 3)
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Role", "Letter"
        refer(table.cell(0, 0).paragraphs[0], kind, 2)
        document.add_paragraph("The end.")

    content = with_notes(docx(build), kind, "As charted.", "Except in an emergency.")
    assert [block.text for block in loader.load(content, "a.docx").blocks] == [
        "Vendors need approval.",
        f"{kind.capitalize()} 1: Except in an emergency.",
        "Role | Letter",
        f"{kind.capitalize()} 2: As charted.",
        "The end.",
    ]
