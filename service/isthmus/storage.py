"""The database: one engine, `transaction()`, and migrations."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError

from isthmus.errors import InvalidError, UnavailableError

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
DATABASE_FILE: Final = "isthmus.sqlite3"
BUSY_SECONDS: Final = 30
_MIGRATIONS: Final = Path(__file__).with_name("migrations")
_MIGRATION_LOCK: Final = 0x15_7481_05  # any number, the same in every process
_WRITES: Final = "isthmus_writes"
_ENGINE: Final[dict[str, Any]] = {"hide_parameters": True}  # they hold questions and documents


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database (SQLite itself knows no time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo:
            return value
        return value.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Schema:
    """The migration a database stands at, and the one this version of the code needs."""

    present: str | None
    needed: str
    known: bool

    @property
    def current(self) -> bool:
        return self.present == self.needed


class Storage:
    """One database, SQLite or PostgreSQL; safe to share between threads."""

    def __init__(self, engine: Engine, lock_file: Path | None = None) -> None:
        self.engine = engine
        self._lock_file = lock_file

    @property
    def file(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        database = self.engine.url.database
        return Path(database) if self._is_sqlite and database else None

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write: everything inside is kept together, or nothing is."""
        with self._connect(writes=True) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one consistent state, without waiting for writers."""
        with self._connect(writes=False) as connection:
            yield connection

    @contextmanager
    def _connect(self, *, writes: bool) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            raise UnavailableError(_unreachable(self.engine.url, error)) from error
        options: dict[str, Any] = {_WRITES: writes}
        if not self._is_sqlite and not writes:
            options["isolation_level"] = "REPEATABLE READ"
        with connection.execution_options(**options):
            try:
                yield connection
            except DataError as error:
                raise InvalidError(
                    "A value is too large, or has a character that no text has."
                ) from error
            except OperationalError as error:
                raise UnavailableError(_unreachable(self.engine.url, error)) from error

    def schema(self) -> Schema:
        """Tell where the database stands; an empty one is at None."""
        scripts = ScriptDirectory(str(_MIGRATIONS))
        needed = scripts.get_current_head()
        if needed is None:
            raise UnavailableError("The migrations are missing. Install Isthmus again.")
        with self.reading() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        known = present is None or present in {script.revision for script in _all(scripts)}
        return Schema(present, needed, known)

    def migrate(self) -> None:
        """Bring the tables up to date; processes that start at once wait for one another."""
        self._make_folder()
        if self._acceptable():
            return
        with self._file_lock(), self.transaction() as connection:
            if not self._is_sqlite:
                lock = text("SELECT pg_advisory_xact_lock(:number)")
                connection.execute(lock, {"number": _MIGRATION_LOCK})
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _make_folder(self) -> None:
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise UnavailableError(
                f"The data folder {self.file.parent} cannot be made: {error.strerror}. "
                "Make it, or set ISTHMUS_DATA_DIR to a folder you may write to."
            ) from error

    def _acceptable(self) -> bool:
        schema = self.schema()
        if not schema.known:
            raise UnavailableError(
                "The database was written by a newer version of Isthmus "
                f"(migration {schema.present}). Install that version, or restore an older backup."
            )
        return schema.current

    def _file_lock(self) -> AbstractContextManager[None]:
        return _locked(self._lock_file) if self._lock_file else nullcontext()

    def close(self) -> None:
        self.engine.dispose()


def open_storage(data_dir: Path, database_url: str | None = None) -> Storage:
    """Open PostgreSQL where an address is given, else the SQLite file in the data folder."""
    if database_url:
        return _open_postgres(database_url)
    return open_sqlite(data_dir / DATABASE_FILE)


def open_sqlite(file: Path) -> Storage:
    url = URL.create("sqlite", database=str(file))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **_ENGINE)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Storage(engine, file.with_suffix(".lock"))


def _open_postgres(address: str) -> Storage:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise InvalidError("ISTHMUS_DATABASE_URL is no database address.") from error
    if url.get_backend_name() != "postgresql":
        raise InvalidError("ISTHMUS_DATABASE_URL must start with postgresql://, or be unset.")
    try:
        driven = url.set(drivername="postgresql+psycopg")
        return Storage(create_engine(driven, pool_pre_ping=True, **_ENGINE))
    except ModuleNotFoundError as error:
        raise UnavailableError(
            "PostgreSQL needs the package psycopg: `pip install 'isthmus[postgres]'`."
        ) from error


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own type
    connection.isolation_level = None  # `_begin` says when a transaction starts, not the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _all(scripts: ScriptDirectory) -> Iterator[Any]:
    return iter(scripts.walk_revisions())


def _unreachable(url: URL, error: DBAPIError) -> str:
    reason = " ".join(str(error.orig).split())
    shown = url.render_as_string(hide_password=True)
    return f"The database {shown} does not work: {reason}. `isthmus doctor` tells more."
