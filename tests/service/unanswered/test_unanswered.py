"""Unanswered questions: who sees them, what is decided, who waits; on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.model import Answer
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError, UnidentifiedError
from isthmus.feedback.model import Reason, Verdict
from isthmus.inquiry.service import Inquiry
from isthmus.library.model import Document
from isthmus.people import GUEST, OPERATOR, SERVICE, Person, Rank
from isthmus.storage import Storage
from isthmus.unanswered.model import Settled, State
from isthmus.unanswered.viewing import Grouped, Wanted

ANA = Person("ana", "Ana", frozenset({"plant"}))
BEN = Person("ben", "Ben")
LEA = Person("lea", "Lea", rank=Rank.LEAD)
QUESTION = "Who is accountable for the patch window?"
BANANAS = "Why do bananas ripen on Mars?"
POLICY = "title: Patching\n\nThe plant manager is accountable for the patch window of each system."
RECORD = "title: Incidents\n\nThe turbine trip was caused by canary-7731."
ANSWER = "title: Fruit\n\nBananas ripen on Mars because of ethylene, and that is why bananas ripen."


class House:
    """A library that says nothing of bananas, and three people who ask."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        self.asking = AskingOfTests(folder, storage)
        self.policy = self.asking.add("patching.txt", POLICY)
        self.record = self.asking.add("incidents.txt", RECORD, "plant")
        self.people = [ANA, BEN, LEA]
        with self.asking.wiring.access() as access:
            for person in self.people:
                access.put_person(person)

    @property
    def inquiry(self) -> Inquiry:
        return self.asking.wiring.inquiry

    def ask(self, text: str, by: Person) -> str:
        return self.inquiry.ask(text, by).outcome.id

    def wait(self, by: Person, question: str = BANANAS) -> str:
        answer = self.ask(question, by)
        self.inquiry.subscribe(answer, by)
        return answer

    def add_the_answer(self, *readers: str) -> Document:
        return self.asking.add("fruit.txt", ANSWER, *readers)

    def group(self, by: Person = LEA, state: State = State.OPEN) -> Grouped:
        (found,) = self.groups(by, state)
        return found

    def groups(self, by: Person = LEA, state: State = State.OPEN) -> list[Grouped]:
        return self.inquiry.unanswered(by, Wanted(state))

    def notices(self, by: Person) -> list[tuple[str, bool]]:
        return [(told.notice.question, told.notice.is_new) for told in self.inquiry.notices(by)]


@pytest.fixture
def house(tmp_path: Path, storage: Storage) -> Iterator[House]:
    opened = House(tmp_path, storage)
    yield opened
    opened.asking.wiring.index.close()


# ---- who sees what


def test_a_lead_sees_who_asked_and_how_often(house: House) -> None:
    for person in (ANA, BEN, ANA):
        house.ask(BANANAS, person)
    group = house.group()
    assert (group.times, group.askers) == (3, ["ana", "ben"])
    assert "Your documents don't say" in group.latest.why
    assert "would answer it" in group.latest.advice


def test_anybody_else_sees_only_what_they_asked_themselves(house: House) -> None:
    house.ask(BANANAS, ANA)
    house.ask("why do BANANAS ripen on mars", BEN)
    group = house.group(BEN)
    assert (group.times, group.askers, group.waiting) == (1, ["ben"], 0)
    assert group.latest.question == "why do BANANAS ripen on mars"
    assert house.groups(Person("cy", "Cy")) == []
    with pytest.raises(UnidentifiedError):
        house.groups(GUEST)


def test_the_nearest_passages_are_those_the_viewer_may_read(house: House) -> None:
    house.ask("Why do bananas ripen on Mars beside the turbine and canary-7731?", ANA)
    titles = {
        person.id: {near.title for near in house.group(person).nearest} for person in (ANA, LEA)
    }
    assert titles == {"ana": {"Patching", "Incidents"}, "lea": {"Patching"}}


def test_an_answer_that_did_not_help_is_unanswered_too(house: House) -> None:
    answer = house.ask(QUESTION, ANA)
    assert house.groups() == []
    house.inquiry.judge(answer, ANA, Verdict(helpful=False, reason=Reason.OUTDATED))
    assert house.group().latest.question == QUESTION
    assert "did not help" in house.group().latest.why


def test_what_is_no_question_and_asking_for_more_are_not_unanswered(house: House) -> None:
    house.ask("?!", ANA)
    conversation = house.inquiry.ask(QUESTION, ANA).conversation.id
    for _ in range(4):
        house.inquiry.ask("more", ANA, conversation)
    assert house.groups() == []


