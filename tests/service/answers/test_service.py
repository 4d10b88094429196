import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from asking_of_tests import AskingOfTests
from benchmarks.shelf import Shelf
from fakes import HashEmbedder
from isthmus.answers.contract import outcome_as_json
from isthmus.answers.drafting import Drafting
from isthmus.answers.model import Answer, Outcome, Refusal, RefusalReason
from isthmus.answers.searching import found_as_json
from isthmus.answers.service import LONGEST_QUESTION, NEAREST, Answering, Unkept
from isthmus.answers.verification import is_quoted_from
from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.model import Document
from isthmus.people import EVERYONE, GUEST, OPERATOR, Audience, Person, alone
from isthmus.storage import Storage
from isthmus_knowledge.retrieval import Retriever
from isthmus_knowledge.sentences import split
from library_of_tests import Clock

QUESTION = "Who is accountable for the patch window?"
UNANSWERED = "Why do bananas ripen on Mars?"
POLICY = (
    "title: Patching\n\nThe plant manager is accountable for the patch window of each system.\n"
    "Vendors log in through the jump host."
)
ANA = Person("ana", "Ana", frozenset({"plant"}))
BEN = Person("ben", "Ben", frozenset({"board"}))


@pytest.fixture
def asking(tmp_path: Path, storage: Storage) -> Iterator[AskingOfTests]:
    asking = AskingOfTests(tmp_path / "data", storage)
    yield asking
    asking.wiring.index.close()


@pytest.fixture
def policy(asking: AskingOfTests) -> Document:
    return asking.add("patching.txt", POLICY)


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_an_empty_question_is_invalid(asking: AskingOfTests, text: str) -> None:
    with pytest.raises(InvalidError, match="empty"):
        asking.ask(text)


def test_an_overlong_question_is_invalid(asking: AskingOfTests, policy: Document) -> None:
    with pytest.raises(InvalidError, match=r"4,001 characters; 4,000"):
        asking.ask("a" * (LONGEST_QUESTION + 1))
    longest = "patch window " + "a" * (LONGEST_QUESTION - 13)
    assert asking.ask(longest).asked.question == longest
    assert policy.retired_at is None


@pytest.mark.parametrize("text", ["Who\0 signs?", "Who \udcff signs?", "\ud83d"])
@pytest.mark.usefixtures("policy")
def test_a_question_that_is_no_text_is_invalid(asking: AskingOfTests, text: str) -> None:
    with pytest.raises(InvalidError, match="no text"):
        asking.ask(text)
    with pytest.raises(InvalidError, match="no text"):
        asking.search(text)


@pytest.mark.parametrize("text", ["?", "...", "😀 !", "--"])
def test_signs_alone_are_no_question(asking: AskingOfTests, text: str) -> None:
    outcome = asking.ask(text)
    assert isinstance(outcome, Refusal)
    assert (outcome.reason, outcome.nearest) == (RefusalReason.NOT_A_QUESTION, ())


def test_where_nothing_may_be_read_the_refusal_says_so(asking: AskingOfTests) -> None:
    asking.add("plant.txt", POLICY, "plant")
    outcome = asking.ask(QUESTION, GUEST)
    assert isinstance(outcome, Refusal)
    assert (outcome.reason, outcome.nearest) == (RefusalReason.NOTHING_INDEXED, ())


@pytest.mark.usefixtures("policy")
def test_an_answer_quotes_the_passage_it_stands_on(asking: AskingOfTests) -> None:
    answer = asking.answer(QUESTION)
    sentence, citation = answer.sentences[0], answer.citations[0]
    assert sentence.text == citation.quote == POLICY.splitlines()[2]
    assert sentence.citations == (citation.n,)
    assert (citation.title, citation.locator) == ("Patching", "line 1")


@pytest.mark.usefixtures("policy")
def test_what_is_not_answered_is_declined_with_what_came_nearest(asking: AskingOfTests) -> None:
    outcome = asking.ask(UNANSWERED)
    assert isinstance(outcome, Refusal)
    assert outcome.reason in {RefusalReason.NOT_FOUND, RefusalReason.NOT_ANSWERED}
    assert 0 < len(outcome.nearest) <= NEAREST


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize("question", [QUESTION, UNANSWERED, "?"])
def test_every_outcome_is_recorded_with_its_circumstances(
    asking: AskingOfTests, question: str
) -> None:
    channel = Audience((ANA, BEN))
    outcome = asking.ask(question, ANA, channel)
    assert asking.wiring.answers.get(outcome.id, OPERATOR) == outcome
    assert outcome.asked.question == question
    assert (outcome.asked.asker, outcome.asked.audience) == ("ana", ("ana", "ben"))


