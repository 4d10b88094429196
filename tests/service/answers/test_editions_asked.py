from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.model import Answer

OLD = "Version 1\nPasswords of operators have twelve characters."
NEW = "Version 2\nPasswords of operators have sixteen characters."


@pytest.fixture
def asking(tmp_path: Path) -> AskingOfTests:
    asking = AskingOfTests(tmp_path)
    asking.add("passwords.txt", OLD)
    asking.add("passwords.txt", NEW)
    return asking


def test_what_holds_is_answered_from_the_current_edition(asking: AskingOfTests) -> None:
    answer = asking.answer("How many characters have passwords of operators?")
    assert "sixteen" in answer.text
    assert "twelve" not in answer.text
    assert answer.notes == ()


@pytest.mark.parametrize(
    "question",
    [
        "How many characters have passwords of operators in the previous version?",
        "How many characters have passwords of operators by version 1 of the policy?",
    ],
)
def test_a_superseded_edition_is_quoted_where_it_is_asked_for(
    asking: AskingOfTests, question: str
) -> None:
    answer = asking.answer(question)
    assert "twelve" in answer.text
    assert "sixteen" not in answer.text
    assert "superseded edition" in answer.notes[0]
    shown = asking.show(answer.id)
    assert isinstance(shown, Answer)
    assert shown.notes == answer.notes


def test_an_edition_that_nobody_holds_is_answered_from_what_holds(asking: AskingOfTests) -> None:
    answer = asking.answer("How many characters have passwords of operators by the 1999 policy?")
    assert "sixteen" in answer.text
