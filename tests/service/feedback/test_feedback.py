"""What people say of answers, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError, UnidentifiedError
from isthmus.feedback.model import LONGEST_TEXT, Reason, Verdict
from isthmus.inquiry.service import Inquiry
from isthmus.people import GUEST, Person, Rank
from isthmus.storage import Storage

ANA = Person("ana", "Ana", frozenset({"plant"}))
BEN = Person("ben", "Ben")
LEA = Person("lea", "Lea", rank=Rank.LEAD)
QUESTION = "Who is accountable for the patch window?"
OF_THE_PLANT = "What caused the turbine trip in May?"
POLICY = "title: Patching\n\nThe plant manager is accountable for the patch window of each system."
RECORD = "title: Incidents\n\nThe turbine trip in May was caused by canary-7731."
HELPED = Verdict(helpful=True)
FAILED = Verdict(helpful=False, reason=Reason.OUTDATED, text="It is 2019's.")


@pytest.fixture
def inquiry(tmp_path: Path, storage: Storage) -> Iterator[Inquiry]:
    asking = AskingOfTests(tmp_path, storage)
    asking.add("patching.txt", POLICY)
    asking.add("incidents.txt", RECORD, "plant")
    yield asking.wiring.inquiry
    asking.wiring.index.close()


def answered(inquiry: Inquiry, question: str = QUESTION, by: Person = ANA) -> str:
    return inquiry.ask(question, by).outcome.id


def test_what_is_said_later_takes_the_place_of_what_was_said_before(inquiry: Inquiry) -> None:
    answer = answered(inquiry)
    inquiry.judge(answer, ANA, HELPED)
    inquiry.judge(answer, ANA, FAILED)
    assert inquiry.judgements(ANA, [answer])[answer].verdict == FAILED
    assert len(inquiry.judged(LEA)) == 1


def test_it_can_be_taken_back(inquiry: Inquiry) -> None:
    answer = answered(inquiry)
    inquiry.judge(answer, ANA, FAILED)
    inquiry.take_back(answer, BEN)
    assert inquiry.judgements(ANA, [answer])
    inquiry.take_back(answer, ANA)
    assert inquiry.judgements(ANA, [answer]) == {}


def test_only_who_can_see_an_answer_says_something_of_it(inquiry: Inquiry) -> None:
    answer = answered(inquiry)
    with pytest.raises(NotFoundError):
        inquiry.judge(answer, BEN, HELPED)
    with pytest.raises(UnidentifiedError):
        inquiry.judge(answered(inquiry, by=GUEST), GUEST, HELPED)
    assert inquiry.judged(LEA) == []


def test_whoever_reads_along_says_something_of_it_too(inquiry: Inquiry) -> None:
    asked = inquiry.ask(QUESTION, ANA)
    inquiry.share(asked.conversation.id, ANA)
    inquiry.judge(asked.outcome.id, ANA, HELPED)
    inquiry.judge(asked.outcome.id, BEN, FAILED)
    assert {each.feedback.person for each in inquiry.judged(LEA)} == {"ana", "ben"}


def test_leads_alone_read_what_people_said(inquiry: Inquiry) -> None:
    for person in (ANA, BEN):
        with pytest.raises(NotAllowedError):
            inquiry.judged(person)
    with pytest.raises(UnidentifiedError):
        inquiry.judged(GUEST)


def test_a_lead_sees_the_answer_only_where_they_may_read_its_sources(inquiry: Inquiry) -> None:
    inquiry.judge(answered(inquiry), ANA, HELPED)
    inquiry.judge(answered(inquiry, OF_THE_PLANT), ANA, FAILED)
    secret, open_to_all = inquiry.judged(LEA)
    assert secret.outcome is None
    assert open_to_all.outcome is not None
    assert "canary" not in repr(secret)
    of_the_plant = replace(LEA, groups=frozenset({"plant"}))
    assert all(each.outcome for each in inquiry.judged(of_the_plant))


def test_what_was_said_of_a_forgotten_answer_is_gone(inquiry: Inquiry) -> None:
    asked = inquiry.ask(QUESTION, ANA)
    inquiry.judge(asked.outcome.id, ANA, FAILED)
    inquiry.delete(asked.conversation.id, ANA)
    assert inquiry.judged(LEA) == []


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(helpful=True, reason=Reason.OUTDATED),
        Verdict(helpful=False, reason=Reason.OTHER, text=" "),
        Verdict(helpful=False, text="a" * (LONGEST_TEXT + 1)),
    ],
)
def test_what_contradicts_itself_is_refused(inquiry: Inquiry, verdict: Verdict) -> None:
    answer = answered(inquiry)
    with pytest.raises(InvalidError):
        inquiry.judge(answer, ANA, verdict)
    assert inquiry.judged(LEA) == []


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(reason: Reason) -> None:
    assert reason.in_words()
