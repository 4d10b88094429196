import json
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from isthmus.backup import Manifest, back_up, restore
from isthmus.errors import ConflictError, InvalidError
from isthmus.storage import DATABASE_FILE, Storage, open_storage
from library_of_tests import LibraryOfTests

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path, folder: Path, sqlite_storage: Storage) -> Path:
    (folder / "a.md").write_text("one\ntwo")
    LibraryOfTests(sqlite_storage).add(folder)
    back_up(sqlite_storage, tmp_path / "isthmus.zip", NOW)
    return tmp_path / "isthmus.zip"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Storage:
    return open_storage(tmp_path / "elsewhere")


def test_a_backup_restored_on_an_empty_machine_holds_the_same(
    archive: Path, sqlite_storage: Storage, elsewhere: Storage
) -> None:
    manifest = restore(elsewhere, archive)
    elsewhere.migrate()
    assert LibraryOfTests(elsewhere).texts() == LibraryOfTests(sqlite_storage).texts()
    assert (manifest.counts["documents"], manifest.counts["passages"]) == (1, 2)
    library = LibraryOfTests(elsewhere)
    library.upkeep.bring_up_to_date()
    assert len(library.index.entries) == 2
    elsewhere.close()


def test_a_backup_is_consistent_while_somebody_writes(
    tmp_path: Path, archive: Path, sqlite_storage: Storage
) -> None:
    with sqlite_storage.transaction() as connection:
        connection.execute(text("DELETE FROM passages"))
        manifest = back_up(sqlite_storage, tmp_path / "second.zip", NOW)
    assert manifest.counts["passages"] == 2
    assert archive.stat().st_mode & 0o077 == 0


def test_neither_a_backup_nor_a_restore_overwrites(
    archive: Path, folder: Path, sqlite_storage: Storage
) -> None:
    with pytest.raises(ConflictError, match="exists already"):
        back_up(sqlite_storage, archive, NOW)
    with pytest.raises(ConflictError, match="--force"):
        restore(sqlite_storage, archive)
    (folder / "a.md").write_text("changed since")
    LibraryOfTests(sqlite_storage).add(folder)
    restore(sqlite_storage, archive, force=True)
    assert LibraryOfTests(sqlite_storage).texts() == {"a.md": "one\n\ntwo"}


def test_a_database_in_use_is_not_replaced(archive: Path, sqlite_storage: Storage) -> None:
    service = open_storage(sqlite_storage.file.parent if sqlite_storage.file else Path())
    with service.reading() as connection:
        connection.execute(text("SELECT 1 FROM documents"))
        with pytest.raises(ConflictError, match="Stop the service"):
            restore(sqlite_storage, archive, force=True)
    service.close()


def test_a_damaged_archive_is_refused_and_changes_nothing(
    archive: Path, tmp_path: Path, elsewhere: Storage
) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(archive) as good, zipfile.ZipFile(other, "w") as bad:
        bad.writestr("manifest.json", good.read("manifest.json"))
        bad.writestr(DATABASE_FILE, good.read(DATABASE_FILE)[:-4096])
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:-100])
    for file in (other, cut, tmp_path / "missing.zip"):
        with pytest.raises(InvalidError):
            restore(elsewhere, file)
    assert elsewhere.file is not None
    assert not elsewhere.file.exists()


@pytest.mark.parametrize("database", [b"no database", b""])
def test_a_forged_archive_is_refused_and_changes_nothing(
    tmp_path: Path, elsewhere: Storage, database: bytes
) -> None:
    forged = tmp_path / "forged.zip"
    said = Manifest("2026-11-22", "0001", sha256(database).hexdigest(), {})
    with zipfile.ZipFile(forged, "w") as archive:
        archive.writestr("manifest.json", json.dumps(vars(said)))
        archive.writestr(DATABASE_FILE, database)
        archive.writestr("../outside.txt", "out")
    with pytest.raises(InvalidError, match="damaged"):
        restore(elsewhere, forged)
    assert elsewhere.file is not None
    assert not elsewhere.file.exists()
    assert not (tmp_path / "outside.txt").exists()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, 97])
def test_an_archive_that_cannot_be_unpacked_is_refused(
    archive: Path, elsewhere: Storage, method: int
) -> None:
    with zipfile.ZipFile(archive) as packed:
        entry = packed.getinfo(DATABASE_FILE)
    content = bytearray(archive.read_bytes())
    data = entry.header_offset + 30 + len(DATABASE_FILE)
    content[data : data + 64] = b"\xff" * 64
    for place in (entry.header_offset + 8, content.rindex(b"PK\x01\x02") + 10):
        content[place : place + 2] = method.to_bytes(2, "little")
    archive.write_bytes(content)
    with pytest.raises(InvalidError, match="no backup"):
        restore(elsewhere, archive)


def test_a_backup_of_a_newer_version_is_refused(
    tmp_path: Path, sqlite_storage: Storage, elsewhere: Storage
) -> None:
    with sqlite_storage.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    back_up(sqlite_storage, tmp_path / "newer.zip", NOW)
    with pytest.raises(InvalidError, match="newer version"):
        restore(elsewhere, tmp_path / "newer.zip")


def test_on_postgres_its_own_tool_is_named(postgres_storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="pg_dump"):
        back_up(postgres_storage, tmp_path / "x.zip", NOW)
