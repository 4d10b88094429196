"""Whose words an answer is told in, and what a table of requirements says."""

from dataclasses import replace
from datetime import UTC, datetime

from isthmus.answers.model import Answer, Asked, Cover, Covering, Sentence, Writing
from isthmus.answers.wording import NOTHING, byline, covered, row, told_apart, worded

WHEN = datetime(2026, 11, 23, tzinfo=UTC)
OWN = Sentence("Ask before you patch.", (1,))
MODELS = Sentence("Patching is asked for.", (1,), written=True)
WRITING = Writing("small-writer", "answering", 1, "f0", "call-1")


def answer(*sentences: Sentence, coverage: tuple[Covering, ...] = ()) -> Answer:
    asked = Asked("Who?", "ana", ("ana",), WHEN)
    return Answer("a1", asked, sentences, (), 0.1, writing=WRITING, coverage=coverage)


def test_an_answer_in_the_sources_own_words_says_nothing_of_a_model() -> None:
    plain = replace(answer(OWN), writing=None)
    assert byline(plain) == ""
    assert worded(plain, OWN) == OWN.text


def test_a_model_is_named_with_how_its_words_were_checked() -> None:
    told = byline(answer(MODELS))
    assert told == "Written by small-writer, each sentence checked against the quotes it cites."


def test_the_sources_own_words_are_told_apart_from_a_models() -> None:
    mixed = answer(MODELS, OWN)
    assert byline(mixed).endswith("what stands in quotation marks is the sources' own words.")
    assert worded(mixed, OWN) == "“Ask before you patch.”"
    assert worded(mixed, MODELS) == MODELS.text


def test_a_line_of_a_list_is_quoted_without_its_mark() -> None:
    assert told_apart(Sentence("- Ask before.", (1,))) == "“Ask before.”"


def test_requirements_are_counted_by_how_far_they_are_met() -> None:
    rows = (
        Covering(0, (1,), Cover.COVERED),
        Covering(0, (1,), Cover.PARTLY),
        Covering(0, (), Cover.NOT_FOUND),
    )
    held = answer(OWN, MODELS, coverage=rows)
    assert covered(held) == "1 of 3 requirements covered, 1 partly, 1 not found."
    assert covered(replace(held, coverage=rows[:1])) == "1 of 1 requirement covered."


def test_a_row_cites_each_sentence_in_it_and_says_where_nothing_was_found() -> None:
    held = answer(OWN, MODELS)
    met = row(held, Covering(0, (1,), Cover.PARTLY))
    assert met == ("“Ask before you patch.” [1]", "Patching is asked for. [1]", "partly")
    assert row(held, Covering(0, (), Cover.NOT_FOUND))[1:] == (NOTHING, "not found")