def test_an_answer_comes_from_the_current_revision(asking: AskingOfTests, policy: Document) -> None:
    newer = asking.add("patching.txt", POLICY.replace("plant manager", "operations director"))
    assert newer.revision != policy.revision
    answer = asking.answer(QUESTION)
    assert {citation.revision for citation in answer.citations} == {newer.revision}
    assert "plant manager" not in answer.text


# --- shown again


@pytest.mark.parametrize("question", [QUESTION, UNANSWERED])
def test_an_outcome_is_shown_again_to_who_asked_and_to_nobody_else(
    asking: AskingOfTests, question: str
) -> None:
    asking.add("patching.txt", POLICY, "plant")
    given_ = asking.ask(question, ANA)
    assert asking.show(given_.id, ANA) == asking.show(given_.id) == given_
    for stranger in (BEN, GUEST, Person("cy", "Cy", frozenset({"plant"}))):
        with pytest.raises(NotFoundError):
            asking.show(given_.id, stranger)


@pytest.mark.parametrize("question", [QUESTION, UNANSWERED])
def test_an_outcome_is_no_longer_shown_once_its_document_is_for_others(
    asking: AskingOfTests, policy: Document, question: str
) -> None:
    given_ = asking.ask(question, ANA)
    asking.narrow(policy, "plant", "board")
    assert asking.show(given_.id, ANA) == given_
    asking.narrow(policy, "board")
    with pytest.raises(NotFoundError, match="no longer") as refused:
        asking.show(given_.id, ANA)
    assert "Patching" not in str(refused.value)
    assert asking.show(given_.id, OPERATOR) == given_
    asking.narrow(policy, EVERYONE)
    assert asking.show(given_.id, ANA) == given_


@pytest.mark.parametrize("question", [QUESTION, UNANSWERED])
def test_an_outcome_is_no_longer_shown_once_its_document_is_retired(
    asking: AskingOfTests, policy: Document, question: str
) -> None:
    given_ = asking.ask(question, ANA)
    asking.wiring.retire(policy.id, OPERATOR)
    with pytest.raises(NotFoundError, match="retired"):
        asking.show(given_.id, ANA)
    assert asking.show(given_.id, OPERATOR) == given_


def test_an_outcome_is_no_longer_shown_to_who_left_the_group(asking: AskingOfTests) -> None:
    asking.add("patching.txt", POLICY, "plant")
    given_ = asking.answer(QUESTION, ANA)
    with pytest.raises(NotFoundError, match="no longer"):
        asking.show(given_.id, replace(ANA, groups=frozenset()))


@pytest.mark.usefixtures("policy")
def test_an_answer_is_shown_as_it_was_after_a_newer_revision(asking: AskingOfTests) -> None:
    given_ = asking.answer(QUESTION, ANA)
    asking.add("patching.txt", POLICY.replace("plant manager", "operations director"))
    assert asking.show(given_.id, ANA) == given_


# --- nobody learns what they may not read

CANARIES = ("canary0", "canary1", "canary2", "canary3")
groups = st.frozensets(st.sampled_from(["plant", "board", "vendor"]), max_size=3)
readers = st.just(frozenset({EVERYONE})) | groups.filter(bool)
people = st.builds(Person, st.sampled_from(["a", "b", "c"]), st.just("N"), groups)
World = tuple[AskingOfTests, list[Document]]
channels = st.lists(people, max_size=3).map(lambda members: Audience(tuple(members)))
asked = st.sampled_from([QUESTION, UNANSWERED, "window?", "Who is told, and who approves it?"])


def canary_text(canary: str) -> str:
    return (
        f"title: Rule {canary}\n\nThe {canary} manager is accountable for the patch window "
        f"{canary}.\nThe board is told of {canary} within two days."
    )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    asking = AskingOfTests(tmp_path_factory.mktemp("world"))
    yield asking, [asking.add(f"{canary}.txt", canary_text(canary)) for canary in CANARIES]
    asking.close()


def canaries_in(outcome: Outcome) -> set[str]:
    shown = json.dumps(outcome_as_json(outcome, "")) + repr(outcome)
    return {canary for canary in CANARIES if canary in shown}


