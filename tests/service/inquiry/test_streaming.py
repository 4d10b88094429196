"""The stream of an answer over HTTP: its events, in the form that other tools rely on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
import writing_of_tests as writing
from isthmus.app import create_app

ADDRESS = "/api/v1/questions/stream"
SENTENCE = {"text", "citations", "written"}
CITATION = {
    *("n", "document", "title", "collection", "edition", "revision", "locator", "quote"),
    *("passage_id", "url"),
}


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[writing.WritingWiring]:
    wiring = writing.wire(tmp_path)
    served.fill(wiring)
    yield wiring
    wiring.close()


@pytest.fixture
def keys(wiring: writing.WritingWiring) -> served.Keys:
    return served.make_keys(wiring)


@pytest.fixture
def client(wiring: writing.WritingWiring, keys: served.Keys) -> Iterator[TestClient]:
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        client.headers["Authorization"] = f"Bearer {keys.asking}"
        yield client


def events(client: TestClient, **asked: object) -> list[tuple[str, Any]]:
    answer = client.post(ADDRESS, json={"question": served.QUESTION, **asked})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [each.splitlines() for each in answer.text.split("\n\n") if each]
    return [(name.removeprefix("event: "), json.loads(data[6:])) for name, data in told]


def test_each_sentence_comes_after_the_quotes_it_cites_and_the_answer_at_the_end(
    client: TestClient,
) -> None:
    told = events(client)
    names = [name for name, _ in told]
    assert names == ["citation", "sentence", "citation", "sentence", "answer"]
    cited: set[int] = set()
    for name, data in told[:-1]:
        if name == "citation":
            assert data.keys() == CITATION
            cited.add(data["n"])
        else:
            assert set(data["citations"]) <= cited
            assert data.keys() <= SENTENCE
    answer = told[-1][1]
    assert answer["sentences"] == [data for name, data in told if name == "sentence"]
    assert answer["citations"] == [data for name, data in told if name == "citation"]


def test_the_answer_is_kept_as_it_was_sent(client: TestClient) -> None:
    *_, (_, answer) = events(client)
    assert client.get(f"/api/v1/answers/{answer['id']}").json() == answer


def test_in_a_conversation_the_end_tells_where_it_goes_on(client: TestClient) -> None:
    *_, (_, first) = events(client, conversation="new")
    *_, (_, second) = events(
        client, conversation=first["conversation"], question="and for patching vendors?"
    )
    assert (first["turn"], second["turn"]) == (1, 2)
    assert second["understood_as"]


def test_a_refusal_is_its_own_event(client: TestClient) -> None:
    ((name, refusal),) = events(client, question=served.UNANSWERED)
    assert (name, refusal["kind"]) == ("refusal", "refusal")


def test_what_goes_wrong_is_the_last_event(client: TestClient) -> None:
    ((name, said),) = events(client, conversation="nobodys")
    assert (name, said["status"]) == ("problem", 404)
    assert "There is no conversation nobodys" in said["detail"]


def test_what_is_asked_wrongly_is_told_before_anything_is_streamed(client: TestClient) -> None:
    assert client.post(ADDRESS, json={"question": ""}).status_code == 422
    without_key = {"Authorization": "Bearer nothing"}
    asked = {"question": served.QUESTION}
    assert client.post(ADDRESS, json=asked, headers=without_key).status_code == 401


def test_a_key_that_may_not_ask_hears_nothing(client: TestClient, keys: served.Keys) -> None:
    reading = {"Authorization": f"Bearer {keys.reading}"}
    answer = client.post(ADDRESS, json={"question": served.QUESTION}, headers=reading)
    assert answer.status_code == 403
    assert "In short" not in answer.text


def test_without_a_model_only_the_outcome_is_sent(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path)
    served.fill(wiring)
    keys = served.make_keys(wiring)
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        client.headers["Authorization"] = f"Bearer {keys.asking}"
        ((name, answer),) = events(client)
    assert name == "answer"
    assert "writing" not in answer
    wiring.close()


def test_the_reference_tells_of_the_events(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()["paths"][ADDRESS]["post"]["responses"]["200"]
    assert "text/event-stream" in told["content"]
    assert "`refusal`" in told["description"]
