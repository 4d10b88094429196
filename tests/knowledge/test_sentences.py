from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus_knowledge.sentences import Unit, split


def texts(text: str) -> list[str]:
    return [unit.text for unit in split(text)]


def items(text: str) -> list[str]:
    return [unit.text for unit in split(text) if unit.is_item]


prose = st.text(st.sampled_from("aB1 .!?\n-|(\"'•\t,…é\0😀"), max_size=120)


@given(prose)
def test_each_unit_stands_in_the_text_where_it_says(text: str) -> None:
    for unit in split(text):
        assert text[unit.start : unit.end] == unit.text


@given(prose)
def test_units_are_in_order_and_together_hold_everything_but_white_space(text: str) -> None:
    units = split(text)
    assert all(one.end <= other.start for one, other in pairwise(units))
    assert "".join("".join(texts(text)).split()) == "".join(text.split())


@given(prose)
def test_no_unit_is_empty_or_starts_or_ends_with_white_space(text: str) -> None:
    assert all(unit.text and unit.text == unit.text.strip() for unit in split(text))


def test_two_sentences_are_two_units() -> None:
    assert texts("The owner signs. The plant manager approves.") == [
        "The owner signs.",
        "The plant manager approves.",
    ]


def test_a_sentence_goes_on_over_a_line_break() -> None:
    assert texts("The owner\nsigns the risk.") == ["The owner\nsigns the risk."]


def test_a_blank_line_ends_a_sentence_without_a_full_stop() -> None:
    assert texts("Scope\n\nThis applies to plants.") == ["Scope", "This applies to plants."]


def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    assert texts('He said "Stop." Then he left.') == ['He said "Stop."', "Then he left."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Controls, e.g. Firewalls, are listed.",
        "See Sec. 5 and Fig. 2 of the plan.",
        "It follows ISA/IEC 62443 ed. 2 of 2024.",
        "The U.S. Department publishes it.",
        "Ask J. Smith about it.",
        "It was written (by J. Smith) in May.",
        "Version 2.0 supersedes 1.9 everywhere.",
        "The host plc1.example.com is exempt.",
        "What now? the draft asks.",
    ],
)
def test_a_full_stop_that_ends_nothing_splits_nothing(sentence: str) -> None:
    assert texts(sentence) == [sentence]


def test_numbers_do_not_hide_the_end_of_a_sentence() -> None:
    assert texts("Keep logs for 90 days in 2026. Then delete them.") == [
        "Keep logs for 90 days in 2026.",
        "Then delete them.",
    ]


@pytest.mark.parametrize("mark", ["-", "*", "•", "1.", "12)", "(a)", "b.", "iv)"])
def test_a_list_item_is_one_unit_with_its_mark(mark: str) -> None:
    text = f"{mark} Name the owner. Name a deputy.\n{mark} Sign it."
    assert items(text) == [f"{mark} Name the owner. Name a deputy.", f"{mark} Sign it."]


def test_an_item_continues_on_the_next_line() -> None:
    assert items("- Name the owner\n  of each asset.\n- Sign it.") == [
        "- Name the owner\n  of each asset.",
        "- Sign it.",
    ]


def test_a_nested_item_is_its_own_unit_without_its_indentation() -> None:
    assert items("- Outer\n  - Inner") == ["- Outer", "- Inner"]


def test_a_long_item_is_split_so_that_a_quote_stays_short() -> None:
    assert split("- One is here. Two is here. Three is here.") == [
        Unit(0, 14, "- One is here."),
        Unit(15, 27, "Two is here."),
        Unit(28, 42, "Three is here."),
    ]


def test_a_table_row_is_one_unit_however_long() -> None:
    row = "Role: Owner | Duty: Signs. Pays. Decides. Reviews."
    assert items(f"{row}\n{row}") == [row, row]


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\x0b\x0c"])
def test_nothing_gives_nothing(text: str) -> None:
    assert split(text) == []


def test_a_roman_number_ends_a_sentence_where_an_initial_does_not() -> None:
    text = "The Act has Annex I Part I. Products follow it. J. Doe signs 6 U.S.C. 681b."
    assert [unit.text for unit in split(text)] == [
        "The Act has Annex I Part I.",
        "Products follow it.",
        "J. Doe signs 6 U.S.C. 681b.",
    ]
