"""A role definition in real Chromium: by keyboard, without a script, on paper, with axe."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from console_of_tests import CONTRIBUTOR, LEAD, READER, Console
from isthmus.people import Person
from isthmus.raci.changes import Change, SetCell
from isthmus.raci.desk import Hand
from isthmus.raci.model import Chart, Column
from isthmus.roles import editing
from isthmus.roles.model import Topic
from isthmus_knowledge.catalogue import Side
from kept_charts import letter, small
from open_pages import LAYOUTS, assert_open

Visit = Callable[..., Page]
NUMBERS = count(1)


@pytest.fixture
def chart(console: Console) -> str:
    """Give the id of an approved chart, whose roles no other test knows."""
    for person in (CONTRIBUTOR, LEAD, READER):
        console.signed_in(person)
    number = next(NUMBERS)
    columns = (Column("3", f"Keeper {number}"), Column("4", f"Watcher {number}", side=Side.IT))
    drawn = replace(small(), columns=columns)
    kept = console.wiring.charts.begin(drawn, Hand(CONTRIBUTOR), "Begun", ["plant"])
    console.wiring.charts.approve(kept.id, Hand(LEAD))
    return kept.id


@pytest.fixture
def role(console: Console, chart: str) -> str:
    """Give the address of the keeper's definition: approved, with a line of its own and news."""
    roles, charts = console.wiring.roles, console.wiring.charts
    hand = Hand(CONTRIBUTOR)
    keeper = next(
        each
        for each in roles.save_all(chart, hand, ["plant"])
        if each.definition.name.startswith("Keeper")
    ).id
    own = editing.line_added(Topic.DECIDES, "Stops the line.", CONTRIBUTOR)
    knows = editing.line_added(Topic.COMPETENCES, "The tides.", CONTRIBUTOR, ("K1309",))
    roles.edit(keeper, editing.all_of(own, knows), hand)
    roles.approve(keeper, Hand(LEAD))
    charts.edit(chart, swapped, hand, "Swapped")
    charts.approve(chart, Hand(LEAD))
    return f"/roles/{keeper}"


def swapped(_: Chart) -> tuple[Change, ...]:
    """Give the keeper what the watcher did in the first row, and tell the watcher."""
    return SetCell("1", "3", letter("AR")), SetCell("1", "4", letter("I"))


def test_a_line_is_changed_with_the_keyboard_alone(visit: Visit, role: str) -> None:
    page = visit(role, CONTRIBUTOR)
    page.get_by_role("link", name="Change the line: Stops the line.").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Decides alone")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Stops both lines.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save in your words")).to_be_focused()
    page.keyboard.press("Enter")
    changed = page.locator(".line:target")
    expect(changed).to_contain_text("Stops both lines.")
    expect(changed).to_contain_text("Written by Con")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator(".said")).to_contain_text("Stops the line.")


def test_it_all_works_without_a_script(visit: Visit, role: str) -> None:
    page = visit(role, CONTRIBUTOR, java_script_enabled=False)
    page.get_by_label("Add a line about").select_option("training")
    page.get_by_role("button", name="Write it").click()
    page.get_by_label("Training: a new line").fill("A night shift each year.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".said")).to_contain_text("A night shift each year.")
    news = page.get_by_role("region", name="What changed in its sources since")
    expect(news).to_contain_text("New")
    news.get_by_role("button", name="under responsible for: Test patches").click()
    expect(page.locator("#responsible-for")).to_contain_text("Test patches on a spare controller")
    news.get_by_role("button", name="Take over all").click()
    expect(news).to_have_count(0)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".page-head")).to_contain_text("In review")


def test_a_changed_line_is_submitted_and_approved_by_somebody_else(visit: Visit, role: str) -> None:
    page = visit(f"{role}?add=training", CONTRIBUTOR)
    page.get_by_label("Training: a new line").fill("A week with the operators.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#training")).to_contain_text("A week with the operators.")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".page-head")).to_contain_text("In review")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    page = visit(role, LEAD)
    page.get_by_role("button", name="Approve").press("Enter")
    expect(page.locator(".page-head")).to_contain_text("Version 2")
    page.goto(f"{page.url.partition('#')[0].partition('?')[0]}/versions/2")
    expect(page.locator("#training")).to_contain_text("A week with the operators.")


def test_a_line_leads_to_its_row_in_the_chart_and_the_chart_back(
    visit: Visit, chart: str, role: str
) -> None:
    page = visit(role, READER)
    page.locator("#accountable-for").get_by_role("link", name="OT patching").last.click()
    page.wait_for_url(f"**/charts/{chart}/versions/1#row-open-the-window")
    expect(page.locator("th:target")).to_contain_text("Open the window")
    page.goto(page.url.partition("/versions")[0])
    page.get_by_role("link", name="definition of Keeper").click()
    expect(page.locator(".jump")).to_be_visible()


def test_what_somebody_else_changed_meanwhile_is_said_and_what_was_typed_stays(
    visit: Visit, console: Console, role: str
) -> None:
    page = visit(f"{role}?add=training", CONTRIBUTOR)
    page.get_by_label("Training: a new line").fill("A week with the operators.")
    edit = editing.line_added(Topic.TRAINING, "Elsewhere.", CONTRIBUTOR)
    console.wiring.roles.edit(role.removeprefix("/roles/"), edit, Hand(CONTRIBUTOR))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed the definition meanwhile")
    expect(page.get_by_label("Training: a new line")).to_have_value("A week with the operators.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#training")).to_contain_text("A week with the operators.")


def test_on_paper_stands_what_the_role_is_and_no_button(visit: Visit, role: str) -> None:
    page = visit(role, CONTRIBUTOR)
    page.emulate_media(media="print")
    expect(page.locator("#accountable-for")).to_be_visible()
    for hidden in (".jump", ".change", ".add", ".news", ".another", "aside", ".actions"):
        expect(page.locator(hidden).first).to_be_hidden()


@pytest.mark.parametrize("scheme", LAYOUTS)
@pytest.mark.parametrize(
    ("below", "person"),
    [
        ("", CONTRIBUTOR),
        ("", READER),
        ("?line=1", CONTRIBUTOR),
        ("?add=competences", CONTRIBUTOR),
        ("/history", CONTRIBUTOR),
        ("/compare?before=1", CONTRIBUTOR),
        ("/versions/1", READER),
    ],
    ids=lambda value: value.id if isinstance(value, Person) else value or "page",
)
def test_the_pages_of_a_definition_are_open_to_everybody(
    visit: Visit, axe: str, role: str, below: str, person: Person, scheme: str
) -> None:
    page = visit(role + below, person, color_scheme=scheme, viewport=LAYOUTS[scheme])
    assert_open(page, axe)


@pytest.mark.parametrize("scheme", LAYOUTS)
def test_the_list_with_news_and_all_roles_of_a_chart_are_open_to_everybody(
    visit: Visit, axe: str, chart: str, role: str, scheme: str
) -> None:
    assert role
    for path in ("/roles", f"/roles/define?chart={chart}&readers=plant"):
        page = visit(path, CONTRIBUTOR, color_scheme=scheme, viewport=LAYOUTS[scheme])
        assert_open(page, axe)
