"""What the words of a model are held to."""

import pytest

from isthmus.wordings.holding import adds_nothing, is_negated, is_plain

PASSAGE = "The OT security lead tests each patch within 14 days, as SR 7.1 and Berlin ask for."


@pytest.mark.parametrize(
    "text",
    [
        "Test each patch within 14 days",
        "Ask Berlin for the patch",
        "Test as SR 7.1 asks",
        "The lead tests it",
    ],
)
def test_what_a_text_has_may_be_said(text: str) -> None:
    assert adds_nothing(text, [PASSAGE])


@pytest.mark.parametrize(
    "text",
    [
        "Test each patch within 30 days",
        "Test each patch within 1 day",
        "Test each patch twice",
        "Test as SR 7.2 asks",
        "Ask Munich for the patch",
        "Ask the CISO for the patch",
        "CISO tests the patch",
        "Test each patch by 2026-12-01",
    ],
)
def test_a_number_an_id_or_a_name_from_elsewhere_is_found(text: str) -> None:
    assert not adds_nothing(text, [PASSAGE])


@pytest.mark.parametrize(
    "text",
    [
        "See https://evil.example/x",
        "See evil.com for more",
        "Ask <@U123> for it",
        "Ask @channel for it",
        "**Approve** it",
        "![x](y)",
        "Approve\u202eit",
        "Approve\u00adit",
        "Approve\U000e0041it",
        "Approve it on evil.ru",
        "Approve it on bit.ly/x",
        "Approve it on t\uff0eco",
        "Approve it &lt;b&gt;",
        "Tell #general of it",
        "One line\nand another",
        "",
        "x" * 81,
    ],
)
def test_what_acts_or_is_not_one_plain_line_is_refused(text: str) -> None:
    assert not is_plain(text, 80)


def test_a_plain_line_is_inert() -> None:
    assert is_plain("Review the plan (revision 2.4), and IT's part: it is 30 % of it", 80)
    assert is_plain("Map PR.AC to the IT/OT interface, e.g. by hand; A&E: 5 < more", 80) is False
    assert is_plain("Map PR.AC to the IT/OT interface, e.g. by hand", 80)


@pytest.mark.parametrize("text", ["Do not connect it", "We don't know", "Nobody may", "cannot"])
def test_a_negation_is_found(text: str) -> None:
    assert is_negated(text)


def test_what_is_said_plainly_is_not_negated() -> None:
    assert not is_negated("Note another knot")
