"""What the API answers to those who may ask."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.app import create_app
from web_of_tests import Reply, serving

DOCUMENTS = "/api/v1/documents"


def test_a_question_gets_an_answer_in_the_published_form(
    client: TestClient, keys: served.Keys
) -> None:
    body = {"question": served.QUESTION}
    answer = client.post("/api/v1/questions", json=body, headers=bearer(keys.asking)).json()
    assert answer["kind"] == "answer"
    assert answer["sentences"][0]["citations"] == [1]
    citation = answer["citations"][0]
    assert citation["quote"] in served.OPEN_TEXT
    assert citation["title"] == "OT patching policy"
    assert citation["url"].endswith(f"/passages/{citation['passage_id']}")


def test_a_question_without_an_answer_gets_a_reason_and_the_nearest_passages(
    client: TestClient, keys: served.Keys
) -> None:
    body = {"question": served.UNANSWERED}
    refusal = client.post("/api/v1/questions", json=body, headers=bearer(keys.asking)).json()
    assert refusal["kind"] == "refusal"
    assert refusal["reason"] == "not-found"
    assert len(refusal["nearest"]) == 2


def test_search_gives_ranked_passages(client: TestClient, keys: served.Keys) -> None:
    params: dict[str, str | int] = {"q": "compensating", "top": 1}
    found = client.get("/api/v1/search", params=params, headers=bearer(keys.reading)).json()
    assert [one["rank"] for one in found] == [1]
    assert found[0].keys() == {
        "rank", "score", "document", "title", "locator", "passage_id", "text",
    }  # fmt: skip


def test_the_list_of_documents_comes_in_pages(client: TestClient, keys: served.Keys) -> None:
    first = client.get(DOCUMENTS, params={"limit": 1}, headers=bearer(keys.reading)).json()
    second = client.get(
        DOCUMENTS, params={"limit": 1, "offset": 1}, headers=bearer(keys.reading)
    ).json()
    assert first["total"] == second["total"] == 2
    assert first["items"] != second["items"]


def test_an_uploaded_file_is_described_listed_and_found(
    client: TestClient, keys: served.Keys
) -> None:
    said = {
        "title": "Remote access rule",
        "collection": "policies",
        "readers": "plant, board",
        "licence": "licensed-internal",
        "attested_by": "Ana",
        "owner": "CISO",
        "edition": "3",
        "review": "2027-01-31",
    }
    text = b"Vendors enter through the jump host."
    status, document = upload(client, keys.everything, text, said)
    assert status == 201
    assert document["title"] == "Remote access rule"
    assert document["readers"] == ["board", "plant"]
    assert document["licence"] == "licensed-internal"
    assert document["review"] == "2027-01-31"
    path = f"{DOCUMENTS}/{document['id']}"
    assert client.get(path, headers=bearer(keys.reading)).json() == document
    passages = client.get(f"{path}/passages", headers=bearer(keys.reading)).json()
    assert passages["items"][0]["text"] == "Vendors enter through the jump host."


def test_the_same_name_again_makes_a_revision(client: TestClient, keys: served.Keys) -> None:
    _, first = upload(client, keys.everything, b"Old text.")
    _, second = upload(client, keys.everything, b"New text.")
    assert first["id"] == second["id"]
    path = f"{DOCUMENTS}/{first['id']}/revisions"
    revisions = client.get(path, headers=bearer(keys.reading)).json()
    assert [revision["number"] for revision in revisions] == [2, 1]


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    client: TestClient, keys: served.Keys
) -> None:
    status, problem = upload(client, keys.everything, b"")
    assert status == 422
    assert problem["detail"] == "It is empty."


def test_a_wrong_collection_is_refused_with_the_choices(
    client: TestClient, keys: served.Keys
) -> None:
    status, problem = upload(client, keys.everything, b"Text.", {"collection": "novels"})
    assert status == 422
    assert "blueprint" in problem["detail"]


def test_a_retired_document_is_neither_listed_nor_found_nor_shown(
    client: TestClient, keys: served.Keys
) -> None:
    _, added = upload(client, keys.everything, b"Canary of the retired.")
    document = added["id"]
    path = f"{DOCUMENTS}/{document}"
    passages = client.get(f"{path}/passages", headers=bearer(keys.reading)).json()["items"]
    retired = client.delete(path, headers=bearer(keys.writing))
    assert retired.json()["retired_at"]
    listed = client.get(DOCUMENTS, headers=bearer(keys.reading)).json()["items"]
    assert document not in [one["id"] for one in listed]
    found = client.get("/api/v1/search?q=canary", headers=bearer(keys.reading)).json()
    assert document not in [one["document"] for one in found]
    assert client.get(f"/passages/{passages[0]['passage_id']}").status_code == 404


def test_a_blank_list_of_readers_is_refused_and_not_taken_for_everyone(
    client: TestClient, keys: served.Keys
) -> None:
    for blank in ("", "  ", " , "):
        status, problem = upload(client, keys.everything, b"Text.", {"readers": blank})
        assert (status, "name the groups" in problem["detail"]) == (422, True)
    found = client.get(DOCUMENTS, headers=bearer(keys.reading)).json()
    assert found["total"] == 2


def test_only_a_few_documents_are_added_at_once(
    client: TestClient, keys: served.Keys, wiring: served.FakeAnsweringWiring
) -> None:
    taken = 0
    while wiring.slots.acquire(blocking=False):
        taken += 1
    status, problem = upload(client, keys.everything, b"Text.")
    assert (status, "Try again in a minute" in problem["detail"]) == (503, True)
    wiring.slots.release()
    for _ in range(3):  # a place that was used is free again
        assert upload(client, keys.everything, b"Text.")[0] == 201
    assert taken == 4


def test_a_page_is_added_by_its_address(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path, fetch_hosts=("localhost",))
    served.fill(wiring)
    keys = served.make_keys(wiring)
    with serving() as web, TestClient(create_app(wiring), base_url="http://localhost") as client:
        web.pages["/rule.txt"] = Reply(b"Vendors enter through the jump host.")
        body = {"url": f"{web.base}/rule.txt", "readers": "plant", "owner": "CISO"}
        answer = client.post(DOCUMENTS, json=body, headers=bearer(keys.writing))
        assert answer.status_code == 201
        assert (answer.json()["readers"], answer.json()["owner"]) == (["plant"], "CISO")
        hidden = client.post(DOCUMENTS, json=body, headers=bearer(keys.bens))
        assert hidden.status_code == 409
        refused = client.post(DOCUMENTS, json=body, headers=bearer(keys.reading))
        assert refused.status_code == 403
    wiring.close()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"url": "http://169.254.169.254/"}, "inside a network"),
        ({"url": "file:///etc/passwd"}, "Only http and https"),
        ({"url": "http://plant.example/", "readers": ""}, "name the groups"),
        ({"address": "x"}, "Some values are missing"),
    ],
)
def test_an_address_that_may_not_be_fetched_is_refused_with_the_reason(
    client: TestClient, keys: served.Keys, body: dict[str, str], reason: str
) -> None:
    answer = client.post(DOCUMENTS, json=body, headers=bearer(keys.writing))
    assert answer.status_code == 422
    assert reason in answer.json()["detail"]


def test_the_reference_tells_both_ways_to_add(client: TestClient) -> None:
    added = client.get("/api/openapi.json").json()["paths"][DOCUMENTS]["post"]["requestBody"]
    assert added["content"].keys() == {"multipart/form-data", "application/json"}


def upload(
    client: TestClient, key: str, content: bytes, said: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    files = {"file": ("rule.txt", content, "text/plain")}
    response = client.post(DOCUMENTS, files=files, data=said or {}, headers=bearer(key))
    return response.status_code, response.json()


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
