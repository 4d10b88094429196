"""Other trackers are told of actions: signed, once an event, and only of what they may read."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.access.model import Scope
from isthmus.actions.changes import LetRead, Retitle
from isthmus.actions.desk import Actions
from isthmus.actions.desk import Parts as ActionParts
from isthmus.actions.model import Draft, EventKind
from isthmus.actions.webhooks import Parts, Webhook, Webhooks
from isthmus.actions.webhooks.desk import KIND
from isthmus.actions.webhooks.model import signature
from isthmus.actions.webhooks.sending import Telling
from isthmus.actions.webhooks.store import WebhookStore
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.jobs.desk import Sought
from isthmus.jobs.handling import Kind
from isthmus.jobs.model import State
from isthmus.jobs.worker import Worker
from isthmus.library.addresses import Address
from isthmus.library.posting import Answered, Broken, NotSent
from isthmus.people import OPERATOR, Person, Rank
from isthmus.storage import Storage
from jobs_of_tests import Working
from kept_actions import ANA, LEA, PEOPLE, by

TRACKER: Final = "https://tracker.example/hooks?team=7"
Reply = Answered | NotSent | Broken


@dataclass
class Tracker:
    """Another tracker that answers as it is told, and keeps what it got by its key."""

    replies: list[Reply] = field(default_factory=list)
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, target: Address, headers: dict[str, str], body: bytes) -> Reply:
        self.got.append((target.url, headers, body))
        return self.replies.pop(0) if self.replies else Answered(200, {})

    def told(self) -> list[tuple[str, str]]:
        """Give the kinds and titles that came, each key once."""
        kept = {headers["Idempotency-Key"]: json.loads(body) for _, headers, body in self.got}
        return [(each["type"], each["action"]["title"]) for each in kept.values()]


class Told:
    """Actions on a database, their webhooks, and a worker that tells the tracker."""

    def __init__(self, storage: Storage) -> None:
        self.working = Working(storage)
        self.tracker = Tracker()
        parts = Parts(storage, self.working.recording, self.working.clock, {"plant.local"})
        self.webhooks = Webhooks(parts)
        self.actions = Actions(
            ActionParts(
                storage,
                self.working.recording,
                PEOPLE.get,
                self.working.clock,
                self.webhooks.heard,
            )
        )

    def subscribe(self, *kinds: EventKind, readers: tuple[str, ...] = ()) -> Webhook:
        return self.webhooks.subscribe(TRACKER, kinds, readers, OPERATOR)

    @property
    def worker(self) -> Worker:
        telling = Telling(
            self.looking, self.tracker.post, self.working.clock, "https://isthmus.example"
        )
        return self.working.worker(Kind(KIND, outbound=telling, most_attempts=4))

    @contextmanager
    def looking(self) -> Iterator[WebhookStore]:
        with self.working.storage.reading() as connection:
            yield WebhookStore(connection)

    def run(self) -> None:
        self.working.until_idle(self.worker)

    def states(self) -> list[State]:
        with self.working.looking() as store:
            return [job.state for job in store.listed(list(State))]

    def seen(self) -> Webhook:
        (webhook,) = self.webhooks.listed(OPERATOR)
        return webhook


@pytest.fixture
def told(storage: Storage) -> Told:
    return Told(storage)


def test_an_event_is_told_signed_with_what_the_action_is_now(told: Told) -> None:
    webhook = told.subscribe()
    told.actions.add(Draft("Order the badges", step="1.3"), by(ANA))
    told.run()
    ((address, headers, body),) = told.tracker.got
    assert address == TRACKER
    assert headers["Host"] == "tracker.example"
    assert headers["Idempotency-Key"] == f"webhook:{webhook.id}:A-1:1"
    stamp, signed = (each.split("=", 1)[1] for each in headers["Isthmus-Signature"].split(","))
    assert int(stamp) == int(told.working.now.timestamp())
    expected = hmac.new(webhook.secret.encode(), f"{stamp}.".encode() + body, sha256)
    assert hmac.compare_digest(signed, expected.hexdigest())
    said = json.loads(body)
    assert (said["type"], said["action"]["id"]) == ("action.added", "A-1")
    assert said["action"]["url"] == "https://isthmus.example/actions/1"
    assert told.seen().delivered_at == told.working.now


def test_a_signature_is_of_the_body_the_moment_and_the_secret() -> None:
    signed = signature("whsec_a", 1_800_000_000, b'{"id": 1}')
    assert signed.startswith("t=1800000000,v1=")
    others = [("whsec_b", 1_800_000_000, b'{"id": 1}'), ("whsec_a", 1_800_000_001, b'{"id": 1}')]
    others.append(("whsec_a", 1_800_000_000, b'{"id": 2}'))
    assert signed not in [signature(*each) for each in others]


def test_only_the_kinds_that_are_wanted_are_told(told: Told) -> None:
    told.subscribe(EventKind.DONE, EventKind.DROPPED)
    told.actions.add(Draft("Order the badges"), by(ANA))
    told.actions.start(1, by(ANA))
    told.actions.done(1, by(ANA))
    told.run()
    assert told.tracker.told() == [("action.done", "Order the badges")]


def test_events_come_in_the_order_they_happened(told: Told) -> None:
    told.subscribe()
    told.actions.add(Draft("Order the badges"), by(ANA))
    told.actions.start(1, by(ANA))
    told.actions.done(1, by(ANA))
    told.tracker.replies = [Answered(503, {"retry-after": "60"})]
    worker = told.worker
    worker.run_due()
    assert [kind for kind, _ in told.tracker.told()] == ["action.added"]
    told.working.travel(timedelta(minutes=2))
    worker.run_due()
    assert [kind for kind, _ in told.tracker.told()] == [
        *("action.added", "action.started", "action.done")
    ]


def test_what_only_some_may_read_is_told_to_those_who_read_as_they_do(told: Told) -> None:
    told.subscribe()
    told.actions.add(Draft("Move the canary", readers=("plant",)), by(ANA))
    told.run()
    assert told.tracker.got == []
    told.subscribe(readers=("plant",))
    told.actions.edit(1, [Retitle("Feed the canary")], by(ANA))
    told.run()
    assert told.tracker.told() == [("action.edited", "Feed the canary")]


def test_what_may_not_be_read_any_more_when_it_is_sent_is_not_sent(told: Told) -> None:
    told.subscribe()
    told.actions.add(Draft("Order the badges"), by(ANA))
    told.actions.edit(1, [LetRead(("plant",)), Retitle("Move the canary")], by(ANA))
    told.run()
    assert told.tracker.got == []
    assert told.states() == [State.REJECTED]


def test_a_removed_webhook_is_told_nothing_any_more(told: Told) -> None:
    webhook = told.subscribe()
    told.actions.add(Draft("Order the badges"), by(ANA))
    told.webhooks.remove(webhook.id, OPERATOR)
    told.run()
    assert told.tracker.got == []
    with pytest.raises(NotFoundError):
        told.webhooks.remove(webhook.id, OPERATOR)


@pytest.mark.parametrize(
    "first", [Broken("reset"), Answered(500, {}), Answered(429, {}), NotSent("refused")], ids=str
)
def test_what_did_not_arrive_is_sent_again_under_the_same_key(told: Told, first: Reply) -> None:
    told.subscribe()
    told.tracker.replies = [first]
    told.actions.add(Draft("Order the badges"), by(ANA))
    told.run()
    keys = [headers["Idempotency-Key"] for _, headers, _ in told.tracker.got]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert told.states() == [State.DONE]


def test_nothing_is_sent_before_the_tracker_allows_it(told: Told) -> None:
    told.subscribe()
    told.tracker.replies = [Answered(429, {"retry-after": "600"})]
    told.actions.add(Draft("Order the badges"), by(ANA))
    worker = told.worker
    worker.run_due()
    told.working.travel(timedelta(seconds=599))
    worker.run_due()
    assert len(told.tracker.got) == 1
    told.working.travel(timedelta(minutes=5))
    worker.run_due()
    assert len(told.tracker.got) == 2


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_what_is_refused_for_good_is_a_dead_letter_and_told(told: Told, status: int) -> None:
    told.subscribe()
    told.tracker.replies = [Answered(status, {"location": "http://169.254.169.254/"})]
    told.actions.add(Draft("Order the badges"), by(ANA))
    told.run()
    assert len(told.tracker.got) == 1
    assert told.states() == [State.DEAD]
    assert str(status) in told.seen().failure


def test_a_tracker_that_never_answers_is_given_up(told: Told) -> None:
    told.subscribe()
    told.tracker.replies = [NotSent("refused")] * 10
    told.actions.add(Draft("Order the badges"), by(ANA))
    told.run()
    assert told.states() == [State.DEAD]
    assert len(told.tracker.got) == 4


def test_what_did_not_happen_is_not_told(told: Told) -> None:
    told.subscribe()
    with pytest.raises(InvalidError):
        told.actions.propose([Draft("Order the badges"), Draft("")], by(ANA))
    told.run()
    assert told.tracker.got == []
    told.actions.propose([Draft("Order the badges")], by(ANA))
    told.run()
    assert len(told.tracker.got) == 1


@pytest.mark.parametrize(
    "address",
    ["http://tracker.example/", "ftp://tracker.example", "tracker", "https://a:b@x.example/", ""],
)
def test_an_address_is_https_unless_it_is_allowed(told: Told, address: str) -> None:
    with pytest.raises(InvalidError):
        told.webhooks.subscribe(address, (), (), OPERATOR)
    assert told.webhooks.subscribe("http://plant.local/hook", (), (), OPERATOR).kinds == ()


def test_webhooks_are_for_administrators(told: Told) -> None:
    for act in (
        lambda: told.webhooks.listed(LEA),
        lambda: told.webhooks.subscribe(TRACKER, (), (), LEA),
        lambda: told.webhooks.remove("wh_1", LEA),
        lambda: told.webhooks.test("wh_1", LEA),
        lambda: told.webhooks.one("wh_1", LEA),
    ):
        with pytest.raises(NotAllowedError):
            act()


# ---- tests of an address


def test_a_test_arrives_signed_and_tells_of_no_action(told: Told) -> None:
    webhook = told.subscribe(EventKind.DONE)
    told.webhooks.test(webhook.id, OPERATOR)
    told.run()
    ((address, headers, body),) = told.tracker.got
    assert address == TRACKER
    assert headers["Isthmus-Signature"].startswith(f"t={int(told.working.now.timestamp())},v1=")
    said = json.loads(body)
    assert (said["type"], "action" in said) == ("test", False)
    assert told.seen().delivered_at == told.working.now


@pytest.mark.parametrize("reply", [NotSent("refused"), Broken("reset"), Answered(503, {})], ids=str)
def test_a_test_that_fails_is_told_at_once_and_is_no_dead_letter(told: Told, reply: Reply) -> None:
    told.tracker.replies = [reply]
    told.webhooks.test(told.subscribe().id, OPERATOR)
    told.worker.run_due()
    assert told.states() == [State.REJECTED]
    assert len(told.tracker.got) == 1
    assert told.seen().failed_at == told.working.now
    assert told.seen().failure


def test_a_test_goes_past_what_waits_for_the_same_receiver(told: Told) -> None:
    webhook = told.subscribe()
    told.tracker.replies = [Answered(503, {"retry-after": "3600"})]
    told.actions.add(Draft("Order the badges"), by(ANA))
    worker = told.worker
    worker.run_due()
    told.webhooks.test(webhook.id, OPERATOR)
    worker.run_due()
    assert [json.loads(body)["type"] for _, _, body in told.tracker.got][-1] == "test"


def test_the_secret_is_shown_once(
    client: TestClient, wiring: served.FakeAnsweringWiring, keys: served.Keys
) -> None:
    boss = Person("adm", "Adm", rank=Rank.ADMINISTRATOR)
    with wiring.access() as access:
        access.put_person(boss)
        key = access.create_key("adm", set(Scope), "all").secret
    headers = {"Authorization": f"Bearer {key}"}
    body: dict[str, Any] = {"address": TRACKER, "kinds": ["done"], "readers": ["plant"]}
    made = client.post("/api/v1/webhooks", json=body, headers=headers)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    listed = client.get("/api/v1/webhooks", headers=headers)
    assert listed.json()[0]["kinds"] == ["done"]
    assert made.json()["secret"] not in listed.text
    bens = {"Authorization": f"Bearer {keys.bens}"}
    assert client.get("/api/v1/webhooks", headers=bens).status_code == 403
    path = f"/api/v1/webhooks/{made.json()['id']}"
    assert client.post(f"{path}/tests", headers=bens).status_code == 403
    assert client.post(f"{path}/tests", headers=headers).status_code == 202
    assert client.delete(path, headers=bens).status_code == 403
    assert client.delete(path, headers=headers).status_code == 204
    assert client.get("/api/v1/webhooks", headers=headers).json() == []


def test_the_service_tells_what_it_is_wired_to(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path / "wired", webhook_hosts=("localhost",))
    wiring.make_ready()
    wiring.webhooks.subscribe("http://localhost:1/hook", (), (), OPERATOR)
    wiring.actions.add(Draft("Order the badges"), replace(by(OPERATOR)))
    wiring.durable.worker().run_due()
    (webhook,) = wiring.webhooks.listed(OPERATOR)
    assert webhook.delivered_at is None
    (job,) = wiring.jobs.listed(OPERATOR, Sought((State.WAITING,), KIND))
    assert "refused" in job.outcome.casefold()
    wiring.close()
