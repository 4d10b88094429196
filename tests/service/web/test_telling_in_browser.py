"""An answer while it is written, in real Chromium: what is seen, read out, and not lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest
from playwright.sync_api import Page, Route, expect

import served
import writing_of_tests as writing
from console_of_tests import ADMINISTRATOR, READER, Console, serving
from isthmus.people import GUEST

FIRST = f"{writing.WRITTEN}: Patching of OT systems"
OWN = "“The plant manager is accountable for the patch window of each OT system.”"
PATIENCE = 60.0
Visit = Callable[..., Page]


@dataclass
class Gate:
    """Where the writing stops until the test has looked."""

    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def passed(self, _told: int) -> None:
        self.reached.set()
        assert self.opened.wait(PATIENCE)


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    with serving(tmp_path_factory.mktemp("told"), writing.wire) as console:
        yield console


@pytest.fixture
def gate(console: Console) -> Iterator[Gate]:
    assert isinstance(console.wiring, writing.WritingWiring)
    gate = Gate()
    console.wiring.pace.between = gate.passed
    yield gate
    gate.opened.set()
    console.wiring.pace.between = lambda _told: None


def ask(page: Page, question: str = served.QUESTION) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")


def answered(page: Page, turns: int = 1) -> None:
    expect(page.locator(".turn:not(.writing)")).to_have_count(turns)
    expect(page.locator("#writing")).to_have_count(0)


def test_sentences_are_seen_while_others_are_written(visit: Visit, gate: Gate) -> None:
    page = visit("/", READER)
    ask(page)
    told = page.locator("#writing .sentences")
    expect(told).to_contain_text(FIRST)
    expect(told).not_to_contain_text(OWN)
    expect(told).to_have_attribute("aria-live", "polite")
    expect(page.locator("#status")).to_have_text("Writing… checked sentences appear here.")
    expect(page.locator("#writing .source-to-be")).to_have_count(1)
    expect(page.locator("#question")).to_be_focused()
    gate.opened.set()
    answered(page)
    expect(page.locator(".sentences")).to_contain_text(OWN)
    expect(page.locator(".byline")).to_contain_text(writing.BYLINE)
    expect(page.locator("#announcement")).to_have_text("The answer is complete.")
    expect(page.locator(".result-title")).to_be_focused()
    assert page.locator("#question").input_value() == ""


def test_a_conversation_goes_on_below_what_was_said(visit: Visit, gate: Gate) -> None:
    gate.opened.set()
    page = visit("/", READER)
    ask(page)
    answered(page)
    gate.opened.clear()
    ask(page, "Which emergency patches need approval?")
    expect(page.locator("#writing .question")).to_be_in_viewport()
    assert page.locator(".turn").count() == 2
    gate.opened.set()
    answered(page, 2)


def test_a_lost_connection_loses_nothing_and_asks_nothing_twice(visit: Visit, gate: Gate) -> None:
    page = visit("/", READER)
    lost: list[str] = []

    def cut_once(route: Route) -> None:
        lost.append(route.request.post_data or "")
        if len(lost) > 1:
            gate.opened.set()
            route.continue_()
            return
        answer = f"event: sentence\ndata: {SENTENCE}\n\n"
        route.fulfill(status=200, content_type="text/event-stream", body=answer)

    page.route("**/ask", cut_once)
    ask(page)
    answered(page)
    assert lost[0] == lost[1]


def test_what_was_sent_before_is_looked_for_until_it_is_there(visit: Visit, gate: Gate) -> None:
    gate.opened.set()
    page = visit("/", READER)
    page.clock.install()
    sent: list[str] = []

    def later_twice(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) > 2:
            route.continue_()
            return
        answer = "event: later\ndata: {}\n\n"
        route.fulfill(status=200, content_type="text/event-stream", body=answer)

    page.route("**/ask", later_twice)
    ask(page)
    for count in (1, 2):
        expect(page.locator("#writing")).to_have_count(1)
        wait_for(page, sent, count)
        page.clock.fast_forward(2_500)
    answered(page)
    assert len(set(sent)) == 1


def wait_for(page: Page, sent: list[str], count: int) -> None:
    while len(sent) < count:
        page.evaluate("1")  # has Playwright hear of requests


SENTENCE = '{"subject": "", "lines": [], "citations": [], "new": []}'


def test_a_connection_that_stays_lost_keeps_the_question(visit: Visit, gate: Gate) -> None:
    gate.opened.set()
    page = visit("/", READER)
    empty = {"status": 200, "content_type": "text/event-stream", "body": ": nothing\n\n"}
    page.route("**/ask", lambda route: route.fulfill(**empty))
    ask(page)
    expect(page.locator("#status")).to_contain_text("Your question is kept")
    assert page.locator("#question").input_value() == served.QUESTION
    page.unroute("**/ask")
    page.keyboard.press("Enter")
    answered(page)


def test_what_cannot_be_asked_is_said(visit: Visit, gate: Gate) -> None:
    gate.opened.set()
    page = visit("/", READER)
    page.locator("input[name=conversation]").evaluate("(field) => (field.value = 'nobodys')")
    ask(page)
    expect(page.locator("#status")).to_contain_text("There is no conversation nobodys")
    expect(page.locator("#writing")).to_have_count(0)


def test_a_guest_without_scripts_gets_the_answer_as_a_page(visit: Visit, gate: Gate) -> None:
    gate.opened.set()
    page = visit("/", GUEST, java_script_enabled=False)
    page.locator("#question").fill(served.QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".byline")).to_contain_text(writing.BYLINE)


def test_an_administrator_opens_how_it_was_written(visit: Visit, gate: Gate) -> None:
    gate.opened.set()
    page = visit("/", ADMINISTRATOR)
    ask(page)
    answered(page)
    page.get_by_text("How it was written").click()
    expect(page.locator(".byline")).to_contain_text(writing.WRITING.digest)


@pytest.mark.usefixtures("gate")
def test_it_is_accessible_while_it_is_written(visit: Visit, axe: str) -> None:
    page = visit("/", ADMINISTRATOR, reduced_motion="reduce", bypass_csp=True)
    ask(page)
    expect(page.locator("#writing .told-now")).to_have_count(1)
    page.add_script_tag(content=axe)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [each["id"] for each in found["violations"]] == []


@pytest.mark.usefixtures("gate")
def test_on_a_phone_it_is_as_wide_as_the_screen(visit: Visit) -> None:
    page = visit("/", READER, viewport={"width": 360, "height": 740})
    ask(page)
    expect(page.locator("#writing .told-now")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
