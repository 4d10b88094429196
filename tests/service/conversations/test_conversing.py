"""Asking in conversations, finding them again, sharing and forgetting them, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.model import Answer
from isthmus.conversations.model import Kind, Withheld
from isthmus.conversations.service import NEW, Asked
from isthmus.errors import InvalidError, NotFoundError, UnidentifiedError
from isthmus.library.model import Document
from isthmus.people import GUEST, OPERATOR, Person
from isthmus.storage import Storage

ANA = Person("ana", "Ana", frozenset({"plant"}))
BEN = Person("ben", "Ben")
QUESTION = "Who is accountable for the patch window?"
OF_THE_PLANT = "What caused the turbine trip in May?"
UNANSWERED = "Why do bananas ripen on Mars?"
POLICY = (
    "title: Patching\n\n"
    "The plant manager is accountable for the patch window of each system.\n"
    "This is so because an outage of the process is the plant manager's to answer for.\n"
    "On holidays the operations director is accountable for the patch window of each system."
)
RECORD = "title: Incidents\n\nThe turbine trip in May was caused by canary-7731."


class Talk:
    """Two documents, one of them for the plant alone, and questions in conversations."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        self.asking = AskingOfTests(folder, storage)
        self.policy = self.asking.add("patching.txt", POLICY)
        self.record: Document = self.asking.add("incidents.txt", RECORD, "plant")
        self.inquiry = self.asking.wiring.inquiry

    def ask(
        self, text: str, by: Person = ANA, where: str = NEW, *, as_it_is: bool = False
    ) -> Asked:
        return self.inquiry.ask(text, by, where, as_it_is=as_it_is)

    def told(self, conversation: str, by: Person = ANA) -> list[object]:
        return [said.outcome for said in self.inquiry.thread(conversation, by).said]


@pytest.fixture
def talk(tmp_path: Path, storage: Storage) -> Iterator[Talk]:
    opened = Talk(tmp_path, storage)
    yield opened
    opened.asking.wiring.index.close()


def test_a_question_begins_a_conversation_with_its_words_as_the_title(talk: Talk) -> None:
    asked = talk.ask(QUESTION)
    assert asked.conversation.title == QUESTION
    assert (asked.turn.number, asked.turn.understood) == (1, None)
    assert talk.told(asked.conversation.id) == [asked.outcome]


def test_a_follow_up_is_understood_with_the_question_before_it(talk: Talk) -> None:
    first = talk.ask(QUESTION)
    second = talk.ask("and for vendors?", where=first.conversation.id)
    assert second.turn.number == 2
    assert second.turn.understood == "Who is accountable for the patch window for vendors?"
    assert second.outcome.asked.question == second.turn.understood
    assert second.turn.text == "and for vendors?"


def test_the_words_can_be_asked_as_they_stand(talk: Talk) -> None:
    first = talk.ask(QUESTION)
    again = talk.ask("and for vendors?", where=first.conversation.id, as_it_is=True)
    assert again.turn.understood is None
    assert again.outcome.asked.question == "and for vendors?"


def test_why_gives_the_reason_that_stands_beside_the_answer(talk: Talk) -> None:
    first = talk.ask(QUESTION)
    why = talk.ask("why?", where=first.conversation.id)
    assert why.turn.kind is Kind.WHY
    assert isinstance(why.outcome, Answer)
    assert [each.quote for each in why.outcome.citations] == [POLICY.splitlines()[3]]


def test_where_lists_the_quotes_with_their_places(talk: Talk) -> None:
    first = talk.ask(QUESTION)
    where = talk.ask("where does it say that?", where=first.conversation.id)
    assert isinstance(first.outcome, Answer)
    assert isinstance(where.outcome, Answer)
    assert where.outcome.citations == first.outcome.citations
    assert [each.text for each in where.outcome.sentences] == [
        each.quote for each in first.outcome.citations
    ]


