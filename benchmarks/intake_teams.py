"""How fast and how surely activities of Teams are taken in, and answered once.

``PYTHONPATH=tests python -m benchmarks.intake_teams [--seconds S] [--kills N] [--events N]``: the
Teams of the tests sends signed activities over HTTP to a service of its own, first 50 a second
while each answer takes 30 s, then while the service is killed again and again and replies to what
it posts are lost. Half of the people ask alone, where an answer ends a stream, half in channels,
where nobody can tell whether a message arrived: there whoever asked is told that it may be missing.
Nothing else should run on the machine meanwhile.
"""

import argparse
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx

from benchmarks.intake_service import (
    A_SECOND,
    AN_ANSWER,
    Service,
    kill_in_loops,
    print_acks,
    until_done,
)
from teams_service import Conversation, DropsReply, Human, TeamsService
from teams_service.courier import over_http

CHANNEL: Final = "isthmus_integrations.teams:channel"
PLACES: Final = 10
EACH_NTH_REPLY_LOST: Final = 5
POSTED: Final = "^POST .*/activities"
MAY_BE_MISSING: Final = "may not have arrived"
_NUMBERED: Final = re.compile(r"question (\d+)")

Json = dict[str, Any]


@dataclass(frozen=True)
class Plant:
    teams: TeamsService
    places: tuple[tuple[Human, Conversation], ...]

    @property
    def told(self) -> dict[str, str]:
        """Give the settings with which the service talks to this Teams."""
        said = {name: _written(value) for name, value in self.teams.settings.items()}
        return {f"ISTHMUS_{name.upper()}": value for name, value in said.items()}

    def question(self, number: int) -> Json:
        person, where = self.places[number % len(self.places)]
        name = "" if where.kind == "personal" else "@Isthmus "
        return self.teams.write(person, where, f"{name}question {number}")


def _written(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


@contextmanager
def plant() -> Iterator[Plant]:
    """Give people who talk to the app, half of them alone with it."""
    with TeamsService(clock=_now) as teams:
        people = [teams.person(f"p{n}", f"P {n}", f"p{n}@plant.example") for n in range(PLACES)]
        alone = [(each, teams.alone(each, install=False)) for each in people[::2]]
        teams.post = lambda _headers, _body: (200, None)  # nobody listens while it is set up
        channels = [(each, teams.channel(f"Plant / {each.key}", each)) for each in people[1::2]]
        yield Plant(teams, (*alone, *channels))


# ---- how fast


def measure_acks(seconds: int) -> None:
    """Send activities at a steady rate, whatever comes of them, and print how long acks took."""
    with plant() as there, tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), CHANNEL, there.told, AN_ANSWER)
        service.start()
        there.teams.post = over_http(f"{service.url}/api/messages")
        said = [there.question(number) for number in range(seconds * A_SECOND)]
        begun = time.monotonic()

        def deliver(number: int) -> tuple[float, bool]:
            moment = begun + number / A_SECOND
            time.sleep(max(0.0, moment - time.monotonic()))
            acked = _is_taken(there, said[number])
            return time.monotonic() - moment, acked

        with ThreadPoolExecutor(100) as pool:
            taken = list(pool.map(deliver, range(len(said))))
        service.kill()
    print_acks(taken)


def _is_taken(there: Plant, activity: Json) -> bool:
    try:
        return there.teams.send(activity).status == httpx.codes.OK
    except httpx.HTTPError:
        return False


# ---- how surely


def measure_effects(events: int, kills: int) -> None:
    """Kill the service while activities come in and answers go out, and print what people see."""
    with plant() as there, tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), CHANNEL, there.told)
        service.start()
        there.teams.post = over_http(f"{service.url}/api/messages")
        over = threading.Event()
        killer = threading.Thread(target=kill_in_loops, args=(service, kills, over))
        killer.start()
        said = [there.question(number) for number in range(events)]
        with ThreadPoolExecutor(20) as pool:
            acked = list(pool.map(lambda n: _until_acked(there, said[n], n), range(events)))
        over.wait()
        killer.join()
        until_done(service)
        service.kill()
        _print_effects(there, acked, kills)


def _until_acked(there: Plant, activity: Json, number: int) -> int:
    """Deliver a question until it is taken, and up to three times more, as Teams may."""
    chance = Random(number)  # noqa: S311 - only moments
    time.sleep(chance.uniform(0, 20))
    if not number % EACH_NTH_REPLY_LOST:
        there.teams.goes_wrong(DropsReply(), POSTED)
    while not _is_taken(there, activity):
        time.sleep(0.3)
    for _ in range(chance.randrange(4)):
        _is_taken(there, activity)
    return number


def _print_effects(there: Plant, acked: list[int], kills: int) -> None:
    seen, notices = Counter[int](), 0
    for _, where in there.places:
        said = [str(each.body.get("text") or "") for each in there.teams.answers(where)]
        seen.update(int(found[1]) for text in said if (found := _NUMBERED.search(text)))
        notices += sum(MAY_BE_MISSING in text for text in said)
    missing = [number for number in acked if number not in seen]
    twice = [number for number, times in seen.items() if times > 1]
    lost = max(0, len(missing) - notices)
    print(f"{len(acked)} questions, each delivered 1 to 4 times, the service killed {kills} times,")
    print(f"every {EACH_NTH_REPLY_LOST}th reply to a post lost: {lost} lost, {len(twice)} twice;")
    print(f"{notices} times somebody was told that an answer may be missing, of which")
    print(
        f"{len(missing)} are; {sum(each.ended for each in there.teams.world.streams.all)} streams"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--events", type=int, default=200)
    said = parser.parse_args()
    if said.seconds:
        measure_acks(said.seconds)
    if said.events:
        measure_effects(said.events, said.kills)


if __name__ == "__main__":
    main()
