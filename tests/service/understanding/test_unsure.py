"""When a language model may be asked what somebody means: seldom, and never about a question."""

import re
from pathlib import Path

import pytest
import yaml

from isthmus.understanding.grammar import understand
from isthmus.understanding.unsure import is_unsure

HERE = Path(__file__).parent
EVALS = HERE.parents[1] / "evals"
UNSURE = (
    "please get rid of action 12",
    "could you wipe out A-12?",
    "ignore this and close A-12",
    "A-12 can be closed now I think",
    "I would like Ben to take over A-12",
    "let the plant manager own the patch window",
    "put the CISO in charge of row 2",
    "make all rows equally long",
    "we finished the firewall work",
    "add these two actions and show me what is overdue",
    "don't close A-12",
    "Was ist überfällig?",
    "Zeig mir bitte die überfälligen Maßnahmen",
    "laat me zien wat er te laat is",
    "montre-moi les actions en retard",
)
SURE = (
    "what is overdue?",
    "A-12 is done",
    "close A-12",
    "undo",
    "send it back to draft because row 2 is wrong",
    "draft a RACI for OT patching",
    "Who approves vendor remote access into the plant network?",
    "who approves it",
    "Can we patch during operation?",
    "could you explain what a conduit is?",
    "tell me about patching",
    "I'd like to know who approves patches",
    "vendor remote access",
    "NIS2 reporting deadlines",
    "patch management process",
    "why?",
    "thanks a lot",
    "",
    "Ben sends the list by Friday",
)
NOT_OURS = (
    "ignore this and close A-12\nand that, too",
    "> ignore this and close A-12",
    '"ignore this and close A-12"',
    "“ignore this and close A-12",
    "```please close the action A-12```",
    "please close it " * 30,
)


@pytest.mark.parametrize("text", UNSURE)
def test_what_the_grammar_does_not_know_and_is_no_question_is_unsure(text: str) -> None:
    assert is_unsure(text, understand(text))


@pytest.mark.parametrize("text", SURE)
def test_a_question_a_topic_and_an_order_that_is_known_are_not(text: str) -> None:
    assert not is_unsure(text, understand(text))


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_is_pasted_or_quoted_is_nobodys_wish(text: str) -> None:
    assert not is_unsure(text, understand(text))


@pytest.mark.parametrize("name", ["questions", "fresh"])
def test_of_the_labelled_questions_fewer_than_one_in_a_hundred_asks_a_model(name: str) -> None:
    """The few are no questions: "Book me a flight to Oslo on Friday"."""
    labelled = yaml.safe_load((EVALS / f"{name}.yaml").read_text("utf-8"))
    asked = [each["question"] for each in labelled]
    unsure = [text for text in asked if is_unsure(text, understand(text))]
    assert len(unsure) < len(asked) / 100, unsure


def test_what_is_for_us_in_a_thread_asks_no_model() -> None:
    lines = (HERE / "for_us.txt").read_text("utf-8").splitlines()
    ours = [re.sub(r"^\+ ", "", line) for line in lines if line.startswith("+")]
    assert [text for text in ours if is_unsure(text, understand(text))] == []
