"""Role definitions over the REST API, from a draft to a version, over real HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.access.model import Scope
from isthmus.people import Person
from isthmus.raci.desk import Hand
from kept_charts import ANA, LEA, small


class Api:
    """The API with one person's key."""

    def __init__(self, client: TestClient, key: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {key}"}

    def respond(self, method: str, path: str = "", **options: Any) -> Any:  # noqa: ANN401 - any response
        headers = {**self.headers, **options.pop("headers", {})}
        return self.client.request(method, f"/api/v1/roles{path}", headers=headers, **options)

    def __call__(self, method: str, path: str = "", **options: Any) -> Any:  # noqa: ANN401 - any JSON
        response = self.respond(method, path, **options)
        assert response.is_success, response.text
        return response.json()

    def status(self, method: str, path: str = "", **options: Any) -> int:  # noqa: ANN401 - as above
        return int(self.respond(method, path, **options).status_code)

    def keep(self, role: str = "plant manager") -> str:
        return str(self("POST", json={"role": role})[0]["id"])


@pytest.fixture
def ana(client: TestClient, keys: served.Keys) -> Api:
    return Api(client, keys.everything)


@pytest.fixture
def lea(client: TestClient, wiring: served.FakeAnsweringWiring) -> Api:
    return Api(client, key_of(LEA, wiring))


def key_of(person: Person, wiring: served.FakeAnsweringWiring) -> str:
    with wiring.access() as access:
        access.put_person(person)
        return access.create_key(person.id, set(Scope), "all").secret


def test_a_definition_is_drafted_and_kept(ana: Api) -> None:
    (drafted,) = ana("POST", "/drafts", json={"role": "plant manger"})
    assert drafted["assumed"] == ["'plant manger' is read as 'plant manager'."]
    assert ana("GET")["total"] == 0
    kept = ana.keep()
    assert [each["id"] for each in ana("GET", params={"role": "site manager"})["items"]] == [kept]
    assert ana("GET", f"/{kept}")["lines"] == drafted["lines"]
    assert ana.status("POST", json={"role": "plant manager"}) == 409


def test_all_roles_of_a_chart_are_kept(ana: Api, wiring: served.FakeAnsweringWiring) -> None:
    chart = wiring.charts.begin(small(), Hand(ANA), "drawn").id
    assert len(ana("POST", "/drafts", json={"chart": chart})) == 2
    assert len(ana("POST", json={"chart": chart})) == 2
    assert ana("POST", json={"chart": chart}) == []


@pytest.mark.parametrize("said", [{}, {"role": "a", "chart": "b"}, {"role": " "}])
def test_what_names_no_role_is_refused(ana: Api, said: dict[str, str]) -> None:
    assert ana.status("POST", "/drafts", json=said) == 422
    assert ana.status("POST", json=said) == 422


def test_edits_are_made_on_what_was_seen(ana: Api) -> None:
    kept = ana.keep()
    tag = ana.respond("GET", f"/{kept}").headers["etag"]
    edits = {
        "edits": [
            {"do": "add line", "topic": "decides alone", "text": "Stops a session."},
            {"do": "change line", "line": "1", "text": "Runs the plant."},
            {"do": "remove line", "line": "2"},
            {"do": "describe", "review": "2027-01-31"},
        ]
    }
    edited = ana("PATCH", f"/{kept}", json=edits, headers={"If-Match": tag})
    assert edited["lines"]["decides alone"][-1]["text"] == "Stops a session."
    assert (edited["number"], edited["review"]) == (2, "2027-01-31")
    assert ana.status("PATCH", f"/{kept}", json=edits, headers={"If-Match": tag}) == 412
    assert ana.status("PATCH", f"/{kept}", json=edits, headers={"If-Match": "x"}) == 422
    kinds = [each["kind"] for each in ana("GET", f"/{kept}/differences")["differences"]]
    assert sorted(kinds) == ["added", "changed", "description", "removed"]
    assert ana("POST", f"/{kept}/undo")["review"] != "2027-01-31"
    assert ana("POST", f"/{kept}/redo")["review"] == "2027-01-31"
    events = [each["kind"] for each in ana("GET", f"/{kept}/history")]
    assert events == ["begun", "edited", "undone", "undone"]


def test_somebody_else_reviews_and_approves(ana: Api, lea: Api) -> None:
    kept = ana.keep()
    assert ana("POST", f"/{kept}/submission", json={})["status"] == "in review"
    assert lea("POST", f"/{kept}/return", json={"said": "Shorter."})["status"] == "draft"
    assert ana.status("POST", f"/{kept}/approval", json={}) == 403
    version = lea("POST", f"/{kept}/approval", json={})
    assert (version["version"], version["approved_by"]) == (1, "lea")
    assert [each["version"] for each in ana("GET", f"/{kept}/versions")] == [1]


def test_news_of_the_sources_are_taken_over(
    ana: Api, wiring: served.FakeAnsweringWiring, lea: Api
) -> None:
    chart = wiring.charts.begin(small(), Hand(ANA), "drawn").id
    kept = ana.keep()
    assert ana("GET", f"/{kept}/news") == []
    wiring.charts.approve(chart, Hand(LEA))
    assert {each["kind"] for each in lea("GET", f"/{kept}/news")} == {"gained", "restated"}
    ana("POST", f"/{kept}/refresh")
    assert ana("GET", f"/{kept}/news") == []


@pytest.mark.parametrize("to", ["md", "docx", "json"])
def test_a_definition_is_sent_as_a_file(ana: Api, to: str) -> None:
    kept = ana.keep()
    response = ana.respond("GET", f"/{kept}/file", params={"format": to})
    assert response.is_success
    named = f'attachment; filename="Role-Plant-or-site-manager.{to}"'
    assert response.headers["content-disposition"] == named


def test_what_is_not_there_is_not_found(ana: Api) -> None:
    for path in ("/x", "/x/history", "/x/versions", "/x/differences", "/x/news", "/x/file"):
        assert ana.status("GET", path) == 404


def test_without_a_key_nothing_is_told(client: TestClient) -> None:
    assert client.get("/api/v1/roles").status_code == 401
    assert client.post("/api/v1/roles", json={"role": "CISO"}).status_code == 401
