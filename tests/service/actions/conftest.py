"""A desk for actions on each database."""

import pytest

from isthmus.storage import Storage
from kept_actions import DeskOfTests


@pytest.fixture
def desk(storage: Storage) -> DeskOfTests:
    return DeskOfTests(storage)


@pytest.fixture
def sqlite_desk(sqlite_storage: Storage) -> DeskOfTests:
    return DeskOfTests(sqlite_storage)
