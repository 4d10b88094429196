"""A question whose answer is told while it is written: its events, and that it is asked once."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

import served
import writing_of_tests as writing
from console_of_tests import ADMINISTRATOR, READER
from isthmus.answers.model import Sentence, Tell
from isthmus.app import create_app
from isthmus.edge.streaming import PROBLEM, Event
from isthmus.errors import NotFoundError
from isthmus.storage import open_storage
from isthmus.talks.store import TalkStore
from isthmus.web.telling import DONE, LATER, SENTENCE, Telling, sentence_event

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LISTENING = {"Accept": "text/html, text/event-stream"}
SENT = Sentence("In short: it is so.", (1,), written=True)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    wiring = writing.wire(tmp_path)
    served.fill(wiring)
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        served.visit(client)
        yield client
    wiring.close()


def ask(client: TestClient, message: str = "", **said: str) -> list[tuple[str, Any]]:
    form = {"question": served.QUESTION, "message": message or uuid4().hex, **said}
    answer = client.post("/ask", data=form, headers=LISTENING)
    assert answer.headers["content-type"].startswith("text/event-stream")
    return events(answer.text)


def events(text: str) -> list[tuple[str, Any]]:
    told = [each.splitlines() for each in text.split("\n\n") if each]
    return [(name.removeprefix("event: "), json.loads(data[6:])) for name, data in told]


def test_a_page_that_listens_hears_each_sentence_and_then_where_the_answer_is(
    client: TestClient,
) -> None:
    *told, (last, done) = ask(client)
    assert [name for name, _ in told] == [SENTENCE] * 2
    assert last == DONE
    assert told[0][1]["lines"][0]["text"].startswith(writing.WRITTEN)
    assert [each["n"] for each in told[0][1]["new"]] == [1]
    page = client.get(done["address"]).text
    assert writing.BYLINE in page
    assert page.count('class="turn"') == 1


def test_the_sources_own_words_stand_in_quotation_marks_beside_a_models(
    client: TestClient,
) -> None:
    *told, (_, done) = ask(client)
    own = told[-1][1]["lines"][0]["text"]
    assert own.startswith("“")
    assert own.endswith("”")
    assert own in client.get(done["address"]).text


def test_without_a_script_a_page_leads_to_the_answer_as_ever(client: TestClient) -> None:
    form = {"question": served.QUESTION, "message": uuid4().hex}
    answer = client.post("/ask", data=form, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/conversations/")


def test_without_a_model_nobody_is_sent_events(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path)
    served.fill(wiring)
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        served.visit(client)
        form = {"question": served.QUESTION, "message": uuid4().hex}
        answer = client.post("/ask", data=form, headers=LISTENING, follow_redirects=False)
        assert answer.status_code == 303
    wiring.close()


def test_the_same_form_sent_again_asks_nothing_twice(client: TestClient) -> None:
    message = uuid4().hex
    *_, first = ask(client, message)
    assert ask(client, message) == [first]
    assert client.get(first[1]["address"]).text.count('class="turn"') == 1


def test_another_question_in_the_same_form_is_asked(client: TestClient) -> None:
    message = uuid4().hex
    *_, first = ask(client, message)
    *_, second = ask(client, message, question="What about emergency patches?")
    assert first != second


def test_what_cannot_be_asked_is_told_in_words(client: TestClient) -> None:
    ((name, said),) = ask(client, conversation="nobodys")
    assert (name, said["status"]) == (PROBLEM, 404)
    assert "There is no conversation nobodys" in said["detail"]


def test_what_is_no_question_leads_to_its_own_page(client: TestClient) -> None:
    form = {"question": "list charts", "message": uuid4().hex}
    answer = client.post("/ask", data=form, headers=LISTENING, follow_redirects=False)
    assert answer.status_code == 303


def test_administrators_alone_see_how_an_answer_was_written(client: TestClient) -> None:
    for person, sees in ((READER, False), (ADMINISTRATOR, True)):
        served.sign_in(client, client.app.state.wiring, person)  # type: ignore[attr-defined]
        *_, (_, done) = ask(client)
        assert (writing.WRITING.digest in client.get(done["address"]).text) is sees


# ---- asked once


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[TalkStore]:
    storage = open_storage(tmp_path)
    storage.migrate()
    yield TalkStore(storage)
    storage.close()


def answering(told: int = 1, address: str = "/conversations/1") -> Callable[[Tell], str]:
    def ask(tell: Tell) -> str:
        for _ in range(told):
            tell(SENT, ())
        return address

    return ask


def never(_tell: Tell) -> str:
    raise AssertionError("this was asked before")


def telling(talks: TalkStore) -> Telling:
    return Telling(talks, lambda: NOW, "form-1", "ana")


def test_whoever_comes_back_while_it_is_written_has_to_come_again(talks: TalkStore) -> None:
    put: list[Event] = []

    def ask_while_the_form_comes_again(tell: Tell) -> str:
        telling(talks).told(["Who?"], never, put.append)
        return answering()(tell)

    telling(talks).told(["Who?"], ask_while_the_form_comes_again, put.append)
    telling(talks).told(["Who?"], never, put.append)
    assert [each.name for each in put] == [LATER, SENTENCE, DONE, DONE]


def test_what_the_service_stopped_over_can_be_asked_again(talks: TalkStore) -> None:
    def ends(_tell: Tell) -> str:
        raise KeyboardInterrupt

    put: list[Event] = []
    with pytest.raises(KeyboardInterrupt):
        telling(talks).told(["Who?"], ends, put.append)
    telling(talks).told(["Who?"], never, put.append)
    assert put[-1].name == PROBLEM
    assert "Ask it again" in put[-1].data["detail"]


def test_why_nothing_could_be_asked_is_kept_like_an_answer(talks: TalkStore) -> None:
    def refused(_tell: Tell) -> str:
        raise NotFoundError("There is no such conversation.")

    put: list[Event] = []
    telling(talks).told(["Who?"], refused, put.append)
    telling(talks).told(["Who?"], never, put.append)
    assert put[0] == put[1]
    assert put[0].data["detail"] == "There is no such conversation."


def test_a_sentence_is_data_and_no_markup() -> None:
    event = sentence_event(Sentence("<b>bold</b>\n\nevent: done", (), written=True), ())
    assert event.as_text.count("\n\n") == 1
    assert event.as_text.endswith("\n\n")
    ((name, data),) = events(event.as_text)
    assert name == SENTENCE
    assert data["lines"][0]["text"] == "<b>bold</b>"
