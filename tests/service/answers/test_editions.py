import pytest

from isthmus.answers.editions import named_edition


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("How long are passwords under the 2021 policy?", "policy of 2021", "policy of 2024"),
        ("In the access standard of 2019, who approves?", "effective 2019-04-01", "2021"),
        ("What does version 2.1 of the policy say?", "version 2.1", "version 2.10"),
        ("What did the 2020 remote access procedure allow?", "edition 2020", "edition 2022"),
    ],
)
def test_a_named_edition_is_known_by_what_it_says_of_itself(
    question: str, told: str, other: str
) -> None:
    named = named_edition(question)
    assert named is not None
    assert named(told)
    assert not named(other)


def test_the_previous_edition_is_any_that_no_longer_holds() -> None:
    named = named_edition("What did the previous version of the policy say about USB sticks?")
    assert named is not None
    assert named("revision 1")


@pytest.mark.parametrize(
    "question",
    [
        "Who approves vendor remote access?",
        "What happened in 2021?",
        "What does NIS2 ask for from 2024?",
        "Which policy covers passwords?",
    ],
)
def test_a_question_about_what_holds_names_no_edition(question: str) -> None:
    assert named_edition(question) is None
