"""What somebody with an account or a key must not get by what they send."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import ADMINISTRATOR, CONTRIBUTOR, LEAD
from isthmus.access.model import Scope
from isthmus.app import OUT_OF_ORDER, create_app
from isthmus.errors import ConflictError, NotAllowedError, NotFoundError, UnavailableError
from isthmus.library.caring import Care
from isthmus.library.model import Document, LicenceClass, Said
from isthmus.people import GUEST, Person, Rank, alone
from web_of_tests import Reply, serving

DOCUMENTS = "/api/v1/documents"
KEPT = {"readers": "plant", "licence": "public-domain"}
OPENED = [
    {"readers": "everyone"},
    {"readers": "plant, board"},
    {"readers": "board"},
    {"licence": "unknown"},
]
MEMBER = Person("mem", "Mem", frozenset({"plant"}), rank=Rank.CONTRIBUTOR)


@pytest.fixture
def contributor(wiring: served.FakeAnsweringWiring, client: TestClient) -> TestClient:
    """Send as a contributor of the plant."""
    return _sending_as(MEMBER, wiring, client)


@pytest.mark.parametrize("opened", OPENED, ids=str)
def test_a_new_revision_over_the_api_opens_nothing(
    contributor: TestClient, wiring: served.FakeAnsweringWiring, opened: dict[str, str]
) -> None:
    document = upload(contributor, "Old.", **KEPT).json()["id"]
    refused = upload(contributor, "New.", **opened)
    assert refused.status_code == 403
    assert "ask a lead" in refused.json()["detail"]
    assert description(wiring, document).readers == {"plant"}
    assert description(wiring, document).licence is LicenceClass.PUBLIC_DOMAIN
    _sending_as(LEAD, wiring, contributor)
    assert upload(contributor, "New.", **opened).status_code == 201


def test_a_contributor_may_keep_a_document_to_fewer(contributor: TestClient) -> None:
    upload(contributor, "Old.", readers="plant, board")
    assert upload(contributor, "New.", readers="plant").json()["readers"] == ["plant"]


def test_the_older_revisions_of_a_retired_document_are_not_opened(contributor: TestClient) -> None:
    document = upload(contributor, "Old secret.", **KEPT).json()["id"]
    contributor.delete(f"{DOCUMENTS}/{document}")
    assert upload(contributor, "New.", readers="everyone").status_code == 403


def test_what_lies_in_a_page_fetched_again_is_not_opened(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path, fetch_hosts=("localhost",))
    served.fill(wiring)
    with serving() as web, TestClient(create_app(wiring), base_url="http://localhost") as client:
        _sending_as(MEMBER, wiring, client)
        web.pages["/rule.txt"] = Reply(b"Vendors enter through the jump host.")
        kept = {"url": f"{web.base}/rule.txt", "readers": "plant"}
        assert client.post(DOCUMENTS, json=kept).status_code == 201
        opened = client.post(DOCUMENTS, json=kept | {"readers": "everyone"})
        assert opened.status_code == 403
    wiring.close()


def test_a_name_with_signs_that_nobody_sees_opens_nothing(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    served.sign_in(client, wiring, CONTRIBUTOR)
    for name, readers in (("rule.txt", "plant"), ("ru\u200ble.txt", "everyone")):
        said = {"collection": "policies", "readers": readers, "licence": "unknown"}
        files = [("files", (name, f"For {readers}.".encode(), "text/plain"))]
        client.post("/library/add", data=said, files=files, headers={"Accept": "application/json"})
    with wiring.reading(alone(GUEST)) as library:
        assert all(one.source != "upload:rule.txt" for one in library.documents())


def test_what_a_lead_narrows_while_a_revision_is_prepared_stays_narrow(
    wiring: served.FakeAnsweringWiring,
) -> None:
    first = wiring.ingest.uploaded("rule.txt", b"Old.", {}, MEMBER).documents[0]

    def narrowing(content: bytes, name: str) -> Any:  # noqa: ANN401 - as the readers have it
        wiring.take_care(first.id, Care(frozenset({"plant"})), LEAD)
        return wiring.readers.load(content, name)

    slow = replace(wiring, readers=replace(wiring.readers, load=narrowing))
    said: Said = {"readers": frozenset({"everyone"})}
    with pytest.raises(NotAllowedError, match="ask a lead"):
        slow.ingest.uploaded("rule.txt", b"New.", said, MEMBER)
    assert description(wiring, first.id).readers == {"plant"}


def test_no_other_source_takes_the_place_of_a_document_whose_id_it_has(
    wiring: served.FakeAnsweringWiring,
) -> None:
    document = wiring.ingest.uploaded("rule.txt", b"Old.", {}, MEMBER).documents[0]
    forged = replace(document, source="upload:another.txt")
    with pytest.raises(Exception, match="UNIQUE"), wiring.ingest._library.changing() as records:  # noqa: SLF001
        records.save(forged)
    assert _document(wiring, document.id) == document


def test_nobody_finds_what_somebody_asked_who_had_the_same_id(
    wiring: served.FakeAnsweringWiring,
) -> None:
    with wiring.access() as access:
        access.put_person(MEMBER)
        access.put_person(ADMINISTRATOR)
        access.remove_person(MEMBER.id)
    with wiring.access(ADMINISTRATOR) as access:
        with pytest.raises(ConflictError, match="Choose another id"):
            access.add_person(replace(MEMBER, name="Somebody else"))
        with pytest.raises(ConflictError, match="Choose another id"):
            access.put_person(replace(MEMBER, name="Somebody else"))
        with pytest.raises(NotFoundError):
            access.person(MEMBER.id)


def test_two_administrators_who_demote_each_other_at_once_leave_one(
    wiring: served.FakeAnsweringWiring,
) -> None:
    other = replace(ADMINISTRATOR, id="bo", name="Bo")
    with wiring.access() as access:
        access.put_person(ADMINISTRATOR)
        access.put_person(other)

    def demote(by: Person, whom: Person) -> None:
        try:
            with wiring.access(by) as access:
                access.put_person(replace(whom, rank=Rank.READER))
        except ConflictError:
            pass

    pairs = ((ADMINISTRATOR, other), (other, ADMINISTRATOR))
    threads = [threading.Thread(target=demote, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with wiring.access() as access:
        ranks = [person.rank for person in access.people()]
    assert ranks.count(Rank.ADMINISTRATOR) == 1


def test_a_title_that_a_document_gives_itself_does_not_fill_the_library(
    contributor: TestClient, client: TestClient
) -> None:
    added = upload(contributor, f"title: {'T' * 40_000}\n\nText.")
    assert added.status_code == 201
    assert len(added.json()["title"]) <= 1001
    assert len(client.get("/library").content) < 20_000


@pytest.mark.parametrize("path", ["/library", "/readyz", "/sign-in", DOCUMENTS])
def test_a_stranger_does_not_learn_where_the_records_are(
    wiring: served.FakeAnsweringWiring, path: str
) -> None:
    def failing(*_: object) -> Any:  # noqa: ANN401 - whatever is opened
        raise UnavailableError("The database sqlite:////srv/isthmus/records does not work.")

    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        object.__setattr__(wiring.storage, "reading", failing)
        key = {"Authorization": "Bearer isk_1.x", "Cookie": "isthmus=some"}
        response = client.get(path, headers=key)
    assert response.status_code == 503
    assert "srv" not in response.text


def test_readiness_says_that_something_is_wrong_and_not_what(
    wiring: served.FakeAnsweringWiring,
) -> None:
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        keeper = client.app.state.keeper  # type: ignore[attr-defined]
        keeper.stop()
        keeper.trouble = "sqlite:////srv/isthmus"
        said = client.get("/readyz").json()
    assert said == {"status": "not ready", "reasons": [OUT_OF_ORDER]}


@pytest.mark.parametrize(
    "host", ["localhost/api/v1?", "localhost/sign-in?", "localhost#", "ada@localhost", "localhost?"]
)
def test_a_host_name_poses_as_no_path(client: TestClient, host: str) -> None:
    assert client.get("/library", headers={"Host": host}).status_code == 400


def upload(client: TestClient, text: str, **said: str) -> Any:  # noqa: ANN401 - a response
    files = {"file": ("rule.txt", text.encode(), "text/plain")}
    return client.post(DOCUMENTS, files=files, data=said)


def description(wiring: served.FakeAnsweringWiring, document: str) -> Any:  # noqa: ANN401
    return _document(wiring, document).description


def _document(wiring: served.FakeAnsweringWiring, document: str) -> Document:
    with wiring.reading(alone(MEMBER)) as library:
        return library.document(document)


def _sending_as(
    person: Person, wiring: served.FakeAnsweringWiring, client: TestClient
) -> TestClient:
    with wiring.access() as access:
        access.put_person(person)
        secret = access.create_key(person.id, set(Scope), "").secret
    client.headers["Authorization"] = f"Bearer {secret}"
    return client
