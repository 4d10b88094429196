"""A plant for the hostile models, and the collections of attacks where they are there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile_plant_of_tests import HostilePlant, hostile_plant
from injections_of_tests import folder
from isthmus_knowledge.embedding import Embedder


@pytest.fixture(scope="module")
def plant(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostilePlant]:
    with hostile_plant(tmp_path_factory.mktemp("hostile"), embedder) as plant:
        yield plant


@pytest.fixture(scope="session")
def collections() -> Path:
    """Give the folder of published attacks."""
    found = folder()
    if found is None:
        pytest.skip("needs the injections in the folder that ISTHMUS_SHARED_DATA names")
    return found
