"""A run that is killed leaves whole documents; the next one does the rest."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from isthmus.storage import open_storage
from library_of_tests import LibraryOfTests

FILES = 120
KILLS = 6
INGEST = """
import sys
from pathlib import Path
from isthmus.storage import open_storage
from library_of_tests import LibraryOfTests

storage = open_storage(Path(sys.argv[1]))
storage.migrate()
print("started", flush=True)
LibraryOfTests(storage).add(Path(sys.argv[2]))
"""


@pytest.fixture
def many(folder: Path) -> Path:
    for number in range(FILES):
        lines = [f"{number}.{line}" for line in range(100 if number % 10 == 0 else 5)]
        (folder / f"{number:03}.md").write_text("\n".join(lines))
    (folder / "damaged.md").write_bytes(b"\0")
    return folder


def test_killed_at_random_moments_an_ingest_ends_with_the_counts_of_an_undisturbed_one(
    tmp_path: Path, many: Path
) -> None:
    undisturbed = _counts_after_ingest(tmp_path / "undisturbed", many)
    moments = random.Random(7)  # noqa: S311 - only moments
    for _ in range(KILLS):
        _ingest_and_kill(tmp_path / "killed", many, moments.uniform(0.0, 0.1))
        _only_whole_documents(tmp_path / "killed")
    assert _counts_after_ingest(tmp_path / "killed", many) == undisturbed
    assert undisturbed["documents"] == FILES


def _ingest_and_kill(data: Path, folder: Path, after: float) -> None:
    command = [sys.executable, "-c", INGEST, str(data), str(folder)]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter
        command, stdout=subprocess.PIPE, env={"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(after)
        child.send_signal(signal.SIGKILL)


def _only_whole_documents(data: Path) -> None:
    storage = open_storage(data)
    library = LibraryOfTests(storage)
    for document in library.documents():
        with library.read_by() as read:
            revision = read.revision(document.revision)
        assert "\n\n".join(h.passage.text for h in library.passages(document)) == revision.text
    storage.close()


def _counts_after_ingest(data: Path, folder: Path) -> dict[str, int]:
    storage = open_storage(data)
    storage.migrate()
    LibraryOfTests(storage).add(folder)
    tables = ("documents", "revisions", "passages", "failures")
    with storage.reading() as connection:
        counted = {
            table: int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
            for table in tables
        }
    storage.close()
    return counted
