"""The application around its routes: health, headers, limits, ids, logs, metrics."""

import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

import served
from fakes import HashEmbedder
from isthmus.answers.searching import Found
from isthmus.app import OUT_OF_ORDER, create_app
from isthmus.edge.guards import CONTENT_SECURITY_POLICY, host_name
from isthmus.edge.keeping import InStep
from isthmus.edge.observing import REQUEST_ID
from isthmus.errors import UnavailableError
from isthmus.people import Person

PROBLEM = "application/problem+json"


def test_it_is_alive_and_ready_once_the_index_is_in_step(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "reasons": []}


def test_it_starts_and_says_that_it_is_not_ready_when_the_model_is_missing(tmp_path: Path) -> None:
    def no_model() -> HashEmbedder:
        raise UnavailableError("The model is missing.")

    wiring = served.wire(tmp_path)
    wiring.make_ready()
    broken = replace(wiring, readers=replace(wiring.readers, embedding=no_model))
    with TestClient(create_app(broken), base_url="http://localhost") as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["reasons"] == [OUT_OF_ORDER]


def test_it_is_not_ready_while_the_index_lacks_something(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    wiring.index.clear()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "not in step" in ready.json()["reasons"][0]


def test_documents_that_another_process_adds_appear_by_themselves(
    client: TestClient, wiring: served.FakeAnsweringWiring, tmp_path: Path
) -> None:
    before = len(wiring.index.indexed())
    other = served.wire(tmp_path)
    other.ingest.uploaded("more.txt", b"title: More\n\nA new line.", {}, served.ANA)
    other.close()
    eventually(lambda: len(wiring.index.indexed()) == before + 1)
    eventually(lambda: "<strong>2</strong> documents" in client.get("/").text)


def test_keeping_in_step_survives_a_failure_and_recovers() -> None:
    outcomes: list[Exception | None] = [RuntimeError("locked"), None]

    def step() -> None:
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome

    keeper = InStep(step)
    keeper.once()
    assert keeper.trouble == "locked"
    keeper.once()
    assert keeper.trouble is None


def test_what_nobody_has_to_wait_for_is_not_done_before_the_service_starts() -> None:
    done: list[str] = []
    waited = InStep(lambda: done.append("waited for"))
    left = InStep(lambda: done.append("left"), every=3600)
    waited.start()
    left.start(at_once=False)
    waited.stop()
    left.stop()
    assert "left" not in done
    assert "waited for" in done


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/docs", "/api/v1/search", "/nowhere"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_static_files_are_cached_but_asked_for_again(client: TestClient) -> None:
    styles = client.get("/static/base.css")
    assert styles.headers["cache-control"] == "no-cache"
    again = client.get("/static/base.css", headers={"If-None-Match": styles.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[::1", "a@b:c@d"])
def test_another_host_name_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/healthz", headers={"Host": host})
    assert response.status_code == 400
    assert response.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("host", "name"),
    [("localhost:8000", "localhost"), ("[::1]:8000", "::1"), ("Plant.EXAMPLE", "plant.example")],
)
def test_a_host_name_is_read_without_its_port(host: str, name: str) -> None:
    assert host_name(host) == name


def test_the_host_of_the_public_address_is_served(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path, public_url="https://isthmus.plant.example/")
    served.fill(wiring)
    with TestClient(create_app(wiring), base_url="https://isthmus.plant.example") as client:
        assert client.get("/healthz").status_code == 200


def test_a_sane_request_id_is_kept_and_another_replaced(client: TestClient) -> None:
    kept = client.get("/healthz", headers={"X-Request-ID": "trace-0123456789"})
    assert kept.headers["x-request-id"] == "trace-0123456789"
    for given in ("short", "x" * 65, "a b c d e f g h", 'in"jected-line'):
        made = client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
        assert made != given
        assert REQUEST_ID.fullmatch(made)


def test_a_problem_names_the_request_id_of_its_response(client: TestClient) -> None:
    response = client.get("/api/v1/search?q=x")
    problem = response.json()
    assert response.headers["content-type"] == PROBLEM
    assert problem["status"] == response.status_code == 401
    assert problem["title"] == "Unauthorized"
    assert problem["request_id"] == response.headers["x-request-id"]


def test_an_address_that_is_not_there_is_a_problem_for_programs_and_a_page_for_people(
    client: TestClient,
) -> None:
    assert client.get("/nowhere").headers["content-type"] == PROBLEM
    page = client.get("/nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "Nothing here" in page.text


def test_a_crash_is_logged_under_the_request_id_and_tells_nothing_else(
    wiring: served.FakeAnsweringWiring, keys: served.Keys
) -> None:
    broken = Crashing(**{name: getattr(wiring, name) for name in fields_of(wiring)})
    with (
        TestClient(create_app(broken), base_url="http://localhost") as client,
        capture_logs() as lines,
    ):
        response = client.get("/api/v1/search?q=x", headers=bearer(keys.reading))
    assert response.status_code == 500
    assert "division" not in response.text
    failed = next(line for line in lines if line["event"] == "request.failed")
    assert failed["request_id"] == response.json()["request_id"]


def test_the_log_tells_the_route_and_the_person_but_no_question_and_no_key(
    client: TestClient, keys: served.Keys
) -> None:
    with capture_logs() as lines:
        client.post(
            "/api/v1/questions", json={"question": served.QUESTION}, headers=bearer(keys.asking)
        )
        client.get("/api/v1/search?q=hidden-words", headers=bearer(keys.reading))
        client.post("/ask", data={"question": "hidden-words too"})
        client.get("/hidden-words")
    routes = [line["route"] for line in lines]
    assert routes[:2] == ["/api/v1/questions", "/api/v1/search"]
    assert lines[0]["person"] == "ana"
    assert routes[-1] == "unmatched"
    for hidden in ("accountable", "hidden-words", keys.asking, keys.reading):
        assert hidden not in str(lines)


def test_the_metrics_count_requests_by_route_outcomes_and_passages(client: TestClient) -> None:
    client.post("/ask", data={"question": served.QUESTION})
    client.post("/ask", data={"question": served.UNANSWERED})
    client.get("/no/such/page")
    text = client.get("/metrics").text
    assert 'isthmus_requests_total{method="POST",route="/ask",status="303"} 2.0' in text
    assert 'isthmus_requests_total{method="GET",route="unmatched",status="404"} 1.0' in text
    assert 'isthmus_outcomes_total{kind="answer"} 1.0' in text
    assert 'isthmus_outcomes_total{kind="refusal"} 1.0' in text
    assert 'isthmus_request_seconds_count{route="/conversations/{conversation_id}"} 2.0' in text
    assert "isthmus_passages_indexed 9.0" in text


def test_an_invented_method_makes_no_series_of_its_own(client: TestClient) -> None:
    client.request("BREW", "/healthz")
    text = client.get("/metrics").text
    assert "BREW" not in text
    assert 'method="other"' in text


def test_the_reference_lists_every_operation_and_loads_nothing_from_elsewhere(
    client: TestClient,
) -> None:
    page = client.get("/api/docs").text
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert path in page
    assert "//" not in page.replace("<!doctype html>", "")


class Crashing(served.FakeAnsweringWiring):
    def search(self, question: str, by: Person, top: int) -> list[Found]:
        raise ZeroDivisionError(question, by, top)


def fields_of(wiring: served.FakeAnsweringWiring) -> list[str]:
    return [field.name for field in fields(wiring)]


def eventually(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
