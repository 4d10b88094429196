from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_of_tests import Page
from isthmus.answers.evidence import LONGEST_STRETCH, Candidate, Weights, joined
from isthmus_knowledge.passages import Passage

SECTION = ("Patching",)
weights = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.0, 10.0), max_size=6)
present = st.frozensets(st.sampled_from("abcdefg"))


def passages(*sections: tuple[tuple[str, ...], int]) -> list[Passage]:
    """Make passages in a row, each with its headings and its length."""
    ends = list(accumulate(length for _, length in sections))
    return [
        Passage(n, end - length, end, "x" * length, headings, "")
        for n, ((headings, length), end) in enumerate(zip(sections, ends, strict=True))
    ]


def shown(text: str) -> list[str]:
    return [each.shown for each in Page(text).candidates()]


def test_a_passage_is_joined_with_its_whole_section_and_no_more() -> None:
    around = passages((("A",), 10), (SECTION, 10), (SECTION, 10), (SECTION, 10), (("B",), 10))
    assert joined(around[2], around) == tuple(around[1:4])


def test_of_a_long_section_what_follows_is_taken_before_what_precedes() -> None:
    third = LONGEST_STRETCH // 3
    around = passages(*[(SECTION, third)] * 5)
    assert joined(around[1], around) == tuple(around[1:4])
    assert joined(around[4], around) == tuple(around[2:5])


@given(
    st.lists(
        st.tuples(st.sampled_from([("A",), ("A", "B"), ()]), st.integers(1, LONGEST_STRETCH)),
        min_size=1,
        max_size=8,
    ),
    st.data(),
)
def test_a_joined_run_holds_what_was_found_is_of_one_section_and_not_too_long(
    sections: list[tuple[tuple[str, ...], int]], data: st.DataObject
) -> None:
    around = passages(*sections)
    found = data.draw(st.sampled_from(around))
    run = joined(found, around)
    assert found in run
    assert {each.headings for each in run} == {found.headings}
    assert all(one.ordinal + 1 == other.ordinal for one, other in pairwise(run))
    assert run[-1].end - run[0].start <= LONGEST_STRETCH


def test_questions_scraps_and_references_are_not_quoted() -> None:
    text = (
        "Who approves it?\n\nScope\n\nSources: NIST SP 800-82.\n\nSee also step 1.2 of this.\n\n"
        "The plant manager approves it."
    )
    assert shown(text) == ["The plant manager approves it."]


def test_a_short_list_item_may_be_quoted() -> None:
    assert shown("- Firewall") == ["Firewall"]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "12) ", "(a) ", "iv. "])
def test_a_list_mark_is_not_shown(mark: str) -> None:
    assert shown(f"{mark}The firewall is reviewed.") == ["The firewall is reviewed."]


def test_a_sentence_over_two_lines_is_shown_as_one() -> None:
    assert shown("The plant manager\n  approves it.") == ["The plant manager approves it."]


def test_a_unit_with_a_colon_leads_in() -> None:
    candidates = Page("These are in it:\n- one item").candidates()
    leads = {each.shown: each.leads_in for each in candidates}
    assert leads == {"These are in it:": True, "one item": False}


def test_the_terms_around_a_unit_hold_those_of_its_heading() -> None:
    (unit,) = Page("The owner signs it.", headings=("Policies", "Residual risk")).candidates()
    assert {"residu", "risk"} <= unit.around - unit.terms
    assert unit.in_context == "Residual risk\nThe owner signs it."
    assert "polici" not in unit.around


@given(st.text(st.sampled_from("aB1 .!?\n-|(:é😀"), max_size=80))
def test_a_candidate_stands_in_its_text_where_it_says(text: str) -> None:
    found: list[Candidate] = Page(text).candidates()
    assert all(text[each.start : each.end] == each.unit.text for each in found)
    assert [each.order for each in found] == sorted({each.order for each in found})


@given(weights, present, present)
def test_a_cover_is_a_share_that_grows_with_what_is_present(
    of: dict[str, float], some: frozenset[str], more: frozenset[str]
) -> None:
    assert 0.0 <= Weights(of).covered_by(some) <= Weights(of).covered_by(some | more) <= 1.0 + 1e-9
    assert Weights(of).covered_by(of.keys()) == pytest.approx(1.0 if any(of.values()) else 0.0)


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    of = {"canari": 3.0, "plant": 1.0}
    assert Weights(of).covered_by({"canari"}) == 0.75
    assert Weights({}).covered_by({"plant"}) == 0.0
