"""Models that twist what they were shown: nothing of theirs is told unless a quote says it."""

from collections.abc import Iterator

import pytest

from hostile_plant_of_tests import QUESTION, HostilePlant, document, hostile_plant
from inert_of_tests import in_words
from isthmus.answers.model import Answer
from isthmus_knowledge.embedding import Embedder
from scripted_models import ScriptedModels
from twisting_models_of_tests import MISUSES, TWISTS, misusing, twisting

PLACE = "Alandermoor"
MORE = "Nobody changes a safety controller at Alandermoor without the plant manager."


@pytest.fixture(scope="module")
def plant(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostilePlant]:
    with hostile_plant(tmp_path_factory.mktemp("twisted"), embedder) as plant:
        plant.add("access.txt", document(PLACE, MORE))
        yield plant


def test_an_honest_model_is_told_in_its_words(plant: HostilePlant) -> None:
    """Without this the others could pass because nothing is ever told."""
    plant.models.now = misusing(lambda known: " ".join(f"{e.bare} [{e.n}]." for e in known[:2]))
    outcome, _ = plant.ask(QUESTION.format(place=PLACE))
    assert isinstance(outcome, Answer)
    assert any(each.written for each in outcome.sentences)


@pytest.mark.parametrize("twist", TWISTS.values(), ids=TWISTS)
def test_what_a_model_twists_is_not_told(plant: HostilePlant, twist: object) -> None:
    assert callable(twist)
    told(plant, twisting(twist))


@pytest.mark.parametrize("tells", MISUSES.values(), ids=MISUSES)
def test_what_cites_wrongly_or_is_no_text_is_not_told(plant: HostilePlant, tells: object) -> None:
    assert callable(tells)
    told(plant, misusing(tells))


def told(plant: HostilePlant, models: ScriptedModels) -> None:
    plant.models.now = models
    outcome, _ = plant.ask(QUESTION.format(place=PLACE))
    assert models.told
    assert plant.unsupported(outcome) == []
    assert isinstance(outcome, Answer)
    written = [each.text for each in outcome.sentences if each.written]
    assert [problem for text in written for problem in in_words(text)] == []
