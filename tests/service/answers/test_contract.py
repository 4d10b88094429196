import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from isthmus.answers.contract import outcome_as_json, passage_url
from isthmus.answers.model import (
    Answer,
    Asked,
    Citation,
    Cover,
    Covering,
    Nearest,
    Outcome,
    Refusal,
    RefusalReason,
    Sentence,
    Writing,
)
from isthmus.answers.searching import Found, found_as_json

URL = "https://isthmus.example"
ASKED = Asked("Who signs?", "ana", ("ana",), datetime(2026, 11, 22, 8, tzinfo=UTC))
CITED = Citation(1, "plan", "Plan", "policies", None, "r1", "page 2", "Ana signs.", "r1-0003")
ANSWER = Answer("a1", ASKED, (Sentence("Ana signs.", (1,)), Sentence("So.", (1,))), (CITED,), 0.25)
REFUSAL = Refusal(
    "a2",
    ASKED,
    RefusalReason.NOT_ANSWERED,
    "Add it.",
    (Nearest("plan", "Plan", "page 2", "r1-0003", "Ana waits."),),
    0.125,
)

OUTCOME = {
    *("kind", "id", "text", "sentences", "citations", "reason", "nearest", "notes", "seconds"),
    "question",
}
CITATION = {
    *("n", "document", "title", "collection", "edition", "revision", "locator", "quote"),
    *("passage_id", "url"),
}
NEAREST = {"document", "title", "locator", "passage_id", "text", "url"}
FOUND = {"rank", "score", "document", "title", "locator", "passage_id", "text"}


@pytest.mark.parametrize("outcome", [ANSWER, REFUSAL], ids=["answer", "refusal"])
def test_an_outcome_has_the_published_keys_and_is_json(outcome: Outcome) -> None:
    shown = outcome_as_json(outcome, URL)
    assert shown.keys() == OUTCOME
    assert json.loads(json.dumps(shown)) == shown
    assert (shown["id"], shown["question"], shown["text"], shown["seconds"]) == (
        outcome.id,
        "Who signs?",
        outcome.text,
        outcome.seconds,
    )


def test_an_answer_shows_sentences_and_citations_and_no_reason() -> None:
    shown = outcome_as_json(ANSWER, URL)
    assert shown["kind"] == "answer"
    assert shown["text"] == "Ana signs. [1] So. [1]"
    assert shown["sentences"] == [
        {"text": "Ana signs.", "citations": [1]},
        {"text": "So.", "citations": [1]},
    ]
    (citation,) = shown["citations"]
    assert citation.keys() == CITATION
    assert (citation["n"], citation["quote"], citation["edition"]) == (1, "Ana signs.", None)
    assert citation["url"] == passage_url(URL, "r1-0003") == f"{URL}/passages/r1-0003"
    assert (shown["reason"], shown["nearest"]) == (None, [])


def test_what_a_model_wrote_and_what_is_covered_are_shown_where_there_is_any() -> None:
    said = (Sentence("Ana signs.", (1,), written=True), Sentence("So.", (1,)))
    writing = Writing("openai:m", "answering", 1, "d1", "c1")
    rows = (Covering(0, (1,), Cover.PARTLY), Covering(1, (), Cover.NOT_FOUND))
    shown = outcome_as_json(replace(ANSWER, sentences=said, writing=writing, coverage=rows), URL)
    assert shown.keys() == OUTCOME | {"writing", "coverage"}
    assert shown["sentences"] == [
        {"text": "Ana signs.", "citations": [1], "written": True},
        {"text": "So.", "citations": [1]},
    ]
    assert shown["writing"] == {
        "model": "openai:m",
        "prompt": "answering",
        "version": 1,
        "digest": "d1",
        "call": "c1",
    }
    assert shown["coverage"] == [
        {"asked": 0, "found": [1], "cover": "partly"},
        {"asked": 1, "found": [], "cover": "not-found"},
    ]
    assert json.loads(json.dumps(shown)) == shown


def test_a_refusal_shows_its_reason_and_what_came_nearest() -> None:
    shown = outcome_as_json(REFUSAL, URL)
    assert (shown["kind"], shown["reason"]) == ("refusal", "not-answered")
    assert (shown["sentences"], shown["citations"]) == ([], [])
    assert shown["text"].endswith("Add it.")
    (nearest,) = shown["nearest"]
    assert nearest.keys() == NEAREST
    assert nearest["url"] == passage_url(URL, nearest["passage_id"])


def test_a_search_result_has_the_published_keys() -> None:
    (shown,) = found_as_json([Found(1, 0.123456, "plan", "Plan", "page 2", "r1-0003", "Text.")])
    assert shown.keys() == FOUND
    assert (shown["rank"], shown["score"], shown["passage_id"]) == (1, 0.1235, "r1-0003")
