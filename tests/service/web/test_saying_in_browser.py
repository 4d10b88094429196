"""Orders in the box of the first page, in real Chromium, with scripts and without."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from console_of_tests import CONTRIBUTOR
from open_pages import LAYOUTS, assert_open

Visit = Callable[..., Page]
DRAFT = "Draft a RACI for usb sticks with IT security and the plant manager"


def say(page: Page, text: str) -> None:
    page.locator("#question").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".reply")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["scripts", "no scripts"])
def test_a_chart_is_drafted_in_words_and_an_action_is_taken_back(
    visit: Visit,
    scripted: bool,  # noqa: FBT001
) -> None:
    page = visit("/", CONTRIBUTOR, java_script_enabled=scripted)
    say(page, DRAFT)
    expect(page.locator("table.letters")).to_contain_text("IT security")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".reply")).to_contain_text("It is in review now")
    page.goto(page.url.partition("/said")[0])
    say(page, "add action: Con updates the plan by Friday")
    expect(page.locator(".reply")).to_contain_text("is added: Update the plan")
    added = page.url
    page.get_by_label("Say on, or ask").fill("undo")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(added)
    expect(page.locator(".reply")).not_to_contain_text("is added")
    page.go_back()
    page.reload()
    expect(page.locator(".reply")).to_contain_text("is added: Update the plan")


def test_two_orders_from_the_same_page_are_two(visit: Visit) -> None:
    page = visit("/", CONTRIBUTOR)
    say(page, "add action: Con checks the modem by Friday")
    first = page.url
    page.go_back()
    say(page, "add action: Con checks the pump by Friday")
    expect(page.locator(".reply")).to_contain_text("pump")
    assert page.url != first


@pytest.mark.parametrize("scheme", LAYOUTS)
@pytest.mark.parametrize("text", [DRAFT, "define the OT security lead's role", "list charts"])
def test_a_reply_is_open_to_everybody(visit: Visit, axe: str, text: str, scheme: Any) -> None:  # noqa: ANN401
    page = visit("/", CONTRIBUTOR, color_scheme=scheme, viewport=LAYOUTS[scheme])
    say(page, text)
    assert_open(page, axe)
    assert len(page.content().encode()) < 100_000


def test_a_form_in_a_reply_is_open_to_everybody(visit: Visit, axe: str) -> None:
    page = visit("/", CONTRIBUTOR, color_scheme="dark", viewport=LAYOUTS["dark"])
    say(page, "add action: Con tests the valve by Friday")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("What is to be done").fill("Test all valves")
    assert_open(page, axe)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".reply")).to_contain_text("Test all valves")
