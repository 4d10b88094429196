"""Action items over the REST API: added, listed, changed, closed, over real HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.access.model import Scope
from isthmus.people import Person, Rank
from kept_actions import EVE, LEA, RIA

SENTENCE = "Ben updates the incident response plan by next Friday, step 2.4, high"


class Api:
    """The API with one person's key."""

    def __init__(self, client: TestClient, key: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {key}"}

    def respond(self, method: str, path: str = "", **options: Any) -> Any:  # noqa: ANN401 - any response
        headers = {**self.headers, **options.pop("headers", {})}
        return self.client.request(method, f"/api/v1/actions{path}", headers=headers, **options)

    def __call__(self, method: str, path: str = "", **options: Any) -> Any:  # noqa: ANN401 - any JSON
        response = self.respond(method, path, **options)
        assert response.is_success, response.text
        return response.json()

    def problem(self, method: str, path: str = "", **options: Any) -> tuple[int, str]:  # noqa: ANN401 - as above
        response = self.respond(method, path, **options)
        assert response.headers["content-type"] == "application/problem+json"
        return response.status_code, str(response.json()["detail"])

    def add(self, title: str = "Order the badges", **fields: Any) -> str:  # noqa: ANN401 - any field
        return str(self("POST", json={"title": title, **fields})["id"])

    def listed(self, **params: Any) -> list[str]:  # noqa: ANN401 - any filter
        return [each["id"] for each in self("GET", params=params)["items"]]


@pytest.fixture
def ana(client: TestClient, keys: served.Keys) -> Api:
    return Api(client, keys.everything)


@pytest.fixture
def ben(client: TestClient, keys: served.Keys) -> Api:
    return Api(client, keys.bens)


@pytest.fixture
def lea(client: TestClient, wiring: served.FakeAnsweringWiring) -> Api:
    return Api(client, key_of(LEA, wiring))


def key_of(person: Person, wiring: served.FakeAnsweringWiring) -> str:
    with wiring.access() as access:
        access.put_person(person)
        return access.create_key(person.id, set(Scope), "all").secret


def test_an_action_is_added_from_fields(ana: Api) -> None:
    fields = {
        "owner": "ben",
        "helpers": [{"name": "The vendor"}],
        "due": "2027-03-31",
        "step": "2.4",
        "labels": ["#Plan"],
        "priority": "urgent",
        "estimate": 4,
        "recurrence": "every quarter",
        "source": {"quote": "we should", "author": "Ana", "permalink": "https://chat.example/1"},
    }
    response = ana.respond("POST", json={"title": "Update the plan", **fields})
    assert response.status_code == 201
    assert response.headers["etag"] == '"1"'
    kept = response.json()
    assert (kept["id"], kept["status"], kept["creator"]) == ("A-1", "open", "ana")
    assert kept["owner"]["person"] == "ben"
    assert kept["helpers"] == [{"name": "The vendor", "person": None}]
    assert (kept["due"], kept["labels"]) == ("2027-03-31", ["plan"])
    assert kept["source"]["quote"] == "we should"
    shown = ana("GET", "/A-1")
    assert shown["title"] == "Update the plan"
    assert "done" in shown["allowed"]


def test_an_action_is_added_from_a_sentence_and_a_field_beside_it(ana: Api) -> None:
    kept = ana("POST", json={"sentence": SENTENCE, "priority": "urgent"})
    assert kept["title"] == "Update the incident response plan"
    assert (kept["owner"]["person"], kept["step"]) == ("ben", "2.4")
    assert kept["priority"] == "urgent"
    assert kept["due_words"] == "by next Friday"


def test_an_unclear_day_is_asked_about(ana: Api) -> None:
    status, detail = ana.problem("POST", json={"title": "Order badges", "due": "3/4"})
    assert status == 422
    assert "Which comes first here, the day or the month?" in detail
    assert ana.listed() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": " "},
        {"title": "Both", "sentence": "Both"},
        {"title": "T", "due": 46000.5},
        {"title": "T", "step": "9.9"},
        {"title": "T", "priority": "huge"},
        {"title": "T", "estimate": -1},
        {"title": "T", "readers": []},
        {"title": "T", "owner": {"person": "nobody-known"}},
        {"title": "T", "recurrence": "whenever"},
        {"title": "T", "depends_on": ["some"]},
    ],
    ids=str,
)
def test_what_is_no_action_is_refused_with_words(ana: Api, body: dict[str, Any]) -> None:
    status, _ = ana.problem("POST", json=body)
    assert status in {404, 422}
    assert ana.listed() == []


