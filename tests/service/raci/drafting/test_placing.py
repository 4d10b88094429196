from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from isthmus.errors import InvalidError
from isthmus.raci.drafting.nearness import ByMeaning, ByWords
from isthmus.raci.drafting.phrases import as_activity, read_words, words
from isthmus.raci.drafting.placing import place
from isthmus_knowledge.catalogue import catalogue


def placed_at(scope: str) -> list[str]:
    return [activity.id for activity in place(scope, ByWords()).activities]


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        ("A07", ["A07"]),
        ("activity a29", ["A29"]),
        ("job shadowing", ["A26"]),
        ("the management of backups", ["A23", "A24"]),
        ("managing backups", ["A23", "A24"]),
        ("OT change management process", ["A19", "A39"]),
        ("security strategy", ["A11", "A12"]),
        ("removable media in OT", ["A44"]),
        ("pathcing", ["A29", "A38", "A39", "A18"]),
        ("patching of the DCS servers", ["A29", "A38", "A39", "A18"]),
        ("approving the charter", ["A05"]),
    ],
)
def test_a_scope_is_placed_at_its_activities(scope: str, ids: list[str]) -> None:
    assert placed_at(scope) == ids


@pytest.mark.parametrize(
    ("scope", "own"),
    [
        ("choosing a remote access vendor", "Choose a remote access vendor"),
        ("replacing and testing the firewalls", "Replace and test the firewalls"),
        ("inspecting the pumps of the reactor", "Inspect the pumps of the reactor"),
        ("quantum key distribution", "Manage quantum key distribution"),
        ("who may open the cabinets", "Decide who may open the cabinets"),
    ],
)
def test_what_no_activity_covers_is_a_row_of_its_own(scope: str, own: str) -> None:
    placed = place(scope, ByWords())
    assert placed.own == own
    assert not placed.activities
    assert own in placed.unplaced


@pytest.mark.parametrize(
    ("scope", "why"),
    [("step 4.2", "There is no step 4.2"), ("A99", "There is no activity A99")],
)
def test_a_number_that_does_not_exist_is_said(scope: str, why: str) -> None:
    placed = place(scope, ByWords())
    assert why in placed.unplaced
    assert not placed.own


def test_a_slip_is_read_and_said() -> None:
    placed = place("vendor remote accss", ByWords())
    assert placed.name == "vendor remote access"
    assert placed.read_as == "'vendor remote accss' is read as 'vendor remote access'."


@pytest.mark.parametrize(
    ("scope", "activity"),
    [
        ("choosing a vendor", "Choose a vendor"),
        ("planning outages", "Plan outages"),
        ("writing rules", "Write rules"),
        ("digging trenches", "Dig trenches"),
        ("locating cables", "Locate cables"),
        ("testing and releasing code", "Test and releasing code"),
        ("data historians", "Manage data historians"),
    ],
)
def test_an_activity_begins_with_a_verb(scope: str, activity: str) -> None:
    assert as_activity(scope) == activity


class Letters:
    """Vectors that count letters."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        counts = [[text.lower().count(chr(97 + n)) + 0.01 for n in range(26)] for text in texts]
        vectors = np.array(counts, np.float32)
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def test_what_means_the_same_is_nearest() -> None:
    near = ByMeaning(Letters()).nearest("Run cross-training and job shadowing")
    assert near[0].activity.id == "A26"
    assert near[0].is_close
    assert len(near) == len(catalogue().activities)
    assert sorted(near, key=lambda each: -each.likeness) == near


def test_the_catalogue_is_embedded_once() -> None:
    letters = Letters()
    nearness = ByMeaning(letters)
    nearness.nearest("one")
    first = letters.embedded
    nearness.nearest("two")
    assert letters.embedded == first + 1


def test_every_topic_has_words_and_activities() -> None:
    for topic in words().topics:
        assert topic.words
        assert topic.activities
        assert placed_at(topic.words[0]) == [activity.id for activity in topic.activities]


def test_a_topic_of_an_activity_that_does_not_exist_is_refused() -> None:
    text = """
topics: [{name: Doors, words: [doors], activities: [A99]}]
verbs: []
broad: []
decisions: []
unsaid: []
asking: []
"""
    with pytest.raises(InvalidError, match="no activity A99"):
        read_words(text)
