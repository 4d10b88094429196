"""Where each rank can go, and what a page says of who is there."""

import re

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import ADMINISTRATOR, CONTRIBUTOR, LEAD, READER
from isthmus.people import GUEST, Person
from isthmus.web.navigation import PLACES, places

ALL = ["Ask", "Library", "Blueprint", "Charts", "Roles", "Actions", "Programme"]


@pytest.mark.parametrize(
    ("person", "names"),
    [
        (GUEST, ALL),
        (READER, ALL),
        (CONTRIBUTOR, ALL),
        (LEAD, [*ALL, "Unanswered"]),
        (ADMINISTRATOR, [*ALL, "Unanswered", "People and keys", "Audit", "Jobs"]),
    ],
    ids=lambda value: value.id if isinstance(value, Person) else "",
)
def test_a_rank_sees_the_places_it_may_go_to(
    client: TestClient, wiring: served.FakeAnsweringWiring, person: Person, names: list[str]
) -> None:
    if not person.is_guest:
        served.sign_in(client, wiring, person)
    bar = client.get("/blueprint").text.partition('<nav class="bar')[2].partition('class="self"')[0]
    assert re.findall(r"<a [^>]+>([^<]+)</a>", bar) == names
    assert [place.name for place in places(person)] == names


def test_a_guest_is_offered_to_sign_in_and_nobody_else(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    assert 'href="/sign-in"' in client.get("/blueprint").text
    served.sign_in(client, wiring, READER)
    page = client.get("/blueprint").text
    assert 'href="/sign-in"' not in page
    assert 'action="/sign-out"' in page
    assert ">Rea</a>" in page


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "Ask"),
        ("/answers/1", "Ask"),
        ("/library", "Library"),
        ("/library/documents/x", "Library"),
        ("/passages/x-0001", "Library"),
        ("/blueprint/steps/1.1", "Blueprint"),
        ("/people/ana", "People and keys"),
        ("/api/docs", None),
        ("/libraryx", None),
    ],
)
def test_one_place_is_marked_as_the_present_one(path: str, name: str | None) -> None:
    assert [place.name for place in PLACES if place.holds(path)] == ([name] if name else [])
