"""Where a policy falls short of a standard: requirement by requirement, each with its quotes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.contract import outcome_as_json
from isthmus.answers.model import Answer, Cover
from isthmus.answers.requiring import asks, essence
from isthmus.library.model import Collection, Document, Said
from isthmus.people import OPERATOR, Audience, Person

QUESTION = "Where does our remote access policy fall short of CIP-005?"
REQUIRED = (
    "CIP-005 requires multi-factor authentication for remote access sessions.",
    "CIP-005 requires that remote access sessions end within 24 hours.",
    "CIP-005 requires that remote access passwords are not shared.",
    "CIP-005 requires a yearly register of suppliers, kept by auditors, beside remote access.",
)
OWN = (
    "We use multi-factor authentication for remote access sessions.",
    "Remote access sessions end within 48 hours.",
    "Remote access passwords are shared.",
)
ANA = Person("ana", "Ana", frozenset({"plant"}))
BEN = Person("ben", "Ben")


def shelve(asking: AskingOfTests, name: str, text: str, said: Said) -> Document:
    return asking.wiring.ingest.uploaded(name, text.encode(), said, OPERATOR).documents[0]


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[AskingOfTests]:
    asking = AskingOfTests(tmp_path / "data")
    standard: Said = {"collection": Collection.STANDARDS, "title": "NERC CIP-005"}
    shelve(asking, "cip.txt", "\n".join(REQUIRED), standard)
    own: Said = {"title": "Remote access policy", "readers": frozenset({"plant"})}
    shelve(asking, "own.txt", "\n".join(OWN), own)
    yield asking
    asking.close()


def rows(answer: Answer) -> list[tuple[str, list[str], Cover]]:
    said = [each.text for each in answer.sentences]
    return [
        (said[each.asked], [said[n] for n in each.found], each.cover) for each in answer.coverage
    ]


def test_each_requirement_is_held_against_the_askers_own_documents(asking: AskingOfTests) -> None:
    assert rows(asking.answer(QUESTION, ANA)) == [
        (REQUIRED[0], [OWN[0]], Cover.COVERED),
        (REQUIRED[1], [OWN[1]], Cover.PARTLY),  # another figure
        (REQUIRED[2], [OWN[2]], Cover.PARTLY),  # a negation less
        (REQUIRED[3], [], Cover.NOT_FOUND),
    ]


def test_every_cell_is_cited_and_every_sentence_has_a_place_in_the_table(
    asking: AskingOfTests,
) -> None:
    answer = asking.answer(QUESTION, ANA)
    places = [n for each in answer.coverage for n in (each.asked, *each.found)]
    assert sorted(places) == list(range(len(answer.sentences)))
    quotes = {each.n: each.quote for each in answer.citations}
    assert all(each.citations for each in answer.sentences)
    assert all(each.text in quotes[n] for each in answer.sentences for n in each.citations)
    assert {each.subject for each in answer.sentences} == {"CIP-005", "Your policies"}


def test_it_is_kept_and_published(asking: AskingOfTests) -> None:
    answer = asking.answer(QUESTION, ANA)
    assert asking.show(answer.id, ANA) == answer
    shown = json.loads(json.dumps(outcome_as_json(answer, "")))
    assert shown["coverage"][3] == {"asked": 6, "found": [], "cover": "not-found"}


def test_whoever_may_not_read_a_policy_learns_nothing_of_it(asking: AskingOfTests) -> None:
    channel = Audience((ANA, BEN))
    answer = asking.ask(QUESTION, ANA, channel)
    assert isinstance(answer, Answer)
    assert {each.cover for each in answer.coverage} == {Cover.NOT_FOUND}
    assert answer.notes == ("Your policies don't speak of this.",)
    assert "48 hours" not in repr(answer)


@pytest.mark.parametrize(
    "question",
    ["Compare our remote access policy with CIP-005", "What does CIP-005 require for passwords?"],
)
def test_other_questions_are_answered_as_before(asking: AskingOfTests, question: str) -> None:
    outcome = asking.ask(question, ANA)
    assert not (isinstance(outcome, Answer) and outcome.coverage)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("NIST SP 800-82 Rev. 3 recommends logging sessions.", "logging sessions."),
        ("CIP-005-7 R2 Part 2.1 requires an Intermediate System.", "an Intermediate System."),
        ("The vendor shall log sessions.", "The vendor shall log sessions."),
    ],
)
def test_the_essence_of_a_requirement_is_what_is_asked_for(text: str, asked: str) -> None:
    assert asks(text)
    assert essence(text) == asked


@pytest.mark.parametrize(
    "text", ["NIST SP 800-82 covers AC-17.", "The vendor shall:", "Must the vendor log it?"]
)
def test_what_asks_for_nothing_is_no_requirement(text: str) -> None:
    assert not asks(text)
