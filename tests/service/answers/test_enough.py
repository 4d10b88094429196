from datetime import UTC, datetime

import pytest

from isthmus.answers.enough import Written, is_enough
from isthmus.answers.evidence import Weights
from isthmus.answers.model import (
    Answer,
    Asked,
    Citation,
    Outcome,
    Refusal,
    RefusalReason,
    Sentence,
)
from isthmus.answers.questions import understand
from isthmus_knowledge.analysis import terms

ASKED = Asked("?", "ana", ("ana",), datetime(2026, 11, 23, tzinfo=UTC))
REFUSAL = Refusal("a", ASKED, RefusalReason.NOT_ANSWERED, "", (), 0)
APPROVES = "The plant manager approves the patch window."
LISTED = ("Kept are:", "- session logs of vendors", "- badge records", "- door camera films")


def extract(*sentences: str) -> Answer:
    cited = Citation(1, "d", "Policy", "policies", None, "r", "p", "q", "r-0000")
    return Answer("a", ASKED, tuple(Sentence(each, (1,)) for each in sentences), (cited,), 0)


def enough(question: str, told: list[str], without: Outcome) -> bool:
    written = Written([Sentence(each, (1,), written=True) for each in told], ["Policy"])
    weights = Weights(dict.fromkeys(terms(question), 1.0))
    return is_enough(written, understand(question), weights, without)


@pytest.mark.parametrize(
    ("question", "told", "without"),
    [
        ("Who approves the patch window?", [APPROVES], extract(APPROVES)),
        ("Who approves the patch window?", [APPROVES], REFUSAL),
        (
            "Which things are kept?",
            ["Session logs of vendors, badge records and door camera films are kept."],
            extract(*LISTED),
        ),
        ("How many days is it open?", ["It is open for 5 days."], extract("Open for 5 days.")),
    ],
)
def test_what_says_as_much_as_the_sources_is_enough(
    question: str, told: list[str], without: Outcome
) -> None:
    assert enough(question, told, without)


@pytest.mark.parametrize(
    ("question", "told", "without"),
    [
        ("Who approves the patch window?", [], extract(APPROVES)),
        ("Who approves the patch window?", ["Vendors use a jump host."], extract(APPROVES)),
        ("Who approves the patch window?", ["The patch window is long."], extract(APPROVES)),
        ("Which things are kept?", ["Badge records are kept."], extract(*LISTED)),
        ("How many days is it open?", ["It is open long."], extract("It is open for 5 days.")),
        ("Who approves the patch window?", [], REFUSAL),
        ("Who approves the patch window in Turin?", ["The manager approves it."], REFUSAL),
        ("How many days is the window open?", ["The window is open for days."], REFUSAL),
        ("What is the password of the jump host?", ["The jump host has a password."], REFUSAL),
    ],
)
def test_what_says_less_is_not(question: str, told: list[str], without: Outcome) -> None:
    assert not enough(question, told, without)
