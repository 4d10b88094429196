"""Backup and restore of the records; indexes are derived, and made anew from them."""

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from isthmus.errors import ConflictError, InvalidError, UnavailableError
from isthmus.storage import DATABASE_FILE, Storage, open_sqlite

FORMAT: Final = "isthmus-backup-1"
MANIFEST: Final = "manifest.json"
_COUNTED: Final = ("documents", "revisions", "passages", "people", "keys")
_UNREADABLE: Final = (  # what a damaged or foreign archive makes `zipfile` and `json` raise
    *(zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, OSError),
    RuntimeError,
)


@dataclass(frozen=True)
class Manifest:
    """What an archive holds; ``counts`` are rows by table."""

    made_at: str
    migration: str
    sha256: str
    counts: dict[str, int]
    format: str = FORMAT


def back_up(storage: Storage, archive: Path, at: datetime) -> Manifest:
    """Write one archive with a consistent copy of the database, also while it is in use.

    Raises ConflictError where the archive exists already, InvalidError on PostgreSQL.
    """
    database = _sqlite_file(storage, "pg_dump")
    if archive.exists():
        raise ConflictError(f"{archive} exists already. Choose another name for the backup.")
    with _workplace(archive.absolute().parent) as folder:
        copy = folder / DATABASE_FILE
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        manifest = Manifest(at.isoformat(), _migration(copy), _sha256(copy), _counts(copy))
        packed = _pack(copy, manifest)
        try:
            os.link(packed, archive)  # as a whole, and never over another file
        except FileExistsError as error:
            raise ConflictError(f"{archive} exists already. Choose another name.") from error
    return manifest


def restore(storage: Storage, archive: Path, *, force: bool = False) -> Manifest:
    """Put the records of an archive in place of those that are there.

    The archive is verified first. Raises InvalidError where it is damaged, ConflictError where
    there are records and `force` is not given, or where the database is in use.
    """
    database = _sqlite_file(storage, "pg_restore")
    if database.exists() and not force:
        raise ConflictError(
            f"There are records in {database.parent} already. Back them up, then restore with "
            "--force to replace them."
        )
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _workplace(database.parent) as folder:
        manifest = _unpack(archive, folder)
        _verify(folder / DATABASE_FILE, manifest)
        storage.close()
        _refuse_in_use(database)
        for leftover in ("-wal", "-shm"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        (folder / DATABASE_FILE).replace(database)
    shutil.rmtree(database.parent / "index" / "current", ignore_errors=True)
    return manifest


@contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """Give a folder on the same file system, so that what is made there moves as a whole."""
    try:
        with tempfile.TemporaryDirectory(prefix=".isthmus-", dir=parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise UnavailableError(
            f"{parent} cannot be written to: {error.strerror or error}. Choose another folder."
        ) from error


def _sqlite_file(storage: Storage, tool: str) -> Path:
    if storage.file is None:
        raise InvalidError(
            f"The records are in PostgreSQL: use `{tool}`. Indexes need no backup; they are made "
            "from the records."
        )
    return storage.file


def _pack(copy: Path, manifest: Manifest) -> Path:
    packed = copy.with_name("packed.zip")
    with packed.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(vars(manifest), indent=2))
            archive.write(copy, DATABASE_FILE)
        file.flush()
        os.fsync(file.fileno())
    packed.chmod(0o600)
    return packed


def _unpack(archive: Path, folder: Path) -> Manifest:
    try:
        with zipfile.ZipFile(archive) as packed:
            manifest = _manifest(json.loads(packed.read(MANIFEST)))
            target = folder / DATABASE_FILE
            with packed.open(DATABASE_FILE) as source, target.open("xb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
    except FileNotFoundError as error:
        raise InvalidError(f"There is no file {archive}.") from error
    except _UNREADABLE as error:
        raise InvalidError(f"{archive} is no backup of Isthmus, or is damaged: {error}.") from error
    return manifest


def _manifest(values: dict[str, Any]) -> Manifest:
    manifest = Manifest(**values)
    if manifest.format != FORMAT:
        raise ValueError(f"its format is {manifest.format}, not {FORMAT}")
    return manifest


def _verify(database: Path, manifest: Manifest) -> None:
    if _sha256(database) != manifest.sha256:
        raise InvalidError("The backup is damaged: its database is not the one it was made of.")
    try:
        with closing(sqlite3.connect(database)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        same = found == "ok" and _counts(database) == manifest.counts
    except sqlite3.DatabaseError as error:
        raise InvalidError(f"The database in the backup is damaged: {error}.") from error
    if not same:
        raise InvalidError(f"The database in the backup is damaged: {found}.")
    opened = open_sqlite(database)
    schema = opened.schema()
    opened.close()
    if not schema.known:
        raise InvalidError(
            "The backup was made by a newer version of Isthmus. Install that version to restore it."
        )


def _refuse_in_use(database: Path) -> None:
    """Leave WAL mode, which SQLite allows only to the last one connected."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise ConflictError(
            "The database is in use. Stop the service and run this again."
        ) from error
    except sqlite3.DatabaseError:
        return  # damaged: a reason to restore, not to refuse it


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _migration(database: Path) -> str:
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
            for table in _COUNTED
        }