def test_a_deleted_conversations_questions_are_gone_from_here(house: House) -> None:
    asked = house.inquiry.ask(BANANAS, ANA)
    house.inquiry.subscribe(asked.outcome.id, ANA)
    assert house.group().waiting == 1
    house.inquiry.delete(asked.conversation.id, ANA)
    assert house.groups() == []
    house.add_the_answer()
    assert house.inquiry.retry() == []
    assert house.notices(ANA) == []


def test_the_step_a_question_belongs_to_is_told(house: House) -> None:
    house.ask("Why do bananas ripen on Mars after the OT patching?", ANA)
    step = house.group().step
    assert step is not None
    assert step.id == "3.2"


# ---- what a lead decides


def test_a_lead_marks_as_answered_dismisses_and_reopens(house: House) -> None:
    house.ask(BANANAS, ANA)
    group = house.group().group.id
    house.inquiry.settle(group, Settled(document=house.policy.id), LEA)
    settled = house.group(state=State.ANSWERED)
    assert settled.solution is not None
    assert settled.solution.title == "Patching"
    house.inquiry.reopen(group, LEA)
    house.inquiry.dismiss(group, "Nobody grows them.", LEA)
    assert house.group(ANA, State.DISMISSED).group.note == "Nobody grows them."
    house.inquiry.reopen(group, LEA)
    assert house.group().group.note == ""
    with house.asking.wiring.audited() as trail:
        acts = [each.action for each in trail.in_order() if each.subject == group]
    assert acts == [f"unanswered.{act}" for act in ("settled", "reopened", "dismissed", "reopened")]


def test_a_decided_question_tells_how_often_it_was_asked_since(house: House) -> None:
    house.ask(BANANAS, ANA)
    house.inquiry.dismiss(house.group().group.id, "Not here.", LEA)
    house.ask(BANANAS, BEN)
    assert house.group(state=State.DISMISSED).since == 1


def test_only_leads_decide(house: House) -> None:
    house.ask(BANANAS, ANA)
    group = house.group().group.id
    with pytest.raises(NotAllowedError):
        house.inquiry.dismiss(group, "No.", ANA)
    with pytest.raises(NotAllowedError):
        house.inquiry.reopen(group, ANA)
    with pytest.raises(NotAllowedError):
        house.inquiry.settle(group, Settled(document=house.policy.id), ANA)
    assert house.group().group.state is State.OPEN


def test_a_decision_needs_a_reason_and_something_the_lead_may_read(house: House) -> None:
    house.ask(BANANAS, ANA)
    group = house.group().group.id
    with pytest.raises(InvalidError):
        house.inquiry.dismiss(group, " ", LEA)
    with pytest.raises(InvalidError):
        house.inquiry.settle(group, Settled(), LEA)
    with pytest.raises(InvalidError):
        house.inquiry.settle(group, Settled("a", "b"), LEA)
    for settled in (
        Settled(document=house.record.id),
        Settled(document="no"),
        Settled(answer="no"),
    ):
        with pytest.raises(NotFoundError):
            house.inquiry.settle(group, settled, LEA)
    with pytest.raises(NotFoundError):
        house.inquiry.dismiss("no-such", "No.", LEA)


def test_what_settled_it_is_told_only_to_who_may_read_that(house: House) -> None:
    for person in (ANA, BEN):
        house.ask(BANANAS, person)
    lead = replace(LEA, groups=frozenset({"plant"}))
    with house.asking.wiring.access() as access:
        access.put_person(lead)
    house.inquiry.settle(house.group().group.id, Settled(document=house.record.id), lead)
    assert house.group(ANA, State.ANSWERED).solution is not None
    assert house.group(BEN, State.ANSWERED).solution is None
    assert "Incidents" not in repr(house.group(BEN, State.ANSWERED))


# ---- waiting and being told


def test_who_waits_is_told_once_when_a_document_answers_it(house: House) -> None:
    house.wait(ANA)
    assert house.inquiry.waited_for([house.group().latest.answer], ANA)
    assert [each.answered for each in house.inquiry.retry()] == [False]
    assert house.inquiry.retry() == []
    house.add_the_answer()
    assert [each.answered for each in house.inquiry.retry()] == [True]
    assert house.inquiry.retry() == []
    assert house.notices(ANA) == [(BANANAS, True)]
    assert house.inquiry.new_notices(ANA) == 1
    (told,) = house.inquiry.notices(ANA)
    assert told.solution is not None
    answer = house.inquiry.outcome(told.solution.settled.answer or "", ANA)
    assert isinstance(answer, Answer)
    assert "ethylene" in answer.text
    settled = house.group(state=State.ANSWERED)
    assert settled.group.changed_by == SERVICE.id


