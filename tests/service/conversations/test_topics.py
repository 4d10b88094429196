"""What a question is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.conversations.topics import thing_of, topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        (
            "Who approves vendor remote access into the plant?",
            "vendor remote access into the plant",
        ),
        ("Who should be accountable for OT patching?", "OT patching"),
        ("How often are firewall rules reviewed?", "firewall rules"),
        ("What is a compensating control?", "compensating control"),
        ("Could you tell me about the patch window?", "patch window"),
        ("Thanks. Who signs the exception?", "exception"),
        ("What is NIS2 and who enforces it?", "NIS2"),
        ("By when, regarding incident reports?", "incident reports"),
        ("What is it?", ""),
        ("???", ""),
    ],
)
def test_a_topic_is_the_question_without_its_asking_words(question: str, topic: str) -> None:
    assert topic_of(question) == topic


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Which controls are allowed when a patch fails?", "controls"),
        ("Who owns the asset inventory?", "the asset inventory"),
        ("What does the OT security lead do?", "the OT security lead"),
        ("What is it?", None),
        ("Who pays for one two three four five six seven eight things?", None),
    ],
)
def test_a_thing_can_stand_where_it_stood(question: str, thing: str | None) -> None:
    assert thing_of(question) == thing


@given(st.text(max_size=200))
def test_a_topic_is_always_words_of_the_question(question: str) -> None:
    topic = topic_of(question)
    assert topic in " ".join(question.split())
