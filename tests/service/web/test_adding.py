"""Adding documents over HTTP, with and without scripts: each file ends with its own outcome."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import CONTRIBUTOR, LEAD, READER
from isthmus.library.model import Collection, Document, LicenceClass, Said
from isthmus.people import GUEST, Person, alone

PAGE = {"Accept": "text/html"}
SCRIPT = {"Accept": "application/json"}
CHOSEN = {"collection": "policies", "readers": "plant", "licence": "unknown"}


@pytest.fixture
def contributor(client: TestClient, wiring: served.FakeAnsweringWiring) -> TestClient:
    served.sign_in(client, wiring, CONTRIBUTOR)
    return client


File = tuple[str, tuple[str, bytes, str]]


def text(name: str, content: str) -> File:
    return ("files", (name, content.encode(), "text/plain"))


def add(client: TestClient, *files: File, **said: str) -> dict[str, Any]:
    posted = client.post("/library/add", data=CHOSEN | said, files=list(files), headers=SCRIPT)
    found: dict[str, Any] = posted.json()
    return found


def outcomes(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line["name"], line["outcome"]) for line in found["lines"]]


def library(wiring: served.FakeAnsweringWiring, person: Person = CONTRIBUTOR) -> list[Document]:
    with wiring.reading(alone(person)) as readable:
        return readable.documents()


def test_each_file_is_added_updated_unchanged_or_failed(contributor: TestClient) -> None:
    old, new = "title: Rules\n\nOld.", "title: Rules\n\nNew."
    assert outcomes(add(contributor, text("rules.txt", old))) == [("Rules", "added")]
    assert outcomes(add(contributor, text("rules.txt", old))) == [("Rules", "unchanged")]
    found = add(contributor, text("rules.txt", new), ("files", ("empty.txt", b"", "text/plain")))
    assert outcomes(found) == [("Rules", "updated"), ("empty.txt", "failed")]
    assert found["lines"][0]["address"].startswith("/library/documents/rules-")
    assert found["lines"][1]["reason"] == "It is empty."


def test_what_is_chosen_once_is_said_of_all_files(
    contributor: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    chosen = {"collection": "records", "readers": "plant, safety", "review": "2027-03-01"}
    add(contributor, text("a.txt", "One."), text("b.txt", "Two."), **chosen)
    said = [
        one.description for one in library(wiring) if one.source in {"upload:a.txt", "upload:b.txt"}
    ]
    assert len(said) == 2
    for each in said:
        assert each.collection is Collection.RECORDS
        assert each.readers == {"plant", "safety"}
        assert each.review is not None


def test_a_form_without_scripts_ends_with_the_same_outcomes(contributor: TestClient) -> None:
    files = [text("a.txt", "title: First\n\nOne."), ("files", ("x.txt", b"\0", "text/plain"))]
    page = contributor.post("/library/add", data=CHOSEN, files=files, headers=PAGE)
    assert re.findall(r'class="badge (?:good|bad)">(\w+)<', page.text) == ["Added", "Failed"]
    assert ">First</a>" in page.text
    assert "It is damaged." in page.text


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"readers": ""}, "readers", "everyone"),
        ({"readers": " , "}, "readers", "everyone"),
        ({"review": "soon"}, "review", "no date"),
        ({"collection": "secrets"}, "collection", "none of"),
        ({"licence": "mine"}, "licence", "none of"),
        ({"licence": "licensed-internal"}, "attests", "Confirm it"),
        ({"licence": "ai-restricted"}, "attests", "Confirm it"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_added(
    contributor: TestClient,
    wiring: served.FakeAnsweringWiring,
    said: dict[str, str],
    field: str,
    words: str,
) -> None:
    before = library(wiring)
    files = [text("a.txt", "One.")]
    page = contributor.post("/library/add", data=CHOSEN | said, files=files, headers=PAGE)
    assert page.status_code == 422
    error = re.search(rf'<span class="error" id="{field}-error">([^<]+)</span>', page.text)
    assert error is not None
    assert words in error[1]
    assert library(wiring) == before


def test_no_file_and_no_address_is_a_mistake(contributor: TestClient) -> None:
    page = contributor.post("/library/add", data=CHOSEN, headers=PAGE)
    assert page.status_code == 422
    assert "Choose at least one file" in page.text


def test_a_restricted_text_is_attested_by_whoever_adds_it(
    contributor: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    restricted = {"licence": "licensed-internal", "attests": "yes"}
    add(contributor, text("iso.txt", "Text."), **restricted, attestation="Licence 4711")
    add(contributor, text("iec.txt", "Text, too."), **restricted)
    found = {one.source: one.description for one in library(wiring)}
    assert found["upload:iso.txt"].licence is LicenceClass.LICENSED_INTERNAL
    assert found["upload:iso.txt"].attested_by == "Con"
    assert found["upload:iso.txt"].attestation == "Licence 4711"
    assert "allows it to be indexed" in (found["upload:iec.txt"].attestation or "")


def test_a_new_revision_does_not_open_what_is_kept_to_some(
    contributor: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    add(contributor, text("rules.txt", "Old."), readers="plant")
    refused = add(contributor, text("rules.txt", "New."), readers="everyone")
    assert outcomes(refused) == [("rules.txt", "failed")]
    assert "ask a lead" in refused["lines"][0]["reason"]
    served.sign_in(contributor, wiring, LEAD)
    opened = add(contributor, text("rules.txt", "New."), readers="everyone")
    assert outcomes(opened) == [("rules.txt", "updated")]


def test_a_name_taken_by_others_is_refused_without_telling_more(
    contributor: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    said: Said = {"readers": frozenset({"board"})}
    board = Person("boa", "Boa", frozenset({"board"}))
    wiring.ingest.uploaded("salaries.txt", b"title: Salaries\n\nMuch.", said, board)
    found = add(contributor, text("salaries.txt", "Mine."))
    assert outcomes(found) == [("salaries.txt", "failed")]
    assert "Choose another name" in found["lines"][0]["reason"]


def test_one_who_adds_for_others_alone_gets_no_address(contributor: TestClient) -> None:
    found = add(contributor, text("board.txt", "For them."), readers="board")
    assert outcomes(found) == [("board.txt", "added")]
    assert found["lines"][0]["address"] == ""


def test_an_address_that_nothing_is_fetched_from_says_why(contributor: TestClient) -> None:
    found = add(contributor, address="ftp://example.org/rules.pdf")
    assert outcomes(found) == [("ftp://example.org/rules.pdf", "failed")]
    assert "http and https" in found["lines"][0]["reason"]


@pytest.mark.parametrize("person", [GUEST, READER], ids=lambda person: person.id)
def test_below_a_contributor_nothing_is_added(
    client: TestClient, wiring: served.FakeAnsweringWiring, person: Person
) -> None:
    if not person.is_guest:
        served.sign_in(client, wiring, person)
    posted = client.post("/library/add", data=CHOSEN, files=[text("a.txt", "One.")], headers=SCRIPT)
    assert posted.status_code in {401, 403}
    assert all(one.source != "upload:a.txt" for one in library(wiring))


def test_a_forged_form_adds_nothing(
    contributor: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    del contributor.headers["X-CSRF-Token"]
    posted = contributor.post(
        "/library/add", data=CHOSEN, files=[text("a.txt", "One.")], headers=SCRIPT
    )
    assert posted.status_code == 403
    assert all(one.source != "upload:a.txt" for one in library(wiring))
