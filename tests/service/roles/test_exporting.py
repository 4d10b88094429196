"""A definition is sent as Markdown, DOCX and JSON, with what each line stands on."""

import io
import json
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.raci.exporting.sheet import Approval
from isthmus.raci.model import Status
from isthmus.roles.composing import Drawn, compose
from isthmus.roles.exporting.formats import Format, export, file_name
from isthmus.roles.exporting.sheet import Sheet, as_role_sheet, sources_of
from isthmus.roles.model import Definition, Filed, Line, Source, SourceKind, Topic
from isthmus.roles.publishing import Approval as Publication
from isthmus.roles.publishing import written
from isthmus.roles.subject import subject_of
from isthmus.roles.written import definition_as_json, definition_of
from isthmus_knowledge.catalogue import Side
from isthmus_knowledge.loaders.docx import load
from kept_charts import NOW, small

DEFINED = compose(subject_of("plant manager"), [Drawn("c", small(), 2)], [], date(2027, 11, 23))
APPROVED = Sheet(DEFINED, Status.APPROVED, "3", Approval("Lea", date(2026, 11, 23)))
OTHER = compose(subject_of("CISO"), [], [])

text = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
sources = st.builds(Source, st.sampled_from(SourceKind), text, text, text, text, text, text)
lines = st.builds(
    Line,
    text,
    st.sampled_from(Topic),
    text,
    st.lists(sources, max_size=2).map(tuple),
    text,
    st.lists(text, max_size=2).map(tuple),
)
many = st.lists(lines, max_size=4).map(tuple)
days = st.none() | st.dates()
definitions = st.builds(
    Definition, text, text, st.none() | st.sampled_from(Side), days, many, many, st.integers(0, 99)
)


@given(definitions)
def test_a_definition_comes_back_from_its_record_as_it_was(definition: Definition) -> None:
    said = json.loads(json.dumps(definition_as_json(definition)))
    assert definition_of(said) == definition


@pytest.mark.parametrize("to", [Format.MD, Format.DOCX])
def test_a_file_says_each_line_and_what_it_stands_on(to: Format) -> None:
    said = _read(export([APPROVED], to), to)
    assert "Version 3, approved 2026-11-23 by Lea." in said
    assert "Review: 2027-11-23" in said
    for line in DEFINED.lines:
        assert line.in_words in said
        assert sources_of(line) in said


def test_several_roles_stand_in_one_file() -> None:
    sheets = [APPROVED, Sheet(OTHER)]
    for to in (Format.MD, Format.DOCX):
        said = _read(export(sheets, to), to)
        assert said.index(DEFINED.name) < said.index(OTHER.lines[0].text)
    names = [each["name"] for each in json.loads(export(sheets, Format.JSON))]
    assert names == [DEFINED.name, OTHER.name]


def test_json_tells_lines_by_topic_with_their_sources() -> None:
    said = json.loads(export([APPROVED], Format.JSON))
    assert (said["name"], said["role"], said["status"]) == (DEFINED.name, "PM", "approved")
    line = said["lines"]["accountable for"][0]
    assert line["text"] == "Test patches on a spare controller"
    assert line["sources"][0]["version"] == "2"
    assert all(each["nice"] for each in said["lines"]["competences"])


def test_what_is_not_approved_names_nobody_who_approved_it() -> None:
    assert Sheet(DEFINED).standing == "Draft."
    again = replace(APPROVED, status=Status.DRAFT)
    assert again.standing == "Draft; last approved: version 3, approved 2026-11-23 by Lea."
    assert "Lea" not in _read(export([again], Format.DOCX), Format.DOCX).split("Approval")[-1]


def test_markdown_takes_no_mark_of_a_line() -> None:
    line = Line("1", Topic.PURPOSE, "[x](javascript:a) <b>\n# y", ())
    said = export([Sheet(Definition("*Role*", lines=(line,)))], Format.MD).decode()
    assert "# \\*Role\\*" in said
    assert r"- \[x\](javascript:a) \<b\> \# y" in said


@given(definitions)
def test_any_definition_is_written_in_any_format(definition: Definition) -> None:
    for to in Format:
        assert export([Sheet(definition)], to)


def test_a_chart_prints_the_definitions_of_its_roles() -> None:
    sheet = as_role_sheet(Sheet(DEFINED, Status.APPROVED, "2"))
    assert sheet.standing == "Version 2."
    assert (sheet.name, sheet.sections[0][0]) == (DEFINED.name, "Purpose")
    assert "OT patching (version 2)" in " ".join(dict(sheet.sections)["Accountable for"])


def test_a_file_is_named_after_the_role() -> None:
    assert file_name("Head of OT/IT", Format.DOCX) == "Role-Head-of-OT-IT.docx"


def test_what_is_published_names_the_role_in_each_sentence() -> None:
    blocks = written(Publication(Filed("d", DEFINED, "ana"), "Lea", NOW)).blocks
    said = [block.text for block in blocks if block.text.startswith("- ")]
    assert len(said) == len(DEFINED.lines)
    assert all("the plant or site manager" in each.casefold() for each in said)
    assert all(each.endswith((".", "!", "?")) for each in said)
    assert (
        "- The plant or site manager is accountable for the activity "
        "“Test patches on a spare controller”."
    ) in said


def _read(content: bytes, of: Format) -> str:
    if of is Format.MD:
        return content.decode().replace("\\", "")
    with ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
    return "\n".join(block.text for block in load(content, "file.docx").blocks)
