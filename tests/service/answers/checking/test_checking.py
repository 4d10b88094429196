"""Sentences as a model may write them, over a passage: what is dropped, and why."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from isthmus.answers.checking import Checked, Checking, Evidence
from isthmus.answers.checking.service import UNCITED

POLICY = (
    "The plant manager approves remote sessions before they begin. Each session is recorded, and "
    "the recording is kept for 90 days. The CISO is informed about sessions outside office hours. "
    "Vendors must not share accounts unless the plant manager has agreed in writing. The OT "
    "security lead may close a session at any time. Some gateways are patched every 30 days under "
    "SR 1.13. Critical controllers should be tested at least once a year."
)
TABLE = (
    "| Activity | Accountable | Responsible | Consulted | Informed |\n"
    "| Approve remote access | Plant manager | OT security lead | Control engineer | CISO |\n"
    "| Patch gateways | Operations director | Control engineer | Supplier | Plant manager |"
)


def alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed all texts alike, so that only words decide."""
    return np.ones((len(texts), 1), np.float32)


def check(sentence: str, *passages: str) -> Checked:
    cited = [Evidence(n, text) for n, text in enumerate(passages or (POLICY,), start=1)]
    return Checking(alike).check(sentence, cited)


@pytest.mark.parametrize(
    "sentence",
    [
        "Remote sessions are approved by the plant manager before they begin.",
        "Recordings are kept for 90 days. [1]",
        "Each session is recorded, and the recording is retained for 90 days [1][2].",
        "The OT security lead can close a session at any time.",
        "The CISO is told about sessions outside office hours.",
        "Under SR 1.13, some gateways are patched every 30 days.",
    ],
)
def test_what_the_passage_says_is_kept(sentence: str) -> None:
    found = check(sentence)
    assert found.supported, found.why_not
    assert found.why_not == ()
    assert "[" not in found.sentence


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The recording is kept for 60 days.", "60 days"),
        ("The recording is kept for 90 months.", "90 months"),
        ("Some gateways are patched every 30 days under SR 1.14.", "SR 1.14"),
        ("Some gateways are patched every 90 days.", "90 days"),
        ("The recording is kept for 30 days.", "30 days"),
        ("Critical controllers should be tested at most once a year.", "at least against at most"),
    ],
)
def test_another_number_duration_or_id_is_dropped(sentence: str, why: str) -> None:
    assert why in " ".join(check(sentence).why_not)


@pytest.mark.parametrize(
    "sentence",
    [
        "The CFO approves remote sessions before they begin.",
        "The quality manager approves remote sessions before they begin.",
        "NERC CIP asks that each session be recorded.",
        "Remote sessions are approved by Mr Albrecht before they begin.",
    ],
)
def test_a_name_that_stands_nowhere_is_dropped(sentence: str) -> None:
    assert not check(sentence).supported


@pytest.mark.parametrize(
    "sentence",
    [
        "Sessions are not recorded.",
        "The recording is never kept for 90 days.",
        "The OT security lead may not close a session at any time.",
        "Vendors must share accounts unless the plant manager has agreed in writing.",
    ],
)
def test_a_negation_dropped_or_added_is_dropped(sentence: str) -> None:
    assert not check(sentence).supported


@pytest.mark.parametrize(
    "sentence",
    [
        "The OT security lead must close a session at any time.",
        "Critical controllers must be tested at least once a year.",
        "Critical controllers may be tested at least once a year.",
    ],
)
def test_what_binds_more_or_less_is_dropped(sentence: str) -> None:
    assert not check(sentence).supported


def test_what_came_before_does_not_come_after() -> None:
    assert not check("The plant manager approves remote sessions after they begin.").supported


@pytest.mark.parametrize(
    "sentence",
    [
        "All gateways are patched every 30 days.",
        "Gateways are patched every 30 days.",
        "Controllers should be tested at least once a year.",
        "Vendors must not share accounts.",
    ],
)
def test_what_goes_further_is_dropped(sentence: str) -> None:
    assert not check(sentence).supported


@pytest.mark.parametrize(
    "sentence",
    [
        "The CISO approves remote sessions before they begin.",
        "The plant manager is informed about sessions outside office hours.",
        "The plant manager may close a session at any time.",
    ],
)
def test_nobody_takes_the_place_of_another(sentence: str) -> None:
    assert not check(sentence).supported


def test_who_acts_is_not_acted_upon() -> None:
    passage = "The shift supervisor calls the OT engineer, and the OT engineer informs the vendor."
    assert check("The vendor is informed by the OT engineer.", passage).supported
    assert not check("The vendor informs the OT engineer.", passage).supported
    assert not check("The OT engineer calls the shift supervisor.", passage).supported


DUTIES = (
    "OT engineering tests backups each quarter, and the results go to the plant manager. Domain "
    "controllers send their alerts to the log server. An exception needs an expiry date. Suppliers "
    "report incidents that might affect the plant within 48 hours."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Backups are tested each quarter by OT engineering.",
        "Domain controllers send alerts to the log server.",
        "An expiry date is needed for an exception.",
        "The results go to the plant manager.",
    ],
)
def test_the_same_doer_and_the_same_things_are_kept(sentence: str) -> None:
    found = check(sentence, DUTIES)
    assert found.supported, found.why_not


