"""Questions near to one that was refused."""

from collections.abc import Sequence

import numpy as np
import pytest

from isthmus.inquiry.rephrasing import MOST, REMEMBERED, Rephrasing
from isthmus_knowledge.index import Vector

COSINES = {"Who pays?": 1.0, "who pays": 1.0, "Who funds it?": 0.6, "Who is it?": 0.4}


class Told:
    """Gives texts the cosines to the question that they are told to have."""

    fingerprint = "told"

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> Vector:
        self.embedded += len(texts)
        found = [COSINES.get(text, 0.9) for text in texts]
        return np.array([[c, (1 - c * c) ** 0.5] for c in found], np.float32)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def rephrasing(told: Told) -> Rephrasing:
    return Rephrasing(lambda: told)


def test_only_near_ones_are_given_the_nearest_first(rephrasing: Rephrasing) -> None:
    known = ["Who is it?", "Who funds it?", "Another?"]
    assert rephrasing.nearest("Who pays?", [], known) == ["Another?", "Who funds it?"]


def test_a_question_whose_passage_was_found_may_be_less_near(rephrasing: Rephrasing) -> None:
    assert rephrasing.nearest("Who pays?", ["Who is it?"], []) == ["Who is it?"]


def test_the_question_itself_is_never_given(rephrasing: Rephrasing) -> None:
    assert rephrasing.nearest("Who pays?", ["who pays"], ["Who pays?"]) == []


def test_no_more_are_given_than_can_be_read_at_a_glance(rephrasing: Rephrasing) -> None:
    assert len(rephrasing.nearest("Who pays?", [], [f"Far {n}?" for n in range(9)])) == MOST


def test_a_question_is_embedded_once_however_often_it_is_compared(
    rephrasing: Rephrasing, told: Told
) -> None:
    for _ in range(3):
        rephrasing.nearest("Who pays?", ["Who is it?"], ["Who funds it?"])
    assert told.embedded == 3


def test_it_remembers_only_so_many(rephrasing: Rephrasing, told: Told) -> None:
    for n in range(2):
        rephrasing.nearest("Who pays?", [], [f"{n} {m}?" for m in range(REMEMBERED // 2)])
    before = told.embedded
    rephrasing.nearest("Who pays?", [], ["1 0?"])
    assert told.embedded == before
    rephrasing.nearest("Who pays?", [], ["0 0?"])
    assert told.embedded == before + 1
