import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import isthmus_knowledge
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.corpus_entries import CorpusError
from isthmus_knowledge.templates import (
    Template,
    read_templates,
    shipped_templates,
    template_sections,
)

SHIPPED = Path(isthmus_knowledge.__file__).parent / "corpus" / "templates"
PURPOSE = "The OT visit sheet template says who may enter a control room."
TEMPLATE = f"""\
---
title: OT visit sheet
step: 2.3
purpose: {PURPOSE}
filled_by: Control room operator
approved_by: Plant or site manager
also_called: [visitor form, gate list]
reviewed: 2026-11-22
sources:
  - title: A source
    url: https://example.org/a
---

# OT visit sheet

*Ask at the gate.*

## Visitors

| Name | Badge |
|---|---|
| [name] | [example: 17] |

## RACI of a visit

Signed by [signature].
"""


@pytest.fixture(params=sorted(file.stem for file in SHIPPED.iterdir()))
def template(request: pytest.FixtureRequest) -> Template:
    return next(each for each in shipped_templates() if each.slug == request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ot-visit-sheet.md").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def reason_refused(folder: Path) -> str:
    with pytest.raises(CorpusError) as refused:
        read_templates(folder, catalogue())
    return str(refused.value)


def line_of(text: str) -> int:
    """Return the number of the line in which ``text`` starts, counted from 1."""
    return TEMPLATE[: TEMPLATE.index(text)].count("\n") + 1


def test_every_file_of_the_folder_is_a_template() -> None:
    files = {file.stem for file in SHIPPED.iterdir()}
    assert {template.slug for template in shipped_templates()} == files


def test_the_templates_are_read_once() -> None:
    assert shipped_templates() is shipped_templates()


def test_every_step_has_a_template_and_they_come_in_its_order() -> None:
    steps = [template.step for template in shipped_templates()]
    assert set(steps) == {step.id for step in catalogue().steps}
    assert steps == sorted(steps)


def test_a_name_belongs_to_one_template() -> None:
    names = Counter(
        name.casefold()
        for template in shipped_templates()
        for name in (template.title, *template.also_called)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_template_can_be_filled_in_within_an_hour(template: Template) -> None:
    words = [word for word in template.body.split() if re.search(r"\w", word)]
    assert 500 <= len(words) <= 1200
    assert template.body.count("[") >= 40
    assert len(template.parts) >= 5


def test_what_is_to_be_filled_in_stands_in_closed_brackets(template: Template) -> None:
    for line in template.body.splitlines():
        assert re.sub(r"\[[^\[\]]+\]", "", line).count("[") == 0, line
        assert line.count("[") == line.count("]"), line


def test_a_templates_tables_have_a_cell_for_every_header(template: Template) -> None:
    tables = re.findall(r"(?:^\|.*\|$\n)+", template.body, re.MULTILINE)
    assert tables
    for table in tables:
        _, rule, *rows = table.splitlines()
        assert set(rule) == {"|", "-"}
        assert rows
        assert len({row.count("|") for row in table.splitlines()}) == 1, table


def test_a_template_tells_how_to_decide(template: Template) -> None:
    assert len(re.findall(r"^\*[^*].*[.?:]\*$", template.body, re.MULTILINE)) >= 2


def test_who_fills_in_and_who_approves_have_that_part_in_the_steps_activities(
    template: Template,
) -> None:
    known = catalogue()
    activities = [each for each in known.activities if each.step == template.step]
    accountable = {known.role(each.accountable).name for each in activities}
    responsible = {known.role(role).name for each in activities for role in each.responsible}
    assert template.approved_by in accountable
    assert template.filled_by in responsible


def test_a_purpose_is_one_sentence(template: Template) -> None:
    assert template.purpose.endswith(".")
    assert ". " not in template.purpose
    assert len(template.purpose.split()) <= 45


def test_a_part_has_no_comma_because_parts_are_listed_with_commas(template: Template) -> None:
    assert [part for part in template.parts if "," in part] == []


def test_a_template_is_read_with_its_front_matter(folder: Path) -> None:
    (template,) = read_templates(folder, catalogue())
    assert template.slug == "ot-visit-sheet"
    assert template.title == "OT visit sheet"
    assert template.step == "2.3"
    assert template.purpose == PURPOSE
    assert template.filled_by == "Control room operator"
    assert template.approved_by == "Plant or site manager"
    assert template.also_called == ("visitor form", "gate list")
    assert template.reviewed == date(2026, 11, 22)
    assert [source.url for source in template.sources] == ["https://example.org/a"]
    assert template.parts == ("Visitors", "RACI of a visit")
    assert template.body == TEMPLATE.split("---\n\n", 1)[1]


def test_a_section_says_what_a_template_is_for_and_who_uses_it(folder: Path) -> None:
    (section,) = template_sections(read_templates(folder, catalogue()), catalogue())
    assert section == (
        "## OT visit sheet\n\n"
        f"{PURPOSE}\n\n"
        "The OT visit sheet template is filled in by the control room operator and approved by "
        "the plant or site manager, and belongs to step 2.3 (Security policies).\n\n"
        "The OT visit sheet template has these parts: visitors, RACI of a visit.\n\n"
        "Also looked up as visitor form, gate list."
    )


def test_every_shipped_template_has_a_section_under_its_title() -> None:
    headings = [
        section.splitlines()[0] for section in template_sections(shipped_templates(), catalogue())
    ]
    assert headings == [f"## {template.title}" for template in shipped_templates()]


def test_a_title_within_a_sentence_keeps_the_capitals_of_its_acronyms() -> None:
    text = "\n".join(template_sections(shipped_templates(), catalogue()))
    for start in (
        "The steering committee charter template",
        "The RACI review record template",
        "The OT change management procedure template",
    ):
        assert f"{start} is filled in by" in text


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("step: 2.3", "step: 2.9", "step is '2.9'; it must be one of 1.1, 1.2,"),
        (
            "filled_by: Control room operator",
            "filled_by: Somebody",
            "filled_by is 'Somebody'; it must be one of Executive sponsor (COO/CEO), ",
        ),
        (
            "approved_by: Plant or site manager",
            "approved_by: Plant chief",
            "approved_by is 'Plant chief'; it must be one of Executive sponsor (COO/CEO), ",
        ),
        (
            "approved_by: Plant or site manager",
            "approved_by: Product supplier",
            "approved_by is 'Product supplier'; it must be one of ",
        ),
        (
            "approved_by: Plant or site manager",
            "approved_by: Control room operator",
            "approved_by is also filled_by; nobody approves their own work",
        ),
        (
            "purpose: The OT visit sheet template says",
            "purpose: It says",
            "purpose must start with 'The OT visit sheet template', to be quoted alone",
        ),
        (
            "also_called: [visitor form, gate list]",
            "also_called: visitor form",
            "also_called must be a list",
        ),
        ("reviewed: 2026-11-22", "reviewed: soon", "reviewed is 'soon'; it must be a date"),
        ("url: https:", "url: ftp:", "url is 'ftp://example.org/a'; it must start with https://"),
        ("reviewed:", "owner: me\nreviewed:", "owner is an unknown key; known keys are also_"),
    ],
)
def test_a_mistake_in_the_front_matter_is_shown_with_file_and_line(
    folder: Path, old: str, new: str, reason: str
) -> None:
    file = folder / "ot-visit-sheet.md"
    file.write_text(TEMPLATE.replace(old, new, 1), encoding="utf-8")
    assert reason_refused(folder).startswith(f"ot-visit-sheet.md, line {line_of(old)}: {reason}")


