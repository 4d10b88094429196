"""Reminders on each of the two databases."""

import pytest

from isthmus.storage import Storage
from kept_reminders import Chat, RemindersOfTests


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def kept(storage: Storage, chat: Chat) -> RemindersOfTests:
    return RemindersOfTests(storage, chat)