def test_more_never_repeats_a_passage_and_ends_in_a_refusal(talk: Talk) -> None:
    asked = talk.ask(QUESTION)
    conversation, seen = asked.conversation.id, list[str]()
    while isinstance(asked.outcome, Answer):
        seen += [each.passage for each in asked.outcome.citations]
        asked = talk.ask("tell me more", where=conversation)
    assert len(seen) == len(set(seen)) > 1


def test_after_a_refusal_why_is_a_question_like_any_other(talk: Talk) -> None:
    first = talk.ask(UNANSWERED)
    why = talk.ask("why?", where=first.conversation.id)
    assert why.outcome.asked.question == "Why, regarding bananas ripen on Mars?"


def test_only_the_owner_opens_renames_or_deletes_a_conversation(talk: Talk) -> None:
    conversation = talk.ask(QUESTION).conversation.id
    for stranger in (BEN, GUEST, OPERATOR, Person("Ana", "Ana")):
        with pytest.raises(NotFoundError):
            talk.inquiry.thread(conversation, stranger)
        with pytest.raises(NotFoundError):
            talk.ask("why?", stranger, conversation)
        with pytest.raises(NotFoundError):
            talk.inquiry.rename(conversation, "Mine", stranger)
        with pytest.raises(NotFoundError):
            talk.inquiry.delete(conversation, stranger)
    assert talk.inquiry.rename(conversation, " Patch  window ", ANA).title == "Patch window"


def test_a_strange_conversation_and_one_that_never_was_look_alike(talk: Talk) -> None:
    conversation = talk.ask(QUESTION).conversation.id
    with pytest.raises(NotFoundError) as strange:
        talk.inquiry.thread(conversation, BEN)
    with pytest.raises(NotFoundError) as none:
        talk.inquiry.thread("0" * 32, BEN)
    assert str(strange.value) == str(none.value).replace("0" * 32, conversation)


def test_a_guests_conversation_lives_by_its_address_and_is_listed_nowhere(talk: Talk) -> None:
    conversation = talk.ask(QUESTION, GUEST).conversation.id
    assert len(talk.told(conversation, GUEST)) == 1
    talk.ask("and for vendors?", GUEST, conversation)
    assert len(talk.told(conversation, GUEST)) == 2
    with pytest.raises(UnidentifiedError):
        talk.inquiry.conversations(GUEST)
    assert talk.inquiry.conversations(ANA) == []


def test_the_latest_conversation_comes_first(talk: Talk) -> None:
    first, second = talk.ask(QUESTION), talk.ask(UNANSWERED)
    assert listed(talk) == [second.conversation.id, first.conversation.id]
    talk.ask("why?", where=first.conversation.id)
    assert listed(talk) == [first.conversation.id, second.conversation.id]
    assert listed(talk, by=BEN) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("patch", True),
        ("Windows", True),  # by the stem
        ("plant manager", True),  # of the answer
        ("bananas", False),
        ("patch bananas", False),
        ("%", True),  # no words: everything
        ("100%_", False),
    ],
)
def test_words_find_questions_and_answers(talk: Talk, words: str, found: bool) -> None:  # noqa: FBT001
    conversation = talk.ask(QUESTION).conversation.id
    assert listed(talk, words) == ([conversation] if found else [])


def test_an_answer_that_may_not_be_read_any_longer_is_withheld_and_not_found(talk: Talk) -> None:
    asked = talk.ask(OF_THE_PLANT)
    assert "canary" in asked.outcome.text
    assert listed(talk, "canary-7731") == [asked.conversation.id]
    talk.asking.narrow(talk.record, "board")
    (told,) = talk.told(asked.conversation.id)
    assert isinstance(told, Withheld)
    assert listed(talk, "canary-7731") == []
    assert listed(talk, "turbine") == [asked.conversation.id]


def test_nothing_is_said_of_an_answer_that_is_withheld(talk: Talk) -> None:
    asked = talk.ask(OF_THE_PLANT)
    talk.asking.narrow(talk.record, "board")
    for text in ("why?", "where does it say that?", "more"):
        assert "canary" not in talk.ask(text, where=asked.conversation.id).outcome.text


