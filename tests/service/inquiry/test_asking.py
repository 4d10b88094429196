"""Asking, step by step: what a model does between two transactions, and what without one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.model import Answer
from isthmus.inquiry.service import Inquiry
from isthmus.llm.model import Purpose, Request
from isthmus.people import Person, alone
from scripted_models import ScriptedModels

ANA = Person("ana", "Ana")
LONG = (
    "Tell me the owner of the firewall rules, the rhythm of their review and the people told of a "
    "change of firewall rules"
)
PARTS = [
    "Owner of the firewall rules",
    "Rhythm of the review of firewall rules",
    "People told of a change of firewall rules",
]
OWNER = "The owner of the firewall rules is the OT security lead."
RHYTHM = "The rhythm of the review of firewall rules is monthly."
TOLD = "The people told of a change of firewall rules are the control room operators."


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[AskingOfTests]:
    asking = AskingOfTests(tmp_path / "data")
    for name, text in (("owner", OWNER), ("rhythm", RHYTHM), ("told", TOLD)):
        asking.add(f"{name}.txt", f"title: {name}\n\n{text}")
    yield asking
    asking.close()


def inquiry(asking: AskingOfTests, models: ScriptedModels) -> Inquiry:
    return Inquiry(replace(asking.wiring.inquiry.parts, models=models))


def split(_: Request) -> Mapping[str, object]:
    return {"questions": PARTS}


def test_each_part_of_a_long_question_is_looked_up(asking: AskingOfTests) -> None:
    models = ScriptedModels(split, (Purpose.UNDERSTANDING,))
    answer = inquiry(asking, models).answer(LONG, ANA, alone(ANA))
    assert isinstance(answer, Answer)
    assert {OWNER, RHYTHM, TOLD} <= {each.text for each in answer.sentences}
    assert answer.asked.question == LONG
    assert [each.prompt.name for each in models.told] == ["splitting"]


def test_so_it_is_in_a_conversation(asking: AskingOfTests) -> None:
    models = ScriptedModels(split, (Purpose.UNDERSTANDING,))
    asked = inquiry(asking, models).ask(LONG, ANA)
    assert isinstance(asked.outcome, Answer)
    assert {OWNER, RHYTHM, TOLD} <= {each.text for each in asked.outcome.sentences}
    assert asked.turn.understood is None


def test_no_transaction_is_open_while_a_model_reads_a_question(asking: AskingOfTests) -> None:
    pool = asking.wiring.storage.engine.pool

    def say(request: Request) -> Mapping[str, object]:
        assert pool.checkedout() == 0  # type: ignore[attr-defined]
        return split(request)

    models = ScriptedModels(say, (Purpose.UNDERSTANDING,))
    inquiry(asking, models).ask(LONG, ANA)
    inquiry(asking, models).answer(LONG, ANA, alone(ANA))
    assert len(models.told) == 2


def test_a_question_alone_is_kept_and_belongs_to_no_conversation(asking: AskingOfTests) -> None:
    talk = asking.wiring.inquiry
    outcome = talk.answer(PARTS[0], ANA, alone(ANA))
    assert asking.show(outcome.id, ANA) == outcome
    assert talk.conversations(ANA) == []
