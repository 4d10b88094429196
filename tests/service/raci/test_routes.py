"""Charts over the REST API, from a draft to a version that answers cite, over real HTTP."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.access.model import Scope
from isthmus.people import Person, Rank

LEA = Person("lea", "Lea", frozenset({"plant"}), rank=Rank.LEAD)
RIA = Person("ria", "Ria", frozenset({"plant"}), rank=Rank.CONTRIBUTOR)
SENTENCE = "OT patching with IT Security, OT Engineering, the plant manager and our integrator"
TABLE = b"Activity,Plant manager,IT operations\nOpen the window,A,R\nTest the patch,C,maybe\n"


class Api:
    """The API with one person's key; what the last answer's ETag was goes along where wanted."""

    def __init__(self, client: TestClient, key: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {key}"}
        self.tag = ""

    def respond(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - any response
        headers = {**self.headers, **options.pop("headers", {})}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **options)

    def __call__(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - any JSON
        response = self.respond(method, path, **options)
        assert response.is_success, response.text
        self.tag = response.headers.get("etag", "")
        return response.json()

    def status(self, method: str, path: str, **options: Any) -> int:  # noqa: ANN401 - as above
        return int(self.respond(method, path, **options).status_code)

    def begin(self, **said: object) -> str:
        return str(self("POST", "/charts", json={"draft": SENTENCE, **said})["id"])

    def edit(self, chart: str, *edits: Mapping[str, object], seen: str = "*") -> Any:  # noqa: ANN401 - any JSON
        return self("PATCH", f"/charts/{chart}", json={"edits": edits}, headers={"If-Match": seen})


@pytest.fixture
def ana(client: TestClient, keys: served.Keys) -> Api:
    return Api(client, keys.everything)


@pytest.fixture
def ben(client: TestClient, keys: served.Keys) -> Api:
    return Api(client, keys.bens)


@pytest.fixture
def lea(client: TestClient, wiring: served.FakeAnsweringWiring) -> Api:
    return Api(client, key_of(LEA, wiring))


def key_of(person: Person, wiring: served.FakeAnsweringWiring) -> str:
    with wiring.access() as access:
        access.put_person(person)
        return access.create_key(person.id, set(Scope), "all").secret


def test_a_chart_goes_from_a_draft_to_a_version_that_answers_cite(
    ana: Api, lea: Api, client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    ria = Api(client, key_of(RIA, wiring))
    chart = ana.begin()
    path = f"/charts/{chart}"
    shown = ana("GET", path)
    assert (shown["status"], shown["owner"], shown["number"]) == ("draft", "ana", 1)
    assert not [each for each in shown["findings"] if each["severity"] == "error"]
    manager = next(each["id"] for each in shown["columns"] if "manager" in each["name"].lower())
    held = ana("PUT", f"{path}/columns/{manager}/holders", json={"people": ["ria"]})
    assert next(each for each in held["columns"] if each["id"] == manager)["held_by"] == ["ria"]
    accepted = ria("POST", f"{path}/acceptance", json={})
    states = [
        one["state"] for row in accepted["rows"] for one in row["assignments"].get(manager, [])
    ]
    assert set(states) == {"accepted"}
    ana("POST", f"{path}/submission", json={"said": "Please look"})
    assert ana.status("POST", f"{path}/approval", json={}) == 403
    version = lea("POST", f"{path}/approval", json={"said": "as agreed"})
    assert (version["version"], version["approved_by"]) == (1, "lea")
    assert ana("GET", path)["status"] == "approved"
    documents = ana("GET", "/documents")["items"]
    (published,) = (each for each in documents if each["title"].startswith("RACI"))
    assert published["collection"] == "records"
    asked = ana("POST", "/questions", json={"question": "Who is accountable for patching?"})
    assert any(each["title"] == published["title"] for each in asked["citations"])
    kinds = [each["kind"] for each in ana("GET", f"{path}/history")]
    assert kinds == ["begun", "edited", "accepted", "submitted", "approved"]


def test_an_older_etag_changes_nothing(ana: Api, ben: Api) -> None:
    chart = ana.begin()
    ana("GET", f"/charts/{chart}")
    seen = ana.tag
    assert seen == '"1"'
    edited = ben.edit(chart, {"do": "add row", "activity": "Open the window"}, seen=seen)
    assert (edited["number"], ben.tag) == (2, '"2"')
    body = {"edits": [{"do": "describe", "title": "Other"}]}
    refused = ana.respond("PATCH", f"/charts/{chart}", json=body, headers={"If-Match": seen})
    assert refused.status_code == 412
    assert "Somebody changed the chart" in refused.json()["detail"]
    wrong = {"If-Match": '"abc"'}
    assert ana.status("PATCH", f"/charts/{chart}", json=body, headers=wrong) == 422
    assert ana("GET", f"/charts/{chart}")["number"] == 2


def test_edits_are_made_together_or_not_at_all(ana: Api) -> None:
    chart = str(ana("POST", "/charts", json={"title": "Windows"})["id"])
    ana.edit(
        chart,
        {"do": "add row", "activity": "Open the window", "step": "3.2"},
        {"do": "add column", "name": "Plant manager", "letter": "A"},
        {"do": "add column", "name": "IT operations"},
    )
    shown = ana("GET", f"/charts/{chart}")
    (row,), (manager, operations) = shown["rows"], (each["id"] for each in shown["columns"])
    assert row["cells"] == {"Plant manager": ["A"]}
    set_letters = {"do": "set letters", "row": row["id"], "column": operations, "letters": ["R"]}
    ana.edit(chart, set_letters, {"do": "change row", "row": row["id"], "activity": "Open it"})
    (row,) = ana("GET", f"/charts/{chart}")["rows"]
    assert (row["activity"], row["cells"]["IT operations"]) == ("Open it", ["R"])
    body = {"edits": [{"do": "remove row", "row": row["id"]}, {"do": "remove row", "row": "99"}]}
    assert ana.status("PATCH", f"/charts/{chart}", json=body) == 404
    assert ana.status("PATCH", f"/charts/{chart}", json={"edits": [{"do": "explode"}]}) == 422
    assert len(ana("GET", f"/charts/{chart}")["rows"]) == 1
    assert ana("POST", f"/charts/{chart}/undo")["rows"][0]["activity"] == "Open the window"
    assert ana("POST", f"/charts/{chart}/redo")["rows"][0]["activity"] == "Open it"
    assert manager


def test_a_finding_is_fixed_with_one_call(ana: Api) -> None:
    chart = str(ana("POST", "/charts", json={"title": "Windows"})["id"])
    shown = ana.edit(
        chart,
        {"do": "add row", "activity": "Open the window"},
        {"do": "add column", "name": "Plant manager", "letter": "A"},
        {"do": "add column", "name": "IT operations"},
    )
    place = {"row": shown["rows"][0]["id"], "column": shown["columns"][1]["id"]}
    shown = ana.edit(chart, {"do": "set letters", **place, "letters": ["A", "R"]})
    finding = next(each for each in shown["findings"] if each["rule"] == "one-accountable")
    assert finding["fix"]
    body = {name: finding[name] for name in ("rule", "row_id", "column_id")}
    fixed = ana("POST", f"/charts/{chart}/fixes", json=body)
    assert "one-accountable" not in {each["rule"] for each in fixed["findings"]}
    assert ana.status("POST", f"/charts/{chart}/fixes", json=body) == 404


def test_a_file_is_checked_and_imported_with_what_was_not_understood(ana: Api) -> None:
    file = {"file": ("windows.csv", TABLE, "text/csv")}
    checked = ana("POST", "/charts/checks", files=file)
    (chart,) = checked["charts"]
    assert chart.keys() == {"title", "roles", "rows", "findings", "not_understood"}
    assert chart["roles"] == ["Plant manager", "IT operations"]
    assert chart["rows"][0] == {
        "activity": "Open the window",
        "section": "",
        "cells": {"Plant manager": ["A"], "IT operations": ["R"]},
    }
    assert {"rule", "severity", "row", "role", "message"} == chart["findings"][0].keys()
    assert [each["text"] for each in chart["not_understood"]] == ["maybe"]
    assert ana("GET", "/charts")["total"] == 0
    imported = ana("POST", "/charts/imports", files=file)
    (kept,) = imported["charts"]
    assert kept["how"]
    assert ana("GET", f"/charts/{kept['id']}")["rows"][0]["activity"] == "Open the window"


def test_a_proposal_keeps_nothing_and_says_what_it_assumed(ana: Api) -> None:
    (chart,) = ana("POST", "/charts/drafts", json={"draft": SENTENCE})["charts"]
    assert chart["rows"]
    assert {"assumed", "questions"} <= chart.keys()
    assert ana("GET", "/charts")["total"] == 0


@pytest.mark.parametrize("to", ["xlsx", "docx", "csv", "md", "svg", "png", "json"])
def test_a_chart_is_given_in_every_format(ana: Api, to: str) -> None:
    chart = ana.begin()
    given = ana.respond("GET", f"/charts/{chart}/file?format={to}")
    assert given.status_code == 200
    assert given.content
    assert given.headers["content-disposition"].endswith(f'.{to}"')


def test_versions_and_differences_are_told(ana: Api, lea: Api) -> None:
    chart = ana.begin()
    lea("POST", f"/charts/{chart}/approval", json={})
    ana.edit(chart, {"do": "add row", "activity": "Open the window"})
    compared = ana("GET", f"/charts/{chart}/differences")
    assert (compared["from"], compared["to"]) == ("version 1", "now")
    assert [each["in_words"] for each in compared["differences"]] == ["Added: Open the window"]
    (version,) = ana("GET", f"/charts/{chart}/versions")
    assert (version["version"], version["status"]) == (1, "approved")
    assert ana.status("GET", f"/charts/{chart}/differences?from=v9") == 404


def test_a_chart_in_review_is_given_back_and_letters_are_declined(ana: Api, lea: Api) -> None:
    chart = ana.begin()
    path = f"/charts/{chart}"
    ana("POST", f"{path}/submission", json={})
    assert lea("POST", f"{path}/return", json={"said": "Who tests?"})["status"] == "draft"
    column = ana("GET", path)["columns"][0]["id"]
    ana("PUT", f"{path}/columns/{column}/holders", json={"people": ["lea"]})
    declined = lea("POST", f"{path}/refusal", json={"column": column, "reason": "Not mine."})
    told = [one for row in declined["rows"] for one in row["assignments"].get(column, [])]
    assert {(one["state"], one["reason"]) for one in told} == {("declined", "Not mine.")}


def test_a_list_is_narrowed_and_told_in_pages(ana: Api) -> None:
    chart = ana.begin()
    ana("POST", "/charts", json={"title": "Windows"})
    assert ana("GET", "/charts?limit=1&offset=1")["total"] == 2
    assert [each["id"] for each in ana("GET", "/charts?q=patching")["items"]] == [chart]
    assert ana("GET", "/charts?status=approved")["items"] == []
    letters = ana("GET", "/roles/plant manager/letters")["letters"]
    assert {each["chart"] for each in letters} == {chart}


def test_somebody_elses_chart_is_404_for_every_method(ana: Api, ben: Api) -> None:
    chart = ana.begin(readers=["plant"])
    path = f"/charts/{chart}"
    edits = {"edits": [{"do": "describe", "title": "Mine"}]}
    for method, below, body in (
        ("GET", "", None),
        ("GET", "/history", None),
        ("GET", "/versions", None),
        ("GET", "/differences", None),
        ("GET", "/file", None),
        ("PATCH", "", edits),
        ("POST", "/undo", None),
        ("POST", "/acceptance", {}),
        ("POST", "/approval", {}),
        ("PUT", "/readers", {"readers": ["everyone"]}),
    ):
        refused = ben.respond(method, path + below, json=body)
        assert refused.status_code == 404, (method, below)
        assert "atching" not in refused.text
    assert ben("GET", "/charts")["total"] == 0
    assert ben("GET", "/roles/plant manager/letters")["letters"] == []


def test_too_large_a_body_is_refused_but_for_files(ana: Api, tmp_path: Path) -> None:
    del tmp_path
    body = {"draft": "a" * 100_000}
    assert ana.status("POST", "/charts", json=body) == 413
    rows = "".join(f"Activity number {number},A,R\n" for number in range(500))
    large = ("Activity,Plant manager,IT operations\n" + rows).encode() + b" " * 70_000
    file = {"file": ("large.csv", large, "text/csv")}
    assert len(ana("POST", "/charts/checks", files=file)["charts"][0]["rows"]) == 500
