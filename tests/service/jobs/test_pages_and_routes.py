"""Jobs as administrators see them: page, API and command line; and what the service does itself."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from fastapi.testclient import TestClient

import served
from command_line_of_tests import CommandLine
from isthmus.access.model import Scope
from isthmus.app import create_app
from isthmus.audit.store import Act
from isthmus.backup import back_up, restore
from isthmus.errors import ConflictError, NotFoundError
from isthmus.jobs.handling import Kind, kinds_by_name
from isthmus.jobs.housekeeping import PRUNE
from isthmus.jobs.model import Job, State, Wanted
from isthmus.jobs.store import JobStore
from isthmus.jobs.worker import Worker
from isthmus.people import OPERATOR, Person, Rank
from isthmus.wiring import Wiring

ROOT = Person("root", "Root", rank=Rank.ADMINISTRATOR)
WHY = "<b>channel</b> not found"


def enqueue(wiring: Wiring, key: str, kind: str = "of.a.feature") -> None:
    with wiring.recording() as act:
        JobStore(act.connection).enqueue(Wanted(kind, key, {"secret": "canary-1"}), served.NOW)


def bury(wiring: Wiring, key: str, why: str = WHY) -> Job:
    enqueue(wiring, key)
    with wiring.recording() as act:
        store = JobStore(act.connection)
        found = store.by_key(key)
        assert found is not None
        dead = found.ended(State.DEAD, why, served.NOW)
        store.put(dead)
    return dead


def state_of(wiring: Wiring, number: int) -> State:
    return wiring.jobs.job(OPERATOR, number).state


@pytest.fixture
def idle(tmp_path: Path) -> Iterator[served.FakeAnsweringWiring]:
    """Give a service whose workers are switched off."""
    wiring = served.wire(tmp_path, worker=False)
    wiring.make_ready()
    yield wiring
    wiring.close()


@pytest.fixture
def root(idle: served.FakeAnsweringWiring) -> Iterator[TestClient]:
    with TestClient(create_app(idle), base_url="http://localhost") as client:
        served.sign_in(client, idle, ROOT)
        yield client


def key_for(wiring: served.FakeAnsweringWiring, person: Person) -> dict[str, str]:
    with wiring.access() as access:
        access.put_person(person)
        made = access.create_key(person.id, set(Scope), "all")
    return {"Authorization": f"Bearer {made.secret}"}


def test_the_page_shows_dead_letters_with_their_reasons_and_replays_them(
    root: TestClient, idle: served.FakeAnsweringWiring
) -> None:
    dead = bury(idle, "remind:A-17")
    page = root.get("/jobs").text
    assert "remind:A-17" in page
    assert "&lt;b&gt;channel&lt;/b&gt; not found" in page
    assert "1\N{NO-BREAK SPACE}dead letter" in page
    assert "canary" not in page
    again = root.post(f"/jobs/{dead.id}/replay", follow_redirects=False)
    assert again.headers["location"] == "/jobs"
    assert state_of(idle, dead.id) is State.WAITING
    twice = root.post(f"/jobs/{dead.id}/replay")
    assert twice.status_code == 409
    assert "only a dead letter can be replayed" in twice.text
    assert "remind:A-17" in root.get("/jobs?state=waiting").text


def test_a_dead_letter_is_dismissed_by_name(
    root: TestClient, idle: served.FakeAnsweringWiring
) -> None:
    dead = bury(idle, "k")
    root.post(f"/jobs/{dead.id}/dismiss")
    assert state_of(idle, dead.id) is State.REJECTED
    assert "Dismissed by Root." in root.get("/jobs?state=rejected").text
    with idle.audited() as trail:
        assert trail.tells("job.dismissed", str(dead.id))


def test_the_page_of_schedules_tells_when_each_is_next(
    root: TestClient, idle: served.FakeAnsweringWiring
) -> None:
    assert "No schedule was made yet" in root.get("/jobs/schedules").text
    idle.durable.worker().keep_standing()
    page = root.get("/jobs/schedules").text
    assert "03:17, daily" in page
    assert "23 November 2026, 03:17 UTC" in page


def test_many_dead_letters_are_shown_some_at_a_time(
    root: TestClient, idle: served.FakeAnsweringWiring
) -> None:
    for number in range(51):
        bury(idle, f"k{number}")
    first, second = root.get("/jobs").text, root.get("/jobs?page=2").text
    assert len(re.findall(r'aria-label="Replay job', first)) == 50
    assert len(re.findall(r'aria-label="Replay job', second)) == 1


def test_the_api_lists_and_replays_for_administrators_alone(
    root: TestClient, idle: served.FakeAnsweringWiring
) -> None:
    dead = bury(idle, "k")
    admins = key_for(idle, ROOT)
    leads = key_for(idle, Person("lea", "Lea", rank=Rank.LEAD))
    listed = root.get("/api/v1/jobs", headers=admins).json()
    assert [(one["id"], one["reason"], one["state"]) for one in listed] == [(dead.id, WHY, "dead")]
    assert "payload" not in listed[0]
    for method, path in (
        ("GET", "/api/v1/jobs"),
        ("GET", f"/api/v1/jobs/{dead.id}"),
        ("GET", "/api/v1/schedules"),
        ("POST", f"/api/v1/jobs/{dead.id}/replay"),
        ("POST", f"/api/v1/jobs/{dead.id}/dismissal"),
    ):
        assert root.request(method, path, headers=leads).status_code == 403
    replayed = root.post(f"/api/v1/jobs/{dead.id}/replay", headers=admins).json()
    assert (replayed["state"], replayed["replays"]) == ("waiting", 1)
    again = root.post(f"/api/v1/jobs/{dead.id}/dismissal", headers=admins)
    assert again.status_code == 409
    assert root.get("/api/v1/jobs/999", headers=admins).status_code == 404
    assert root.get("/api/v1/schedules", headers=admins).json() == []


def test_what_there_is_to_do_is_measured(
    root: TestClient, idle: served.FakeAnsweringWiring
) -> None:
    bury(idle, "dead")
    enqueue(idle, "waiting")
    said = root.get("/metrics").text
    assert "isthmus_jobs_dead 1.0" in said
    assert "isthmus_jobs_waiting 1.0" in said
    assert "isthmus_jobs_oldest_seconds 0.0" in said


def test_a_service_whose_worker_is_off_leaves_the_work_to_others(
    root: TestClient, idle: served.FakeAnsweringWiring
) -> None:
    enqueue(idle, "k", kind=PRUNE)
    assert root.get("/healthz").status_code == 200
    assert state_of(idle, 1) is State.WAITING


class DoingWiring(served.FakeAnsweringWiring):
    """A service with a kind of job that tells when it was done."""

    done = Event()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return (Kind("tell", inside=lambda _act, _job: self.done.set()),)


def test_a_service_does_what_is_asked_of_it_and_its_housekeeping_is_scheduled(
    tmp_path: Path,
) -> None:
    plain = served.wire(tmp_path)
    wiring = DoingWiring(**{name: getattr(plain, name) for name in plain.__dataclass_fields__})
    wiring.make_ready()
    with TestClient(create_app(wiring), base_url="http://localhost"):
        enqueue(wiring, "k", kind="tell")
        assert wiring.done.wait(60)
    assert state_of(wiring, 1) is State.DONE
    assert PRUNE in [each.schedule.name for each in wiring.jobs.schedules(OPERATOR)]
    wiring.close()


def test_work_that_ended_long_ago_is_forgotten_every_night(
    idle: served.FakeAnsweringWiring,
) -> None:
    bury(idle, "dead")
    enqueue(idle, "old")
    kind = Kind("of.a.feature", inside=lambda _act, _job: None)
    Worker(kinds_by_name(kind), idle.durable.means).run_due()
    later = served.wire(idle.settings.data_dir)
    object.__setattr__(later, "clock", lambda: served.NOW + timedelta(days=402))
    worker = later.durable.worker()
    with later.recording() as act:
        JobStore(act.connection).enqueue(Wanted(PRUNE, "now"), later.clock())
    worker.run_due()
    keys = {job.key for job in _all(later)}
    assert keys == {"dead", "now"}
    later.close()


def _all(wiring: Wiring) -> list[Job]:
    with wiring.storage.reading() as connection:
        return JobStore(connection).listed(list(State))


def test_nothing_that_a_restored_backup_had_to_do_is_done_again(
    idle: served.FakeAnsweringWiring, tmp_path: Path
) -> None:
    done: list[str] = []

    def note(_act: Act, job: Job) -> None:
        done.append(job.key)

    worker = Worker(kinds_by_name(Kind("of.a.feature", inside=note)), idle.durable.means)
    enqueue(idle, "k")
    archive = tmp_path / "backup.zip"
    back_up(idle.storage, archive, served.NOW)
    worker.run_due()
    restore(idle.storage, archive, force=True)
    idle.restored("backup.zip", "0")
    worker.run_due()
    assert done == ["k"]
    dead = idle.jobs.job(OPERATOR, 1)
    assert dead.state is State.DEAD
    assert dead.outcome.startswith("Restored from a backup")
    idle.jobs.replay(OPERATOR, 1)
    worker.run_due()
    assert done == ["k", "k"]


class Isthmus(CommandLine):
    def wiring(self) -> Wiring:
        return served.wire(self.data)


def test_the_command_line_lists_replays_and_dismisses(tmp_path: Path) -> None:
    isthmus = Isthmus(tmp_path / "data")
    assert "There are no dead letters." in isthmus("jobs", "dead")
    wiring = isthmus.wiring()
    numbers = [bury(wiring, key).id for key in ("one", "two")]
    enqueue(wiring, "three")
    wiring.close()
    assert [one["reason"] for one in isthmus.json("jobs", "dead")] == [WHY, WHY]
    assert WHY in isthmus("jobs", "dead")
    assert "is done again" in isthmus("jobs", "replay", numbers[0])
    assert isthmus.json("jobs", "dismiss", numbers[1])["state"] == "rejected"
    with pytest.raises(ConflictError, match="only a dead letter"):
        isthmus("jobs", "replay", numbers[0])
    with pytest.raises(NotFoundError, match="no job 99"):
        isthmus("jobs", "replay", 99)
    assert "2 waiting, 0 running, 0 dead letters" in isthmus("jobs", "list")
    assert [one["key"] for one in isthmus.json("jobs", "list", "--state", "rejected")] == ["two"]
    assert isthmus.json("jobs", "schedules") == []
    assert isthmus.json("jobs", "set-aside") == {"set_aside": 2}
    assert "jobs dead" in isthmus("jobs", "set-aside")