def test_a_proposal_is_agreed_to_or_discarded(ana: Api) -> None:
    kept = ana("POST", json={"title": "Order the badges", "propose": True})
    assert kept["status"] == "proposed"
    assert ana.listed() == []
    assert ana.listed(status="proposed") == ["A-1"]
    assert ana("POST", "/A-1/acceptance")["status"] == "open"


def test_a_list_is_filtered_and_paged(ana: Api) -> None:
    ana.add("Order the badges", owner="ben", due="2026-01-05", step="1.3", labels=["gate"])
    ana.add("Order the locks", due="2027-01-05", priority="high")
    ana.add("Order the keys", owner="The vendor")
    ana("POST", "/3/drop", json={"reason": "Nobody needs them"})
    assert ana.listed() == ["A-1", "A-2"]
    assert ana.listed(every_status=True) == ["A-1", "A-2", "A-3"]
    assert ana.listed(owner="ben") == ["A-1"]
    assert ana.listed(owner="nobody") == ["A-2"]
    assert ana.listed(owner="~the vendor", status="dropped") == ["A-3"]
    assert ana.listed(involving="me", every_status=True) == ["A-1", "A-2", "A-3"]
    assert ana.listed(overdue=True) == ["A-1"]
    assert ana.listed(due_from="2027-01-01", due_to="2027-12-31") == ["A-2"]
    assert ana.listed(step="1") == ana.listed(label="#Gate") == ana.listed(q="badges") == ["A-1"]
    assert ana.listed(priority="high") == ["A-2"]
    assert ana.listed(order="title", backwards=True) == ["A-2", "A-1"]
    first = ana("GET", params={"limit": 1})
    assert [each["id"] for each in first["items"]] == ["A-1"]
    second = ana("GET", params={"limit": 1, "after": first["next"]})
    assert [each["id"] for each in second["items"]] == ["A-2"]
    assert second["next"] is None


def test_counts_are_those_of_the_list(ana: Api) -> None:
    ana.add("Order the badges", due="2026-01-05", step="1.3", estimate=2)
    ana.add("Order the locks", step="1.3")
    (counted,) = ana("GET", "/counts", params={"group": ["step", "status"]})
    assert counted == {
        "step": "1.3",
        "status": "open",
        "number": 2,
        "live": 2,
        "overdue": 1,
        "hours": 2,
        "estimated": 1,
    }
    assert ana.problem("GET", "/counts")[0] == 422


def test_a_change_is_of_the_fields_that_are_sent(ana: Api) -> None:
    ana.add("Order the badges", owner="ben", labels=["gate", "old"], helpers=["The vendor"])
    kept = ana("PATCH", "/1", json={"labels": ["gate", "new"], "due": "2027-01-31", "said": "Late"})
    assert kept["labels"] == ["gate", "new"]
    assert (kept["due"], kept["owner"]["person"], len(kept["helpers"])) == ("2027-01-31", "ben", 1)
    kept = ana("PATCH", "/1", json={"due": None, "owner": None, "helpers": []})
    assert (kept["due"], kept["owner"], kept["helpers"]) == (None, None, [])
    assert ana.problem("PATCH", "/1", json={})[0] == 422


def test_two_who_edit_at_once_lose_nothing(ana: Api, lea: Api) -> None:
    ana.add()
    tag = {"If-Match": ana.respond("GET", "/1").headers["etag"]}
    lea("PATCH", "/1", json={"title": "Order all badges"}, headers=tag)
    kept = ana("PATCH", "/1", json={"priority": "high"}, headers=tag)
    assert (kept["title"], kept["priority"]) == ("Order all badges", "high")
    status, detail = ana.problem("PATCH", "/1", json={"title": "Mine"}, headers=tag)
    assert status == 412
    assert "title" in detail
    assert ana.problem("PATCH", "/1", json={"title": "M"}, headers={"If-Match": "x"})[0] == 422


