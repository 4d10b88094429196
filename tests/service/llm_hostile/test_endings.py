"""Models that never end, say nothing, or are gone in the middle of a sentence."""

from collections.abc import Iterator

import pytest

from hostile_models_of_tests import Breaking, Endless, facts
from hostile_plant_of_tests import QUESTION, HostilePlant, document, hostile_plant
from isthmus.answers.model import Answer
from isthmus.llm.model import Request, Unavailable
from isthmus_knowledge.embedding import Embedder
from scripted_models import ScriptedModels

PLACE = "Alandermoor"
PIECES = {
    "a lie": "The alarm may be switched off [1]. ",
    "a letter": "a",
    "an abbreviation": "e.g. ",
    "a number": "1. ",
    "a bracket": "[",
    "a mark": "[1]",
    "a stop": ".",
    "a new line": "\n",
    "a space": " ",
    "nothing": "",
    "a hidden sign": "\u200b",
    "half a sign": "\ud800",
    "a thousand letters": "a" * 1_000,
}


@pytest.fixture(scope="module")
def plant(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostilePlant]:
    with hostile_plant(tmp_path_factory.mktemp("endings"), embedder) as plant:
        plant.add("access.txt", document(PLACE))
        yield plant


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_an_endless_model_is_ended_and_the_sources_answer(plant: HostilePlant, piece: str) -> None:
    models = Endless(piece)
    plant.models.now = models
    answer = asked(plant)
    assert models.ended
    assert plant.unsupported(answer) == []
    if piece:
        assert models.taken < Endless.MOST


@pytest.mark.parametrize("after", [0, 5, 60, 130, 250])
@pytest.mark.parametrize("why", Unavailable)
def test_a_model_that_is_gone_midway_leaves_whole_sentences(
    plant: HostilePlant, after: int, why: Unavailable
) -> None:
    def says(request: Request) -> str:
        return " ".join(f"{each.bare} [{each.n}]." for each in facts(models, request))

    models = Breaking(says, after, why)
    plant.models.now = models
    assert plant.unsupported(asked(plant)) == []


def test_a_model_that_is_not_there_changes_no_word_of_the_answer(plant: HostilePlant) -> None:
    plant.models.now = ScriptedModels(lambda _: Unavailable.DOWN)
    down = asked(plant)
    plant.models.now = ScriptedModels(lambda _: "", purposes=())
    off = asked(plant)
    assert [each.text for each in down.sentences] == [each.text for each in off.sentences]
    assert not any(each.written for each in down.sentences)
    assert len(down.notes) == len(off.notes) + 1
    assert "language model" in down.notes[-1]


def asked(plant: HostilePlant) -> Answer:
    outcome, _ = plant.ask(QUESTION.format(place=PLACE))
    assert isinstance(outcome, Answer)
    return outcome
