import pytest

from isthmus.answers.advice import activity_about, advice
from isthmus.answers.model import RefusalReason
from isthmus.answers.questions import understand
from isthmus_knowledge.catalogue import Activity, catalogue

STRANGE = understand("How many calories are in a banana?")


@pytest.mark.parametrize("activity", catalogue().activities, ids=lambda each: each.id)
def test_who_is_accountable_for_what_was_asked_about_might_know(activity: Activity) -> None:
    question = understand(f"What is said of {activity.doing}?")
    role = catalogue().role(activity.accountable).in_sentence
    said = advice(RefusalReason.NOT_ANSWERED, question)
    assert said.startswith(f"Who might know: {role}, accountable for ")


def test_a_text_is_about_the_activity_whose_words_it_shares_most() -> None:
    found = activity_about("Who approves vendor remote access?")
    assert found is not None
    assert "vendor access" in found.doing
    assert activity_about("How many calories are in a banana?") is None


def test_nobody_is_named_where_nobody_is_accountable_for_it() -> None:
    said = advice(RefusalReason.NOT_FOUND, STRANGE)
    assert "Who might know" not in said
    assert "Adding a policy or record" in said


def test_every_reason_has_words_that_say_what_to_do() -> None:
    said = [advice(reason, STRANGE) for reason in RefusalReason]
    assert all(text.endswith((".", "?")) for text in said)
    assert "isthmus ingest" in advice(RefusalReason.NOTHING_INDEXED, STRANGE)
    assert "?" in advice(RefusalReason.NOT_A_QUESTION, STRANGE)
    assert all(reason.in_words() for reason in RefusalReason)