def test_it_goes_from_open_to_evidence_and_back(ana: Api, lea: Api) -> None:
    lea("PUT", "/steps/1.3", json={"lead": "ana", "evidence": True, "silence": 3})
    ana.add("Order the badges", step="1.3")
    assert ana("POST", "/1/start", json={})["status"] == "in progress"
    blocked = ana("POST", "/1/block", json={"waiting_for": "The vendor"})
    assert blocked["waiting_for"] == {"name": "The vendor", "person": None}
    assert ana("POST", "/1/unblock", json={})["status"] == "in progress"
    assert ana.problem("POST", "/1/done", json={})[0] == 422
    shown = {"kind": "link", "text": "https://example.com/7"}
    closed = ana("POST", "/1/done", json={"evidence": [shown]})
    assert closed["status"] == "done"
    assert closed["evidence"][0]["by"] == "ana"
    assert ana.problem("POST", "/1/start", json={})[0] == 409
    assert ana("POST", "/1/undo", json={})["status"] == "in progress"
    assert ana("POST", "/1/redo", json={})["status"] == "done"
    assert ana("POST", "/1/reopen", json={"reason": "One is missing"})["status"] == "open"
    ana("POST", "/1/comments", json={"said": "They come on Monday"})
    ana("POST", "/1/evidence", json={"text": "They lie in room 3"})
    told = [each["told"] for each in ana("GET", "/1/history")]
    assert "Ana opened it again." in told
    assert "Ana commented: “They come on Monday”." in told
    (step,) = [each for each in ana("GET", "/steps") if each["step"] == "1.3"]
    assert step == {"step": "1.3", "lead": "ana", "evidence": True, "silence": 3}


def test_what_happened_is_listed_over_all_actions(ana: Api) -> None:
    ana.add()
    ana("POST", "/1/start", json={})
    since = {"since": "2020-01-01T00:00:00Z"}
    found = ana("GET", "/events", params=since | {"limit": 1})
    assert found["items"][0]["event"]["kind"] == "started"
    rest = ana("GET", "/events", params=since | {"after": found["next"]})
    assert [each["event"]["kind"] for each in rest["items"]] == ["added"]
    assert ana.problem("GET", "/events", params={"since": "2020-01-01T00:00:00"})[0] == 422


def test_actions_wait_for_each_other_but_never_in_a_ring(ana: Api) -> None:
    ana.add()
    ana.add("Hand out the badges", depends_on=["A-1"])
    assert ana("GET", "/2")["blockers"][0]["title"] == "Order the badges"
    assert ana.problem("PUT", "/1/blockers/A-2")[0] == 409
    assert ana("DELETE", "/2/blockers/1")["depends_on"] == []
    assert ana("PUT", "/1/blockers/2")["depends_on"] == ["A-2"]


def test_many_are_changed_at_once(ana: Api, lea: Api) -> None:
    ana.add()
    ana.add("Order the locks")
    came = lea(
        "POST",
        "/bulk",
        json={"actions": ["A-1", 2, "99"], "changes": {"owner": "ben", "due": None}},
    )
    assert [each["id"] for each in came["done"]] == ["A-1", "A-2"]
    assert [each["id"] for each in came["refused"]] == ["A-99"]
    came = lea("POST", "/bulk", json={"actions": [1, 2], "do": "drop", "reason": "Not needed"})
    assert len(came["done"]) == 2
    assert lea.problem("POST", "/bulk", json={"actions": [1]})[0] == 422


def test_the_same_said_again_is_found(ana: Api) -> None:
    ana.add("Order the badges for the gate")
    (twin,) = ana("GET", "/alike", params={"title": "Order badges for the gate"})
    assert (twin["id"], twin["likeness"]) == ("A-1", 1)


