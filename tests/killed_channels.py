"""Receivers and workers that are killed again and again while events come in and answers go out.

Run as a program of its own: it forks processes that accept events, each delivered one to four
times, and answer them; kills them all every few moments; and at last lets one finish what there is.
What was acknowledged and what people see is written to files, as a platform would keep it.
"""

import os
import random
import signal
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from channels_of_tests import Kept, Paper, an_event
from isthmus.channels.model import Event, Outgoing
from isthmus.edge.logs import configure_logs
from isthmus.jobs.handling import NotThere, Refused, Sent, Unknown
from isthmus.storage import Storage, open_storage

LANES = 3
A_ROUND = timedelta(minutes=2)  # longer than a lease: what the dead held is free again
FEWEST = 10  # acknowledged by each process in the end


@dataclass(frozen=True)
class Place:
    folder: Path
    database: str

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
        return file.read_text().splitlines() if file.exists() else []


class Box(Paper):
    """Keeps what arrives in a file; now and then its reply is lost, or it is busy."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.chance = random.Random(os.getpid())  # noqa: S311 - only moments

    def send(self, outgoing: Outgoing, key: str) -> Sent | Refused | Unknown:
        what = self.chance.random()
        if what < 0.1:
            return Refused("429", timedelta(seconds=1))
        if what < 0.2:
            return Unknown("the connection broke before it was taken")
        self.place.note("posted", f"{outgoing.place} {key}")
        return Unknown("the reply was lost") if what < 0.3 else Sent(key)

    def find(self, outgoing: Outgoing, key: str) -> Sent | NotThere | Unknown:
        there = f"{outgoing.place} {key}" in self.place.noted("posted")
        return Sent("found") if there else NotThere()


def opened(place: Place, passed: timedelta) -> Kept:
    kept = Kept(place.open(), Box(place))
    patient = [replace(kind, most_attempts=10_000) for kind in kept.kinds]
    kept.worker = kept.working.worker(*patient)  # on a busy machine each is killed many times
    kept.working.now += passed
    return kept


def receive_and_work(place: Place, name: str, passed: timedelta) -> None:
    """Accept what is delivered, and answer it, until killed."""
    kept = opened(place, passed)
    threading.Thread(target=receive, args=(place, name, kept), daemon=True).start()
    while True:
        kept.run()
        time.sleep(0.01)


def receive(place: Place, name: str, kept: Kept) -> None:
    """Go on where the acknowledged ones ended: the next one may have been kept already."""
    chance = random.Random(os.getpid())  # noqa: S311 - only moments
    number = len([each for each in place.noted("acknowledged") if each.startswith(f"{name}-")])
    while True:
        for _ in range(chance.randint(1, 4)):
            kept.host.intake.accept(event(name, number, chance.randrange(2)))
        if number:  # one that was acknowledged long ago comes again
            kept.host.intake.accept(event(name, chance.randrange(number), 0))
        place.note("acknowledged", f"{name}-{number}")
        number += 1
        time.sleep(0.01)


def event(name: str, number: int, form: int) -> Event:
    """Give an event in one of the two forms in which it is delivered."""
    lane = f"{name}{number % LANES}"
    return an_event(f"{name}-{number}-{form}", lane=lane, same_as=f"{name}-{number}")


def kill_in_loops(place: Place, names: str, kills: int) -> timedelta:
    moments = random.Random(7)  # noqa: S311 - only moments
    rounds = 0
    while rounds < kills or not has_enough(place, names):
        running = [fork(place, name, A_ROUND * rounds) for name in names]
        time.sleep(moments.uniform(0.15, 0.4))
        for child in running:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        rounds += 1
    return A_ROUND * rounds


def has_enough(place: Place, names: str) -> bool:
    noted = place.noted("acknowledged")
    return all(sum(each.startswith(name) for each in noted) >= FEWEST for name in names)


def fork(place: Place, name: str, passed: timedelta) -> int:
    child = os.fork()
    if child == 0:
        receive_and_work(place, name, passed)
    return child


def main() -> None:
    folder, database, names, kills = sys.argv[1:]
    configure_logs("critical", "json")
    place = Place(Path(folder), database)
    storage = place.open()
    storage.migrate()
    storage.close()
    passed = kill_in_loops(place, names, int(kills))
    kept = opened(place, passed)
    kept.until_idle()
    kept.parts.storage.close()


if __name__ == "__main__":
    main()
