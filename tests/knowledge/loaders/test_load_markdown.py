import pytest

from isthmus_knowledge.documents import BlockKind, LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import markdown


def load(text: str, name: str = "policy.md") -> LoadedDocument:
    return markdown.load(text.encode(), name)


def texts(text: str) -> list[str]:
    return [block.text for block in load(text).blocks]


def test_headings_are_the_path_of_what_stands_below_them() -> None:
    blocks = load("# Access\n\n## Vendors\n\nAsk first.\n\n## Staff\n\nBadge.").blocks
    assert [block.headings for block in blocks] == [
        (),
        ("Access",),
        ("Access", "Vendors"),
        ("Access",),
        ("Access", "Staff"),
    ]


def test_a_numbered_heading_gives_its_section_to_all_below_it() -> None:
    blocks = load(
        "## 3.2 Remote access\n\nText.\n\n### Exceptions\n\nMore.\n\n## Annex A\n\nX."
    ).blocks
    assert [block.place.section for block in blocks] == ["3.2"] * 4 + ["Annex A"] * 2


def test_a_numbered_clause_has_its_own_section() -> None:
    blocks = load("## 4 Access\n\n4.2 The operator shall ask.\n\n2.4 GHz radio is out.").blocks
    assert [block.place.section for block in blocks] == ["4", "4.2", "4"]


def test_front_matter_becomes_metadata_with_dates_as_iso_strings() -> None:
    document = load(
        "---\ntitle: OT access\nreview: 2026-01-31\ntags: [ot, it]\nweight: 3\n---\n\nText."
    )
    assert document.title == "OT access"
    assert document.metadata == {
        "title": "OT access",
        "review": "2026-01-31",
        "tags": ["ot", "it"],
        "weight": 3,
    }


def test_a_fault_in_the_front_matter_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableError, match="line 4"):
        load("---\ntitle: Access\nowner: [OT, IT\nreview: soon\n---\nText.")


def test_front_matter_without_an_end_is_told() -> None:
    with pytest.raises(UnreadableError, match="never closed"):
        load("---\ntitle: Access\n\nText.")


def test_front_matter_with_an_alias_is_refused_since_it_could_grow_without_end() -> None:
    with pytest.raises(UnreadableError, match=r"line 3.*alias"):
        load("---\na: &a [x, x]\nb: [*a, *a]\n---\nText.")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert texts("---\n\nJust a text.\n\n---\n\nMore.") == ["Just a text.", "More."]


def test_the_title_is_the_front_matters_then_the_first_headings_then_the_file_names() -> None:
    assert load("---\ntitle: A\n---\n# B").title == "A"
    assert load("## Sub\n\n# B\n\n# C").title == "B"
    assert load("Only text.", "docs/cp-access_aws.md.tmpl").title == "Cp access aws"


def test_list_items_keep_their_marks_and_nested_ones_are_indented() -> None:
    assert texts("1. One\n1. Two\n    * Sub\n        1. Deep\n1. Three\n") == [
        "1. One",
        "2. Two",
        "  - Sub",
        "    1. Deep",
        "3. Three",
    ]


def test_lettered_paragraphs_are_list_items() -> None:
    blocks = load("Policy requires that\n\n(a) access is logged.\n\n(b) it is reviewed.").blocks
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH] + [BlockKind.LIST_ITEM] * 2
    assert blocks[1].text == "(a) access is logged."


def test_each_table_row_carries_its_headers() -> None:
    blocks = load("| Role | Letter |\n|---|---|\n| Plant manager | **A** |\n| Vendor | |\n").blocks
    assert [block.text for block in blocks] == ["Role: Plant manager | Letter: A", "Role: Vendor"]
    assert {block.kind for block in blocks} == {BlockKind.TABLE_ROW}


def test_inline_markup_is_flattened() -> None:
    assert texts(
        "Ask **the** [_owner_](https://example.org) of `plc-7`<br>first &amp; log it."
    ) == ["Ask the owner of plc-7\nfirst & log it."]


def test_comments_are_dropped_and_html_blocks_are_read() -> None:
    assert texts("<!-- secret\n\nstill -->\n\n<div><p>Shown.</p><script>no</script></div>\n") == [
        "Shown."
    ]


def test_code_keeps_its_lines() -> None:
    blocks = load("```sh\nif x; then\n  y\nfi\n```").blocks
    assert (blocks[0].kind, blocks[0].text) == (BlockKind.CODE, "if x; then\n  y\nfi")


def test_placeholders_stay_and_conditions_alone_on_their_line_go() -> None:
    assert texts("{{#needHIPAA}}\n* {{company}} complies.\n{{/needHIPAA}}\n") == [
        "- {{company}} complies."
    ]


def test_a_note_of_mkdocs_is_text_and_not_code() -> None:
    blocks = load(
        '!!! warning "Before you start"\n\n    Stop the line.\n\n    * Tell the shift.\n\nGo.'
    ).blocks
    assert [block.text for block in blocks] == [
        "Before you start:",
        "Stop the line.",
        "- Tell the shift.",
        "Go.",
    ]


def test_an_alert_of_github_starts_with_its_kind() -> None:
    assert texts("> [!NOTE]\n> Stop the line.") == ["Note: Stop the line."]


def test_only_letters_that_a_reader_sees_are_kept() -> None:
    document = markdown.load(
        "A\u200bcc\u0065\u0301s\0 \u202eis\r\nlogged\U000e0041.".encode(), "a.md"
    )
    assert document.blocks[0].text == "Acc\u00e9s is logged."


def test_other_encodings_are_read() -> None:
    assert markdown.load("Zugänge".encode("cp1252"), "a.md").blocks[0].text == "Zugänge"
    assert markdown.load("Zugänge".encode("utf-16"), "a.md").blocks[0].text == "Zugänge"
    assert markdown.load("Zugänge".encode("utf-8-sig"), "a.md").blocks[0].text == "Zugänge"


def test_a_file_without_text_is_told() -> None:
    with pytest.raises(UnreadableError, match="no text in empty"):
        load("<!-- nothing -->", "empty.md")
