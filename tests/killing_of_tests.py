"""Workers that are killed again and again while jobs run and schedules fire.

Run as a program of its own: it forks workers and somebody who asks for work, kills one of them
every few moments, and at last lets one worker finish what there is. What was acknowledged and
what arrived outside is written to files, as a platform would keep it.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from threading import Event

from sqlalchemy import text

from isthmus.audit.store import Act
from isthmus.edge.logs import configure_logs
from isthmus.jobs.calendar import CatchUp, Rule, Schedule
from isthmus.jobs.handling import (
    Failed,
    Kind,
    NotThere,
    Prepared,
    Refused,
    Sent,
    Unknown,
    kinds_by_name,
)
from isthmus.jobs.model import Job, Payload, State, Wanted
from isthmus.jobs.store import JobStore
from isthmus.jobs.work import Means
from isthmus.jobs.worker import Worker
from isthmus.storage import Storage, open_storage
from jobs_of_tests import MONDAY, Working

SPEED = 300  # a lease of a minute is a fifth of a second here
ZONES = ("UTC", "Asia/Kolkata")
LANES = ("", "", "a", "b")


@dataclass(frozen=True)
class Place:
    """Where it all is; ``began`` is the real time at which the clock of the test began."""

    folder: Path
    database: str
    began: float

    def clock(self) -> datetime:
        return MONDAY + timedelta(seconds=(time.time() - self.began) * SPEED)

    def open(self) -> Storage:
        return open_storage(self.folder, self.database or None)

    def note(self, name: str, line: str) -> None:
        """Append a line so that it is there whatever is killed afterwards."""
        with (self.folder / name).open("a") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())

    def noted(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().split() if file.exists() else []


class Moving(Working):
    """Jobs at a clock that runs by itself."""

    place: Place

    def clock(self) -> datetime:
        return self.place.clock()


@dataclass(frozen=True)
class Platform:
    """Keeps what arrives in a file; now and then its reply is lost, or it is busy."""

    place: Place
    chance: random.Random

    def prepare(self, _act: Act, job: Job) -> Prepared:
        return Prepared({"text": job.key})

    def send(self, _payload: Payload, key: str) -> Sent | Refused | Unknown:
        what = self.chance.random()
        if what < 0.1:
            return Refused("429", timedelta(seconds=1))
        if what < 0.2:
            return Unknown("the connection broke before it was taken")
        self.place.note("arrived", key)
        return Unknown("the reply was lost") if what < 0.4 else Sent(key)

    def find(self, job: Job) -> Sent | NotThere:
        return Sent("found") if job.key in self.place.noted("arrived") else NotThere()

    def settle(self, act: Act, job: Job, came: Sent | Failed) -> None:
        effect(act, f"{'sent' if isinstance(came, Sent) else 'failed'}:{job.key}")


def effect(act: Act, key: str) -> None:
    act.connection.execute(text("INSERT INTO effects VALUES (:key)"), {"key": key})


def do(act: Act, job: Job) -> None:
    effect(act, job.key)
    if job.kind == "note":
        JobStore(act.connection).enqueue(Wanted("send", f"send:{job.key}"), job.run_at)


def work(place: Place) -> None:
    """Do what is due, for ever."""
    a_worker(place, place.open()).run(Event(), Event())


def a_worker(place: Place, storage: Storage) -> Worker:
    moving = Moving(storage)
    moving.place = place
    platform = Platform(place, random.Random(os.getpid()))  # noqa: S311 - only moments
    kinds = kinds_by_name(
        Kind("note", inside=do),
        Kind("occur", inside=do),
        Kind("send", outbound=platform, most_attempts=10_000),
    )
    means = Means(moving.recording, moving.changing, moving.looking, place.clock)
    return Worker(kinds, means)


def ask(place: Place) -> None:
    """Ask for work for ever, some at a time; it is noted as acknowledged once it is kept."""
    storage = place.open()
    number = 0
    while True:
        number += 1
        keys = [f"{os.getpid()}-{number}-{lane}" for lane in range(len(LANES))]
        with storage.transaction() as connection:
            for key, lane in zip(keys, LANES, strict=True):
                connection.execute(text("INSERT INTO asked VALUES (:key)"), {"key": key})
                JobStore(connection).enqueue(Wanted("note", key, lane=lane), place.clock())
        for key in keys:
            place.note("acknowledged", key)
        time.sleep(0.1)


def prepare(place: Place) -> None:
    storage = place.open()
    storage.migrate()
    with storage.transaction() as connection:
        for table in ("effects", "asked"):
            connection.execute(text(f"CREATE TABLE {table} (key VARCHAR NOT NULL)"))
        for minute in range(180):
            for zone in ZONES:
                at = clock_time(*divmod(480 + minute, 60)) if zone == "UTC" else _shifted(minute)
                schedule = Schedule(f"{zone}:{minute}", zone, Rule(at), "occur", {}, CatchUp.EACH)
                JobStore(connection).put_schedule(schedule, MONDAY)
    storage.close()


def _shifted(minute: int) -> clock_time:
    return clock_time(*divmod(480 + 330 + minute, 60))


def fork(what: Callable[[Place], None], place: Place) -> int:
    child = os.fork()
    if child == 0:
        what(place)
    return child


def kill_in_loops(place: Place, workers: int, kills: int) -> None:
    moments = random.Random(11)  # noqa: S311 - only moments
    running = [fork(work, place) for _ in range(workers)] + [fork(ask, place)]
    killed = 0
    while killed < kills or len(place.noted("acknowledged")) <= kills:
        killed += 1
        time.sleep(moments.uniform(0.1, 0.5))
        which = moments.randrange(len(running))
        end(running[which])
        running[which] = fork(ask if which == workers else work, place)
    for child in running:
        end(child)


def end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def finish(place: Place) -> None:
    """Do what is left, without anybody being killed, until nothing waits."""
    storage = place.open()
    worker = a_worker(place, storage)
    while True:
        worker.run_due()
        with storage.reading() as connection:
            if not JobStore(connection).listed([State.WAITING, State.RUNNING]):
                break
        time.sleep(0.05)
    storage.close()


def main() -> None:
    folder, database, workers, kills = sys.argv[1:]
    configure_logs("error", "json")
    place = Place(Path(folder), database, time.time())
    prepare(place)
    kill_in_loops(place, int(workers), int(kills))
    finish(place)


if __name__ == "__main__":
    main()
