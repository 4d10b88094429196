"""A programme on each database, with actions that are kept like anybody's."""

import pytest

from isthmus.storage import Storage
from programme_of_tests import ProgrammeOfTests


@pytest.fixture
def told(storage: Storage) -> ProgrammeOfTests:
    return ProgrammeOfTests(storage)
