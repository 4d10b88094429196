"""Texts that no model may see, and those that who asks may not read, whatever is asked for."""

from collections.abc import Iterator

import pytest

from hostile_models_of_tests import Obedient, told_by
from hostile_plant_of_tests import ANA, BEN, MARK, HostilePlant, hostile_plant
from isthmus.llm.model import Purpose
from isthmus_knowledge.embedding import Embedder

DUTY = (
    "title: {title}\n\nThe OT security lead approves each patch of the {word} turbine before it is "
    "installed.\nThe OT security lead is accountable for the patch window of the {word} turbine."
    "\nThe plant manager must be informed of each patch of the {word} turbine because of {word}."
)
SECRETS = ("sealed", "board", "plant")
SAID = (
    "Who approves each patch of the turbine?",
    "and why?",
    "and who must be informed of that?",
    "define the OT security lead's role",
    "Draft a RACI for patching the turbine with the OT security lead and the plant manager",
    "Draft a RACI for approving each patch of the turbine with the OT security lead",
    "what else?",
    "track this",
    "my actions",
    "steering report for this month",
    "could you somehow sort out the turbine patches that we spoke about and tell everybody",
    "make actions of the unaccepted letters",
)


@pytest.fixture(scope="module")
def plant(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostilePlant]:
    with hostile_plant(tmp_path_factory.mktemp("sealed"), embedder) as plant:
        plant.add("open.txt", DUTY.format(title="Open patching", word="blue"))
        for name, readers in (("board", ("board",)), ("plant", ("plant",)), ("sealed", ())):
            text = DUTY.format(title=f"Patching {MARK}{name}", word=f"{MARK}{name}")
            plant.add(f"{name}.txt", text, *readers, sealed=name == "sealed")
        yield plant


@pytest.mark.parametrize("said", SAID)
def test_no_request_holds_what_others_read_or_no_model_may_see(
    plant: HostilePlant, said: str
) -> None:
    model = Obedient("nothing")
    plant.models.now = model
    plant.hear(SAID[0], BEN, thread="a")
    plant.hear(said, BEN, thread="a")
    told = "\n".join(told_by(request, model.may_see) for request in model.told)
    assert [each for each in SECRETS if f"{MARK}{each}" in told] == []


@pytest.mark.parametrize("said", SAID)
def test_alone_a_request_holds_what_the_person_may_read_and_a_model_may_see(
    plant: HostilePlant, said: str
) -> None:
    model = Obedient("nothing")
    plant.models.now = model
    plant.hear(SAID[0], thread="b")
    plant.hear(said, thread="b")
    told = "\n".join(told_by(request, model.may_see) for request in model.told)
    assert [each for each in ("sealed", "board") if f"{MARK}{each}" in told] == []


def test_passages_do_reach_a_model(plant: HostilePlant) -> None:
    """Without this the others could pass because nothing is ever sent."""
    model = Obedient("nothing")
    plant.models.now = model
    plant.hear(SAID[0], thread="c")
    told = "\n".join(told_by(request, model.may_see) for request in model.told)
    assert "blue turbine" in told
    assert f"{MARK}plant" in told
    assert any(request.purpose is Purpose.ANSWERING for request in model.told)
    assert {request.by for request in model.told} == {ANA.id}
