"""When a text leans on the questions before it, and what it asks then."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from isthmus.conversations.following import follow
from isthmus.conversations.model import Kind
from isthmus_knowledge.catalogue import catalogue

ACCESS = "Who approves vendor remote access into the plant?"
PATCHING = "Who should be accountable for OT patching?"
NIS2 = "What do we owe under NIS2 after an incident?"
RULES = "How often are firewall rules reviewed?"
LEAD = "What does the OT security lead do?"
LABELLED = Path(__file__).parents[2] / "evals" / "questions.yaml"

words = st.sampled_from(
    "who what why where how often is are the a it that they them and for about vendors OT IT plant "
    "patch access approves more list regarding secret NIS2 2.1 ? , .".split()
)
texts = st.lists(words, max_size=10).map(" ".join)


@pytest.mark.parametrize(
    ("before", "text", "question"),
    [
        (
            ACCESS,
            "and for vendors?",
            "Who approves vendor remote access into the plant for vendors?",
        ),
        (
            ACCESS,
            "what if it's an emergency?",
            "Who approves vendor remote access into the plant if it's an emergency?",
        ),
        (PATCHING, "and for backups?", "Who should be accountable for backups?"),
        (ACCESS, "Which one?", "Which one, regarding vendor remote access into the plant?"),
        ("What is a data diode?", "How do we buy one?", "How do we buy a data diode?"),
        (
            "I see, why is the data diode closed?",
            "who decides?",
            "Who decides, regarding data diode?",
        ),
        (
            PATCHING,
            "what about emergency patches?",
            "Who should be accountable for emergency patches?",
        ),
        (NIS2, "and NERC CIP?", "What do we owe under NERC CIP after an incident?"),
        (NIS2, "and under the CRA?", "What do we owe under CRA after an incident?"),
        (LEAD, "And the plant manager?", "What does the plant manager do?"),
        ("What is step 2.1 about?", "and 2.2?", "What is 2.2 about?"),
        ("Who patches IT servers?", "what about OT?", "Who patches OT servers?"),
        (RULES, "And by whom are they approved?", "By whom are firewall rules approved?"),
        (ACCESS, "who logs it?", "Who logs vendor remote access into the plant?"),
        (LEAD, "who appoints them?", "Who appoints the OT security lead?"),
        (RULES, "who does that?", "Who does that, regarding firewall rules?"),
        (ACCESS, "by when?", "By when, regarding vendor remote access into the plant?"),
        (
            ACCESS,
            "any exceptions?",
            "Any exceptions, regarding vendor remote access into the plant?",
        ),
        (ACCESS, "can you list them?", "Can you list vendor remote access into the plant?"),
        (ACCESS, "and in the standards?", f"{ACCESS[:-1]} in the standards?"),
        (
            ACCESS,
            "How is the access logged?",
            "How is the access logged, regarding vendor remote access into the plant?",
        ),
    ],
)
def test_a_follow_up_becomes_a_question_that_stands_alone(
    before: str, text: str, question: str
) -> None:
    understood = follow(text, [before])
    assert (understood.kind, understood.question) == (Kind.ASK, question)
    assert understood.rewritten


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *[(text, Kind.WHY) for text in ("why?", "And why is that?", "Why so?", "on what basis")],
        *[
            (text, Kind.WHERE)
            for text in (
                "where does it say that?",
                "Which document is that from?",
                "Show me the sources",
                "says who?",
                "where is that written?",
            )
        ],
        *[(text, Kind.MORE) for text in ("more", "Tell me more about it.", "what else?", "go on")],
    ],
)
def test_some_texts_ask_about_the_answer_itself(text: str, kind: Kind) -> None:
    understood = follow(text, [ACCESS])
    assert understood.kind is kind
    assert understood.question.endswith(", regarding vendor remote access into the plant?")


@pytest.mark.parametrize(
    "text",
    [
        "What is a RACI chart?",
        "BC/DR - who owns it?",
        "May the SOC disconnect a PLC on its own?",
        "Does NIS2 apply to our plant, and who works that out?",
        "What happens with a system that nobody owns?",
        "Is it allowed to scan the plant network from the office?",
        "is IT allowed to nmap the plant to see whats on it?",
        "Why do exceptions need an expiry date?",
        "thanks",
        "network segmentation",
    ],
)
def test_a_text_that_stands_alone_is_left_as_it_is(text: str) -> None:
    understood = follow(text, [ACCESS])
    assert (understood.kind, understood.question, understood.rewritten) == (Kind.ASK, text, False)


@pytest.mark.parametrize("text", ["why?", "and for vendors?", "who approves it?", "more"])
def test_the_first_question_of_a_conversation_leans_on_nothing(text: str) -> None:
    assert follow(text, []).question == text
    assert not follow(text, []).rewritten


def test_only_the_last_question_is_leant_on_and_it_carries_the_topic() -> None:
    understood = [ACCESS]
    for text in ("by when?", "who is informed?", "how often?"):
        understood.append(follow(text, understood).question)
    assert understood[-1] == "How often, regarding vendor remote access into the plant?"


def test_hardly_any_of_our_own_questions_is_taken_for_a_follow_up_of_another() -> None:
    asked = [entry["question"] for entry in yaml.safe_load(LABELLED.read_text(encoding="utf-8"))]
    taken = [(a, b) for a, b in pairwise(asked) if follow(b, [a]).rewritten]
    assert len(asked) > 200
    assert len(taken) <= len(asked) // 100, taken


@given(st.lists(texts, max_size=3), texts)
def test_a_rewriting_holds_only_words_of_the_person_and_of_our_own(
    earlier: list[str], text: str
) -> None:
    known = {*spoken(" ".join((*earlier, text))), *OURS}
    assert set(spoken(follow(text, earlier).question)) <= known


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_understood_somehow(before: str, text: str) -> None:
    understood = follow(text, [before])
    assert understood.rewritten or understood.question == " ".join(text.split())


def spoken(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


OURS = {"regarding", "the", "for", *spoken(" ".join(role.name for role in catalogue().roles))}
