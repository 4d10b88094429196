"""Who may use which route: every one of them, with no key, a wrong one, and foreign ids.

A route that is not in these tables fails the build: it has to be said first who may use it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import served
from isthmus.access.model import Scope
from isthmus.app import create_app
from isthmus.people import Person, Rank

ASK = ("POST", "/api/v1/questions")
SHOW = ("GET", "/api/v1/answers/{answer_id}")
SEARCH = ("GET", "/api/v1/search")
LIST = ("GET", "/api/v1/documents")
UPLOAD = ("POST", "/api/v1/documents")
DOCUMENT = ("GET", "/api/v1/documents/{document_id}")
REVISIONS = ("GET", "/api/v1/documents/{document_id}/revisions")
PASSAGES = ("GET", "/api/v1/documents/{document_id}/passages")
RETIRE = ("DELETE", "/api/v1/documents/{document_id}")

SCOPES = {
    ASK: Scope.ASK,
    ("POST", "/api/v1/questions/stream"): Scope.ASK,
    SHOW: Scope.ASK,
    ("PUT", "/api/v1/answers/{answer_id}/feedback"): Scope.ASK,
    ("DELETE", "/api/v1/answers/{answer_id}/feedback"): Scope.ASK,
    ("PUT", "/api/v1/answers/{answer_id}/subscription"): Scope.ASK,
    ("GET", "/api/v1/conversations"): Scope.ASK,
    ("GET", "/api/v1/conversations/{conversation_id}"): Scope.ASK,
    ("PATCH", "/api/v1/conversations/{conversation_id}"): Scope.ASK,
    ("DELETE", "/api/v1/conversations/{conversation_id}"): Scope.ASK,
    ("GET", "/api/v1/notices"): Scope.ASK,
    ("GET", "/api/v1/reminders"): Scope.ASK,
    ("GET", "/api/v1/reminders/deliveries"): Scope.ASK,
    ("GET", "/api/v1/reminders/settings"): Scope.ASK,
    ("PUT", "/api/v1/reminders/settings"): Scope.ASK,
    ("PUT", "/api/v1/actions/{number}/snooze"): Scope.ASK,
    ("PUT", "/api/v1/actions/{number}/acknowledgement"): Scope.ASK,
    ("GET", "/api/v1/digest"): Scope.ASK,
    ("GET", "/api/v1/digest/subscriptions"): Scope.ASK,
    ("POST", "/api/v1/digest/subscriptions"): Scope.ASK,
    ("DELETE", "/api/v1/digest/subscriptions/{subscription_id}"): Scope.ASK,
    ("GET", "/api/v1/feedback"): Scope.ASK,
    ("GET", "/api/v1/unanswered"): Scope.ASK,
    SEARCH: Scope.READ,
    LIST: Scope.READ,
    DOCUMENT: Scope.READ,
    REVISIONS: Scope.READ,
    PASSAGES: Scope.READ,
    UPLOAD: Scope.WRITE,
    RETIRE: Scope.WRITE,
    ("GET", "/api/v1/charts"): Scope.ASK,
    ("GET", "/api/v1/charts/{chart_id}"): Scope.ASK,
    ("GET", "/api/v1/charts/{chart_id}/history"): Scope.ASK,
    ("GET", "/api/v1/charts/{chart_id}/versions"): Scope.ASK,
    ("GET", "/api/v1/charts/{chart_id}/differences"): Scope.ASK,
    ("GET", "/api/v1/charts/{chart_id}/file"): Scope.ASK,
    ("GET", "/api/v1/roles/{role}/letters"): Scope.ASK,
    ("POST", "/api/v1/charts/drafts"): Scope.ASK,
    ("POST", "/api/v1/charts/checks"): Scope.ASK,
    ("POST", "/api/v1/charts"): Scope.WRITE,
    ("POST", "/api/v1/charts/imports"): Scope.WRITE,
    ("PATCH", "/api/v1/charts/{chart_id}"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/fixes"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/undo"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/redo"): Scope.WRITE,
    ("PUT", "/api/v1/charts/{chart_id}/columns/{column_id}/holders"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/acceptance"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/refusal"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/submission"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/return"): Scope.WRITE,
    ("POST", "/api/v1/charts/{chart_id}/approval"): Scope.WRITE,
    ("PUT", "/api/v1/charts/{chart_id}/readers"): Scope.WRITE,
    ("GET", "/api/v1/roles"): Scope.ASK,
    ("GET", "/api/v1/roles/{definition_id}"): Scope.ASK,
    ("GET", "/api/v1/roles/{definition_id}/history"): Scope.ASK,
    ("GET", "/api/v1/roles/{definition_id}/versions"): Scope.ASK,
    ("GET", "/api/v1/roles/{definition_id}/differences"): Scope.ASK,
    ("GET", "/api/v1/roles/{definition_id}/news"): Scope.ASK,
    ("GET", "/api/v1/roles/{definition_id}/file"): Scope.ASK,
    ("POST", "/api/v1/roles/drafts"): Scope.ASK,
    ("POST", "/api/v1/roles"): Scope.WRITE,
    ("PATCH", "/api/v1/roles/{definition_id}"): Scope.WRITE,
    ("POST", "/api/v1/roles/{definition_id}/refresh"): Scope.WRITE,
    ("POST", "/api/v1/roles/{definition_id}/undo"): Scope.WRITE,
    ("POST", "/api/v1/roles/{definition_id}/redo"): Scope.WRITE,
    ("POST", "/api/v1/roles/{definition_id}/submission"): Scope.WRITE,
    ("POST", "/api/v1/roles/{definition_id}/return"): Scope.WRITE,
    ("POST", "/api/v1/roles/{definition_id}/approval"): Scope.WRITE,
    ("PUT", "/api/v1/roles/{definition_id}/readers"): Scope.WRITE,
    ("GET", "/api/v1/actions"): Scope.ASK,
    ("GET", "/api/v1/calendar"): Scope.ASK,
    ("GET", "/api/v1/webhooks"): Scope.READ,
    ("POST", "/api/v1/webhooks"): Scope.WRITE,
    ("POST", "/api/v1/webhooks/{webhook_id}/tests"): Scope.WRITE,
    ("DELETE", "/api/v1/webhooks/{webhook_id}"): Scope.WRITE,
    ("POST", "/api/v1/calendar"): Scope.ASK,
    ("DELETE", "/api/v1/calendar"): Scope.ASK,
    ("GET", "/api/v1/actions/counts"): Scope.ASK,
    ("GET", "/api/v1/actions/events"): Scope.ASK,
    ("GET", "/api/v1/actions/alike"): Scope.ASK,
    ("GET", "/api/v1/actions/steps"): Scope.ASK,
    ("GET", "/api/v1/actions/file"): Scope.ASK,
    ("POST", "/api/v1/actions/imports"): Scope.WRITE,
    ("GET", "/api/v1/actions/{action_id}"): Scope.ASK,
    ("GET", "/api/v1/actions/{action_id}/history"): Scope.ASK,
    ("POST", "/api/v1/actions"): Scope.WRITE,
    ("POST", "/api/v1/actions/bulk"): Scope.WRITE,
    ("PUT", "/api/v1/actions/steps/{step}"): Scope.WRITE,
    ("PATCH", "/api/v1/actions/{action_id}"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/acceptance"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/start"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/block"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/unblock"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/done"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/drop"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/reopen"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/comments"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/evidence"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/undo"): Scope.WRITE,
    ("POST", "/api/v1/actions/{action_id}/redo"): Scope.WRITE,
    ("PUT", "/api/v1/actions/{action_id}/blockers/{blocker_id}"): Scope.WRITE,
    ("DELETE", "/api/v1/actions/{action_id}/blockers/{blocker_id}"): Scope.WRITE,
    ("GET", "/api/v1/programme"): Scope.ASK,
    ("GET", "/api/v1/report"): Scope.ASK,
    ("GET", "/api/v1/jobs"): Scope.READ,
    ("GET", "/api/v1/jobs/{job_id}"): Scope.READ,
    ("GET", "/api/v1/schedules"): Scope.READ,
    ("POST", "/api/v1/jobs/{job_id}/replay"): Scope.WRITE,
    ("POST", "/api/v1/jobs/{job_id}/dismissal"): Scope.WRITE,
}
GUESTS = None  # whoever is not signed in may use it
PAGES: dict[tuple[str, str], Rank | None] = {
    ("GET", "/"): GUESTS,
    ("POST", "/ask"): GUESTS,
    ("GET", "/said/{message}"): Rank.READER,
    ("POST", "/said/{message}/press"): Rank.READER,
    ("POST", "/said/{message}/fill"): Rank.READER,
    ("GET", "/said/{message}/files/{part}"): Rank.READER,
    ("GET", "/answers/{answer_id}"): GUESTS,
    ("POST", "/answers/{answer_id}/feedback"): GUESTS,
    ("POST", "/answers/{answer_id}/wait"): GUESTS,
    ("GET", "/passages/{passage_id}"): GUESTS,
    ("GET", "/shared/{link}"): Rank.READER,
    ("GET", "/conversations"): Rank.READER,
    ("GET", "/conversations/{conversation_id}"): GUESTS,
    ("POST", "/conversations/{conversation_id}/rename"): GUESTS,
    ("POST", "/conversations/{conversation_id}/delete"): GUESTS,
    ("POST", "/conversations/{conversation_id}/share"): Rank.READER,
    ("POST", "/conversations/{conversation_id}/unshare"): GUESTS,
    ("GET", "/actions/reminders"): Rank.READER,
    ("POST", "/actions/reminders"): Rank.READER,
    ("POST", "/actions/reminders/digests"): Rank.READER,
    ("POST", "/actions/reminders/digests/{subscription_id}/remove"): Rank.READER,
    ("POST", "/actions/reminders/seen"): Rank.READER,
    ("POST", "/actions/reminders/snooze/{action}"): Rank.READER,
    ("POST", "/actions/reminders/acknowledge/{action}"): Rank.READER,
    ("GET", "/notices"): Rank.READER,
    ("POST", "/notices"): Rank.READER,
    ("GET", "/unanswered"): Rank.READER,
    ("GET", "/unanswered/feedback"): Rank.LEAD,
    ("POST", "/unanswered/{group_id}/dismiss"): Rank.LEAD,
    ("POST", "/unanswered/{group_id}/reopen"): Rank.LEAD,
    ("POST", "/unanswered/{group_id}/settle"): Rank.LEAD,
    ("GET", "/library"): GUESTS,
    ("GET", "/library/documents/{document}"): GUESTS,
    ("GET", "/library/documents/{document}/revisions"): GUESTS,
    ("GET", "/library/documents/{document}/difference"): GUESTS,
    ("GET", "/library/reviews"): GUESTS,
    ("GET", "/library/add"): Rank.CONTRIBUTOR,
    ("POST", "/library/add"): Rank.CONTRIBUTOR,
    ("GET", "/library/documents/{document}/retire"): Rank.CONTRIBUTOR,
    ("POST", "/library/documents/{document}/retire"): Rank.CONTRIBUTOR,
    ("GET", "/library/failures"): Rank.ADMINISTRATOR,
    ("GET", "/library/documents/{document}/change"): Rank.LEAD,
    ("POST", "/library/documents/{document}/change"): Rank.LEAD,
    ("GET", "/library/index"): Rank.CONTRIBUTOR,
    ("GET", "/charts"): GUESTS,
    ("GET", "/charts/draft"): GUESTS,
    ("GET", "/charts/roles"): GUESTS,
    ("GET", "/charts/import"): Rank.CONTRIBUTOR,
    ("POST", "/charts/import"): Rank.CONTRIBUTOR,
    ("POST", "/charts/keep"): Rank.CONTRIBUTOR,
    # Who may do what with a chart depends on the chart, and there is none here.
    ("GET", "/charts/{chart_id}"): GUESTS,
    ("GET", "/charts/{chart_id}/history"): GUESTS,
    ("GET", "/charts/{chart_id}/compare"): GUESTS,
    ("GET", "/charts/{chart_id}/picture"): GUESTS,
    ("GET", "/charts/{chart_id}/files/{to}"): GUESTS,
    ("GET", "/charts/{chart_id}/versions/{number}"): GUESTS,
    ("GET", "/charts/{chart_id}/cells/{row}/{column}"): GUESTS,
    ("POST", "/charts/{chart_id}/cell"): GUESTS,
    ("POST", "/charts/{chart_id}/say"): GUESTS,
    ("POST", "/charts/{chart_id}/fix"): GUESTS,
    ("POST", "/charts/{chart_id}/undo"): GUESTS,
    ("POST", "/charts/{chart_id}/redo"): GUESTS,
    ("POST", "/charts/{chart_id}/accept"): GUESTS,
    ("POST", "/charts/{chart_id}/decline"): GUESTS,
    ("POST", "/charts/{chart_id}/submit"): GUESTS,
    ("POST", "/charts/{chart_id}/return"): GUESTS,
    ("POST", "/charts/{chart_id}/approve"): GUESTS,
    ("GET", "/programme"): GUESTS,
    ("GET", "/programme/report"): GUESTS,
    ("GET", "/roles"): GUESTS,
    ("GET", "/roles/define"): GUESTS,
    ("GET", "/roles/of"): GUESTS,
    ("POST", "/roles/keep"): Rank.CONTRIBUTOR,
    # Who may do what with a definition depends on the definition, and there is none here.
    ("GET", "/roles/{definition_id}"): GUESTS,
    ("GET", "/roles/{definition_id}/history"): GUESTS,
    ("GET", "/roles/{definition_id}/compare"): GUESTS,
    ("GET", "/roles/{definition_id}/files/{to}"): GUESTS,
    ("GET", "/roles/{definition_id}/versions/{number}"): GUESTS,
    ("POST", "/roles/{definition_id}/lines"): GUESTS,
    ("POST", "/roles/{definition_id}/lines/{line}"): GUESTS,
    ("POST", "/roles/{definition_id}/lines/{line}/remove"): GUESTS,
    ("POST", "/roles/{definition_id}/describe"): GUESTS,
    ("POST", "/roles/{definition_id}/refresh"): GUESTS,
    ("POST", "/roles/{definition_id}/undo"): GUESTS,
    ("POST", "/roles/{definition_id}/redo"): GUESTS,
    ("POST", "/roles/{definition_id}/submit"): GUESTS,
    ("POST", "/roles/{definition_id}/return"): GUESTS,
    ("POST", "/roles/{definition_id}/approve"): GUESTS,
    ("GET", "/actions"): GUESTS,
    ("GET", "/actions/board"): GUESTS,
    ("GET", "/actions/calendar"): GUESTS,
    ("GET", "/actions/proposed"): GUESTS,
    ("GET", "/actions/steps"): GUESTS,
    ("GET", "/actions/new"): Rank.READER,
    ("POST", "/actions/new"): Rank.CONTRIBUTOR,  # a reader adds only what is their own
    ("POST", "/actions/say"): Rank.READER,
    ("POST", "/actions/bulk"): Rank.READER,
    ("GET", "/actions/find"): Rank.CONTRIBUTOR,
    ("POST", "/actions/find"): Rank.CONTRIBUTOR,
    ("GET", "/actions/import"): Rank.CONTRIBUTOR,
    ("POST", "/actions/import"): Rank.CONTRIBUTOR,
    ("GET", "/actions/import/{number}"): Rank.CONTRIBUTOR,
    ("POST", "/actions/import/{number}"): Rank.CONTRIBUTOR,
    ("POST", "/actions/steps"): Rank.LEAD,
    ("GET", "/actions/webhooks"): Rank.ADMINISTRATOR,
    ("POST", "/actions/webhooks"): Rank.ADMINISTRATOR,
    ("POST", "/actions/webhooks/{webhook_id}/test"): Rank.ADMINISTRATOR,
    ("POST", "/actions/webhooks/{webhook_id}/remove"): Rank.ADMINISTRATOR,
    # Who may do what with an action depends on the action, and there is none here.
    ("POST", "/actions/board/{action}"): GUESTS,
    ("POST", "/actions/proposed/{action}/accept"): GUESTS,
    ("POST", "/actions/proposed/{action}/discard"): GUESTS,
    ("GET", "/actions/{action}"): GUESTS,
    ("GET", "/actions/{action}/history"): GUESTS,
    ("POST", "/actions/{action}/edit"): GUESTS,
    ("POST", "/actions/{action}/move"): GUESTS,
    ("POST", "/actions/{action}/comment"): GUESTS,
    ("POST", "/actions/{action}/evidence"): GUESTS,
    ("POST", "/actions/{action}/blockers"): GUESTS,
    ("POST", "/actions/{action}/blockers/remove"): GUESTS,
    ("POST", "/actions/{action}/undo"): GUESTS,
    ("POST", "/actions/{action}/redo"): GUESTS,
    ("GET", "/blueprint"): GUESTS,
    ("GET", "/blueprint/obligations"): GUESTS,
    ("GET", "/blueprint/obligations/{regime}"): GUESTS,
    ("GET", "/blueprint/roles"): GUESTS,
    ("GET", "/blueprint/standards"): GUESTS,
    ("GET", "/blueprint/standards/{topic}"): GUESTS,
    ("GET", "/blueprint/steps/{number}"): GUESTS,
    ("GET", "/blueprint/templates"): GUESTS,
    ("GET", "/blueprint/templates/{slug}"): GUESTS,
    ("GET", "/blueprint/templates/{slug}.md"): GUESTS,
    ("GET", "/sign-in"): GUESTS,
    ("POST", "/sign-in"): GUESTS,
    ("GET", "/welcome/{secret}"): GUESTS,
    ("POST", "/welcome/{secret}"): GUESTS,
    ("POST", "/sign-out"): GUESTS,
    ("GET", "/account"): Rank.READER,
    ("POST", "/account/password"): Rank.READER,
    ("GET", "/account/calendar"): Rank.READER,
    ("POST", "/account/calendar"): Rank.READER,
    ("POST", "/account/calendar/revoke"): Rank.READER,
    ("POST", "/account/sessions/{session_id}/end"): Rank.READER,
    ("GET", "/people"): Rank.ADMINISTRATOR,
    ("POST", "/people"): Rank.ADMINISTRATOR,
    ("GET", "/people/{person_id}"): Rank.ADMINISTRATOR,
    ("POST", "/people/{person_id}"): Rank.ADMINISTRATOR,
    ("POST", "/people/{person_id}/invite"): Rank.ADMINISTRATOR,
    ("POST", "/people/{person_id}/keys"): Rank.ADMINISTRATOR,
    ("POST", "/people/{person_id}/keys/{key_id}/revoke"): Rank.ADMINISTRATOR,
    ("POST", "/people/{person_id}/remove"): Rank.ADMINISTRATOR,
    ("POST", "/people/{person_id}/sessions/end"): Rank.ADMINISTRATOR,
    ("GET", "/audit"): Rank.ADMINISTRATOR,
    ("GET", "/jobs"): Rank.ADMINISTRATOR,
    ("GET", "/jobs/schedules"): Rank.ADMINISTRATOR,
    ("POST", "/jobs/{job_id}/replay"): Rank.ADMINISTRATOR,
    ("POST", "/jobs/{job_id}/dismiss"): Rank.ADMINISTRATOR,
}
OPEN = {
    ("GET", "/api/docs"),
    ("GET", "/api/openapi.json"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/calendar/{token}.ics"),
    ("GET", "/static"),
}
FILLED_IN = {  # what a form has to hold to be looked at
    ("POST", "/said/{message}/press"): {"part": "0", "button": "0"},
    ("POST", "/said/{message}/fill"): {"part": "0"},
    ("POST", "/notices"): {"seen": "n1"},
    ("POST", "/actions/reminders/seen"): {"seen": "n1"},
    ("POST", "/charts/keep"): {"proposal": "x"},
    ("POST", "/charts/{chart_id}/cell"): {"row": "1", "column": "2"},
    ("POST", "/charts/{chart_id}/fix"): {"rule": "one-accountable"},
    ("POST", "/unanswered/{group_id}/dismiss"): {"note": "known"},
}
VISITORS = {
    rank: Person(f"some-{rank}", f"Some {rank}", frozenset({"it"}), rank=rank) for rank in Rank
}
FOREIGN = (DOCUMENT, REVISIONS, PASSAGES, RETIRE)

Operation = tuple[str, str]
every_keyed_route = pytest.mark.parametrize("operation", SCOPES, ids=" ".join)


def test_every_route_is_listed_here(wiring: served.FakeAnsweringWiring) -> None:
    there = set(operations_of(create_app(wiring)))
    listed = OPEN | SCOPES.keys() | PAGES.keys()
    assert there - listed == set(), "say in the tables above who may use these"
    assert listed - there == set(), "these are gone"


class Everybody:
    """A browser that is a guest or somebody of a rank, as wanted."""

    def __init__(self, client: TestClient, wiring: served.FakeAnsweringWiring) -> None:
        self.client = client
        self.wiring = wiring

    def status(self, operation: Operation, rank: Rank | None) -> int:
        if rank is None:
            served.visit(self.client)
        else:
            served.sign_in(self.client, self.wiring, VISITORS[rank])
        headers = {"Accept": "application/json"}
        response = self.client.request(
            *filled(operation),
            headers=headers,
            data=FILLED_IN.get(operation),
            follow_redirects=False,
        )
        return response.status_code


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everybody]:
    wiring = served.wire(tmp_path_factory.mktemp("ranked"))
    served.fill(wiring)
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        yield Everybody(client, wiring)
    wiring.close()


@pytest.mark.parametrize("operation", PAGES, ids=" ".join)
def test_a_page_is_for_its_rank_and_those_above(everybody: Everybody, operation: Operation) -> None:
    needed = PAGES[operation]
    for rank in (None, *Rank):
        status = everybody.status(operation, rank)
        if needed is None or (rank is not None and rank.includes(needed)):
            assert status not in {401, 403}, f"{rank} is refused"
            assert status < 500
        else:
            assert status == (401 if rank is None else 403), f"{rank} is let in"


@pytest.mark.parametrize("operation", [each for each in PAGES if each[0] != "GET"], ids=" ".join)
def test_a_page_takes_no_form_without_its_token(everybody: Everybody, operation: Operation) -> None:
    served.sign_in(everybody.client, everybody.wiring, VISITORS[Rank.ADMINISTRATOR])
    everybody.client.headers["X-CSRF-Token"] = "0" * 64
    refused = everybody.client.request(*filled(operation), follow_redirects=False)
    assert refused.status_code == 403
    assert "before you signed in or out" in refused.json()["detail"]


@every_keyed_route
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer isk_00000000.wrong",
        "Bearer " + "k" * 999,
    ],
)
def test_without_a_known_key_it_is_401(
    client: TestClient, operation: Operation, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = client.request(*filled(operation), headers=headers, content=b"{broken")
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.headers["content-type"] == "application/problem+json"


@every_keyed_route
def test_with_another_scope_it_is_403_whatever_the_body(
    client: TestClient, wiring: served.FakeAnsweringWiring, keys: served.Keys, operation: Operation
) -> None:
    del keys
    with wiring.access() as access:
        other = access.create_key("ana", set(Scope) - {SCOPES[operation]}, "other").secret
    response = client.request(*filled(operation), headers=bearer(other), content=b"{broken")
    assert response.status_code == 403
    assert SCOPES[operation] in response.json()["detail"]


@every_keyed_route
def test_a_revoked_key_is_401(
    client: TestClient, wiring: served.FakeAnsweringWiring, keys: served.Keys, operation: Operation
) -> None:
    with wiring.access() as access:
        access.revoke_key(keys.everything.partition(".")[0])
    response = client.request(*filled(operation), headers=bearer(keys.everything))
    assert response.status_code == 401


def test_an_expired_key_is_401(wiring: served.FakeAnsweringWiring) -> None:
    with wiring.access() as access:
        expires = served.NOW + timedelta(days=1)
        key = access.create_key("ana", {Scope.READ}, "short", expires).secret
    later = replace(wiring, clock=lambda: served.NOW + timedelta(days=2))
    with TestClient(create_app(later), base_url="http://localhost") as client:
        assert client.get("/api/v1/documents", headers=bearer(key)).status_code == 401


@pytest.mark.parametrize("operation", FOREIGN, ids=" ".join)
def test_what_a_person_may_not_read_is_404_as_if_it_were_not_there(
    client: TestClient, keys: served.Keys, operation: Operation
) -> None:
    secret = incidents(client, keys)
    foreign = client.request(*filled(operation, secret), headers=bearer(keys.bens))
    missing = client.request(*filled(operation, "no-such"), headers=bearer(keys.bens))
    assert foreign.status_code == missing.status_code == 404
    assert without_ids(foreign.text, secret) == without_ids(missing.text, "no-such")
    still = client.get(f"/api/v1/documents/{secret}", headers=bearer(keys.reading))
    assert still.json()["retired_at"] is None


def test_an_answer_given_to_somebody_else_is_404(client: TestClient, keys: served.Keys) -> None:
    body = {"question": served.QUESTION}
    asked = client.post("/api/v1/questions", json=body, headers=bearer(keys.asking)).json()
    path = f"/api/v1/answers/{asked['id']}"
    assert client.get(path, headers=bearer(keys.asking)).json() == asked
    assert client.get(path, headers=bearer(keys.bens)).status_code == 404
    assert client.get(f"/answers/{asked['id']}").status_code == 404


def test_nothing_that_ben_asks_for_contains_what_only_the_plant_may_read(
    client: TestClient, keys: served.Keys
) -> None:
    secret = incidents(client, keys)
    for method, path in SCOPES:
        if method == "GET":
            seen = client.get(
                filled((method, path), secret)[1],
                params={"q": "forgotten modem canary"},
                headers=bearer(keys.bens),
            )
            assert "canary" not in seen.text
    body = {"question": "Which forgotten modem caused the turbine trip?"}
    asked = client.post("/api/v1/questions", json=body, headers=bearer(keys.bens))
    assert "canary" not in asked.text


def test_the_web_pages_show_nothing_that_only_the_plant_may_read(
    client: TestClient, keys: served.Keys
) -> None:
    secret = incidents(client, keys)
    path = f"/api/v1/documents/{secret}/passages"
    passages = client.get(path, headers=bearer(keys.reading)).json()["items"]
    page = client.get(f"/passages/{passages[0]['passage_id']}")
    assert page.status_code == 404
    assert "canary" not in page.text
    asked = client.post("/ask", data={"question": "Which forgotten modem caused it?"})
    assert "canary" not in asked.text


def test_who_asks_comes_from_the_key_alone(client: TestClient, keys: served.Keys) -> None:
    claims = {"X-User": "ana", "X-Forwarded-User": "ana", "Cookie": "person=ana"}
    body = {"question": "forgotten modem turbine", "asker": "ana", "groups": ["plant"]}
    response = client.post(
        "/api/v1/questions?as=ana", json=body, headers=bearer(keys.bens) | claims
    )
    assert "canary" not in response.text


def operations_of(app: FastAPI) -> Iterator[Operation]:
    for route in flat(app.routes):
        methods: set[str] = getattr(route, "methods", None) or {"GET"}
        for method in methods - {"HEAD"}:
            yield method, str(getattr(route, "path", ""))


def flat(routes: Sequence[object]) -> Iterator[object]:
    """Give all routes, also those that newer versions of FastAPI keep in their routers."""
    for route in routes:
        router = getattr(route, "original_router", None)
        yield from flat(router.routes) if router else [route]


def filled(operation: Operation, some_id: str = "some-id") -> Operation:
    method, path = operation
    return method, re.sub(r"\{\w+\}", some_id, path)


def incidents(client: TestClient, keys: served.Keys) -> str:
    listed = client.get("/api/v1/documents", headers=bearer(keys.reading)).json()["items"]
    return next(str(one["id"]) for one in listed if one["collection"] == "records")


def without_ids(problem: str, document: str) -> str:
    return problem.replace(document, "").split("request_id")[0]


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
