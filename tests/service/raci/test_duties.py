"""What sentences, lists and tables give roles to do."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.duties import Tally, labelled_sentences, measure
from isthmus.errors import InvalidError
from isthmus.raci.duties import duties_in
from isthmus.raci.duties.patterns import read_patterns
from isthmus.raci.letters import Part

SHARED = os.getenv("ISTHMUS_SHARED_DATA")  # noqa: TID251 - where the real documents are
PRECISION, RECALL = 0.90, 0.80
PRECISION_HELD_OUT, RECALL_HELD_OUT = 0.85, 0.55

D, R, C, I, S = Part.DECIDES, Part.DOES, Part.ASKED, Part.TOLD, Part.SUPPORTS  # noqa: E741

needs_documents = pytest.mark.skipif(
    not SHARED, reason="needs real documents in the folder that ISTHMUS_SHARED_DATA names"
)


def said(text: str) -> set[tuple[str, Part, str]]:
    return {(duty.who, duty.part, duty.activity) for duty in duties_in(text)}


@pytest.mark.parametrize(
    ("sentence", "duty"),
    [
        ("The CISO shall approve exceptions.", ("CISO", D, "approve exceptions")),
        ("Exceptions are approved by the CISO.", ("CISO", D, "approve exceptions")),
        ("Exceptions require the approval of the CISO.", ("CISO", D, "Exceptions")),
        ("Exceptions need the plant manager's approval.", ("plant manager", D, "Exceptions")),
        ("The SOC owns the playbook.", ("SOC", D, "owns the playbook")),
        ("The owner of the playbook is the SOC.", ("SOC", D, "the playbook")),
        ("The SOC has full ownership of the playbook.", ("SOC", D, "the playbook")),
        ("The CIO retains the final say on patching.", ("CIO", D, "patching")),
        ("The CIO takes overall accountability for patching.", ("CIO", D, "patching")),
        (
            "Backups are tested by the maintenance team each quarter.",
            ("maintenance team", R, "test backups"),
        ),
        ("Accountability for patching rests with the CIO.", ("CIO", D, "patching")),
        ("The CISO is responsible for approving exceptions.", ("CISO", D, "exceptions")),
        ("Only the safety engineer may bypass it.", ("safety engineer", D, "bypass it")),
        ("The plant manager may stop the line.", None),
        ("The vendor is responsible for updates.", ("vendor", R, "updates")),
        ("Patches must be tested by the OT engineer.", ("OT engineer", R, "test patches")),
        ("Procurement keeps the list.", ("Procurement", R, "keeps the list")),
        ("The CISO must be consulted before a change.", ("CISO", C, "a change")),
        ("Consult the CISO before a change.", ("CISO", C, "a change")),
        ("Changes are documented and reviewed with the CISO.", ("CISO", C, "Changes")),
        ("Legal counsel advises on contracts.", ("Legal counsel", C, "contracts")),
        ("The operator is informed of the outage.", ("operator", I, "the outage")),
        ("Notify the SOC of the outage.", ("SOC", I, "the outage")),
        ("Outages are reported to the SOC.", ("SOC", I, "Outages")),
        ("The integrator supports the restore test.", ("integrator", S, "the restore test")),
        ("The plant manager reports to the operations director.", None),
        ("The OT network belongs to the CIO.", ("CIO", D, "The OT network")),
        ("Running the gateway rests with the SOC.", ("SOC", R, "Running the gateway")),
        ("Deviations have to be countersigned by the CISO.", ("CISO", D, "countersign deviations")),
        ("Alarms go to the SOC.", ("SOC", I, "Alarms")),
        ("If logic changes, the CISO has to agree.", ("CISO", D, "logic changes")),
        ("The CISO's consent is needed before a bypass.", ("CISO", D, "a bypass")),
        ("The refinery's HSE manager signs the permit.", ("HSE manager", D, "signs the permit")),
        ("Review what has been collected, a list that has been made by the SOC.", None),
    ],
)
def test_a_sentence_gives_a_part(sentence: str, duty: tuple[str, Part, str] | None) -> None:
    assert said(sentence) == ({duty} if duty else set())


def test_whoever_stands_beside_has_a_part_in_the_same_activity() -> None:
    text = "The CISO, in consultation with the plant manager, sets the deadline."
    assert said(text) == {
        ("CISO", R, "sets the deadline"),
        ("plant manager", C, "sets the deadline"),
    }
    text = "Emergency patches may be installed with the approval of the plant manager."
    assert said(text) == {("plant manager", D, "Emergency patches installed")}


@pytest.mark.parametrize(
    ("sentence", "activity"),
    [
        ("Authority over patching is delegated to the Security and Privacy Officer.", "patching"),
        ("Reports are approved by the Security and Privacy Officer.", "approve reports"),
    ],
)
def test_two_who_share_the_end_of_their_names_both_decide(sentence: str, activity: str) -> None:
    assert said(sentence) == {
        ("Security Officer", D, activity),
        ("Privacy Officer", D, activity),
    }


def test_several_duties_stand_in_one_sentence() -> None:
    text = (
        "The architect designs the wall, the network team builds it, and the CISO and the plant "
        "manager approve it."
    )
    assert said(text) == {
        ("architect", R, "designs the wall"),
        ("network team", R, "builds the wall"),
        ("CISO", D, "approve the wall"),
        ("plant manager", D, "approve the wall"),
    }


def test_who_is_informed_is_no_part_of_the_next_clause() -> None:
    text = "After an incident the CISO informs the board and the plant manager informs the staff."
    assert ("board", I, "incident") in said(text)
    assert ("board", R, "informs the staff") not in said(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Users must change passwords every 90 days.",
        "All members of the security team must wear a badge.",
        "The firewall must block traffic.",
        "The safety controller must approve the start request.",
        "Changes must be approved.",
        "The plant manager shall not approve changes that he requested.",
        "The CISO approved the policy last week.",
        "The plant manager's office is in building 4.",
        "Operator training is described in section 5.",
        "Security measures must not affect process safety.",
        "The circuit board shall be mounted with four screws.",
        "The team will review it.",
    ],
)
def test_what_gives_nobody_a_part_is_no_duty(sentence: str) -> None:
    assert said(sentence) == set()


def test_the_items_of_a_list_belong_to_whom_its_lead_in_names() -> None:
    text = "The CISO shall:\n(a) approve the policy;\n(b) report the metrics to the board."
    first, second, third = duties_in(text)
    assert (first.who, first.part, first.activity) == ("CISO", D, "approve the policy")
    assert (second.part, third.who, third.part) == (R, "board", I)
    assert first.quote == "The CISO shall:\n(a) approve the policy;"
    assert second.quote == text


def test_the_items_of_a_list_are_themselves_who_is_told() -> None:
    text = "The following are informed of a stop:\n- the SOC\n- the plant manager"
    assert said(text) == {("SOC", I, "a stop"), ("plant manager", I, "a stop")}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Role: CISO | Duty: Approves the budget", {("CISO", D, "approves the budget")}),
        ("Activity: Patch | Owner: CIO", {("CIO", D, "Patch")}),
        ("Activity: Patch | Consulted: SOC, CIO", {("SOC", C, "Patch"), ("CIO", C, "Patch")}),
        ("Activity: Patch | CIO: A | Vendor: R", {("CIO", D, "Patch"), ("Vendor", R, "Patch")}),
        ("Platform team | Patching: Responsible", {("Platform team", R, "Patching")}),
        ("Who: CISO | What: Review accounts", {("CISO", R, "Review accounts")}),
        ("Device: PLC-17 | Vendor: Acme | Firmware: 4.2", set()),
        ("Activity: Patch | Owner: to be defined", set()),
    ],
)
def test_a_row_of_a_table_gives_parts(row: str, expected: set[tuple[str, Part, str]]) -> None:
    assert said(row) == expected


WORDS = st.just("\n") | st.sampled_from(
    """
    The the CISO plant manager SOC vendor shall must may not is are approved reviewed by and or , .
    ; informed of responsible for : ( ) / ' | unless with approval in consultation to report it
    changes Owner who which members of all - 1. “ { }} ⟦ \u2019s
    """.split()
)


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_every_quote_stands_in_its_text_whatever_the_text(text: str) -> None:
    for duty in duties_in(text):
        assert duty.quote in text
        assert duty.who
        assert duty.activity


def good_enough(tally: Tally, precision: float, recall: float) -> bool:
    figures = tally.figures()
    return figures["precision"] >= precision and figures["recall"] >= recall


def test_duties_are_found_in_our_own_sentences() -> None:
    tallies = measure(labelled_sentences(documents=None))
    assert tallies["all"].sentences >= 120
    assert good_enough(tallies["all"], PRECISION, RECALL)


@needs_documents
def test_duties_are_found_in_real_policies() -> None:
    tallies = measure(labelled_sentences(Path(SHARED or ".")))
    assert tallies["all"].sentences >= 220
    assert good_enough(tallies["all"], PRECISION, RECALL)
    assert good_enough(tallies["documents"], PRECISION, RECALL)
    assert good_enough(tallies["held out"], PRECISION_HELD_OUT, RECALL_HELD_OUT)


def test_a_wrong_pattern_is_named_with_its_file() -> None:
    with pytest.raises(InvalidError, match=r"patterns\.yaml: '\(' is no regular expression"):
        read_patterns("fragments: {}\nbeside: [{part: asked, said: '('}]\nanywhere: []\nbehind: []")
    with pytest.raises(InvalidError, match="there is no fragment 'nobody'"):
        read_patterns("fragments: {a: '<<nobody>>'}")
