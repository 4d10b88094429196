import pytest

from isthmus.answers.particulars import is_missing


@pytest.mark.parametrize(
    ("question", "near", "told"),
    [
        (
            "What is the emergency password for the jump host?",
            "The emergency password of the jump host is kept in a safe.",
            "The emergency password of the jump host is \u201cplant-7\u201d.",
        ),
        (
            "What are the admin credentials of the historian?",
            "The account standard requires separate credentials.",
            "The credentials of the historian are `admin`.",
        ),
        (
            "What is the name of our OT security lead?",
            "The OT security lead is the one named person who answers for OT security.",
            "Our OT security lead is Ana Ruiz.",
        ),
        (
            "What is the phone number of the control room?",
            "The contact sheet lists the phone number of the control room.",
            "Call the control room at +41 61 555 01 02.",
        ),
        (
            "To which e-mail address does the early warning go?",
            "The early warning goes to the authority.",
            "Send it to csirt@example.org.",
        ),
        (
            "Which firewall brand should we buy?",
            "Firewalls on both sides of the DMZ deny by default.",
            "The plants buy firewalls of Fortinet.",
        ),
    ],
)
def test_a_particular_is_missing_where_no_sentence_has_its_form(
    question: str, near: str, told: str
) -> None:
    assert is_missing(question, [near])
    assert not is_missing(question, [near, told])


@pytest.mark.parametrize(
    "question",
    [
        "What is our minimum password length?",
        "How often are passwords changed?",
        "Which maturity model should we pick?",
        "Who approves vendor remote access?",
    ],
)
def test_a_rule_is_no_particular(question: str) -> None:
    assert not is_missing(question, ["The rule is told."])
