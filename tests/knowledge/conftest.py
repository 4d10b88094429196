"""The packaged embedding model, converted once for all tests."""

from pathlib import Path

import pytest

from isthmus_knowledge.embedding import PACKAGED, Embedder, open_embedder


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that converted models are kept in."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def embedder(models: Path) -> Embedder:
    return open_embedder(PACKAGED, models)
