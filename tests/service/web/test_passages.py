"""How a passage is cut out of its document and its quotes are marked."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.library.model import Description, Document, LicenceClass, Revision
from isthmus.web.passages import (
    Excerpt,
    PassageInDocument,
    excerpt,
    find_quote,
    licence_note,
    sentence_lines,
)
from isthmus_knowledge.passages import Passage

TEXT = """Remote access

Vendors enter through the jump host only.

- The shift supervisor opens each
  session.
- The session is recorded.

Role: Plant manager | Letter: A

Each account is reviewed every quarter."""
PASSAGE = "- The shift supervisor opens each\n  session.\n- The session is recorded."


def shown(passage: str = PASSAGE, text: str = TEXT) -> PassageInDocument:
    start = text.index(passage)
    stretch = Passage(1, start, start + len(passage), passage, ("Remote access",), "section 2")
    document = Document("d", "upload:d", Description("Rules"), revision="r")
    revision = Revision("r", "d", 1, "hash", "Rules", text, datetime(2026, 11, 22, tzinfo=UTC))
    return PassageInDocument("r-0001", document, revision, stretch, frozenset({"Remote access"}))


def marked(found: Excerpt) -> list[str]:
    return [fragment.text for line in found.lines for fragment in line.fragments if fragment.marked]


def test_a_quote_is_marked_whatever_its_white_space() -> None:
    found = excerpt(shown(), ["The shift supervisor opens each session."])
    assert marked(found) == ["The shift supervisor opens each", "  session."]


def test_a_quote_is_sought_in_its_passage_first() -> None:
    text = "The same words.\n\nOther.\n\nThe same words."
    passage = Passage(2, 25, len(text), "The same words.", (), "")
    assert find_quote(text, "The same words.", passage) == (25, len(text))


def test_a_quote_that_is_not_there_marks_nothing() -> None:
    assert marked(excerpt(shown(), ["Nobody said this.", "", " "])) == []


def test_each_line_knows_what_it_is() -> None:
    kinds = [line.kind for line in excerpt(shown(), []).lines]
    assert kinds == ["heading", "text", "item", "text", "item", "row", "text"]


def test_the_lines_around_the_passage_are_told_from_its_own() -> None:
    inside = [line.inside for line in excerpt(shown(), []).lines]
    assert inside == [False, False, True, True, True, False, False]


def test_a_short_document_is_shown_whole() -> None:
    found = excerpt(shown(), [])
    assert not found.starts_within
    assert not found.ends_within


def test_a_long_document_is_cut_at_paragraphs() -> None:
    around = "\n\n".join(f"Paragraph {n} of a long document." for n in range(200))
    text = f"{around}\n\n{PASSAGE}\n\n{around}"
    found = excerpt(shown(text=text), [])
    first = "".join(fragment.text for fragment in found.lines[0].fragments)
    assert found.starts_within
    assert found.ends_within
    assert first.startswith("Paragraph ")
    assert len(found.lines) < 80


@given(quote=st.text(max_size=40), text=st.text(max_size=400), at=st.integers(0, 400))
def test_nothing_is_lost_or_made_up_whatever_the_text(quote: str, text: str, at: int) -> None:
    passage = Passage(0, min(at, len(text)), len(text), text[at:], (), "")
    found = excerpt(
        replace(shown(), revision=replace(shown().revision, text=text), passage=passage), [quote]
    )
    for line in found.lines:
        for fragment in line.fragments:
            assert fragment.text in text


def test_a_single_list_item_loses_its_mark_and_a_list_keeps_them() -> None:
    (single,) = sentence_lines("- The session is recorded.")
    assert (single.kind, single.mark, single.text) == ("text", "", "The session is recorded.")
    marks = [line.mark for line in sentence_lines("Do this:\n1. Ask.\n2. Wait.")]
    assert marks == ["", "1.", "2."]


@pytest.mark.parametrize("licence", LicenceClass)
def test_every_licence_class_has_words(licence: LicenceClass) -> None:
    assert licence_note(Description("Rules", licence=licence))


def test_a_paraphrase_is_never_passed_off_as_the_standard() -> None:
    note = licence_note(Description("Digest", paraphrase_of="ISA/IEC 62443-3-3"))
    assert "not the text of ISA/IEC 62443-3-3" in note
