"""Killed at any moment, reminders are neither lost nor said twice."""

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import killed_reminders
from isthmus.reminding.model import Arrival, Sort
from isthmus.storage import open_storage
from kept_reminders import SUNDAY, RemindersOfTests

KILLS = 3
MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_killed_while_they_fire_reminders_are_neither_lost_nor_said_twice(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    address = request.getfixturevalue("empty_postgres") if database == "postgres" else ""
    (tmp_path / "arrived").touch()
    storage = open_storage(tmp_path, address or None)
    storage.migrate()
    storage.close()
    kept = killed_reminders.opened(tmp_path, address, SUNDAY)
    try:
        fire_and_kill(kept, tmp_path, address)
        once(kept, tmp_path)
    finally:
        kept.parts.storage.close()


def fire_and_kill(kept: RemindersOfTests, folder: Path, address: str) -> None:
    for person in killed_reminders.people().values():
        kept.add(owner=person, days=0)
    kept.to(0, 6)  # news of Sunday are told
    now = MORNING
    for number in range(KILLS):
        kill_after(0.05 + 0.1 * number, folder, address, now)
        now += timedelta(minutes=2)  # what the dead one held is free again
    kept.working.now = now
    kept.working.until_idle(kept.worker)


def kill_after(seconds: float, folder: Path, address: str, now: datetime) -> None:
    command = [sys.executable, killed_reminders.__file__, str(folder), address, now.isoformat()]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as child:  # noqa: S603 - our own
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(seconds)
        child.kill()


def once(kept: RemindersOfTests, folder: Path) -> None:
    arrived = Counter((folder / "arrived").read_text().split("\n")[:-1])
    assert max(arrived.values()) == 1
    for person in killed_reminders.people().values():
        mornings = kept.messages(person, Sort.MORNING)
        assert [len(each.items) for each in mornings] == [1]
        assert arrived[f"{person.id} {mornings[0].key}>box"] == 1
    assert {each.state for each in kept.deliveries()} == {Arrival.DELIVERED}
