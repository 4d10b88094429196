"""The main journeys through Microsoft's own test client: what people see and press in its page.

The client opens no windows from cards, nor shows one person another card: other tests do that.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from isthmus.jobs.model import State
from playground_of_tests import Playground, playground

QUESTION = "How often are compensating controls reviewed?"
DRAFT = "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"


@pytest.fixture(scope="module")
def there(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with playground(Path(tmp_path_factory.mktemp("playground")), browser) as running:
        running.shows(running.page.get_by_text("I answer questions about IT/OT governance"))
        yield running


def test_a_question_is_answered_and_its_citation_opens(there: Playground) -> None:
    there.say(QUESTION)
    there.shows(there.page.get_by_text("Compensating controls are reviewed each quarter"))
    there.cite(2)
    there.shows(there.page.get_by_text("OT patching policy, 2026.2"))
    there.picture("citation")


def test_a_draft_shows_its_table(there: Playground) -> None:
    there.say(DRAFT)
    there.shows(there.page.get_by_role("button", name="Submit for review"))
    table = there.page.get_by_role("table").last
    expect(table.get_by_text("Plant manager")).to_be_visible()
    expect(table.get_by_text("Patch OT or apply compensating controls")).to_be_visible()
    there.picture("draft")


def test_a_passage_is_looked_for_and_put_into_a_message(there: Playground) -> None:
    there.search("searchPassages", "window")
    found = there.shows(there.page.get_by_text("OT patching policy, line 3"))
    found.click()
    there.shows(there.page.get_by_text("The OT security lead tests each patch"))
    there.picture("inserted")
    there.page.keyboard.press("Enter")


def test_a_message_is_tracked_from_its_own_menu(there: Playground) -> None:
    text = "Can you check the firewall rules by Friday?"
    there.say(text)
    there.shows(there.page.get_by_text(text, exact=True))
    there.act_on(text, "track")
    there.shows(there.page.get_by_label("What is to be done"))
    there.picture("window")
    there.press("Track it")
    there.shows(there.page.get_by_text("is added: Check the firewall rules"))
    there.picture("added")
    there.page.get_by_role("button", name="Close", exact=True).click()  # Teams does that by itself


def test_an_answer_is_tracked_and_the_proposal_accepted(there: Playground) -> None:
    there.say(QUESTION)
    there.press("Track this")
    there.shows(there.page.get_by_text("kept as proposals until you decide"))
    there.press("Accept")
    there.shows(there.page.get_by_text("How often are compensating controls reviewed: open now"))
    there.picture("tracked")


def test_an_action_is_done_by_its_card(there: Playground) -> None:
    there.say("add action: Ana checks the turbine backups by Friday")
    there.shows(there.page.get_by_text("is added: Check the turbine backups"))
    there.press("Done")
    there.shows(there.page.get_by_text("Check the turbine backups: done now"))
    there.picture("done")


def test_a_reminder_comes_unasked(there: Playground) -> None:
    there.say("remind me to test the spare modem tomorrow")
    there.shows(there.page.get_by_text("is added: Test the spare modem"))
    there.remind(hours=24)
    there.shows(there.page.get_by_text("Test the spare modem").last)
    there.picture("reminder")
    assert there.product.jobs(State.DEAD) == []
