"""A platform made of paper on each of the two databases."""

import pytest

from channels_of_tests import Kept, Paper
from isthmus.storage import Storage


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def kept(storage: Storage, paper: Paper) -> Kept:
    return Kept(storage, paper)
