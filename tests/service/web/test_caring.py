"""Retiring a document, and saying who looks after it, over HTTP."""

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import CONTRIBUTOR, EVERYBODY, LEAD
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.library.caring import Care
from isthmus.library.model import Document
from isthmus.people import Person, Rank, alone

PAGE = {"Accept": "text/html"}
EDGES = {"readers": "plant, safety", "owner": "  OT   security lead ", "review": "2027-05-01"}


@pytest.fixture
def patching(wiring: served.FakeAnsweringWiring) -> Document:
    with wiring.reading(alone(served.ANA)) as library:
        return next(one for one in library.documents() if one.source == "upload:patching.txt")


def now(wiring: served.FakeAnsweringWiring, document: Document) -> Document:
    with wiring.reading(alone(served.ANA)) as library:
        return library.document(document.id)


def actions(wiring: served.FakeAnsweringWiring) -> list[tuple[str, str]]:
    with wiring.audited() as trail:
        return [(entry.action, entry.person) for entry in trail.in_order()]


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.id)
@pytest.mark.parametrize(("act", "rank"), [("retire", Rank.CONTRIBUTOR), ("change", Rank.LEAD)])
def test_an_act_is_for_its_rank(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    patching: Document,
    person: Person,
    act: str,
    rank: Rank,
) -> None:
    if not person.is_guest:
        served.sign_in(client, wiring, person)
    address = f"/library/documents/{patching.id}/{act}"
    asked = client.get(address, headers=PAGE, follow_redirects=False)
    done = client.post(address, data=EDGES, headers=PAGE, follow_redirects=False)
    if person.is_guest:
        assert asked.headers["location"].startswith("/sign-in?next=")
        assert done.headers["location"].startswith("/sign-in")
    else:
        assert asked.status_code == (200 if person.rank.includes(rank) else 403)
        assert done.status_code == (303 if person.rank.includes(rank) else 403)
    assert (now(wiring, patching) != patching) is (
        not person.is_guest and person.rank.includes(rank)
    )


def test_a_document_is_retired_after_a_page_that_asks(
    client: TestClient, wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    served.sign_in(client, wiring, CONTRIBUTOR)
    asked = client.get(f"/library/documents/{patching.id}/retire").text
    assert "Retire this document?" in asked
    assert now(wiring, patching).retired_at is None
    page = client.post(f"/library/documents/{patching.id}/retire", headers=PAGE).text
    assert "Nothing is answered from it any more" in page
    assert "Retired" in client.get("/library?state=retired").text
    assert ("document.retired", CONTRIBUTOR.id) in actions(wiring)


def test_a_lead_says_who_reads_it_who_owns_it_and_when_it_is_reviewed(
    client: TestClient, wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    served.sign_in(client, wiring, LEAD)
    client.post(f"/library/documents/{patching.id}/change", data=EDGES)
    said = now(wiring, patching).description
    assert said.readers == {"plant", "safety"}
    assert said.owner == "OT security lead"
    assert said.review == date(2027, 5, 1)
    form = client.get(f"/library/documents/{patching.id}/change").text
    assert re.findall(r'type="(?:text|date)"[^>]+value="([^"]*)"', form) == [
        "plant, safety",
        "OT security lead",
        "2027-05-01",
    ]
    assert ("document.described", LEAD.id) in actions(wiring)


def test_an_owner_and_a_date_can_be_taken_back(
    client: TestClient, wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    served.sign_in(client, wiring, LEAD)
    for typed in (EDGES, {"readers": "plant", "owner": "", "review": ""}):
        client.post(f"/library/documents/{patching.id}/change", data=typed)
    said = now(wiring, patching).description
    assert (said.owner, said.review) == (None, None)


@pytest.mark.parametrize(
    ("typed", "field"), [({"readers": ""}, "readers"), ({"review": "2027-13-01"}, "review")]
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    patching: Document,
    typed: dict[str, str],
    field: str,
) -> None:
    served.sign_in(client, wiring, LEAD)
    address = f"/library/documents/{patching.id}/change"
    page = client.post(address, data=EDGES | typed, headers=PAGE)
    assert page.status_code == 422
    assert re.search(rf'<span class="error" id="{field}-error">[A-Za-z0-9]', page.text)
    assert 'value="  OT   security lead "' in page.text
    assert now(wiring, patching) == patching


def test_a_lead_who_may_not_read_it_any_more_lands_on_the_list(
    client: TestClient, wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    served.sign_in(client, wiring, LEAD)
    address = f"/library/documents/{patching.id}/change"
    done = client.post(address, data=EDGES | {"readers": "board"}, follow_redirects=False)
    assert done.headers["location"] == "/library"
    assert client.get(address, headers=PAGE).status_code == 404


def test_the_use_case_itself_asks_for_the_rank_for_readers_and_for_the_right_to_read(
    wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    care = Care(frozenset({"plant"}))
    with pytest.raises(NotAllowedError):
        wiring.take_care(patching.id, care, CONTRIBUTOR)
    with pytest.raises(InvalidError, match="everyone"):
        wiring.take_care(patching.id, Care(frozenset()), LEAD)
    wiring.take_care(patching.id, care, LEAD)
    stranger = Person("str", "Stranger", rank=Rank.ADMINISTRATOR)
    with pytest.raises(NotFoundError):
        wiring.take_care(patching.id, care, stranger)


def test_saying_the_same_again_is_no_change(
    wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    before = len(actions(wiring))
    wiring.take_care(patching.id, Care.of(patching), LEAD)
    assert len(actions(wiring)) == before