def test_a_link_shows_each_reader_what_they_may_read_and_withholds_the_rest(talk: Talk) -> None:
    open_to_all = talk.ask(QUESTION)
    secret = talk.ask(OF_THE_PLANT, where=open_to_all.conversation.id)
    link = shared(talk, open_to_all.conversation.id)
    seen = [said.outcome for said in talk.inquiry.shared_thread(link, BEN).said]
    assert seen[0] == open_to_all.outcome
    assert isinstance(seen[1], Withheld)
    assert "canary" not in repr(seen[1])
    assert talk.inquiry.outcome(open_to_all.outcome.id, BEN) == open_to_all.outcome
    with pytest.raises(NotFoundError):
        talk.inquiry.outcome(secret.outcome.id, BEN)


def test_who_comes_to_the_group_later_sees_the_shared_answer_then(talk: Talk) -> None:
    asked = talk.ask(OF_THE_PLANT)
    link = shared(talk, asked.conversation.id)
    cy = Person("cy", "Cy", frozenset({"plant"}))
    assert [said.outcome for said in talk.inquiry.shared_thread(link, cy).said] == [asked.outcome]


def test_a_link_is_for_people_who_are_signed_in_and_dies_when_sharing_ends(talk: Talk) -> None:
    asked = talk.ask(QUESTION)
    link = shared(talk, asked.conversation.id)
    with pytest.raises(UnidentifiedError):
        talk.inquiry.shared_thread(link, GUEST)
    assert shared(talk, asked.conversation.id) == link
    talk.inquiry.unshare(asked.conversation.id, ANA)
    for act in (talk.inquiry.shared_thread, talk.inquiry.outcome):
        with pytest.raises(NotFoundError):
            act(link if act == talk.inquiry.shared_thread else asked.outcome.id, BEN)
    assert shared(talk, asked.conversation.id) != link


def test_what_is_deleted_is_gone_for_everybody_but_the_record(talk: Talk) -> None:
    asked = talk.ask(QUESTION)
    link = shared(talk, asked.conversation.id)
    talk.inquiry.delete(asked.conversation.id, ANA)
    for person in (ANA, BEN):
        with pytest.raises(NotFoundError):
            talk.inquiry.thread(asked.conversation.id, person)
        with pytest.raises(NotFoundError):
            talk.inquiry.outcome(asked.outcome.id, person)
        with pytest.raises(NotFoundError):
            talk.inquiry.shared_thread(link, person)
    assert listed(talk) == listed(talk, "patch") == []
    assert talk.asking.wiring.answers.latest(ANA, 9) == []
    assert talk.asking.show(asked.outcome.id, OPERATOR) == asked.outcome


def test_sharing_and_deleting_are_on_the_audit_trail(talk: Talk) -> None:
    conversation = talk.ask(QUESTION).conversation.id
    shared(talk, conversation)
    talk.inquiry.unshare(conversation, ANA)
    talk.inquiry.delete(conversation, ANA)
    with talk.asking.wiring.audited() as trail:
        acts = [
            (each.action, each.person) for each in trail.in_order() if each.subject == conversation
        ]
    assert acts == [(f"conversation.{act}", "ana") for act in ("shared", "unshared", "deleted")]


def test_a_refused_question_keeps_nothing(talk: Talk) -> None:
    with pytest.raises(InvalidError):
        talk.ask("  ")
    assert listed(talk) == []
    assert talk.asking.wiring.answers.latest(ANA, 9) == []


def test_a_long_thread_is_shown_from_its_end(talk: Talk) -> None:
    conversation = talk.ask(QUESTION).conversation.id
    for _ in range(4):
        talk.ask("where does it say that?", where=conversation)
    thread = talk.inquiry.thread(conversation, ANA, last=2)
    assert [said.turn.number for said in thread.said] == [4, 5]
    assert thread.earlier == 3


def listed(talk: Talk, words: str = "", by: Person = ANA) -> list[str]:
    return [each.id for each in talk.inquiry.conversations(by, words)]


def shared(talk: Talk, conversation: str) -> str:
    link = talk.inquiry.share(conversation, ANA).shared
    assert link
    return link