@settings(max_examples=60, deadline=None)
@given(
    of_documents=st.lists(readers, min_size=4, max_size=4),
    retired=st.lists(st.booleans(), min_size=4, max_size=4),
    channel=channels,
    question=asked,
)
def test_an_audience_sees_only_what_all_of_it_may_read(
    world: World,
    of_documents: list[frozenset[str]],
    retired: list[bool],
    channel: Audience,
    question: str,
) -> None:
    asking, documents = world
    given_readers = dict(zip(CANARIES, of_documents, strict=True))
    gone = {canary for canary, is_gone in zip(CANARIES, retired, strict=True) if is_gone}
    asking.change(
        replace(
            document,
            description=replace(document.description, readers=given_readers[canary]),
            retired_at=Clock()() if canary in gone else None,
        )
        for canary, document in zip(CANARIES, documents, strict=True)
    )
    may_read = {
        canary
        for canary, allowed in given_readers.items()
        if canary not in gone and channel.members and _all_in(channel, allowed)
    }
    asker = channel.members[0] if channel.members else GUEST
    outcome = asking.ask(question, asker, channel)
    seen = canaries_in(outcome)
    event(type(outcome).__name__)
    assert seen <= may_read
    assert bool(seen) is bool(may_read)
    found = json.dumps(found_as_json(asking.search(question, asker)))
    mine = {c for c, allowed in given_readers.items() if c not in gone and _may(asker, allowed)}
    assert {canary for canary in CANARIES if canary in found} == mine


def _all_in(channel: Audience, allowed: Collection[str]) -> bool:
    return all(_may(member, allowed) for member in channel.members)


def _may(person: Person, allowed: Collection[str]) -> bool:
    """Say it in other words than the product does."""
    return EVERYONE in allowed or any(group in allowed for group in person.groups)


# --- quotes

WORDS = st.sampled_from(
    [
        *("The", "plant", "manager", "approves", "Ünïcödé", "补丁", "😀", "e\u0301", "SR 1.13"),
        *("e.g.", "No. 5", '"said"', "window", "ﬁre", "\u202eright", "a\u00a0b", "|", "-", "1."),
    ]
)
sentences = st.lists(WORDS, min_size=3, max_size=12).map(" ".join)
endings = st.sampled_from([". ", ".\n", "! ", "? ", ":\n", "\n\n", "…\r\n", ".\t", " "])
ended = st.tuples(sentences, endings).map("".join)
paragraphs = st.lists(ended, min_size=1, max_size=6).map("".join)
listed = st.lists(sentences, min_size=1, max_size=5).map(
    lambda items: "Kept are:\n" + "\n".join(f"- {item}" for item in items)
)
tables = st.lists(sentences, min_size=1, max_size=4).map(
    lambda rows: "\n".join(f"Role: {row} | Letter: A" for row in rows)
)
documents_of_any_kind = st.lists(
    paragraphs | listed | tables | st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    min_size=1,
    max_size=5,
).map("\n\n".join)


def test_whatever_the_document_every_quote_stands_in_its_revision() -> None:
    answered: list[bool] = []

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(documents_of_any_kind, st.data())
    def ask_of(text: str, data: st.DataObject) -> None:
        shelf = Shelf.filled({"plan": ("Plan", text)}, HashEmbedder())
        units = [unit.text for unit in split(text)] or ["window"]
        question = data.draw(st.sampled_from(units))[:200]
        outcome = asked_of(shelf, question.replace("\0", " ") or "window")
        answered.append(isinstance(outcome, Answer))
        if isinstance(outcome, Answer):
            check_quotes(outcome, shelf)

    ask_of()
    assert sum(answered) > len(answered) / 4


def asked_of(shelf: Shelf, question: str) -> Outcome:
    drafting = Drafting(Retriever(shelf.index, HashEmbedder()))
    answering = Answering(drafting, lambda _audience: shelf, Unkept(), Clock())
    return answering.ask(question, GUEST, alone(GUEST))


def check_quotes(answer: Answer, shelf: Shelf) -> None:
    assert answer.sentences
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for citation in answer.citations:
        assert citation.quote in shelf.revision(citation.revision).text
        located = shelf.passage(citation.passage).passage
        assert is_quoted_from(citation.quote.split()[0], located.text)
    for sentence in answer.sentences:
        assert sentence.citations
        assert all(is_quoted_from(sentence.text, quotes[n]) for n in sentence.citations)
    assert list(quotes) == list(range(1, len(quotes) + 1))
