from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.answers.cutting import (
    LONGEST_SENTENCE,
    LONGEST_TEXT,
    MOST_SENTENCES,
    Said,
    sentences,
)


def cut(text: str, piece: int = 3) -> list[Said]:
    return list(sentences(text[start : start + piece] for start in range(0, len(text), piece)))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A signs. [1] B is told [2].", [("A signs.", (1,)), ("B is told.", (2,))]),
        ("A signs [1][2]. B is told. [2] [3]", [("A signs.", (1, 2)), ("B is told.", (2, 3))]),
        ("A signs [1, 3].", [("A signs.", (1, 3))]),
        ("A signs [1-3].\nB is told \u2026 [4]", [("A signs.", (1, 2, 3)), ("B is told …", (4,))]),
        ("A signs.\n[1]\nB is told. [2]", [("A signs.", (1,)), ("B is told.", (2,))]),
        ("- A signs [1]\n- B is told [2]\n", [("A signs", (1,)), ("B is told", (2,))]),
        ("1. A signs [1].\n2. B is told [2].", [("A signs.", (1,)), ("B is told.", (2,))]),
        ("A signs [1]", [("A signs", (1,))]),
        ("A signs it. [1] B may [1] if", [("A signs it.", (1,)), ("B may if", ())]),
        ("A signs it. [1] B may [1][", [("A signs it.", (1,)), ("B may[", ())]),
        ("NOTHING FOUND", [("NOTHING FOUND", ())]),
        ("A signs. B is told. [1]", [("A signs.", ()), ("B is told.", (1,))]),
        ("**A** signs *all* of it [1].", [("A signs all of it.", (1,))]),
        ("A signs it [1] and B reads it [2].", [("A signs it and B reads it.", (1, 2))]),
        ("See No. 5 of Rev. 3, e.g. SR 1.13. [1]", [("See No. 5 of Rev. 3, e.g. SR 1.13.", (1,))]),
        ("A signs [99].", [("A signs.", (99,))]),
        ("A signs [1-999999999].", [("A signs.", ())]),
        ("A signs [3-1].", [("A signs.", ())]),
        ("", []),
        (" \n\n [1] . \n", []),
    ],
)
def test_sentences_are_cut_with_the_numbers_they_cite(
    written: str, said: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(each.text, each.cites) for each in cut(written)] == said


def test_brackets_that_cite_nothing_stay() -> None:
    assert cut("Call [the vendor] first [1].") == [Said("Call [the vendor] first.", (1,))]


def test_a_sentence_is_given_before_the_next_one_is_complete() -> None:
    coming = sentences(chain(["The plant manager signs. ", "[1] ", "The"], waiting()))
    assert next(coming) == Said("The plant manager signs.", (1,))


def waiting() -> list[str]:
    """Give what nobody reads in time."""
    return [" board is told. [1]"]


@pytest.mark.parametrize("endless", ["A signs it. [1] ", "and so on ", "[1] ", "\n", ".", "["])
def test_an_endless_text_comes_to_an_end(endless: str) -> None:
    read = 0

    def coming() -> chain[str]:
        return chain.from_iterable(repeat((endless,)))

    def counted() -> object:
        nonlocal read
        for each in coming():
            read += len(each)
            yield each

    assert len(list(sentences(counted()))) <= MOST_SENTENCES  # type: ignore[arg-type]
    assert read <= LONGEST_TEXT + len(endless)


def test_a_sentence_that_is_too_long_is_left_out() -> None:
    long = f"{'very ' * LONGEST_SENTENCE}long [1]."
    assert cut(f"{long[-LONGEST_SENTENCE - 9 :]} A signs. [1]", 50) == [Said("A signs.", (1,))]


@given(st.text(alphabet="Ab1. [],-\n*e?", max_size=80), st.integers(1, 9))
def test_how_a_text_is_cut_into_pieces_changes_nothing(text: str, piece: int) -> None:
    assert cut(text, piece) == cut(text, 80)