def test_who_may_not_read_it_finds_no_action(
    ana: Api, ben: Api, client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    ana.add("Move the turbine canary", readers=["plant"])
    eve = Api(client, key_of(EVE, wiring))
    for api in (ben, eve):
        foreign = api.problem("GET", "/A-1")
        assert foreign[0] == api.problem("GET", "/A-99")[0] == 404
        assert "canary" not in foreign[1]
        assert api.listed(every_status=True) == []
        assert api("GET", "/alike", params={"title": "Move the turbine canary"}) == []
        for verb in ("start", "comments", "undo"):
            assert api.problem("POST", f"/1/{verb}", json={})[0] == 404
        assert api.problem("PATCH", "/1", json={"title": "Mine"})[0] == 404
        came = api("POST", "/bulk", json={"actions": [1], "changes": {"title": "Mine"}})
        assert came["done"] == []


def test_a_reader_changes_nothing(
    ana: Api, client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    ana.add()
    ria = Api(client, key_of(RIA, wiring))
    assert ria.listed() == ["A-1"]
    assert ria.problem("PATCH", "/1", json={"title": "Mine"})[0] == 403
    ron = Api(client, key_of(Person("ron", "Ron", rank=Rank.CONTRIBUTOR), wiring))
    assert ron.problem("PATCH", "/1", json={"title": "Mine"})[0] == 403
    assert ron.problem("PUT", "/steps/1.3", json={})[0] == 403


@pytest.mark.parametrize("number", ["0", "A-", "some", "A-99999999999", "1e3", "%2e%2e"])
def test_what_is_no_number_is_no_action(ana: Api, number: str) -> None:
    assert ana.respond("GET", f"/{number}").status_code == 404


def test_a_list_goes_out_as_a_file_and_comes_in_once(ana: Api) -> None:
    ana.add("Order the badges", owner="ben")
    for to in ("xlsx", "csv"):
        sent = ana.respond("GET", "/file", params={"format": to, "owner": "ben"})
        assert sent.headers["content-disposition"] == f'attachment; filename="actions.{to}"'
        came = ana("POST", "/imports", files={"file": (f"actions.{to}", sent.content)})
        assert came["added"] == []
        assert [each["already"] for each in came["rows"]] == ["A-1"]


def test_an_import_can_be_looked_at_first(ana: Api) -> None:
    file = {"file": ("list.csv", b"Task,Deadline\nOrder keys,3/4\n")}
    seen = ana("POST", "/imports", files=file, data={"preview": "true"})
    assert seen["rows"][0]["comes_in"]
    assert seen["not_understood"][0]["text"] == "3/4"
    assert ana.listed() == []
    came = ana("POST", "/imports", files=file, data={"readers": ["plant"]})
    assert [each["title"] for each in came["added"]] == ["Order keys"]
    assert ana("GET", "/1")["readers"] == ["plant"]
    assert ana.problem("POST", "/imports", files={"file": ("a.bin", b"\0\1")})[0] == 422


# ---- sent again


def keyed(key: str, title: str) -> dict[str, Any]:
    return {"headers": {"Idempotency-Key": key}, "json": {"title": title}}


def test_a_request_that_is_sent_again_adds_nothing_twice(ana: Api) -> None:
    again = keyed("order-7", "Order badge readers")
    first = ana("POST", **again)
    assert ana("POST", **again)["id"] == first["id"]
    assert ana.listed(q="readers") == [first["id"]]


def test_a_request_that_is_sent_again_gives_the_action_as_it_is_now(ana: Api) -> None:
    again = keyed("order-8", "Order spare keys")
    first = ana("POST", **again)
    ana("PATCH", f"/{first['id']}", json={"priority": "high"})
    answer = ana.respond("POST", **again)
    assert (answer.status_code, answer.json()["priority"]) == (201, "high")
    assert answer.headers["ETag"] == '"2"'


def test_another_request_under_the_same_key_is_refused_in_words(ana: Api) -> None:
    headers = {"Idempotency-Key": "order-9"}
    ana("POST", headers=headers, json={"title": "Order a modem"})
    status, why = ana.problem("POST", headers=headers, json={"title": "Order two modems"})
    assert (status, "Take a new key" in why) == (409, True)
    assert len(ana.listed()) == 1


def test_keys_belong_to_whoever_sends_them(ana: Api, ben: Api) -> None:
    again = keyed("order-10", "Order gloves")
    assert ana("POST", **again)["id"] != ben("POST", **again)["id"]


def test_a_comment_and_evidence_come_once_under_a_key(ana: Api) -> None:
    action = ana.add()
    for path, sent in (("comments", {"said": "Called them"}), ("evidence", {"text": "The photo"})):
        for _ in range(2):
            headers = {"Idempotency-Key": f"{action}-{path}"}
            ana("POST", f"/{action}/{path}", headers=headers, json=sent)
    kinds = [each["kind"] for each in ana("GET", f"/{action}/history")]
    assert kinds == ["added", "commented", "evidenced"]


def test_what_was_refused_can_be_sent_again_under_its_key(ana: Api) -> None:
    headers = {"Idempotency-Key": "order-11"}
    sent = {"title": "Close the valve", "depends_on": ["A-999999"]}
    assert ana.problem("POST", headers=headers, json=sent)[0] == 404
    assert ana("POST", headers=headers, json={"title": "Close the valve"})["title"]


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_is_none_is_refused(ana: Api, key: str) -> None:
    headers = {"Idempotency-Key": key}
    assert ana.problem("POST", headers=headers, json={"title": "Order paint"})[0] == 422
