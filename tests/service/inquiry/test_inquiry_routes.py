"""Conversations, feedback and unanswered questions over the REST API."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.access.model import Scope
from isthmus.people import Person, Rank

LEA = Person("lea", "Lea", rank=Rank.LEAD)
OUTCOME = {
    *("kind", "id", "question", "text", "sentences", "citations", "reason", "nearest", "seconds"),
}


class Api:
    """The API with one person's key."""

    def __init__(self, client: TestClient, key: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {key}"}

    def __call__(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - any JSON
        response = self.client.request(method, f"/api/v1{path}", headers=self.headers, **options)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def status(self, method: str, path: str, **options: Any) -> int:  # noqa: ANN401 - as above
        url = f"/api/v1{path}"
        return self.client.request(method, url, headers=self.headers, **options).status_code

    def ask(self, question: str, conversation: str | None = None) -> Any:  # noqa: ANN401 - as above
        body = {"question": question, "conversation": conversation}
        return self("POST", "/questions", json=body)


@pytest.fixture
def ana(client: TestClient, keys: served.Keys) -> Api:
    return Api(client, keys.asking)


@pytest.fixture
def ben(client: TestClient, keys: served.Keys) -> Api:
    return Api(client, keys.bens)


@pytest.fixture
def lead(client: TestClient, wiring: served.FakeAnsweringWiring) -> Api:
    with wiring.access() as access:
        access.put_person(LEA)
        secret = access.create_key("lea", {Scope.ASK}, "lead").secret
    return Api(client, secret)


def test_a_question_without_a_conversation_is_answered_as_ever(ana: Api) -> None:
    asked = ana("POST", "/questions", json={"question": served.QUESTION})
    assert asked.keys() >= OUTCOME
    assert "conversation" not in asked
    assert ana("GET", "/conversations") == []


def test_a_conversation_goes_on_where_it_was_left(ana: Api) -> None:
    first = ana.ask(served.QUESTION, "new")
    assert first.keys() >= OUTCOME | {"conversation", "turn", "understood_as"}
    assert (first["turn"], first["understood_as"]) == (1, None)
    second = ana.ask("and for vendors?", first["conversation"])
    assert second["turn"] == 2
    assert second["understood_as"] == "Who is accountable for OT patching for vendors?"
    thread = ana("GET", f"/conversations/{first['conversation']}")
    assert [turn["text"] for turn in thread["turns"]] == [served.QUESTION, "and for vendors?"]
    assert [turn["outcome"]["id"] for turn in thread["turns"]] == [first["id"], second["id"]]


def test_conversations_are_listed_found_renamed_and_deleted(ana: Api) -> None:
    made = ana.ask(served.QUESTION, "new")["conversation"]
    ana("PATCH", f"/conversations/{made}", json={"title": "Patch window"})
    assert [each["title"] for each in ana("GET", "/conversations?q=patching")] == ["Patch window"]
    assert ana("GET", "/conversations?q=banana") == []
    assert ana("DELETE", f"/conversations/{made}") is None
    assert ana.status("GET", f"/conversations/{made}") == 404
    assert ana("GET", "/conversations") == []


def test_somebody_elses_conversation_is_404_for_every_method(ana: Api, ben: Api) -> None:
    made = ana.ask(served.QUESTION, "new")
    path = f"/conversations/{made['conversation']}"
    for method, options in (
        ("GET", {}),
        ("DELETE", {}),
        ("PATCH", {"json": {"title": "Mine"}}),
    ):
        assert ben.status(method, path, **options) == 404
    body = {"question": "why?", "conversation": made["conversation"]}
    assert ben.status("POST", "/questions", json=body) == 404
    assert ben.status("PUT", f"/answers/{made['id']}/feedback", json={"helpful": True}) == 404
    assert ben.status("PUT", f"/answers/{made['id']}/subscription") == 404


def test_feedback_is_said_changed_listed_for_leads_and_taken_back(ana: Api, lead: Api) -> None:
    answer = ana.ask(served.QUESTION)["id"]
    ana("PUT", f"/answers/{answer}/feedback", json={"helpful": True})
    said = {"helpful": False, "reason": "outdated", "text": "From 2019"}
    ana("PUT", f"/answers/{answer}/feedback", json=said)
    (listed,) = lead("GET", "/feedback")
    assert said.items() <= listed.items()
    assert (listed["person"], listed["outcome"]["id"]) == ("ana", answer)
    assert ana.status("GET", "/feedback") == 403
    ana("DELETE", f"/answers/{answer}/feedback")
    assert lead("GET", "/feedback") == []


@pytest.mark.parametrize(
    "said", [{"helpful": True, "reason": "outdated"}, {"helpful": False, "reason": "ugly"}, {}]
)
def test_feedback_that_makes_no_sense_is_422(ana: Api, said: dict[str, object]) -> None:
    answer = ana.ask(served.QUESTION)["id"]
    assert ana.status("PUT", f"/answers/{answer}/feedback", json=said) == 422


def test_unanswered_questions_are_listed_by_rank_and_waited_for(
    ana: Api, ben: Api, lead: Api
) -> None:
    refused = ana.ask(served.UNANSWERED)
    ben.ask(served.UNANSWERED.upper())
    (group,) = lead("GET", "/unanswered")
    assert (group["times"], sorted(group["askers"])) == (2, ["ana", "ben"])
    (own,) = ben("GET", "/unanswered")
    assert (own["times"], own["askers"]) == (1, ["ben"])
    ana("PUT", f"/answers/{refused['id']}/subscription")
    assert lead("GET", "/unanswered")[0]["waiting"] == 1
    assert ben("GET", "/unanswered")[0]["waiting"] == 0
    assert lead("GET", "/unanswered?state=dismissed") == []
    assert ana("GET", "/notices") == []
