"""The list of documents and its pages, without HTTP."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.library.model import Collection, Description, Document, Hit
from isthmus.web.listing import (
    Slice,
    Wanted,
    counts,
    in_words,
    kind_of,
    listed,
    review_of,
)
from isthmus.web.outline import outline
from isthmus_knowledge.passages import Passage

TODAY = date(2026, 11, 22)


def document(
    title: str,
    collection: Collection = Collection.POLICIES,
    review: date | None = None,
    edition: str | None = None,
) -> Document:
    said = Description(title, collection=collection, review=review, edition=edition)
    return Document(title.lower(), f"upload:{title}", said, "r1")


PATCHING = document("OT patching policy", review=date(2027, 1, 1), edition="2026.2")
CSF = document("Digest of NIST CSF", Collection.STANDARDS)
ACCESS = document("Access policy", review=date(2026, 12, 1))


def titles(wanted: Wanted) -> list[str]:
    return [one.description.title for one in listed([PATCHING, CSF, ACCESS], wanted).items]


def test_the_list_goes_by_collection_and_title_unless_asked_otherwise() -> None:
    assert titles(Wanted()) == ["Access policy", "OT patching policy", "Digest of NIST CSF"]
    assert titles(Wanted(sort="title"))[0] == "Access policy"
    assert titles(Wanted(sort="review"))[-1] == "Digest of NIST CSF"


def test_every_word_has_to_stand_in_the_title_or_edition() -> None:
    assert titles(Wanted(text="policy OT")) == ["OT patching policy"]
    assert titles(Wanted(text="2026.2")) == ["OT patching policy"]
    assert titles(Wanted(text="policy digest")) == []


def test_a_collection_is_chosen_and_one_that_is_none_is_passed_over() -> None:
    assert titles(Wanted(collection="standards")) == ["Digest of NIST CSF"]
    assert len(titles(Wanted(collection="none", sort="none"))) == 3


def test_documents_are_counted_by_collection() -> None:
    assert counts([PATCHING, CSF, ACCESS]) == {
        Collection.BLUEPRINT: 0,
        Collection.STANDARDS: 1,
        Collection.POLICIES: 2,
        Collection.RECORDS: 0,
    }


def test_the_next_page_keeps_what_was_asked_for() -> None:
    wanted = Wanted(text="ot & it", state="retired", page=3)
    assert wanted.address(page=4) == "/library?text=ot+%26+it&state=retired&page=4"
    assert Wanted(page=2).address() == "/library"


@given(st.lists(st.integers(), max_size=200), st.integers(1, 60))
def test_the_pages_together_are_the_whole_list(found: list[int], size: int) -> None:
    first = Slice.of(found, 1, size)
    pages = [Slice.of(found, page, size) for page in range(1, first.pages + 1)]
    assert [one for page in pages for one in page.items] == found
    assert all(len(page.items) <= size for page in pages)


@given(st.integers())
def test_a_page_beyond_the_list_is_the_nearest_there_is(page: int) -> None:
    assert Slice.of(range(120), page).page in {1, 2, 3}


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (-12, "Overdue by 12 days", "bad"),
        (-1, "Overdue by 1 day", "bad"),
        (0, "Due today", "warn"),
        (30, "Due in 30 days", "warn"),
        (31, "Due in 31 days", "plain"),
    ],
)
def test_a_review_is_said_as_seen_from_today(days: int, words: str, kind: str) -> None:
    review = review_of(document("Policy", review=TODAY + timedelta(days=days)), TODAY)
    assert review is not None
    assert (in_words(review), kind_of(review)) == (words, kind)


def test_a_retired_document_is_not_to_be_reviewed() -> None:
    retired = ACCESS.retire(datetime(2026, 11, 1, tzinfo=UTC))
    assert review_of(ACCESS, TODAY) is not None
    assert review_of(retired, TODAY) is None


def hit(ordinal: int, *headings: str, text: str = "Words.", locator: str = "") -> Hit:
    passage = Passage(ordinal, 0, len(text), text, headings, locator)
    return Hit(f"p{ordinal}", CSF, "r1", passage)


def test_an_outline_gives_each_heading_once_where_it_begins() -> None:
    hits = [
        hit(0, "Digest", "Scope", locator="Scope"),
        hit(1, "Digest", "Scope", locator="page 2"),
        hit(2, "Digest", "Topics", "Access", locator="page 3"),
        hit(3, "Digest", "Topics", "Patching"),
    ]
    stops = outline(hits, "Digest")
    assert [(stop.words, stop.depth, stop.passage) for stop in stops] == [
        ("Scope", 0, "p0"),
        ("Topics", 0, "p2"),
        ("Access", 1, "p2"),
        ("Patching", 1, "p3"),
    ]
    assert [stop.locator for stop in stops] == ["", "page 3", "page 3", ""]


def test_a_document_without_headings_is_outlined_by_its_beginnings() -> None:
    (stop,) = outline([hit(0, text="word " * 40)], "Digest")
    assert stop.words.startswith("word word")
    assert stop.words.endswith(" …")
    assert len(stop.words) < 100