@pytest.mark.parametrize(
    "sentence",
    [
        "The plant manager tests backups each quarter.",
        "Backups are tested each quarter by the plant manager.",
        "Domain controllers send the log server to their alerts.",
        "The log server sends its alerts to the domain controllers.",
    ],
)
def test_no_noun_changes_its_side_of_a_verb(sentence: str) -> None:
    assert not check(sentence, DUTIES).supported


@pytest.mark.parametrize(
    "sentence",
    [
        "Controllers send their alerts to the log server.",
        "Suppliers report all incidents within 48 hours.",
        "OT engineering tests most backups each quarter.",
        "OT engineering can test backups each quarter.",
        "OT engineering should test backups each quarter.",
        "OT engineering tests backups each quarter if the plant manager asks for it.",
    ],
)
def test_what_narrows_is_neither_dropped_nor_added(sentence: str) -> None:
    assert not check(sentence, DUTIES).supported


@pytest.mark.parametrize(
    "sentence",
    [
        "An exception needs no expiry date.",
        "OT engineering never tests no backups.",
        "OT engineering fails to test backups each quarter.",
        "Domain controllers stop sending their alerts to the log server.",
        "Test the backups each quarter.",
    ],
)
def test_a_denial_in_disguise_and_an_order_are_dropped(sentence: str) -> None:
    assert not check(sentence, DUTIES).supported


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("The plant manager is accountable for approving remote access.", True),
        ("The CISO is informed about the approval of remote access.", True),
        ("The CISO is accountable for approving remote access.", False),
        ("The control engineer is consulted on patching gateways.", False),
        ("The plant manager is accountable for patching gateways.", False),
    ],
)
def test_letters_of_a_chart_stay_with_their_roles(sentence: str, *, supported: bool) -> None:
    assert check(sentence, TABLE).supported is supported


@pytest.mark.parametrize(
    "sentence",
    [
        "The plant manager approves remote sessions, see https://evil.example/x.",
        "The plant manager approves remote sessions (evil.ru/x).",
        "The plant manager ![x](y) approves remote sessions.",
        "<b>The plant manager</b> approves remote sessions.",
        "@channel The plant manager approves remote sessions.",
        "The plant manager approves remote sessions before they begin" + " and so on" * 60 + ".",
        "Der Leiter ist für das Werk und die Sitzungen zuständig.",
        "Approved sessions.",
        "The plant manager dis\u0301approves remote sessions before they begin.",
        "The recording is kept for 90\u00bd days.",
    ],
)
def test_what_is_no_plain_sentence_is_dropped(sentence: str) -> None:
    assert not check(sentence).supported


def test_a_sentence_without_a_passage_is_dropped() -> None:
    assert Checking(alike).check("The plant manager approves sessions.", []).why_not == (UNCITED,)


def test_what_is_quoted_whole_is_kept_and_what_is_cut_is_not() -> None:
    passage = "Vendors may open sessions, unless the control room has closed the gateway."
    assert check(passage, passage).score == 1.0
    assert not check("Vendors may open sessions.", passage).supported


def test_headings_give_names_and_are_never_quoted() -> None:
    cited = [Evidence(1, "Each session is recorded.", context="Digest of NIST SP 800-82")]
    found = Checking(alike).check("NIST SP 800-82 has each session recorded.", cited)
    assert [each.quote for each in found.backing] in ([], ["Each session is recorded."])
    assert not Checking(alike).check("The digest of NIST SP 800-82 is long.", cited).supported


def test_backing_is_a_whole_unit_of_the_passage() -> None:
    found = check("Each session is recorded, and the recording is kept for 90 days.")
    assert found.backing
    assert all(each.quote in POLICY and each.quote.endswith(".") for each in found.backing)


SUPPORTED = "Each session is recorded, and its recording is kept for {} days."


@given(days=st.integers(2, 5_000).filter(lambda days: days != 90))
@settings(deadline=None, max_examples=60)
def test_no_other_number_of_days_is_ever_supported(days: int) -> None:
    assert check(SUPPORTED.format(90)).supported
    assert not check(SUPPORTED.format(days)).supported


@given(
    word=st.sampled_from(["not", "never"]),
    said=st.sampled_from(
        [
            ("Each session is {}recorded.", POLICY),
            ("The recording is {}kept for 90 days.", POLICY),
            ("The OT security lead may {}close a session at any time.", POLICY),
            ("Some gateways are {}patched every 30 days.", POLICY),
        ]
    ),
)
@settings(deadline=None)
def test_no_negation_can_be_added(word: str, said: tuple[str, str]) -> None:
    sentence, passage = said
    assert check(sentence.format(""), passage).supported
    assert not check(sentence.format(f"{word} "), passage).supported
