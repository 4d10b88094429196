"""The pages of the library over HTTP: who sees what, and what is said of it."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

import served
from console_of_tests import ADMINISTRATOR, CONTRIBUTOR, EVERYBODY, LEAD, READER
from isthmus.edge.keeping import InStep
from isthmus.library.model import Collection, Document, FailedFile, Said
from isthmus.library.store import LibraryStore
from isthmus.library.tables import documents
from isthmus.people import GUEST, Person, Rank

PAGE = {"Accept": "text/html"}
OUTSIDER = Person("out", "Out", frozenset({"office"}), rank=Rank.ADMINISTRATOR)


@pytest.fixture
def patching(wiring: served.FakeAnsweringWiring) -> Document:
    return uploaded(wiring, "patching.txt", served.OPEN_TEXT, {"collection": Collection.POLICIES})


@pytest.fixture
def incidents(wiring: served.FakeAnsweringWiring) -> Document:
    said: Said = {"collection": Collection.RECORDS, "readers": frozenset({"plant"})}
    return uploaded(wiring, "incidents.txt", served.PLANT_TEXT, said)


def uploaded(wiring: served.FakeAnsweringWiring, name: str, text: str, said: Said) -> Document:
    return wiring.ingest.uploaded(name, text.encode(), said, served.ANA).documents[0]


def get(client: TestClient, path: str) -> str:
    page = client.get(path, headers=PAGE)
    assert page.status_code == 200, page.text
    return page.text


def be(client: TestClient, wiring: served.FakeAnsweringWiring, person: Person) -> None:
    if not person.is_guest:
        served.sign_in(client, wiring, person)


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.id)
def test_the_list_holds_what_one_may_read(
    client: TestClient, wiring: served.FakeAnsweringWiring, person: Person
) -> None:
    be(client, wiring, person)
    page = get(client, "/library")
    assert "OT patching policy" in page
    assert ("Plant incident records" in page) is not person.is_guest
    assert ("/library/add" in page) is person.rank.includes(Rank.CONTRIBUTOR)


@pytest.mark.parametrize("below", ["", "/revisions", "/difference", "/change", "/retire"])
@pytest.mark.parametrize("person", [GUEST, OUTSIDER], ids=lambda person: person.id)
def test_what_one_may_not_read_does_not_exist_whatever_ones_rank(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    incidents: Document,
    person: Person,
    below: str,
) -> None:
    be(client, wiring, person)
    found, missing = (
        client.get(f"/library/documents/{name}{below}", headers=PAGE, follow_redirects=False)
        for name in (incidents.id, "none")
    )
    assert found.status_code == missing.status_code
    assert found.status_code in {303, 404}
    assert "Plant incident" not in found.text


@pytest.mark.parametrize(
    ("path", "rank"),
    [
        ("/library/index", Rank.CONTRIBUTOR),
        ("/library/failures", Rank.ADMINISTRATOR),
        ("/library/add", Rank.CONTRIBUTOR),
    ],
)
@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.id)
def test_a_page_is_for_its_rank_and_a_guest_is_sent_to_sign_in(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    path: str,
    rank: Rank,
    person: Person,
) -> None:
    be(client, wiring, person)
    page = client.get(path, headers=PAGE, follow_redirects=False)
    if person.is_guest:
        assert page.headers["location"] == f"/sign-in?next={path}"
    else:
        assert page.status_code == (200 if person.rank.includes(rank) else 403)


def test_the_list_is_searched_and_says_what_to_do_where_nothing_is_found(
    client: TestClient,
) -> None:
    assert "OT patching policy" in get(client, "/library?text=patching&collection=policies")
    page = get(client, "/library?text=nothing+like+it")
    assert "Nothing by that name" in page
    assert "Show all documents" in page
    assert "Nothing is retired" in get(client, "/library?state=retired")


@pytest.mark.parametrize("query", ["page=0", "page=-3", "page=999", "sort=x", "state=x"])
def test_an_address_that_makes_no_sense_shows_the_list(client: TestClient, query: str) -> None:
    assert "OT patching policy" in get(client, f"/library?{query}")


def test_a_long_list_comes_a_page_at_a_time(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    for number in range(55):
        uploaded(wiring, f"p{number:02}.txt", f"title: Procedure {number:02}\n\nDo it.", {})
    first = get(client, "/library?text=procedure&sort=title")
    assert "1\N{EN DASH}50 of 55 documents" in first
    assert "Procedure 49" in first
    assert "Procedure 50" not in first
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = get(client, onward[1].replace("&amp;", "&"))
    assert "Procedure 50" in second
    assert "51\N{EN DASH}55 of 55 documents" in second


def test_a_document_tells_what_is_said_about_it(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    said: Said = {
        "owner": "OT security lead",
        "edition": "7",
        "review": (served.NOW - timedelta(days=3)).date(),
        "readers": frozenset({"plant"}),
    }
    shown = uploaded(wiring, "rules.txt", "title: Site rules\n\nWear a helmet.", said)
    served.sign_in(client, wiring, READER)
    page = get(client, f"/library/documents/{shown.id}")
    for words in ("OT security lead", "Overdue by 3 days", "plant", "Uploaded as rules.txt"):
        assert words in page
    assert "Licence not stated" in page
    assert "/change" not in page
    assert "/retire" not in page


def test_an_outline_leads_to_the_passages(client: TestClient, patching: Document) -> None:
    page = get(client, f"/library/documents/{patching.id}")
    first = re.search(r'class="depth-0"><a href="([^"]+)"', page)
    assert first is not None
    assert "Patching of OT systems" in get(client, first[1])


def test_document_text_stays_text_in_an_outline_and_a_difference(
    client: TestClient, wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    uploaded(wiring, "patching.txt", served.OPEN_TEXT + "\n<script>new()</script>", {})
    for below in ("", "/difference"):
        page = get(client, f"/library/documents/{patching.id}{below}")
        assert "&lt;script&gt;" in page
        assert "<script>" not in page


def test_two_revisions_are_compared_word_by_word(
    client: TestClient, wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    uploaded(wiring, "patching.txt", served.OPEN_TEXT.replace("quarter", "month"), {})
    home = f"/library/documents/{patching.id}"
    assert f"{home}/difference?before=1&amp;after=2" in get(client, f"{home}/revisions")
    page = get(client, f"{home}/difference?before=1&after=2")
    assert "<del>quarter</del>" in page
    assert "<ins>month</ins>" in page
    assert "The text is the same" in get(client, f"{home}/difference?before=2&after=2")


@pytest.mark.parametrize(
    ("query", "status"), [("", 422), ("?before=1&after=9", 404), ("?before=x", 422)]
)
def test_a_comparison_that_cannot_be_says_why(
    client: TestClient, patching: Document, query: str, status: int
) -> None:
    page = client.get(f"/library/documents/{patching.id}/difference{query}", headers=PAGE)
    assert page.status_code == status
    assert 'class="reason"' in page.text


def test_reviews_are_listed_the_most_urgent_first(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    assert "No reviews are planned" in get(client, "/library/reviews")
    for name, days in (("later", 40), ("over", -2), ("soon", 5)):
        said: Said = {"review": (served.NOW + timedelta(days=days)).date()}
        uploaded(wiring, f"{name}.txt", f"title: {name}\n\nWords.", said)
    page = get(client, "/library/reviews")
    assert re.findall(r"(Overdue by 2 days|Due in 5 days|Due in 40 days)", page) == [
        "Overdue by 2 days",
        "Due in 5 days",
        "Due in 40 days",
    ]


def test_reviews_keep_quiet_about_what_one_may_not_read(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    said: Said = {"review": served.NOW.date(), "readers": frozenset({"plant"})}
    uploaded(wiring, "secret.txt", "title: Secret plan\n\nWords.", said)
    assert "Secret plan" not in get(client, "/library/reviews")
    served.sign_in(client, wiring, READER)
    assert "Secret plan" in get(client, "/library/reviews")


def test_an_administrator_sees_what_failed_and_what_to_do(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    served.sign_in(client, wiring, ADMINISTRATOR)
    assert "Nothing failed" in get(client, "/library/failures")
    failed = FailedFile("file:///srv/docs/scan%201.pdf", "It has no text.", served.NOW)
    with wiring.storage.transaction() as connection:
        LibraryStore(connection).fail(failed)
    page = get(client, "/library/failures")
    assert "scan 1.pdf" in page
    assert "It has no text." in page
    assert "What to do" in page


def test_the_index_tells_whether_it_is_in_step(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    served.sign_in(client, wiring, CONTRIBUTOR)
    page = get(client, "/library/index")
    assert "in step with the records" in page
    assert "hash-1" in page
    keeper = InStep(broken)
    keeper.once()
    client.app.state.keeper = keeper  # type: ignore[attr-defined]
    page = get(client, "/library/index")
    assert "The vectors come from another model." not in page
    assert "Administrators see the reason" in page
    assert "isthmus reindex" in page
    served.sign_in(client, wiring, ADMINISTRATOR)
    assert "The vectors come from another model." in get(client, "/library/index")


def broken() -> None:
    raise RuntimeError("The vectors come from another model.")


def test_a_folder_of_the_server_is_named_to_administrators_alone(
    client: TestClient, wiring: served.FakeAnsweringWiring, patching: Document
) -> None:
    moved = update(documents).values(source="file:///srv/secret-folder/patching.txt")
    with wiring.storage.transaction() as connection:
        connection.execute(moved.where(documents.c.id == patching.id))
    address = f"/library/documents/{patching.id}"
    served.sign_in(client, wiring, LEAD)
    page = get(client, address)
    assert "A file on the server: patching.txt" in page
    assert "secret-folder" not in page
    served.sign_in(client, wiring, ADMINISTRATOR)
    assert "/srv/secret-folder/patching.txt" in get(client, address)
