"""A conversation in real Chromium, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import served
from console_of_tests import LEAD, READER

QUOTE = "The plant manager is accountable for the patch window of each OT system."
Visit = Callable[..., Page]
scripts = pytest.mark.parametrize("scripted", [True, False], ids=["scripts", "no scripts"])


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the turn that it adds."""
    before = page.locator(".turn").count()
    page.locator("#question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn")).to_have_count(before + 1)
    expect(page.locator("body:not(.working)")).to_be_visible()


@scripts
def test_a_question_is_followed_up_in_the_same_thread(visit: Visit, scripted: bool) -> None:  # noqa: FBT001
    page = visit("/", READER, java_script_enabled=scripted)
    ask(page, served.QUESTION)
    ask(page, "and for vendors?")
    newest = page.locator(".turn").last
    expect(newest.locator(".understood q")).to_have_text(
        "Who is accountable for OT patching for vendors?"
    )
    assert "/conversations/" in page.url
    newest.get_by_role("button", name="Ask the words as they stand").click()
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".turn").last.locator(".understood")).to_have_count(0)


def test_the_form_stays_reachable_and_keeps_its_place_in_the_reading_order(visit: Visit) -> None:
    page = visit("/", READER, viewport={"width": 1280, "height": 600})
    for question in (served.QUESTION, "where does it say that?", "and for vendors?"):
        ask(page, question)
        expect(page.locator("#question")).to_be_in_viewport()
    newest = page.locator(".turn").last
    expect(newest.locator(".result-title")).to_be_focused()
    expect(newest.locator(".question")).to_be_in_viewport()
    assert page.locator("#question").input_value() == ""


def test_each_turn_opens_its_own_sources(visit: Visit) -> None:
    page = visit("/", READER)
    ask(page, served.QUESTION)
    ask(page, "Which emergency approval is needed?")
    first, second = page.locator(".turn").first, page.locator(".turn").last
    second.locator(".chip").first.click()
    expect(page.locator("#panel mark")).to_contain_text("Emergency patches need the approval")
    page.keyboard.press("Escape")
    first.locator(".chip").nth(1).click()
    expect(page.locator("#panel mark")).to_have_text(QUOTE)
    expect(second.locator("[aria-expanded=true]")).to_have_count(0)


@scripts
def test_feedback_is_said_and_changed_below_the_answer(visit: Visit, scripted: bool) -> None:  # noqa: FBT001
    page = visit("/", READER, java_script_enabled=scripted)
    ask(page, served.QUESTION)
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.locator(".judge summary").click()
    page.get_by_label("Incomplete").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".judge summary")).to_have_text("Not helpful: incomplete")


@scripts
def test_who_waits_says_so_below_the_refusal(visit: Visit, scripted: bool) -> None:  # noqa: FBT001
    page = visit("/", READER, java_script_enabled=scripted)
    ask(page, served.UNANSWERED)
    page.get_by_role("button", name="Tell me when this is answered").click()
    page.get_by_role("button", name="tell me").click()
    expect(page.get_by_role("button", name="Tell me when this is answered")).to_be_visible()


def test_an_answer_is_copied_with_its_sources(visit: Visit) -> None:
    page = visit("/", READER, permissions=["clipboard-read", "clipboard-write"])
    ask(page, served.QUESTION)
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"{QUOTE}\N{NO-BREAK SPACE}[2]" in copied or f"{QUOTE} [2]" in copied
    assert "[2] OT patching policy, line 2, Policies · 2026.2" in copied
    assert "/passages/" in copied


@scripts
def test_a_conversation_is_shared_renamed_and_deleted(visit: Visit, scripted: bool) -> None:  # noqa: FBT001
    page = visit("/", READER, java_script_enabled=scripted)
    ask(page, served.QUESTION)
    page.locator("#sharing summary").click()
    page.get_by_label("Title").fill("Patch window")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="Patch window")).to_be_visible()
    page.locator("#sharing summary").click()
    page.get_by_role("button", name="Share by link").click()
    page.locator("#sharing summary").click()
    link = page.get_by_label("reads along").input_value()
    reader = visit(link.removeprefix(page.url.split("/conversations")[0]), LEAD)
    expect(reader.locator(".turn .sentences")).to_contain_text(QUOTE)
    page.get_by_role("button", name="Delete this conversation").click()
    expect(page.get_by_role("heading", name="Your conversations")).to_be_visible()


def test_questions_of_a_phase_are_unfolded_and_asked_with_the_keyboard(visit: Visit) -> None:
    page = visit("/", READER)
    page.locator(".examples summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)


@pytest.mark.parametrize("path", ["/", "/conversations", "/notices", "/unanswered"])
def test_no_page_of_questions_scrolls_sideways_on_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, LEAD, viewport={"width": 360, "height": 740})
    if path == "/":
        ask(page, served.QUESTION)
        ask(page, served.UNANSWERED)
        for part in page.locator(".asked-words, .answer, .sources").all():
            box = part.bounding_box()
            assert box is not None
            assert box["width"] > 300
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)


def test_in_print_there_are_the_quotes_and_no_buttons(visit: Visit) -> None:
    page = visit("/", READER)
    ask(page, served.QUESTION)
    page.emulate_media(media="print")
    expect(page.locator(".sources blockquote").first).to_be_visible()
    for gone in ("#ask", ".copy", ".judge"):
        expect(page.locator(gone).first).to_be_hidden()
