"""Hostile requests: always 4xx with words, never 5xx, nothing echoed."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import served

QUESTIONS = "/api/v1/questions"
DOCUMENTS = "/api/v1/documents"
BODIES = {
    "nothing": b"",
    "no json": b"{broken",
    "a list": b"[]",
    "null": b"null",
    "a number": b"7",
    "another field": b'{"query": "x"}',
    "an empty question": b'{"question": ""}',
    "a null question": b'{"question": null}',
    "a list as question": b'{"question": ["x"]}',
    "bytes that are no text": b'{"question": "\xff\xfe"}',
    "a lone surrogate": b'{"question": "\\ud800"}',
    "deeply nested": b"[" * 30_000,
    "an endless number": b'{"question": ' + b"9" * 5_000 + b"}",
    "a long question": json.dumps({"question": "why " * 5_000}).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_question_is_refused_with_words(
    client: TestClient, keys: served.Keys, body: bytes
) -> None:
    headers = bearer(keys.asking) | {"Content-Type": "application/json"}
    response = client.post(QUESTIONS, content=body, headers=headers)
    assert 400 <= response.status_code < 500
    assert response.json()["detail"]
    assert len(response.content) < 3_000


def test_a_refused_value_is_not_repeated(client: TestClient, keys: served.Keys) -> None:
    body = {"question": {"secret-value": "secret-value" * 100}}
    response = client.post(QUESTIONS, json=body, headers=bearer(keys.asking))
    assert response.status_code == 422
    assert "secret-value" not in response.text
    assert response.json()["errors"][0]["at"] == "body.question"


def test_a_body_beyond_the_limit_is_413_said_or_unsaid(
    client: TestClient, keys: served.Keys
) -> None:
    headers = bearer(keys.asking) | {"Content-Type": "application/json"}
    said = client.post(QUESTIONS, content=b"x" * 70_000, headers=headers)
    unsaid = client.post(QUESTIONS, content=iter([b"x" * 40_000] * 2), headers=headers)
    assert said.status_code == unsaid.status_code == 413


def test_a_large_upload_is_refused_before_it_is_kept(
    client: TestClient, keys: served.Keys, wiring: served.FakeAnsweringWiring
) -> None:
    headers = bearer(keys.writing) | {"Content-Length": str(wiring.settings.max_document_bytes * 2)}
    assert client.post(DOCUMENTS, content=b"", headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken"),
        ("multipart/form-data; boundary=b", b"--b--\r\n"),
        ("multipart/form-data; boundary=" + "b" * 5_000, b"--b--"),
        ("application/json", b'{"file": "x"}'),
        ("application/x-www-form-urlencoded", b"file=text"),
        ("text/plain; charset=\xff", b"x"),
    ],
)
def test_a_hostile_upload_is_refused(
    client: TestClient, keys: served.Keys, content_type: str, body: bytes
) -> None:
    headers = {
        b"Authorization": f"Bearer {keys.writing}".encode(),
        b"Content-Type": content_type.encode("latin-1"),
    }
    response = client.post(DOCUMENTS, content=body, headers=headers)
    assert 400 <= response.status_code < 500


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "a\0b.txt", "x" * 5_000, "\u202etxt.exe"]
)
def test_a_hostile_file_name_is_harmless(client: TestClient, keys: served.Keys, name: str) -> None:
    files = {"file": (name, b"Some text.", "text/plain")}
    response = client.post(DOCUMENTS, files=files, headers=bearer(keys.writing))
    assert response.status_code in {201, 400, 422}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=x&top=0",
        "q=x&top=51",
        "q=x&top=NaN",
        "q=" + "x" * 5_000,
        "q=x&top=" + "9" * 5_000,
    ],
)
def test_a_hostile_search_is_422(client: TestClient, keys: served.Keys, query: str) -> None:
    response = client.get(f"/api/v1/search?{query}", headers=bearer(keys.reading))
    assert response.status_code == 422


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "offset=-1", "offset=" + "9" * 30])
def test_a_hostile_page_is_422(client: TestClient, keys: served.Keys, query: str) -> None:
    assert client.get(f"{DOCUMENTS}?{query}", headers=bearer(keys.reading)).status_code == 422


@given(some_id=st.text(max_size=80))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_invented_id_is_never_a_crash(
    client: TestClient, keys: served.Keys, some_id: str
) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in some_id.encode("utf-8", "replace")) or "x"
    for path in ("/api/v1/answers/", f"{DOCUMENTS}/", "/passages/", "/answers/"):
        response = client.get(path + quoted, headers=bearer(keys.everything))
        assert response.status_code < 500


@given(question=st.text(max_size=200))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_may_be_asked_on_the_page(client: TestClient, question: str) -> None:
    text = question.encode("utf-8", "replace").decode()
    response = client.post("/ask", data={"question": text}, headers={"Accept": "text/html"})
    assert response.status_code in {200, 422}
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_is_405(client: TestClient, method: str) -> None:
    assert client.request(method, "/ask").status_code == 405


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
