"""The whole service over HTTP, and a Teams whose people talk to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

import served
from isthmus.app import create_app
from isthmus.jobs.model import Job, State
from isthmus.jobs.store import JobStore
from isthmus.people import Person, Rank
from isthmus_integrations.teams import channel
from teams_service import TENANT, Conversation, Human, TeamsService
from teams_service.seeing import seen

ANA = Person("ana@plant.example", "Ana", frozenset({"plant"}), rank=Rank.LEAD)
BEN = Person("ben@plant.example", "Ben", frozenset(), rank=Rank.CONTRIBUTOR)


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Product:
    """Ana leads and reads what is the plant's; Ben reads what everyone may."""

    teams: TeamsService
    wiring: served.FakeAnsweringWiring
    app: FastAPI
    clock: Clock
    unfinished: tuple[State, ...] = (State.WAITING, State.RUNNING)
    client: TestClient = field(init=False)
    ana: Human = field(init=False)
    ben: Human = field(init=False)

    def __post_init__(self) -> None:
        self.client = TestClient(self.app, base_url="http://localhost")
        self.teams.post = self._post
        self.ana = self.teams.person("ana", "Ana Alves", ANA.id)
        self.ben = self.teams.person("ben", "Ben Bauer", BEN.id)

    def _post(self, headers: dict[str, str], body: bytes) -> tuple[int, object]:
        response = self.client.post("/api/messages", content=body, headers=headers)
        return response.status_code, response.json() if response.content else None

    # ---- work

    def work(self) -> None:
        """Do what is due within a second, which a stream of Teams takes at least."""
        self._work_now()
        self.clock.now += timedelta(seconds=1)
        self._work_now()

    def _work_now(self, most: int = 30) -> None:
        worker = self.wiring.durable.worker()
        for _ in range(most):
            if not worker.run_due():
                return

    def hear_only(self) -> None:
        """Do what was said, and send nothing of what comes of it."""
        self.wiring.durable.worker().run_due(stopping=self._is_anything_to_send)

    def _is_anything_to_send(self) -> bool:
        return any(job.kind == "channels.send" for job in self.jobs(*self.unfinished))

    def dead(self) -> list[str]:
        """Give why jobs were given up."""
        return [job.outcome for job in self.jobs(State.DEAD)]

    def travel(self, **by: float) -> None:
        self.clock.now += timedelta(**by)
        self.work()

    def jobs(self, *states: State) -> list[Job]:
        with self.wiring.storage.reading() as connection:
            return JobStore(connection).listed(list(states), "", 1000)

    # ---- people

    def alone(self, person: Human) -> Conversation:
        where = self.teams.alone(person)
        self.work()
        return where

    def channel(self, *members: Human, name: str = "Plant / General") -> Conversation:
        where = self.teams.channel(name, *(members or (self.ana, self.ben)))
        self.work()
        return where

    def ask(self, person: Human, where: Conversation, text: str, thread: str = "") -> str:
        """Say something and have it answered; gives the id of what was said."""
        known = self.teams.say(person, where, text, thread)
        self.work()
        return known

    def press(self, person: Human, label: str, where: Conversation | None = None) -> str:
        told = self.teams.press(person, label, where)
        self.work()
        return told

    def answer(self, where: Conversation, person: Human | None = None) -> str:
        """Give what somebody sees of us there since a person last spoke."""
        who = person or where.members[0]
        spoken = max((n for n, m in enumerate(where.messages) if m.by), default=-1)
        lines = [seen(m, who, self.teams.world.people) for m in where.messages[spoken + 1 :]]
        return "\n".join(lines)

    def place(self, where: Conversation) -> str:
        return f"teams:{TENANT}/{where.id}"


@contextmanager
def product_in(
    folder: Path,
    wire: Callable[..., served.FakeAnsweringWiring] = served.wire,
    /,
    **settings: object,
) -> Iterator[Product]:
    """Serve everything from a folder, with people who have accounts here."""
    clock = Clock()
    with TeamsService(clock=clock) as teams, capture_logs():  # printing traces takes a minute
        known = {**teams.settings, "worker": False, "public_url": "http://localhost", **settings}
        wiring = replace(wire(folder, **known), clock=clock, makers=lambda: [channel])
        served.fill(wiring)
        with wiring.access() as access:
            for person in (ANA, BEN):
                access.put_person(person)
        yield Product(teams, wiring, create_app(wiring), clock)
        wiring.close()
