"""A workspace with our people in it, and the service they talk to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from slack_of_tests import Plant, plant


def _there(folder: Path, *, by_socket: bool) -> Iterator[Plant]:
    """Give both; whatever Slack itself would complain of fails the test."""
    with capture_logs(), plant(folder, by_socket=by_socket) as there:  # traces take a minute
        yield there
        assert there.slack.warnings == []
        assert there.slack.pings_by_app() == []


@pytest.fixture
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plant]:
    """Give it over HTTP, or as `over_both` says."""
    yield from _there(tmp_path, by_socket=getattr(request, "param", "http") == "socket")


@pytest.fixture
def by_socket(tmp_path: Path) -> Iterator[Plant]:
    yield from _there(tmp_path, by_socket=True)
