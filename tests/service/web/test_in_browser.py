"""The page Ask in real Chromium: what a person with a mouse, a keyboard or a phone meets."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import served

QUOTE = "The plant manager is accountable for the patch window of each OT system."
Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Open pages, none of which may have complained when the test is over."""
    contexts, complaints = [], []

    def open_page(path: str = "/", **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said] == []


def ask(page: Page, question: str = served.QUESTION) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("article.answer")).to_be_visible()


def test_a_chip_opens_the_quote_beside_the_answer(opened: Open) -> None:
    page = opened(viewport={"width": 1280, "height": 800})
    ask(page)
    page.get_by_role("button", name="Source 2: OT patching policy, line 2").click()
    panel = page.get_by_role("region", name="Source passage")
    expect(panel.locator("mark")).to_have_text(QUOTE)
    expect(panel).to_contain_text("Policies · 2026.2")
    expect(panel).to_contain_text("The OT security lead tests each patch")
    answer, beside = page.locator("article.answer").bounding_box(), panel.bounding_box()
    assert answer is not None
    assert beside is not None
    assert beside["x"] >= answer["x"] + answer["width"]


def test_the_marked_quote_is_in_view(opened: Open) -> None:
    page = opened(viewport={"width": 1280, "height": 500})
    ask(page, "What about emergency patches?")
    page.locator(".chip").first.click()
    expect(page.locator("#panel mark")).to_be_in_viewport()


def test_the_whole_journey_works_with_the_keyboard_alone(opened: Open) -> None:
    page = opened()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(served.QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("article.answer")).to_be_visible()
    page.keyboard.press("Tab")
    chip = page.locator(".chip").first
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_be_visible()
    expect(chip).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel-title")).to_have_text("Source 2 of 2")
    expect(page.locator("#panel mark")).to_have_text(QUOTE)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(chip).to_be_focused()
    page.keyboard.press("2")
    expect(page.locator("#panel-title")).to_have_text("Source 2 of 2")
    expect(page.locator("#panel-title")).to_be_focused()


def test_shift_and_enter_start_a_new_line(opened: Open) -> None:
    page = opened()
    page.get_by_label("Your question").fill("One")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    assert page.get_by_label("Your question").input_value() == "One\ntwo"


def test_the_answer_is_announced_and_has_an_address_of_its_own(opened: Open) -> None:
    page = opened()
    ask(page)
    expect(page.locator("[aria-live=polite]").last).to_contain_text(QUOTE)
    assert "/conversations/" in page.url
    page.reload()
    expect(page.locator("article.answer")).to_contain_text(QUOTE)
    page.go_back()
    expect(page.get_by_role("heading", name="Ask what your documents say.")).to_be_visible()


def test_an_example_asks_with_one_click(opened: Open) -> None:
    page = opened()
    page.get_by_role("link", name="Who should be accountable for OT patching?").click()
    expect(page.locator("article.answer")).to_contain_text(QUOTE)


def test_a_refusal_says_why_and_opens_its_nearest_passages(opened: Open) -> None:
    page = opened()
    ask(page, served.UNANSWERED)
    expect(page.locator(".reason")).to_contain_text("Your documents don't say")
    page.locator(".nearest .source").first.click()
    expect(page.get_by_role("region", name="Source passage")).to_contain_text("OT patching policy")


def test_a_question_is_kept_when_the_service_is_gone(opened: Open) -> None:
    page = opened()
    page.context.set_offline(offline=True)
    page.get_by_label("Your question").fill(served.QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("be reached")
    assert page.get_by_label("Your question").input_value() == served.QUESTION


@pytest.mark.parametrize("path", ["/", "/api/docs"])
def test_a_phone_never_scrolls_sideways(opened: Open, path: str) -> None:
    page = opened(path, viewport={"width": 360, "height": 740})
    assert not sideways(page)


def test_on_a_phone_the_passage_comes_as_a_sheet_from_below(opened: Open) -> None:
    page = opened(viewport={"width": 360, "height": 740}, has_touch=True)
    ask(page)
    assert not sideways(page)
    page.locator(".chip").nth(1).tap()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None
    assert (sheet["x"], sheet["width"]) == (0, 360)
    assert not sideways(page)
    page.get_by_role("button", name="Close the source").tap()
    expect(page.locator("#panel")).to_be_hidden()


def test_without_scripts_the_form_and_the_chips_lead_to_pages(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    page.get_by_label("Your question").fill(served.QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("article.answer")).to_contain_text(QUOTE)
    page.locator(".chip").nth(1).click()
    expect(page.locator("mark")).to_have_text(QUOTE)
    page.get_by_role("link", name="Back to the answer").click()
    expect(page.locator("article.answer")).to_be_visible()


def test_markup_in_documents_stays_text(opened: Open) -> None:
    page = opened()
    ask(page, "hostile onerror")
    page.locator(".chip").first.click()
    expect(page.locator("#panel mark")).to_contain_text('<script>alert("hostile")</script>')
    assert page.locator("#panel img, #panel script").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(opened: Open, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    ask(page)
    page.locator(".chip").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    for part in (".spoken p", ".proof", ".chip", "#panel mark", "#panel .where", ".foot p"):
        assert contrast(page, part) >= 4.5, part


def sideways(page: Page) -> bool:
    wider: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wider


CONTRAST = """
(selector) => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = color.slice(0, 3).map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let at = document.querySelector(selector);
  const ink = light(rgb(getComputedStyle(at).color));
  const clear = (color) => color.length === 4 && color[3] === 0;
  const behind = (element) => rgb(getComputedStyle(element).backgroundColor);
  while (at.parentElement && clear(behind(at))) at = at.parentElement;
  const ground = light(behind(at));
  return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
}
"""


def contrast(page: Page, selector: str) -> float:
    """Give the contrast of a text with what is behind it (WCAG 2)."""
    return float(page.evaluate(CONTRAST, selector))