@pytest.mark.parametrize("spoilt", ["[name", "name]", "[]", "[ ]", "[a [name]]", "[name\n]"])
def test_a_bracket_that_is_no_placeholder_is_shown_with_file_and_line(
    folder: Path, spoilt: str
) -> None:
    file = folder / "ot-visit-sheet.md"
    file.write_text(TEMPLATE.replace("[signature]", spoilt), encoding="utf-8")
    assert reason_refused(folder) == (
        f"ot-visit-sheet.md, line {line_of('Signed by')}: "
        "a bracket is open, empty or within another; write [what to fill in]"
    )


def test_a_template_with_nothing_to_fill_in_is_refused(folder: Path) -> None:
    file = folder / "ot-visit-sheet.md"
    head, body = TEMPLATE.split("---\n\n", 1)
    filled_in = re.sub(r"[\[\]]", "", body)
    file.write_text(f"{head}---\n\n{filled_in}", encoding="utf-8")
    assert reason_refused(folder).startswith(
        f"ot-visit-sheet.md, line {line_of('# OT visit sheet') - 1}: nothing is left to fill in"
    )


def test_a_template_without_parts_is_refused(folder: Path) -> None:
    file = folder / "ot-visit-sheet.md"
    file.write_text(TEMPLATE.replace("\n## ", "\n"), encoding="utf-8")
    assert "the text has no part; write a heading such as '## Scope'" in reason_refused(folder)


@pytest.mark.parametrize("heading", ["", "# Another title\n"])
def test_a_templates_text_starts_with_its_title(folder: Path, heading: str) -> None:
    file = folder / "ot-visit-sheet.md"
    file.write_text(TEMPLATE.replace("# OT visit sheet\n", heading), encoding="utf-8")
    assert reason_refused(folder).startswith(
        f"ot-visit-sheet.md, line {line_of('# OT visit sheet') - 1}: "
        "the text must start with the heading '# OT visit sheet'"
    )


@pytest.mark.parametrize("content", ["", "# No front matter\n", "---\ntitle: Never closed\n"])
def test_a_template_without_front_matter_is_refused(folder: Path, content: str) -> None:
    (folder / "ot-visit-sheet.md").write_text(content, encoding="utf-8")
    assert reason_refused(folder).startswith("ot-visit-sheet.md, line 1: the front matter between")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("visitor form, gate list", "guest form", "title"),
        ("title: OT visit sheet", "title: Guest sheet", "also_called"),
    ],
)
def test_two_templates_cannot_have_the_same_name(
    folder: Path, old: str, new: str, key: str
) -> None:
    second = TEMPLATE.replace(old, new)
    (folder / "second.md").write_text(second, encoding="utf-8")
    assert re.fullmatch(
        rf"second\.md, line \d+: {key} '.*' is a name of the template 'OT visit sheet' already",
        reason_refused(folder),
    )


def test_a_file_that_is_not_markdown_is_left_alone(folder: Path) -> None:
    (folder / "notes.txt").write_text("Not a template.", encoding="utf-8")
    assert len(read_templates(folder, catalogue())) == 1
