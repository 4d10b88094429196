"""A chart in real Chromium: the grid by keyboard, why a letter stands there, findings fixed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from console_of_tests import CONTRIBUTOR, READER, Console
from isthmus.raci.changes import SetCell
from isthmus.raci.desk import Hand
from kept_charts import small
from open_pages import LAYOUTS, assert_open

Visit = Callable[..., Page]


@pytest.fixture
def chart(console: Console) -> str:
    console.signed_in(CONTRIBUTOR)
    kept = console.wiring.charts.begin(small(), Hand(CONTRIBUTOR), "Begun", ["plant"])
    return f"/charts/{kept.id}"


def test_the_grid_is_read_and_changed_with_the_keyboard(visit: Visit, chart: str) -> None:
    page = visit(chart, CONTRIBUTOR)
    first = page.get_by_role("gridcell", name="Plant manager: Accountable, proposed").first
    first.focus()
    expect(page.locator("#why")).to_contain_text("Ana said so.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    here = page.locator("#grid td:focus")
    expect(here).to_have_attribute("aria-label", "IT operations: Responsible, proposed")
    page.keyboard.press("c")
    expect(here).to_have_attribute("aria-label", "IT operations: Consulted, proposed")
    expect(page.locator(".findings").first).to_contain_text("Nobody has R")
    page.keyboard.press("Shift+R")
    expect(here).to_have_attribute(
        "aria-label", "IT operations: Consulted, proposed and Responsible, proposed"
    )
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(here).to_have_attribute("aria-label", "IT operations: Responsible, proposed")
    page.keyboard.press("Delete")
    expect(here).to_have_attribute("aria-label", "IT operations: no letter")
    findings = page.locator(".findings").first
    expect(findings).to_contain_text("Nobody has R")
    findings.get_by_role("button").first.click()
    expect(page.locator("#findings + *")).not_to_contain_text("Nobody has R")


def test_a_reader_moves_through_the_grid_and_changes_nothing(visit: Visit, chart: str) -> None:
    page = visit(chart, READER)
    cell = page.locator("#grid tbody tr[data-id]").first.locator("td").nth(1)
    cell.click()
    page.keyboard.press("c")
    page.keyboard.press("End")
    expect(page.locator("#grid td:focus")).to_have_text("R")
    expect(page.locator("#grid")).to_have_attribute("aria-readonly", "true")
    expect(cell).to_have_text("A")


def test_what_somebody_else_changed_meanwhile_is_said(
    visit: Visit, console: Console, chart: str
) -> None:
    page = visit(chart, CONTRIBUTOR)
    console.wiring.charts.edit(
        chart.removeprefix("/charts/"),
        lambda _: (SetCell("2", "4"),),
        Hand(CONTRIBUTOR),
        "Elsewhere",
    )
    page.locator("#grid tbody tr[data-id]").first.locator("td").nth(1).click()
    page.keyboard.press("i")
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed the chart meanwhile")
    second = page.locator("#grid tbody tr[data-id]").nth(1).locator("td")
    expect(second.nth(2)).to_have_text("")
    page.get_by_label("Say what to change").fill("not sent yet")
    second.nth(2).click()
    page.keyboard.press("r")
    expect(second.nth(2)).to_have_text("R")
    expect(page.get_by_label("Say what to change")).to_have_value("not sent yet")


@pytest.mark.parametrize("scheme", LAYOUTS)
@pytest.mark.parametrize("below", ["", "/history", "/compare", "/cells/1/3"])
def test_the_pages_of_a_chart_are_open_to_everybody(
    visit: Visit,
    axe: str,
    chart: str,
    below: str,
    scheme: str,
) -> None:
    viewport = (
        {"width": 1280, "height": 900} if scheme == "light" else {"width": 360, "height": 740}
    )
    page = visit(chart + below, CONTRIBUTOR, color_scheme=scheme, viewport=viewport)
    assert_open(page, axe)
