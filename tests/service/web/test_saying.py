"""What is said in the box of the first page: orders are done once, their reply is a page."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from html import unescape

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings

import served
from console_of_tests import CONTRIBUTOR, READER
from isthmus.errors import NotFoundError
from isthmus.messages import Form, Quote, Reply, Table
from isthmus.raci.listing import Sought
from isthmus.raci.model import Status
from isthmus.web.saying import Console
from pages_of_tests import PAGE, get, said
from parity.examples import EXAMPLES
from replies_of_tests import CONSOLE, replies
from said_pages_of_tests import rendered
from saying_of_tests import form_of, press, say

DRAFT = "Draft a RACI for usb sticks with IT security and the plant manager"


@pytest.fixture
def con(client: TestClient, wiring: served.FakeAnsweringWiring) -> TestClient:
    served.sign_in(client, wiring, CONTRIBUTOR)
    return client


def charts(wiring: served.FakeAnsweringWiring) -> list[Status]:
    return [each.status for each in wiring.charts.listed(CONTRIBUTOR, Sought())]


# ---- what is done


def test_a_chart_is_drafted_in_words_and_submitted_by_a_button(
    con: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = say(con, DRAFT)
    assert "/said/" in str(page.url)
    assert re.search(r'<a href="/charts/[^"]+">', page.text)
    assert 'class="table letters' in page.text
    submitted = press(con, page, "Submit for review")
    assert charts(wiring) == [Status.IN_REVIEW], said(submitted)


def test_what_was_said_last_is_spoken_of(con: TestClient) -> None:
    page = say(con, DRAFT)
    assert "Undo" in say(con, "make the plant manager accountable for row 1", page.text).text
    asked = say(con, "who is accountable for row 1?", page.text)
    assert "/said/" in str(asked.url)
    assert "Plant manager" in said(asked)


def test_an_action_is_added_and_taken_back(con: TestClient) -> None:
    assert "A-1" in said(say(con, "add action: Con updates the plan by Friday"))
    assert "Update the plan" in get(con, "/actions")
    say(con, "undo")
    assert "Update the plan" not in get(con, "/actions")


@pytest.mark.parametrize(
    ("order", "comes"),
    [
        ("what's overdue?", "no open actions"),
        ("steering report for last month", "Steering report"),
        ("define the OT security lead's role", "OT security lead"),
        ("help", "You can say"),
        ("list charts", "no such chart"),
    ],
)
def test_an_order_is_not_asked_of_documents(con: TestClient, order: str, comes: str) -> None:
    page = say(con, order)
    assert "/said/" in str(page.url)
    assert comes.casefold() in said(page).casefold()


@pytest.mark.parametrize(
    "question",
    [served.QUESTION, served.UNANSWERED, "what does the plant manager do?", "done", "why?"],
)
def test_a_question_goes_to_the_documents_as_before(con: TestClient, question: str) -> None:
    assert "/conversations/" in str(say(con, question).url)


def test_an_answer_of_a_conversation_is_tracked_in_words(con: TestClient) -> None:
    answered = say(con, served.QUESTION)
    tracked = said(say(con, "track this", answered.text))
    assert "Who is accountable for OT patching" in tracked


def test_a_file_is_sent_as_a_link(con: TestClient) -> None:
    page = press(con, say(con, DRAFT), "Excel")
    (address,) = re.findall(r'href="(/said/[^"]+/files/\d+)"', page.text)
    file = con.get(address)
    assert file.content.startswith(b"PK")
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_form_is_filled_in_where_it_is_asked_for(con: TestClient) -> None:
    added = say(con, "add action: Con updates the plan by Friday")
    form = press(con, added, "Edit")
    (action,) = re.findall(r'action="(/said/[^"]+/fill)"', form.text)
    fields = {"part": "0", "field-title": "Rewrite it all", "field-priority": "high"}
    fields |= {"field-status": "open", "field-due": "2026-12-01", "field-owner": CONTRIBUTOR.id}
    filled = con.post(action, data=fields, headers=PAGE)
    assert filled.status_code == 200, filled.text
    assert "Rewrite it all" in get(con, "/actions/1")


# ---- once


def test_a_form_that_is_sent_twice_and_a_page_that_is_loaded_again_do_nothing_twice(
    con: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    form = form_of(con.get("/", headers=PAGE).text) | {"question": DRAFT}
    first, again = (con.post("/ask", data=form, headers=PAGE) for _ in range(2))
    assert first.url == again.url
    con.get(str(first.url))
    assert len(charts(wiring)) == 1
    other = con.post("/ask", data=form | {"question": f"{DRAFT} and OT"}, headers=PAGE)
    assert other.url != first.url
    assert len(charts(wiring)) == 2


def test_a_button_that_is_pressed_twice_does_nothing_twice(con: TestClient) -> None:
    page = say(con, "add action: Con updates the plan by Friday")
    first, again = (press(con, page, "Done") for _ in range(2))
    assert first.url == again.url
    assert said(first) == said(again)


# ---- whoever


def test_a_guest_is_told_to_sign_in_and_keeps_the_words(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = say(client, "add action: Maria updates the plan by Friday")
    assert "Nothing was done" in said(page)
    assert "/sign-in?next=" in page.text
    assert "Maria updates the plan by Friday</textarea>" in page.text
    assert "/charts/draft?" in str(say(client, DRAFT).url)
    assert charts(wiring) == []


def test_a_reader_may_do_what_a_reader_may(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    served.sign_in(client, wiring, READER)
    page = say(client, DRAFT)
    assert 'class="table letters' in page.text
    assert "Submit for review" not in page.text
    assert charts(wiring) == []


def test_a_reply_is_shown_to_nobody_else(
    con: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = say(con, DRAFT)
    served.sign_in(con, wiring, READER)
    assert con.get(str(page.url), headers=PAGE).status_code == 404


def test_a_reply_is_shown_for_an_hour_as_what_one_may_read_changes(
    con: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    message = str(say(con, DRAFT).url).rpartition("/")[2]
    for hours, there in ((0.9, True), (1.1, False)):
        at = served.NOW + timedelta(hours=hours)
        later = replace(wiring, clock=partial(datetime.combine, at.date(), at.timetz()))
        console = Console(later.assistant, CONTRIBUTOR)
        if there:
            assert console.reply(message).of(Table)
            continue
        with pytest.raises(NotFoundError, match="say it again"):
            console.reply(message)


def test_a_button_needs_the_token_of_the_page(con: TestClient) -> None:
    page = say(con, DRAFT)
    data = {"part": "0", "button": "0", "csrf": "forged"}
    con.headers.pop("X-CSRF-Token")
    assert con.post(f"{page.url}/press", data=data, headers=PAGE).status_code == 403


@pytest.mark.parametrize(
    "where", [("press", {"part": "99", "button": "0"}), ("fill", {"part": "0"})]
)
def test_what_is_not_there_cannot_be_pressed(
    con: TestClient, where: tuple[str, Mapping[str, str]]
) -> None:
    page = say(con, DRAFT)
    assert con.post(f"{page.url}/{where[0]}", data=where[1], headers=PAGE).status_code == 404


# ---- what a reply is made of


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_element_is_shown(name: str) -> None:
    example_of = EXAMPLES[name]
    page = unescape(rendered(example_of.reply))
    for what, mark in example_of.marks.items():
        known = {"mark": ">1</", "link": mark.removeprefix(CONSOLE)}.get(what, mark)
        assert known in page or what == "content", what  # a file's content is behind its link
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", f"{CONSOLE}.evil.example/a", f"{CONSOLE}//evil.example"]
)
def test_an_address_that_is_not_ours_is_no_link(address: str) -> None:
    page = rendered(Reply((Quote("words", "Title", "", address, 1),)))
    assert "evil.example" not in page


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(Reply((Table(("<script>",), (("<script>alert(1)</script>",),), "<b>"),)))
@given(replies)
def test_hostile_texts_stay_texts(reply: Reply) -> None:
    page = rendered(reply)
    assert "<script>alert" not in page
    ours = {"script", "b"} & set(re.findall(r"<(\w+)", page))
    assert ours == set()
    assert not re.findall(r'href="(?:https?:|//|javascript)', page)
    assert page.count('<form class="card form"') == len(reply.of(Form))
