"""Killed at any moment: no acknowledged event is lost, none is answered twice, none out of turn."""

import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sqlalchemy import text

import killed_channels as killing
from isthmus.storage import open_storage

KILLS = 6


@pytest.mark.parametrize(("database", "names"), [("sqlite", "a"), ("postgres", "ab")])
def test_killed_at_any_moment_each_acknowledged_event_is_answered_once_and_in_its_turn(
    tmp_path: Path, request: pytest.FixtureRequest, database: str, names: str
) -> None:
    address = request.getfixturevalue("empty_postgres") if database == "postgres" else ""
    command = [sys.executable, killing.__file__, str(tmp_path), address, names, str(KILLS)]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(command, check=True, env=environment)  # noqa: S603 - our own interpreter
    acknowledged = lines(tmp_path, "acknowledged")
    posted = [line.split() for line in lines(tmp_path, "posted")]
    once(acknowledged, [key for _, key in posted])
    in_turn(posted)
    all_done(tmp_path, address)


def once(acknowledged: list[str], keys: list[str]) -> None:
    """Find each event that was acknowledged once; one more may have been kept by each process."""
    answered = Counter(name_of(key) for key in keys)
    assert set(acknowledged) <= set(answered)
    assert len(answered) <= len(set(acknowledged)) + 2
    assert set(answered.values()) == {1}
    assert len(acknowledged) == len(set(acknowledged)) >= killing.FEWEST


def in_turn(posted: list[list[str]]) -> None:
    by_place = defaultdict(list)
    for place, key in posted:
        by_place[place].append(int(name_of(key).partition("-")[2]))
    assert len(by_place) >= killing.LANES
    assert all(numbers == sorted(numbers) for numbers in by_place.values())


def all_done(folder: Path, address: str) -> None:
    storage = open_storage(folder, address or None)
    with storage.reading() as connection:
        assert set(connection.scalars(text("SELECT DISTINCT state FROM jobs"))) == {"done"}
    storage.close()


def name_of(key: str) -> str:
    """Give the event's name without the form in which it came first."""
    return key.removeprefix("paper:T1:E").removesuffix("/reply").rpartition("-")[0]


def lines(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text().splitlines()
