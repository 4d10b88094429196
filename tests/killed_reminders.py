"""Does the reminders that are due until it is killed: run by a test, in a process of its own."""

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from isthmus.jobs.handling import NotThere, Sent
from isthmus.jobs.model import Job
from isthmus.people import Audience, Person
from isthmus.reminding.model import Preference
from isthmus.reminding.ways import Letter
from isthmus.storage import open_storage
from kept_reminders import RemindersOfTests


@dataclass(frozen=True)
class Box:
    """A way that writes down on disk what arrived, before it says so."""

    file: Path
    name: str = "box"

    def reach(self, person: Person, preference: Preference) -> str:
        return f"{person.id}{preference.address}"

    def members(self, place: str) -> Audience:
        raise NotImplementedError(place)

    def send(self, letter: Letter, key: str) -> Sent:
        with self.file.open("a") as opened:
            opened.write(f"{letter.to} {key}\n")
            opened.flush()
            os.fsync(opened.fileno())
        return Sent(key)

    def find(self, job: Job) -> Sent | NotThere:
        return Sent("found") if job.key in self.keys() else NotThere()

    def keys(self) -> list[str]:
        return [line.split()[1] for line in self.file.read_text().splitlines()]


def people() -> dict[str, Person]:
    return {f"p{n}": Person(f"p{n}", f"P{n}", frozenset({"plant"})) for n in range(5)}


def opened(folder: Path, address: str, now: datetime) -> RemindersOfTests:
    kept = RemindersOfTests(open_storage(folder, address or None), Box(folder / "arrived"))
    kept.people.update(people())
    kept.working.now = now
    return kept


if __name__ == "__main__":
    mine = opened(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    mine.worker.run_due()
