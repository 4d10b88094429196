import pytest

from isthmus.answers.denials import denials, turns_round

QUOTE = "A vendor must not open the patch window without an escort."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is not open, and cannot be.", ["not", "not"]),
        ("They don't sign, nor don\u2019t they read.", ["nor", "not", "not"]),
        ("No vendor comes without an escort.", ["no", "without"]),
        ("A note on knots.", []),
    ],
)
def test_words_that_deny_are_counted(text: str, found: list[str]) -> None:
    assert denials(text) == found


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        (QUOTE.replace("must not", "must"), QUOTE),
        (QUOTE.replace("without", "with"), QUOTE),
        (QUOTE, QUOTE.replace("must not", "must")),
    ],
)
def test_a_denial_more_or_less_turns_a_quote_round(sentence: str, quote: str) -> None:
    assert turns_round(sentence, quote)


@pytest.mark.parametrize(
    "sentence", [QUOTE, f"In short: {QUOTE}", "An escort is needed.", "Windows are recorded."]
)
def test_what_says_the_same_or_something_else_does_not(sentence: str) -> None:
    assert not turns_round(sentence, QUOTE)
