"""The service with two documents, and a channel in which people talk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import served
from channel_of_tests import Channel


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Channel]:
    wiring = served.wire(tmp_path)
    served.fill(wiring)
    yield Channel(wiring)
    wiring.close()
