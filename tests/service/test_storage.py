import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from isthmus.access import store as _access
from isthmus.answers import store as _answers
from isthmus.errors import InvalidError, UnavailableError
from isthmus.library import tables as _library
from isthmus.storage import METADATA, Storage, open_storage

MIGRATE = """
import sys
from pathlib import Path
from isthmus.storage import open_storage

storage = open_storage(Path(sys.argv[1]), sys.argv[2] or None)
sys.stdin.readline()
storage.migrate()
assert storage.schema().current
"""


def test_the_migrations_make_exactly_the_tables_of_the_code(storage: Storage) -> None:
    assert {
        _library.documents.key,
        _access.keys.key,
        _answers.answers.key,
    } <= METADATA.tables.keys()
    with storage.reading() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_a_transaction_keeps_all_or_nothing(storage: Storage) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(storage)
    assert _version(storage) == 0
    with storage.transaction() as connection:
        connection.execute(text("UPDATE library_state SET library_version = 7"))
    assert _version(storage) == 7


def test_a_failed_statement_does_not_repeat_its_values(storage: Storage) -> None:
    statement = text(
        "INSERT INTO failures (source, reason, at) VALUES ('a', :reason, '2026-01-01')"
    )
    with storage.transaction() as connection:
        connection.execute(statement, {"reason": "secret"})
        with pytest.raises(IntegrityError) as raised:
            connection.execute(statement, {"reason": "secret"})
    assert "secret" not in str(raised.value)


def test_reading_keeps_one_state_while_somebody_writes(storage: Storage) -> None:
    with storage.reading() as reading:
        before = reading.scalar(text("SELECT library_version FROM library_state"))
        with storage.transaction() as connection:
            connection.execute(text("UPDATE library_state SET library_version = 7"))
        assert reading.scalar(text("SELECT library_version FROM library_state")) == before


def test_sqlite_is_durable_and_keeps_foreign_keys(sqlite_storage: Storage) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    with sqlite_storage.reading() as connection:
        found = {p: connection.execute(text(f"PRAGMA {p}")).scalar() for p in expected}
    assert found == expected


def test_processes_that_start_at_once_migrate_once_on_sqlite(tmp_path: Path) -> None:
    _migrate_at_once(tmp_path / "data", "")


def test_processes_that_start_at_once_migrate_once_on_postgres(
    tmp_path: Path, empty_postgres: str
) -> None:
    _migrate_at_once(tmp_path, empty_postgres)


def test_a_database_of_a_newer_version_is_refused(storage: Storage) -> None:
    with storage.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnavailableError, match="newer version of Isthmus"):
        storage.migrate()


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql://me:secret@/x?host={tmp_path}"
    with pytest.raises(UnavailableError) as raised:
        open_storage(tmp_path, address).migrate()
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("address", ["mysql://host/x", "nonsense"])
def test_another_kind_of_database_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(InvalidError, match="ISTHMUS_DATABASE_URL"):
        open_storage(tmp_path, address)


def _write_and_fail(storage: Storage) -> None:
    with storage.transaction() as connection:
        connection.execute(text("UPDATE library_state SET library_version = 7"))
        raise ZeroDivisionError


def _version(storage: Storage) -> int:
    with storage.reading() as connection:
        found = connection.execute(text("SELECT library_version FROM library_state"))
        return int(found.scalar_one())


def _migrate_at_once(data: Path, address: str) -> None:
    command = [sys.executable, "-c", MIGRATE, str(data), address]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    started = [
        subprocess.Popen(  # noqa: S603 - our own interpreter
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    ends = [(process.communicate()[1], process.returncode) for process in started]
    assert ends == [(b"", 0)] * 3
