"""What the product says, and the library that shows cards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import served
from adaptive_cards_of_tests import CardLibrary, card_library
from channel_of_tests import Channel
from isthmus.messages import Reply
from said_of_tests import SAYINGS, Says
from teams_replies import given


@pytest.fixture(scope="session")
def replies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reply]:
    wiring = served.wire(Path(tmp_path_factory.mktemp("teams")))
    served.fill(wiring)
    try:
        return given(wiring)
    finally:
        wiring.close()


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reply]:
    """Give one of each kind of reply that people get in a channel, forms among them."""
    return {name: _said(says, tmp_path_factory.mktemp("said")) for name, says in SAYINGS.items()}


def _said(says: Says, folder: Path) -> Reply:
    wiring = served.wire(folder)
    served.fill(wiring)
    try:
        return says(Channel(wiring))
    finally:
        wiring.close()


@pytest.fixture(scope="session")
def library() -> Iterator[CardLibrary]:
    with card_library() as running:
        yield running
