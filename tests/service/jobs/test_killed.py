"""Workers are killed in loops: nothing that was acknowledged is lost, nothing is done twice."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

import killing_of_tests as killing
from isthmus.jobs.store import JobStore
from isthmus.storage import Storage, open_storage
from jobs_of_tests import MONDAY

WORKERS = 3
KILLS = 24


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_killed_at_any_moment_workers_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    address = request.getfixturevalue("empty_postgres") if database == "postgres" else ""
    kill(tmp_path, address)
    storage = open_storage(tmp_path, address or None)
    try:
        once(storage)
        all_that_was_acknowledged(storage, tmp_path)
        all_that_schedules_named(storage)
    finally:
        storage.close()


def kill(folder: Path, address: str) -> None:
    command = [sys.executable, killing.__file__, str(folder), address, str(WORKERS), str(KILLS)]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(command, check=True, env=environment)  # noqa: S603 - our own interpreter


def once(storage: Storage) -> None:
    twice = [key for key, times in Counter(effects(storage)).items() if times > 1]
    assert twice == []


def all_that_was_acknowledged(storage: Storage, folder: Path) -> None:
    acknowledged = (folder / "acknowledged").read_text().split()
    asked = column(storage, "asked")
    assert set(acknowledged) <= set(asked)
    done = effects(storage)
    assert {key for key in done if "@" not in key and ":" not in key} == set(asked)
    assert {key for key in done if key.startswith("sent:")} == {f"sent:send:{k}" for k in asked}
    arrived = (folder / "arrived").read_text().split()
    assert sorted(arrived) == sorted(f"send:{key}" for key in asked)
    assert len(acknowledged) > KILLS


def all_that_schedules_named(storage: Storage) -> None:
    with storage.reading() as connection:
        planned = JobStore(connection).planned()
    named = {one.key for each in planned for one in each.schedule.between(MONDAY, each.considered)}
    assert {key for key in effects(storage) if "@" in key} == named
    assert len(named) > KILLS


def effects(storage: Storage) -> list[str]:
    return column(storage, "effects")


def column(storage: Storage, table: str) -> list[str]:
    with storage.reading() as connection:
        return list(connection.scalars(text(f"SELECT key FROM {table}")))  # noqa: S608 - ours
