"""Language models over a server that each test scripts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import wire as wire_up
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from llm_server_of_tests import ModelServer, running
from llm_wire_of_tests import WireServer, wire_server

MODEL = "openai:scripted"
KEY = "sk-test-0123456789abcdef"
Opens = Callable[..., Wiring]


@pytest.fixture
def server() -> Iterator[WireServer]:
    with wire_server() as server:
        yield server


@pytest.fixture
def opens(tmp_path: Path, server: WireServer) -> Iterator[Opens]:
    """Give what wires the service up with a model behind the server; busy machines fail no test."""
    pytest.importorskip("langchain_openai", reason="models: langchain-openai is not installed")
    opened: list[Wiring] = []

    def open_with(**settings: object) -> Wiring:
        said = {
            "data_dir": tmp_path,
            "llm": MODEL,
            "llm_base_url": server.address,
            "llm_api_key": KEY,
            "llm_first_seconds": 120,
            "llm_seconds": 120,
            "llm_retries": 0,
        }
        wiring = replace(wire_up(tmp_path), settings=Settings.model_validate(said | settings))
        wiring.storage.migrate()
        opened.append(wiring)
        return wiring

    yield open_with
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def model_server() -> Iterator[ModelServer]:
    """Give a real language model, started once."""
    with running() as server:
        yield server
