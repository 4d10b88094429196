"""Library and Blueprint in real Chromium: with the keyboard, with dropped files, on a phone."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from console_of_tests import CONTRIBUTOR, READER

Visit = Callable[..., Page]
DROP: Final = """
(files) => {
  const carried = new DataTransfer();
  for (const [name, text, times] of files) {
    carried.items.add(new File([text.repeat(times ?? 1)], name));
  }
  for (const kind of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
    document.getElementById("drop").dispatchEvent(event);
  }
}
"""
WATCH: Final = """
(file) => new Promise((resolve) => {
  const states = new Set();
  const outcomes = document.getElementById("outcomes");
  const look = () => {
    const sending = outcomes.querySelector(".line.sending");
    if (sending) states.add(sending.lastElementChild.textContent);
    else if (outcomes.querySelector(".line .badge")) resolve([...states]);
  };
  new MutationObserver(look).observe(outcomes, { childList: true, subtree: true });
  const carried = new DataTransfer();
  carried.items.add(new File([file[1]], file[0]));
  const event = new DragEvent("drop", { dataTransfer: carried, cancelable: true });
  document.getElementById("drop").dispatchEvent(event);
})
"""


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Go on with the Tab key until this has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail(f"the Tab key does not lead to {wanted}")


def test_the_keyboard_leads_from_asking_to_a_step_and_to_the_answer_of_its_question(
    visit: Visit,
) -> None:
    page = visit("/")
    page.evaluate("document.activeElement.blur()")
    tab_to(page, page.get_by_role("link", name="Blueprint"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The convergence blueprint")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Define roles and responsibilities"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Define roles")
    tab_to(page, page.get_by_role("button", name="Who is accountable for patching OT systems?"))
    page.keyboard.press("Enter")
    expect(page.locator("article.answer")).to_contain_text("The plant manager is accountable")


def test_the_first_tab_skips_to_the_content(visit: Visit) -> None:
    page = visit("/blueprint")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main a:focus")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_menu_opens_without_a_script(visit: Visit, *, scripts: bool) -> None:
    phone = {"width": 360, "height": 740}
    page = visit("/blueprint", viewport=phone, java_script_enabled=scripts)
    expect(page.get_by_role("link", name="Library")).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()


def test_on_a_phone_the_map_is_a_list_that_can_be_tapped(visit: Visit) -> None:
    page = visit("/blueprint", viewport={"width": 360, "height": 740}, has_touch=True)
    links = page.locator(".walk a")
    expect(links).to_have_count(12)
    boxes = [links.nth(at).bounding_box() for at in range(12)]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    assert all(box and box["height"] >= 44 for box in boxes)
    links.nth(5).tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Security strategy")


def test_a_row_of_a_table_becomes_a_card_on_a_phone_and_stays_a_row(visit: Visit) -> None:
    page = visit("/library", READER, viewport={"width": 360, "height": 740})
    row = page.get_by_role("row", name="OT patching policy")
    expect(row).to_be_visible()
    expect(row.get_by_role("cell", name="Policies")).to_be_visible()
    box = row.bounding_box()
    assert box is not None
    assert box["width"] <= 360


def drop(page: Page, files: Sequence[tuple[str, str] | tuple[str, str, int]]) -> None:
    page.evaluate(DROP, [list(file) for file in files])


def test_dropped_files_each_end_with_their_own_outcome(visit: Visit) -> None:
    page = visit("/library/add", CONTRIBUTOR)
    page.get_by_label("Who may read them").fill("plant")
    drop(page, [("dropped.txt", "title: Dropped rules\n\nRules."), ("nothing.txt", "")])
    lines = page.locator(".line")
    expect(lines.filter(has_text="Dropped rules")).to_contain_text("Added")
    expect(lines.filter(has_text="nothing.txt")).to_contain_text("Failed")
    expect(lines.filter(has_text="nothing.txt")).to_contain_text("It is empty.")
    drop(page, [("dropped.txt", "title: Dropped rules\n\nOther rules.")])
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("Updated")
    page.get_by_role("link", name="Dropped rules").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dropped rules")


@pytest.mark.parametrize("scripts", [True, False])
def test_chosen_files_are_added_with_and_without_scripts(
    visit: Visit, tmp_path: Path, *, scripts: bool
) -> None:
    file = tmp_path / f"chosen-{scripts}.txt"
    file.write_text(f"title: Chosen {scripts}\n\nRules.")
    page = visit("/library/add", CONTRIBUTOR, java_script_enabled=scripts)
    page.get_by_label("Who may read them").fill("plant")
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".line")).to_contain_text("Added")
    expect(page.locator(".line a")).to_have_text(f"Chosen {scripts}")


def test_a_progress_is_shown_while_a_file_is_sent_and_read(visit: Visit) -> None:
    page = visit("/library/add", CONTRIBUTOR)
    seen = page.evaluate(WATCH, ["large.txt", "A line.\n" * 20])
    assert seen[0] == "Waiting"
    assert seen[-1] == "Reading…"


def test_a_file_that_is_too_large_is_not_sent(visit: Visit) -> None:
    page = visit("/library/add", CONTRIBUTOR)
    page.route("**/library/add", lambda route: route.abort())
    drop(page, [("huge.txt", "0123456789", 5_100_000)])
    expect(page.locator(".line")).to_contain_text("It is larger than 50 MB.")


def test_a_service_that_is_gone_is_said_beside_the_file(visit: Visit) -> None:
    page = visit("/library/add", CONTRIBUTOR)
    page.route("**/library/add", lambda route: route.fulfill(status=503, body="no"))
    drop(page, [("kept.txt", "Words.")])
    expect(page.locator(".line")).to_contain_text("The service answered 503. Try again.")


def test_an_attestation_is_asked_for_where_the_licence_needs_it(visit: Visit) -> None:
    page = visit("/library/add", CONTRIBUTOR)
    confirm = page.get_by_label("answer for it that our organisation")
    expect(confirm).to_be_hidden()
    page.get_by_label("Licensed to your organisation").check()
    expect(confirm).to_be_visible()
    drop(page, [("licensed.txt", "Words.")])
    expect(page.locator(".line")).to_have_count(0)
    confirm.check()
    page.get_by_label("Who may read them").fill("plant")
    drop(page, [("licensed.txt", "Words.")])
    expect(page.locator(".line")).to_contain_text("Added")


def test_adding_works_with_the_keyboard_alone(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "typed.txt"
    file.write_text("title: Typed\n\nRules.")
    page = visit("/library", CONTRIBUTOR)
    tab_to(page, page.get_by_role("link", name="Add documents"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Files"))
    page.get_by_label("Files").set_input_files(file)
    tab_to(page, page.get_by_label("Who may read them"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("plant")
    tab_to(page, page.get_by_role("button", name="Add", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_contain_text("Added")
