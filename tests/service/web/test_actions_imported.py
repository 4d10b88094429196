"""A list that is brought in: looked through, shown, agreed to and added, a few rows at a time."""

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import CONTRIBUTOR, LEAD, READER
from isthmus.actions.importing import bringing_in
from isthmus.actions.importing import desk as importing
from isthmus.actions.listing import ALL, Page
from isthmus.actions.model import Action, Party, Status
from isthmus.jobs.model import State
from isthmus.people import Person, Rank
from pages_of_tests import PAGE, Shown, be, get, post, said

LIST = """Action,Owner,Due,Status
Send the asset list to the SOC,Con,2026-12-04,open
Order the jump host,Lea,2026-12-11,in progress
Remove the modem,Turbotec,when it snows,open
"""


@pytest.fixture(autouse=True)
def people(client: TestClient, wiring: served.FakeAnsweringWiring) -> None:
    """Have people, and no worker but that of the test, once the service runs."""
    del client
    wiring.durable.workers.stop()
    with wiring.access() as access:
        for person in (READER, CONTRIBUTOR, LEAD):
            access.put_person(person)


def give(client: TestClient, text: str = LIST, name: str = "list.csv") -> Shown:
    files = {"file": (name, text.encode())}
    data = {"readers": "plant"}
    return client.post("/actions/import", data=data, files=files, headers=PAGE)


def work(wiring: served.FakeAnsweringWiring) -> None:
    wiring.durable.worker().run_due()


def at_once(wiring: served.FakeAnsweringWiring) -> None:
    """Have what waits for another attempt done now."""
    with wiring.durable.means.changing() as store:
        for job in store.listed([State.WAITING]):
            store.put(replace(job, run_at=wiring.clock()))


def every(wiring: served.FakeAnsweringWiring) -> list[Action]:
    found = wiring.actions.listed(LEAD, ALL, Page(limit=500)).actions
    return sorted(found, key=lambda action: action.id)


def rows(number: int) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["Action"])
    writer.writerows([f"Label cabinet {at} of hall {at * 7}"] for at in range(number))
    return text.getvalue()


def test_a_list_is_shown_as_understood_before_anything_is_added(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client)
    assert page.url.path == "/actions/import/1"
    assert "The file is being read" in said(page)
    assert '<meta http-equiv="refresh"' in page.text
    work(wiring)
    assert every(wiring) == []
    text = get(client, "/actions/import/1")
    assert "3 actions to add" in text
    assert "Send the asset list to the SOC Con 2026-12-04 Open New line 2, column 1" in text
    assert "when it snows" in text
    page = post(client, "/actions/import/1")
    assert "0 of 3 rows" in said(page)
    work(wiring)
    assert "3 actions added." in get(client, "/actions/import/1")
    first, second, third = every(wiring)
    assert (first.owner, str(first.due)) == (Party("Con", "con"), "2026-12-04")
    assert (second.status, third.owner) == (Status.IN_PROGRESS, Party("Turbotec"))
    assert first.creator == CONTRIBUTOR.id


def test_the_same_list_again_adds_nothing_twice(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    for _ in range(2):
        page = give(client)
        work(wiring)
        post(client, page.url.path)
        work(wiring)
    assert "A-1 from before" in get(client, "/actions/import/2")
    assert len(every(wiring)) == 3


def test_what_is_open_under_the_same_title_comes_in_only_where_it_is_wanted(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    post(client, "/actions/say", line="Order the jump host")
    before = len(every(wiring))
    for also, number in (("", 2), ("yes", 1)):
        page = give(client)
        work(wiring)
        post(client, page.url.path, also=also)
        work(wiring)
        assert len(every(wiring)) == before + number
        before += number


def test_how_far_a_long_list_is_shows_while_it_is_worked_on(
    client: TestClient, wiring: served.FakeAnsweringWiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(client, wiring, CONTRIBUTOR)
    seen: list[str] = []
    planned = bringing_in.planned

    def looked(*asked: Any) -> Any:  # noqa: ANN401 - as it is called
        seen.append(get(client, "/actions/import/1"))
        return planned(*asked)

    monkeypatch.setattr(importing, "planned", looked)
    give(client, rows(45))
    work(wiring)
    assert ["of 45 rows" in each for each in seen] == [False, True, True]
    assert "20 of 45 rows" in seen[1]
    assert "40 of 45 rows" in seen[2]


def test_after_a_crash_it_goes_on_where_it_was(
    client: TestClient, wiring: served.FakeAnsweringWiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client, rows(45))
    work(wiring)
    post(client, page.url.path)
    added_now = bringing_in.added_now
    calls: list[int] = []

    def breaking(*asked: Any, **said: Any) -> Any:  # noqa: ANN401 - as it is called
        calls.append(len(asked[0]))
        if len(calls) == 2:
            raise RuntimeError
        return added_now(*asked, **said)

    monkeypatch.setattr(importing, "added_now", breaking)
    work(wiring)
    assert len(every(wiring)) == 20
    assert "20 of 45 rows , 20" in get(client, page.url.path).replace("\xa0", " ")
    at_once(wiring)
    work(wiring)
    assert calls == [20, 20, 20, 5]
    titles = [each.title for each in every(wiring)]
    assert len(titles) == len(set(titles)) == 45
    assert "45 actions added." in get(client, page.url.path).replace("\xa0", " ")


def test_what_is_no_list_says_so(client: TestClient, wiring: served.FakeAnsweringWiring) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client, "Maria went home.\n", "notes.csv")
    work(wiring)
    text = get(client, page.url.path)
    assert "has no list of actions that could be found" in text
    assert "Choose a file" in text
    assert "refresh" not in client.get(page.url.path, headers=PAGE).text


@pytest.mark.parametrize(
    ("values", "files", "why"),
    [
        ({"readers": "plant"}, {}, "Choose a file"),
        ({"readers": " , "}, {"file": ("list.csv", LIST.encode())}, "Name the groups"),
    ],
)
def test_what_is_missing_is_told(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    values: dict[str, str],
    files: dict[str, tuple[str, bytes]],
    why: str,
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = client.post("/actions/import", data=values, files=files or None, headers=PAGE)
    assert why in said(page)


def test_an_import_is_seen_and_decided_by_whoever_began_it(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client)
    work(wiring)
    be(client, wiring, LEAD)
    assert client.get(page.url.path, headers=PAGE).status_code == 404
    assert post(client, page.url.path).status_code == 404
    be(client, wiring, CONTRIBUTOR)
    post(client, page.url.path)
    assert "decided before" in said(post(client, page.url.path))


def test_who_may_not_add_actions_any_more_adds_none(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client)
    work(wiring)
    post(client, page.url.path)
    lowered = Person(CONTRIBUTOR.id, CONTRIBUTOR.name, CONTRIBUTOR.groups, rank=Rank.READER)
    with wiring.access() as access:
        access.put_person(lowered)
    work(wiring)
    assert every(wiring) == []
