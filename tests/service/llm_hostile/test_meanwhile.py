"""What changes while a model writes: readers, documents and conversations."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from hostile_models_of_tests import facts
from hostile_plant_of_tests import ANA, QUESTION, HostilePlant, document, hostile_plant
from isthmus.answers.model import Answer, Citation, Sentence
from isthmus.library.caring import Care
from isthmus.llm.model import Request, Streamed
from isthmus.people import OPERATOR, Person, Rank, alone
from isthmus_knowledge.embedding import Embedder
from scripted_models import ScriptedModels

PLACE = "Alandermoor"
LEA = Person("lea", "Lea", frozenset({"board"}), rank=Rank.LEAD)


@pytest.fixture
def plant(embedder: Embedder, tmp_path: Path) -> Iterator[HostilePlant]:
    with hostile_plant(tmp_path, embedder) as plant:
        plant.add("access.txt", document(PLACE))
        yield plant


class Interrupted(ScriptedModels):
    """Does something after so many sentences of the passages, then goes on."""

    def __init__(self, after: int, do: Callable[[], object]) -> None:
        super().__init__(lambda _: "")
        self.after, self.do = after, do

    def stream(self, request: Request) -> Streamed:
        self._said(request)
        return Streamed(self._call(request), self._interrupted(request))

    def _interrupted(self, request: Request) -> Iterator[str]:
        for n, each in enumerate(facts(self, request)):
            if n == self.after:
                self.do()
            yield f"{each.bare} [{each.n}]. "


def narrow(plant: HostilePlant) -> None:
    with plant.wiring.reading(alone(OPERATOR)) as library:
        (document,) = library.documents()
    plant.wiring.take_care(document.id, Care(frozenset({"board"})), replace(OPERATOR, id="lea"))


def retire(plant: HostilePlant) -> None:
    with plant.wiring.reading(alone(OPERATOR)) as library:
        (document,) = library.documents()
    plant.wiring.retire(document.id, OPERATOR)


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("change", [narrow, retire])
def test_what_may_no_longer_be_read_is_not_told(
    plant: HostilePlant, change: Callable[[HostilePlant], None], after: int
) -> None:
    plant.models.now = Interrupted(after, lambda: change(plant))
    told: list[str] = []

    def tell(sentence: Sentence, _: Sequence[Citation]) -> None:
        told.append(sentence.text)

    asked = plant.wiring.inquiry.ask(QUESTION.format(place=PLACE), ANA, tell=tell)
    assert len(told) <= after
    assert not isinstance(asked.outcome, Answer)
    assert PLACE not in asked.outcome.text
    shown = plant.wiring.inquiry.thread(asked.conversation.id, ANA)
    assert "shift supervisor" not in str(shown)


def test_two_questions_at_once_in_one_conversation_are_both_kept(plant: HostilePlant) -> None:
    both = Barrier(2, timeout=60)
    _, talk = plant.ask(QUESTION.format(place=PLACE))
    plant.models.now = Interrupted(0, both.wait)
    asked = [f"For how long is a recording of {PLACE} kept?", QUESTION.format(place=PLACE)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda question: plant.ask(question, talk), asked))
    assert len(done) == 2
    thread = plant.wiring.inquiry.thread(talk, ANA)
    assert len(thread.said) == 3
    assert [each.turn.number for each in thread.said] == [1, 2, 3]


def test_a_conversation_that_is_forgotten_meanwhile_is_not_made_anew(plant: HostilePlant) -> None:
    with plant.wiring.access() as access:
        access.put_person(ANA)
    _, talk = plant.ask(QUESTION.format(place=PLACE))
    plant.models.now = Interrupted(0, lambda: plant.wiring.inquiry.delete(talk, ANA))
    with pytest.raises(Exception, match="conversation"):
        plant.ask(QUESTION.format(place=PLACE), talk)
    assert plant.wiring.inquiry.conversations(ANA) == []
