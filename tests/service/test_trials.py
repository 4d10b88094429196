"""Figures of an evaluation, from answers made for it."""

from datetime import UTC, datetime

import pytest

from isthmus.answers.model import Answer, Asked, Citation, Sentence
from isthmus.answers.preparing import Prepared
from isthmus.evaluation import Expected, Labelled, judge, spread
from isthmus.people import OPERATOR, alone
from isthmus.trials import Tried, figures

ASKED = Asked("Who approves it?", OPERATOR.id, (), datetime(2026, 11, 23, tzinfo=UTC))


def citation(n: int, passage: str, quote: str) -> Citation:
    return Citation(n, "d", "Policy", "policies", None, "r", "p. 1", quote, passage)


def labelled(at: int, kind: str = "who", *, answerable: bool = True) -> Labelled:
    expect = (Expected("d", "manager"),) if answerable else ()
    return Labelled(f"q{at}", ASKED.question, answerable, kind, "shipped", expect)


def tried(seconds: float, *citations: Citation) -> Tried:
    sentences = (Sentence("The manager does.", tuple(each.n for each in citations)),)
    answer = Answer("a", ASKED, sentences, citations, seconds)
    prepared = Prepared(answer, OPERATOR, alone(OPERATOR), 0.0)
    return Tried(prepared, judge(labelled(1), answer, lambda _: "/d.txt"), seconds)


def test_a_passage_that_is_quoted_twice_is_cited_once() -> None:
    told = figures(
        [
            tried(1, citation(1, "p1", "the vendor"), citation(2, "p1", "the manager")),
            tried(1, citation(1, "p2", "the vendor")),
        ]
    )
    assert (told["cited"], told["cited_right"], told["citation_precision"]) == (2, 1, 0.5)
    assert (told["right_first"], told["right_anywhere"], told["citation_recall"]) == (0, 1, 0.5)


def test_half_of_the_answers_come_within_the_median_and_nearly_all_within_p95() -> None:
    told = figures([tried(n / 10, citation(1, "p", "x")) for n in range(100, 0, -1)])
    assert (told["seconds_p50"], told["seconds_p95"]) == (5.0, 9.5)


def test_where_nothing_counts_there_is_no_share() -> None:
    told = figures([tried(1)])
    assert told["citation_precision"] is None


@pytest.mark.parametrize("most", [1, 2, 5, 20, 40, 99])
def test_a_sample_has_so_many_and_of_each_kind_its_share(most: int) -> None:
    questions = [labelled(at, ("who", "what")[at % 2], answerable=at % 4 > 0) for at in range(40)]
    kept = spread(questions, most)
    assert len(kept) == len({each.id for each in kept}) == min(most, 40)
    assert [each.id for each in kept] == [each.id for each in questions if each in kept]
    assert kept == spread(questions, most)
    answerable = sum(each.answerable for each in kept)
    assert abs(answerable - 0.75 * len(kept)) <= 1
