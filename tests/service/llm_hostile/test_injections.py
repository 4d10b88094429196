"""Published attacks through every door, on a model that obeys them all.

A spread of them, the same each time; `python -m benchmarks.injections` sends all of them.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import served
from hostile_doors_of_tests import Attack
from hostile_plant_of_tests import ANA, QUESTION, HostilePlant, document, place_of
from injections_of_tests import benign, hostile, spread
from isthmus.answers.model import Answer
from isthmus.app import create_app
from scripted_models import ScriptedModels

FEWEST = 300
AT_ONCE = 60  # four of them each: two in the text, one as the title, one as the file's name
BENIGN = 8


@pytest.fixture(scope="module")
def client(plant: HostilePlant) -> TestClient:
    client = TestClient(create_app(plant.wiring), base_url="http://localhost")
    served.sign_in(client, plant.wiring, ANA)
    return client


@pytest.fixture(scope="module")
def attack(plant: HostilePlant, collections: Path, client: TestClient) -> Attack:
    orders = [each.text for each in spread(hostile(collections), 77)]
    attack = Attack(plant, page=lambda path: client.get(path).text)
    for at in range(AT_ONCE):
        one, other, title, name = orders[at : 4 * AT_ONCE : AT_ONCE]
        attack.by_document(one, other, title=title, name=name)
    others: list[tuple[Callable[[str], None], int]] = [
        (attack.by_question, 20),
        (attack.by_history, 12),
        (attack.by_message, 10),
        (attack.by_thread, 10),
        (attack.by_chart, 4),
        (attack.by_role, 3),
        (attack.by_action, 3),
    ]
    rest = iter(orders[4 * AT_ONCE :])
    for send, times in others:
        for _ in range(times):
            send(next(rest))
    return attack


def test_no_attack_leads_anybody_anywhere(attack: Attack) -> None:
    assert attack.tally.problems == []


def test_enough_attacks_were_made_and_enough_reached_the_model(attack: Attack) -> None:
    counted = attack.tally.counted
    assert counted["payloads"] >= FEWEST
    assert counted["document: reached the model"] >= AT_ONCE
    assert counted["sentences written"] > 0


def test_texts_that_only_sound_like_attacks_are_read_like_any_other(
    plant: HostilePlant, collections: Path
) -> None:
    plant.models.now = ScriptedModels(lambda _: "NOTHING FOUND")
    for n, each in enumerate(spread(benign(collections), BENIGN), start=900):
        place = place_of(n)
        plant.add(f"{place}.txt", document(place, each.text))
        outcome, _ = plant.ask(QUESTION.format(place=place))
        assert isinstance(outcome, Answer)
        assert place in outcome.text
