"""Jobs on each of the two databases."""

import pytest

from isthmus.storage import Storage
from jobs_of_tests import Working


@pytest.fixture
def working(storage: Storage) -> Working:
    return Working(storage)