def test_each_question_is_asked_again_as_its_person(house: House) -> None:
    house.wait(ANA)
    house.wait(BEN)
    house.add_the_answer("plant")
    retried = {each.person: each.answered for each in house.inquiry.retry(all_due=True)}
    assert retried == {"ana": True, "ben": False}
    assert (len(house.notices(ANA)), house.notices(BEN)) == (1, [])
    assert house.group().group.state is State.OPEN


def test_what_a_person_may_read_now_counts_not_what_they_could_when_they_asked(
    house: House,
) -> None:
    house.wait(ANA)
    with house.asking.wiring.access() as access:
        access.put_person(replace(ANA, groups=frozenset()))
    house.add_the_answer("plant")
    assert not any(each.answered for each in house.inquiry.retry(all_due=True))


def test_a_notice_says_nothing_of_what_may_not_be_read_any_longer(house: House) -> None:
    house.wait(ANA)
    document = house.add_the_answer()
    house.inquiry.retry()
    house.asking.narrow(document, "board")
    (told,) = house.inquiry.notices(ANA)
    assert told.solution is None


def test_waiting_twice_is_waiting_once_and_can_be_ended(house: House) -> None:
    answer = house.wait(ANA)
    house.inquiry.subscribe(answer, ANA)
    assert house.group().waiting == 1
    house.inquiry.unsubscribe(answer, ANA)
    assert house.group().waiting == 0
    house.add_the_answer()
    assert house.inquiry.retry() == []


def test_whoever_was_told_and_asks_again_waits_anew(house: House) -> None:
    answer = house.wait(ANA)
    document = house.add_the_answer()
    house.inquiry.retry()
    house.asking.wiring.retire(document.id, OPERATOR)
    house.inquiry.subscribe(answer, ANA)
    house.inquiry.retry(all_due=True)
    assert house.group(state=State.ANSWERED).waiting == 1


def test_nobody_waits_for_somebody_elses_question(house: House) -> None:
    answer = house.ask(BANANAS, ANA)
    with pytest.raises(NotFoundError):
        house.inquiry.subscribe(answer, BEN)
    with pytest.raises(UnidentifiedError):
        house.inquiry.subscribe(answer, GUEST)
    with pytest.raises(NotFoundError):
        house.inquiry.subscribe(house.ask(QUESTION, ANA), ANA)


def test_whoever_is_gone_waits_for_nothing(house: House) -> None:
    house.wait(ANA)
    with house.asking.wiring.access() as access:
        access.remove_person("ana")
    house.add_the_answer()
    assert not any(each.answered for each in house.inquiry.retry(all_due=True))
    assert house.notices(ANA) == []


def test_asking_again_leaves_no_trace_where_it_is_not_answered(house: House) -> None:
    house.wait(ANA)
    before = house.asking.wiring.answers.latest(OPERATOR, 99)
    house.add_the_answer("board")
    house.inquiry.retry(all_due=True)
    assert house.asking.wiring.answers.latest(OPERATOR, 99) == before
    assert house.group().times == 1


def test_a_dismissed_question_is_not_asked_again(house: House) -> None:
    house.wait(ANA)
    house.inquiry.dismiss(house.group().group.id, "No.", LEA)
    house.add_the_answer()
    assert house.inquiry.retry() == []


def test_marking_as_answered_tells_those_who_wait_and_may_read_it(house: House) -> None:
    house.wait(ANA)
    house.wait(BEN)
    lead = replace(LEA, groups=frozenset({"plant"}))
    with house.asking.wiring.access() as access:
        access.put_person(lead)
    house.inquiry.settle(house.group().group.id, Settled(document=house.record.id), lead)
    assert (len(house.notices(ANA)), house.notices(BEN)) == (1, [])


def test_a_notice_is_new_until_its_own_person_saw_it(house: House) -> None:
    house.wait(ANA)
    house.add_the_answer()
    house.inquiry.retry()
    (told,) = house.inquiry.notices(ANA)
    house.inquiry.seen([told.notice.id], BEN)
    assert house.inquiry.new_notices(ANA) == 1
    house.inquiry.seen([told.notice.id], ANA)
    assert house.inquiry.new_notices(ANA) == 0
    assert house.notices(ANA) == [(BANANAS, False)]
