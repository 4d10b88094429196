"""The service over HTTP, filled with two documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.app import create_app


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[served.FakeAnsweringWiring]:
    wiring = served.wire(tmp_path)
    served.fill(wiring)
    yield wiring
    wiring.close()


@pytest.fixture
def keys(wiring: served.FakeAnsweringWiring) -> served.Keys:
    return served.make_keys(wiring)


@pytest.fixture
def client(wiring: served.FakeAnsweringWiring) -> Iterator[TestClient]:
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        served.visit(client)
        yield client
