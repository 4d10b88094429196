import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus_knowledge.analysis import (
    first_identifier,
    identifiers,
    pairs,
    specific_identifiers,
    stem,
    subject_identifier,
    telling_stems,
    terms,
    words,
)

SPELLINGS = [
    ["SR 1.13", "sr 1.13", "SR1.13", "SR\u00a01.13", "(SR 1.13),"],
    ["AC-17", "ac-17", "AC 17", "AC\u201117", "AC-17."],
    ["AC-2", "AC-02", "ac-2"],
    ["AC-17(1)", "AC-17 (1)", "ac-17(1)"],
    ["CIP-007-6", "cip-007-6", "CIP\u2011007\u20116"],
    ["PR.AA-01", "PR.AA-1", "pr.aa-01"],
    ["62443-3-3", "IEC 62443-3-3", "ISA/IEC 62443-3-3", "ISA-62443-3-3", "IEC62443-3-3"],
    ["SP 800-82r3", "NIST SP 800-82", "SP800-82", "NIST.SP.800-82r3", "800-82"],
    ["T0886", "t0886"],
    ["T1021.001", "t1021.001"],
    ["AT-2", "AT-02"],
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_an_id_is_the_same_however_it_is_spelled(spellings: list[str]) -> None:
    assert len({specific_identifiers(f"What says {each}")[0] for each in spellings}) == 1


def test_different_ids_do_not_meet() -> None:
    named = [specific_identifiers(spellings[0])[0] for spellings in SPELLINGS]
    assert len(set(named)) == len(SPELLINGS)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("CIP-007-6", "CIP-007"),
        ("AC-17(1)", "AC-17"),
        ("SR 1.13", "SR 1"),
        ("PR.AA-01", "PR.AA"),
        ("IEC 62443-3-3", "IEC 62443"),
        ("T1021.001", "T1021"),
    ],
)
def test_a_part_is_found_by_who_asks_for_the_whole_but_not_the_other_way(
    written: str, asked: str
) -> None:
    assert specific_identifiers(asked)[0] in identifiers(written)
    assert specific_identifiers(written)[0] not in identifiers(asked)


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 we patched",
        "At 5 o'clock",
        "a 10 % share",
        "is 2.4 enough",
        "version2",
        "x-y",
        "I 5",
    ],
)
def test_plain_words_with_numbers_are_no_ids(text: str) -> None:
    assert identifiers(text) == []


def test_every_id_of_a_list_is_found() -> None:
    text = "See AC-17, SR 1.13; CIP-007-6/R2 and (PR.AA-01)."
    assert {"#ac-17", "#sr-1.13", "#cip-7-6", "#pr.aa-1"} <= set(identifiers(text))


def test_an_endless_number_costs_nothing() -> None:
    assert len(identifiers("A" + "1." * 50_000)) < 10


def test_a_possessive_counts_as_its_word() -> None:
    assert words("The vendor's and the vendor\u2019s laptop") == [
        "the",
        "vendor",
        "and",
        "the",
        "vendor",
        "laptop",
    ]


def test_words_of_one_stem_meet_and_stop_words_are_left_out() -> None:
    assert terms("Who is approving the patches?") == terms("approves patch")


def test_an_id_is_a_term_beside_its_words() -> None:
    assert terms("SR 1.13") == ["sr", "1", "13", "#sr-1", "#sr-1.13"]


def test_pairs_skip_stop_words() -> None:
    assert pairs(telling_stems("management of the patches")) == ["manag_patch"]


@pytest.mark.parametrize("text", ["", " ", "the of and", "?!", "\0"])
def test_a_text_without_words_has_no_pairs(text: str) -> None:
    assert pairs(telling_stems(text)) == []


@given(st.text())
def test_no_term_holds_a_space_and_none_is_empty(text: str) -> None:
    for term in (*terms(text), *pairs(telling_stems(text))):
        assert term
        assert len(term.split()) == 1


@given(st.text())
def test_analysis_does_not_depend_on_what_stands_around(text: str) -> None:
    assert terms(f"{text}\n") == terms(text)


def test_threads_stem_as_one_does() -> None:
    interval = sys.getswitchinterval()
    endings = ("ing", "ation", "ities", "able", "ness", "ies")
    found = [f"{first}{second}" for first, second in product(words(TEXT), endings)] * 20
    uncached = stem.__wrapped__
    expected = [uncached(word) for word in found]
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            results = list(pool.map(lambda _: [uncached(word) for word in found], range(4)))
    finally:
        sys.setswitchinterval(interval)
    assert all(result == expected for result in results)


TEXT = "segment patch approve responsible monitor recover inventory compensate"


def test_outcomes_and_practices_are_ids_down_to_their_letter() -> None:
    assert specific_identifiers("CAF B5.c and C2M2 RESPONSE-3g") == ["#b-5.c", "#response-3g"]
    assert set(identifiers("B5")) <= set(identifiers("CAF outcome B5.c"))


@pytest.mark.parametrize(
    ("heading", "subject"),
    [
        ("SR 1.13 Access", "#sr-1.13"),
        ("Control OT changes (A19, step 2.3)", "#a-19"),
        ("The way in (TA0108)", "#ta-108"),
        ("Recovery time objective (RTO)", None),
        ("Step two (and three)", None),
    ],
)
def test_a_section_is_about_the_id_its_heading_opens_with_or_has_in_brackets(
    heading: str, subject: str | None
) -> None:
    assert subject_identifier(heading) == subject


def test_the_first_id_is_never_a_whole_standard() -> None:
    assert first_identifier("IEC 62443-3-3 asks in SR 1.7 for passwords") == "#sr-1.7"
    assert first_identifier("IEC 62443-3-3 asks for passwords") is None
