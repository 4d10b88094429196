"""Free words and plans in the box of the first page: shown, clicked, done once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import CONTRIBUTOR
from isthmus.app import create_app
from isthmus.llm.model import Models, Request, Unavailable
from pages_of_tests import PAGE, said
from saying_of_tests import press, say
from scripted_models import ScriptedModels

GET_RID = "please get rid of action 1"
ADD = "add action: Ben updates the plan by 1 May 2027"


@dataclass(frozen=True)
class Wiring(served.FakeAnsweringWiring):
    """The service with a model that says ``says``; changed by tests as they go."""

    @cached_property
    def models(self) -> Models:
        return self.scripted

    @cached_property
    def scripted(self) -> ScriptedModels:
        return ScriptedModels(lambda _: {"sentences": []})

    def means(self, *sentences: str) -> None:
        self.scripted.says = lambda _: {"sentences": list(sentences)}

    @property
    def live(self) -> list[str]:
        listed = self.actions.listed(CONTRIBUTOR).actions
        return sorted(each.title for each in listed if each.status.is_live)

    @property
    def asked(self) -> list[Request]:
        """Give what was asked about somebody's words."""
        return [each for each in self.scripted.told if each.prompt.name == "understanding"]


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[Wiring]:
    plain = served.wire(tmp_path)
    wiring = Wiring(**{name: getattr(plain, name) for name in plain.__dataclass_fields__})
    served.fill(wiring)
    yield wiring
    wiring.close()


@pytest.fixture
def con(wiring: Wiring) -> Iterator[TestClient]:
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        served.visit(client)
        served.sign_in(client, wiring, CONTRIBUTOR)
        yield client


def test_a_proposal_is_shown_and_done_once_by_its_button(con: TestClient, wiring: Wiring) -> None:
    say(con, ADD)
    wiring.means("close A-1")
    page = say(con, GET_RID)
    assert "/said/" in str(page.url)
    assert "Understood as:" in said(page)
    assert "Nothing is done before you press a button." in said(page)
    assert "A language model read your words this way." in said(page)
    assert wiring.live == ["Update the plan"]
    first = press(con, page, "Do it")
    assert wiring.live == []
    assert press(con, page, "Do it").url == first.url
    assert len(wiring.actions.history(1, CONTRIBUTOR)) == 2


def test_a_plan_is_shown_and_all_of_it_is_done(con: TestClient, wiring: Wiring) -> None:
    page = say(
        con, f"draft a RACI for usb sticks with IT security and the plant manager, then {ADD}"
    )
    assert "Understood as 2 steps." in said(page)
    assert wiring.live == []
    done = press(con, page, "Do all of it")
    assert "Steps 1 and 2 are done." in said(done)
    assert 'class="table letters' in done.text
    assert wiring.live == ["Update the plan"]
    assert wiring.asked == []


def test_what_a_model_makes_nothing_of_is_asked_in_a_conversation(
    con: TestClient, wiring: Wiring
) -> None:
    page = say(con, "please get rid of the emergency patches")
    assert "/conversations/" in str(page.url)
    assert len(wiring.asked) == 1


def test_where_there_is_none_it_is_asked_as_ever(con: TestClient, wiring: Wiring) -> None:
    wiring.scripted.says = lambda _: Unavailable.DOWN
    assert "/conversations/" in str(say(con, GET_RID).url)


def test_a_question_asks_no_model_what_it_means(con: TestClient, wiring: Wiring) -> None:
    say(con, served.QUESTION)
    assert wiring.asked == []


def test_what_a_guest_says_goes_to_no_model(con: TestClient, wiring: Wiring) -> None:
    con.cookies.clear()
    served.visit(con)
    con.post("/ask", data={"question": GET_RID, "message": "m"}, headers=PAGE)
    assert wiring.asked == []


def test_the_same_form_sent_again_asks_once(con: TestClient, wiring: Wiring) -> None:
    say(con, ADD)
    wiring.means("close A-1")
    form = {"question": GET_RID, "message": "once"}
    first = con.post("/ask", data=form, headers=PAGE)
    assert con.post("/ask", data=form, headers=PAGE).url == first.url
    assert len(wiring.asked) <= 1
