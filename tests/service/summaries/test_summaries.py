"""Threads and other texts summed up: in their own words, and in a model's where those hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from isthmus.actions.dates import Asked
from isthmus.answers.checking import Backing, Checked, Checking, Evidence
from isthmus.errors import InvalidError
from isthmus.llm.model import NoModels, Purpose, Request, Unavailable
from isthmus.replying.summaries import summary_told
from isthmus.summaries.model import Quoted, Summary
from isthmus.summaries.service import LONGEST, Summaries
from kept_actions import ANA, MONDAY
from scripted_models import Says, ScriptedModels

THREAD = """Ana: The integrator wants to keep the shared account on the jump host.
Ben: The audit found in 2025 that nobody can tell who used it.
Sid: We agreed that the shared account is closed on 15 January.
Ben: I will send the integrator the list of personal accounts by Friday.
Ana: The plant manager is not happy about the date."""
READ = Asked(MONDAY)
DECIDED = Quoted(3, "Sid", "We agreed that the shared account is closed on 15 January.")


@dataclass(frozen=True)
class Believing(Checking):
    """Agrees to everything, with the whole of the first message as its quote."""

    def check(self, sentence: str, cited: Sequence[Evidence]) -> Checked:
        first = cited[0]
        return Checked(sentence, True, 1.0, (), (Backing(first.n, first.text),))  # noqa: FBT003


@dataclass(frozen=True)
class Doubting(Checking):
    def check(self, sentence: str, cited: Sequence[Evidence]) -> Checked:
        del cited
        return Checked(sentence, False, 0.0, ("No.",), ())  # noqa: FBT003


def no_vectors(_: Sequence[str]) -> object:
    raise AssertionError


def summaries(says: Says, checking: type[Checking] = Believing) -> Summaries:
    return Summaries(lambda: checking(no_vectors), ScriptedModels(says))  # type: ignore[arg-type]


def says(*sentences: tuple[str, list[int]]) -> Mapping[str, Any]:
    return {"sentences": [{"text": text, "messages": cited} for text, cited in sentences]}


GOOD = says(
    ("The shared account is closed on 15 January.", [3]),
    ("Nobody can tell who used it.", [2]),
    ("The plant manager is not happy about the date.", [5]),
)


def summed_up(values: object, text: str = THREAD, checking: type[Checking] = Believing) -> Summary:
    return summaries(lambda _: values, checking).of(text, READ, ANA)  # type: ignore[arg-type,return-value]


OURS = Summaries(lambda: Believing(no_vectors), NoModels()).of(THREAD, READ, ANA)  # type: ignore[arg-type]


# ---- without a model


def test_decisions_and_what_is_to_be_done_are_found_by_rules() -> None:
    assert OURS.decisions == (DECIDED,)
    (action,) = OURS.actions
    assert (action.owner, action.due) == ("Ben", date(2026, 11, 27))
    assert (OURS.sentences, OURS.writer, OURS.note) == ((), "", "")


def test_the_key_sentences_are_the_texts_own_in_its_order() -> None:
    assert DECIDED in OURS.key
    assert [each.message for each in OURS.key] == sorted(each.message for each in OURS.key)
    assert all(each.text in " ".join(THREAD.split()) for each in OURS.key)


@pytest.mark.parametrize(
    "text", ["ok", "Lunch?", "We met. It rained. Nobody came.", "One line\n\nAnd another one"]
)
def test_a_text_in_which_nothing_happens_is_summed_up_as_well(text: str) -> None:
    found = Summaries(lambda: Believing(no_vectors)).of(text, READ, ANA)  # type: ignore[arg-type]
    assert found.key
    assert summary_told(found, text).text or summary_told(found, text).parts


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Decision: we buy the firewall.", True),
        ("The board approved the budget.", True),
        ("It was decided to wait.", True),
        ("Have we decided on the date?", False),
        ("We should decide on the date.", False),
    ],
)
def test_a_decision_is_told_from_a_question(text: str, is_one: bool) -> None:  # noqa: FBT001
    found = Summaries(lambda: Believing(no_vectors)).of(text, READ, ANA)  # type: ignore[arg-type]
    assert bool(found.decisions) is is_one


def test_a_text_that_is_too_long_is_refused_in_words() -> None:
    with pytest.raises(InvalidError, match="Give the part that matters"):
        summed_up(GOOD, "a " * LONGEST)


# ---- with a model


def test_each_sentence_stands_on_words_of_the_messages_it_cites() -> None:
    found = summed_up(GOOD)
    assert [each.text for each in found.sentences] == [each["text"] for each in GOOD["sentences"]]
    assert found.sentences[0].quotes == (DECIDED,)
    assert (found.decisions, found.actions) == (OURS.decisions, OURS.actions)
    assert found.writer == "scripted"


def test_the_reply_shows_sentences_quotes_decisions_actions_and_whose_words_they_are() -> None:
    reply = summary_told(summed_up(GOOD), THREAD)
    assert "The shared account is closed on 15 January." in reply.text
    assert [button.label for button in reply.buttons] == ["Propose these actions"]
    kinds = [type(each).__name__ for each in reply.parts]
    assert kinds == [
        *("Paragraph", "Paragraph", "Paragraph", "Points", "Points"),
        *("Quote", "Quote", "Quote", "Byline", "Buttons"),
    ]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The shared account is closed on 16 January.", [3]),
        ("The shared account is closed on 15 January.", []),
        ("The shared account is closed on 15 January.", [9]),
        ("The shared account is closed on 15 January.", [True]),
        ("The shared account is closed on 15 January.", "3"),
        ("The shared account is not closed on 15 January.", [3]),
        ("Maria closes the shared account.", [3]),
        ("Read https://evil.example about the shared account.", [3]),
        ("The shared account <!channel> is closed.", [3]),
        ("", [3]),
    ],
)
def test_a_sentence_that_its_messages_do_not_say_is_dropped(text: str, cited: object) -> None:
    values = {"sentences": [*GOOD["sentences"][1:], {"text": text, "messages": cited}]}
    found = summed_up(values)
    assert [e.text for e in found.sentences] == [e["text"] for e in GOOD["sentences"][1:]]


@pytest.mark.parametrize(
    "values", [{}, {"sentences": "x"}, {"sentences": [3]}, says(("All is well.", [1]))]
)
def test_where_too_little_holds_the_text_speaks_for_itself(values: Mapping[str, Any]) -> None:
    found = summed_up(values)
    assert (found.sentences, found.key, found.writer) == ((), OURS.key, "")
    assert found.note == "The wording is ours: the language model gave nothing that can be used."


def test_what_the_checker_doubts_is_not_shown() -> None:
    found = summed_up(GOOD, checking=Doubting)
    assert (found.sentences, found.key) == ((), OURS.key)


@pytest.mark.parametrize("why", [Unavailable.DOWN, Unavailable.SLOW])
def test_a_model_that_is_down_leaves_the_rules_and_that_is_said(why: Unavailable) -> None:
    found = summed_up(why)
    assert (found.key, found.decisions, found.actions) == (OURS.key, OURS.decisions, OURS.actions)
    assert found.note == "The wording is ours: the language model is not available."
    assert found.note in summary_told(found, THREAD).text


def test_the_messages_are_numbered_a_line_each_whatever_stands_in_them() -> None:
    def looks(request: Request) -> Mapping[str, Any]:
        assert (request.purpose, request.by) == (Purpose.DRAFTING, "ana")
        lines = request.inputs["messages"].splitlines()
        assert [each[:4] for each in lines] == [f"[{n}] " for n in range(1, 6)]
        assert request.prompt.filled(**request.inputs)
        return GOOD

    assert summaries(looks).of(THREAD, READ, ANA).writer
