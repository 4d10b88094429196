"""Reminders in the console and over HTTP, with everything real but the model."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.actions.model import Draft, Party, Status
from isthmus.raci.desk import Hand
from isthmus.reminding.store import ReminderStore
from kept_charts import small
from served import ANA, BEN, NOW


@pytest.fixture
def signed_in(client: TestClient, wiring: served.FakeAnsweringWiring) -> TestClient:
    served.sign_in(client, wiring, ANA)
    return client


@pytest.fixture
def told(wiring: served.FakeAnsweringWiring) -> None:
    """Have Ben give Ana an action, and tell her."""
    draft = Draft("Close <b>the</b> modem line", owner=Party("Ana", "ana"), due=NOW.date())
    wiring.actions.add(draft, Hand(BEN, "test"))


def test_the_page_says_how_somebody_is_told_and_takes_what_they_want(
    signed_in: TestClient,
) -> None:
    page = signed_in.get("/actions/reminders")
    assert page.status_code == 200
    assert "My reminders" in page.text
    form = {"at": "07:15", "address": "ana@plant.example", "mornings": "true"}
    assert signed_in.post("/actions/reminders", data=form).status_code == 200
    assert 'value="07:15"' in signed_in.get("/actions/reminders").text
    wrong = signed_in.post("/actions/reminders", data=form | {"address": "ana\r\nBcc: x@y"})
    assert wrong.status_code == 422
    assert "is no e-mail address" in wrong.text


def test_a_digest_is_subscribed_and_ended_on_the_page(signed_in: TestClient) -> None:
    signed_in.post("/actions/reminders/digests", data={"weekday": "4", "at": "09:00"})
    page = signed_in.get("/actions/reminders").text
    assert "Friday at 09:00" in page
    digest = page.split("/actions/reminders/digests/")[1].split("/")[0]
    signed_in.post(f"/actions/reminders/digests/{digest}/remove")
    assert "Friday at 09:00" not in signed_in.get("/actions/reminders").text


@pytest.mark.usefixtures("told")
def test_over_http_somebody_reads_settings_digest_and_snoozes(
    client: TestClient, keys: served.Keys
) -> None:
    header = {"Authorization": f"Bearer {keys.asking}"}
    digest = client.get("/api/v1/digest", headers=header).json()
    assert {each["name"]: each["number"] for each in digest["sections"]}["New"] == 1
    said = {"at": "07:45", "ways": []}
    settings = client.put("/api/v1/reminders/settings", json=said, headers=header).json()
    assert (settings["at"], settings["ways"], settings["mornings"]) == ("07:45", [], True)
    until = (NOW.date() + timedelta(days=9)).isoformat()
    snoozed = client.put("/api/v1/actions/1/snooze", json={"until": until}, headers=header)
    assert snoozed.json() == {"action": "A-1", "until": until, "acknowledged": None}
    assert client.put("/api/v1/actions/1/acknowledgement", headers=header).status_code == 200
    assert client.put("/api/v1/actions/9/acknowledgement", headers=header).status_code == 404
    made = client.post("/api/v1/digest/subscriptions", json={"steps": ["2.4"]}, headers=header)
    assert made.status_code == 201
    address = f"/api/v1/digest/subscriptions/{made.json()['id']}"
    assert client.delete(address, headers=header).status_code == 204
    assert client.get("/api/v1/digest/subscriptions", headers=header).json() == []


@pytest.fixture
def noticed(signed_in: TestClient, wiring: served.FakeAnsweringWiring, told: None) -> TestClient:
    """Have Ana told of the action by now."""
    del told
    later = replace(wiring, clock=lambda: NOW + timedelta(minutes=10))
    later.durable.worker().run_due()
    return signed_in


def token(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]


def press(client: TestClient, path: str, **said: str) -> None:
    csrf = token(client.get("/notices").text)
    answer = client.post(path, data={"csrf": csrf, **said})
    assert (answer.status_code, answer.url.path) == (200, "/notices"), answer.text


def test_a_notice_has_buttons_for_its_action(noticed: TestClient) -> None:
    page = noticed.get("/notices").text
    assert 'action="/actions/1/move"' in page
    assert 'href="/actions/1?edit=due"' in page
    assert 'href="/actions/1?edit=blocked"' in page
    assert "<b>the</b>" not in page


def test_an_action_is_closed_right_from_a_notice(
    noticed: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    press(noticed, "/actions/1/move", to="done", seen="1", back="/notices")
    assert wiring.actions.show(1, ANA).action.status is Status.DONE


def test_an_action_is_snoozed_and_acknowledged_right_from_a_notice(
    noticed: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    press(noticed, "/actions/reminders/snooze/1")
    press(noticed, "/actions/reminders/acknowledge/1")
    with wiring.storage.reading() as connection:
        quiet = ReminderStore(connection).quiet("ana", 1)
    assert quiet.until == NOW.date() + timedelta(days=7)
    assert quiet.acknowledged == NOW.date()


def test_what_is_pressed_for_no_action_of_theirs_is_not_found(noticed: TestClient) -> None:
    csrf = token(noticed.get("/notices").text)
    answer = noticed.post("/actions/reminders/snooze/99", data={"csrf": csrf})
    assert answer.status_code == 404


def test_a_notice_leads_to_what_came_back_from_review(
    signed_in: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    charts, roles = wiring.charts, wiring.roles
    chart = charts.begin(small(), Hand(ANA, "test")).id
    charts.submit(chart, Hand(ANA, "test"))
    charts.give_back(chart, "Name <b>who</b> decides.", Hand(BEN, "test"))
    role = roles.save("plant manager", Hand(ANA, "test")).id
    roles.submit(role, Hand(ANA, "test"))
    roles.give_back(role, "Name a deputy.", Hand(BEN, "test"))
    later = replace(wiring, clock=lambda: NOW + timedelta(minutes=10))
    later.durable.worker().run_due()

    page = signed_in.get("/notices").text
    assert "2 back from review" in page
    assert "sent back by Ben: “Name &lt;b&gt;who&lt;/b&gt; decides.”" in page
    assert f'href="/charts/{chart}"' in page
    assert f'href="/roles/{role}"' in page
