"""SQL of the lists that come in."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from isthmus.actions.importing.model import Import, Line, Stage
from isthmus.errors import NotFoundError
from isthmus.storage import METADATA, Instant

KEPT_FOR: Final = timedelta(days=30)
_SAID: Final = ("stage", "done", "total", "also_alike", "added", "why")
_NAMED: Final = ("id", "person", "name", "at")

action_imports: Final = Table(
    "action_imports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", String, nullable=False),
    Column("name", String, nullable=False),
    Column("content", LargeBinary, nullable=False),  # empty once all of it is in
    Column("readers", JSON, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("stage", String, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("also_alike", Boolean, nullable=False),
    Column("added", Integer, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("how", JSON, nullable=False),
    Column("missed", JSON, nullable=False),
    Column("why", String, nullable=False),
)
_all_but_content: Final = [each for each in action_imports.c if each.name != "content"]


class ImportStore:
    """Lists that come in, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, new: Import, content: bytes) -> Import:
        """Keep a file that is to be looked through; old ones are forgotten."""
        old = delete(action_imports).where(action_imports.c.at < new.at - KEPT_FOR)
        self._connection.execute(old)
        named = {"person": new.person, "name": new.name, "at": new.at, "content": content}
        row = named | {"readers": list(new.readers)} | _changing(new)
        kept = insert(action_imports).values(row).returning(action_imports.c.id)
        return self.get(int(self._connection.scalar(kept) or 0))

    def get(self, number: int) -> Import:
        query = select(*_all_but_content).where(action_imports.c.id == number)
        found = self._connection.execute(query).one_or_none()
        if found is None:
            raise NotFoundError("There is no such import. Choose the file again.")
        return _import_of(found)

    def content(self, number: int) -> bytes:
        query = select(action_imports.c.content).where(action_imports.c.id == number)
        return bytes(self._connection.scalar(query) or b"")

    def put(self, now: Import) -> None:
        self._connection.execute(_this(now).values(_changing(now)))

    def forget_content(self, now: Import) -> None:
        self._connection.execute(_this(now).values(content=b""))


def _this(one: Import) -> Any:  # noqa: ANN401 - an update
    return update(action_imports).where(action_imports.c.id == one.id)


def _changing(now: Import) -> dict[str, Any]:
    lists = {
        "lines": [asdict(each) for each in now.lines],
        "how": list(now.how),
        "missed": [list(each) for each in now.missed],
    }
    return {name: getattr(now, name) for name in _SAID} | {"stage": now.stage.value} | lists


def _import_of(row: Row[Any]) -> Import:
    said = {name: getattr(row, name) for name in (*_NAMED, *_SAID)}
    return Import(
        **said | {"stage": Stage(row.stage)},
        readers=tuple(row.readers),
        lines=tuple(Line(**each | {"alike": tuple(each["alike"])}) for each in row.lines),
        how=tuple(row.how),
        missed=tuple((cell, text, why) for cell, text, why in row.missed),
    )
