from hypothesis import assume, given
from hypothesis import strategies as st

from isthmus.answers.verification import folded, is_quoted_from

texts = st.text(st.sampled_from("abC .\n\t\u00a0\u2003é😀-|\x1c"), max_size=60)
places = st.integers(0, 60)
NOWHERE = "§"


@given(texts, places, places)
def test_every_stretch_of_a_text_is_quoted_from_it(text: str, start: int, end: int) -> None:
    quote = text[start:end]
    assert is_quoted_from(quote, text) is bool(quote.strip())


@given(texts, places, places, places)
def test_one_foreign_character_makes_it_no_quote(text: str, start: int, end: int, at: int) -> None:
    quote = text[start:end]
    assert not is_quoted_from(quote[:at] + NOWHERE + quote[at:], text)


@given(texts, st.sampled_from(["\n", "  ", "\t \n", "\u00a0"]))
def test_how_white_space_is_written_does_not_matter(text: str, space: str) -> None:
    assume(text.strip())
    assert is_quoted_from(text.replace(" ", space), text)


@given(texts)
def test_folding_leaves_single_spaces_and_changes_nothing_twice(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert "".join(folded(text).split(" ")) == "".join(text.split())


def test_nothing_is_no_quote() -> None:
    assert not is_quoted_from("", "The plan.")
    assert not is_quoted_from(" \n", "The plan. \n")


def test_another_case_or_another_order_is_no_quote() -> None:
    assert not is_quoted_from("the plan", "The plan")
    assert not is_quoted_from("plan The", "The plan")


def test_two_sentences_with_something_left_out_between_are_no_quote() -> None:
    assert not is_quoted_from("One. Three.", "One. Two. Three.")
