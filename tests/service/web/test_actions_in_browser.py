"""Actions in real Chromium: cards by drag and by keyboard, forms without a script, with axe."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from console_of_tests import ADMINISTRATOR, CONTRIBUTOR, LEAD, READER, Console
from isthmus.actions.model import Action, Draft, Party, Source, SourceKind, Status, StepSettings
from isthmus.people import GUEST, Person
from isthmus.raci.desk import Hand
from open_pages import LAYOUTS, assert_open

Visit = Callable[..., Page]
NUMBERS = count(1)


@pytest.fixture
def label() -> str:
    """Give a word that only the actions of this test have."""
    return f"pump{next(NUMBERS)}"


@pytest.fixture
def card(console: Console, label: str) -> Action:
    """Give an open action of Con's whose step asks for evidence."""
    for person in (CONTRIBUTOR, LEAD, READER, ADMINISTRATOR):
        console.signed_in(person)
    actions = console.wiring.actions
    actions.set_step(StepSettings("2.4", evidence=True), Hand(LEAD))
    quote = Source(SourceKind.MESSAGE, "Somebody should check it.", "Lea", title="#plant")
    draft = Draft(
        f"Check {label} before the shutdown",
        owner=Party("Con", "con"),
        due=date(2026, 11, 17),
        step="2.4",
        labels=("pumps",),
        source=quote,
        readers=("plant",),
    )
    return actions.add(draft, Hand(LEAD))


def status(console: Console, action: Action) -> Status:
    return console.wiring.actions.show(action.id, LEAD).action.status


def test_a_card_is_dragged_to_another_column(
    visit: Visit, console: Console, card: Action, label: str
) -> None:
    page = visit(f"/actions/board?words={label}", CONTRIBUTOR)
    page.locator(f"#a-{card.id}").drag_to(page.locator('.lane[data-status="in progress"]'))
    expect(page.locator('.lane[data-status="in progress"] .task')).to_contain_text(label)
    expect(page.locator("#told")).to_have_text("Moved to In progress.")
    assert status(console, card) is Status.IN_PROGRESS
    page.locator(f"#a-{card.id}").drag_to(page.locator('.lane[data-status="open"]'))
    assert status(console, card) is Status.IN_PROGRESS


def test_a_card_is_moved_by_keyboard_and_asks_for_what_its_place_needs(
    visit: Visit, console: Console, card: Action, label: str
) -> None:
    page = visit(f"/actions/board?words={label}", CONTRIBUTOR)
    name = page.locator(f"#a-{card.id} .name")
    name.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator('.lane[data-status="in progress"] .name')).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    reason = page.get_by_label("What it waits for")
    expect(reason).to_be_focused()
    page.keyboard.type("No offer yet")
    page.keyboard.press("Enter")
    expect(page.locator('.lane[data-status="blocked"] .task')).to_contain_text("No offer yet")
    page.wait_for_load_state()  # a new page: its keys work when it is there
    assert status(console, card) is Status.BLOCKED
    name.focus()
    page.keyboard.press("m")
    expect(page.get_by_label(f"Move {card.name} to")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".mover")).to_have_count(0)
    page.locator(f"#a-{card.id} .name").focus()
    page.keyboard.press("Shift+ArrowRight")
    shows = page.get_by_label("What shows it: a link or a note")
    expect(shows).to_be_focused()
    page.keyboard.type("https://files.example/pump.pdf")
    page.keyboard.press("Enter")
    expect(page.locator('.lane[data-status="done"] .task')).to_contain_text(label)
    assert status(console, card) is Status.DONE


def test_arrows_go_from_card_to_card(
    visit: Visit, console: Console, card: Action, label: str
) -> None:
    more = Draft(f"Order {label}", readers=("plant",))
    second, third = (console.wiring.actions.add(more, Hand(LEAD)) for _ in range(2))
    console.wiring.actions.block(third.id, Hand(LEAD), "No offer")
    page = visit(f"/actions/board?words={label}", READER)
    page.locator(f"#a-{card.id} .name").focus()
    for key, to in (
        ("ArrowDown", second),
        ("ArrowUp", card),
        ("ArrowRight", third),
        ("ArrowLeft", card),
    ):
        page.keyboard.press(key)
        expect(page.locator(f"#a-{to.id} .name")).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#told")).to_have_text("It cannot go that way.")


def test_the_board_works_without_a_script(
    visit: Visit, console: Console, card: Action, label: str
) -> None:
    page = visit(f"/actions/board?words={label}", CONTRIBUTOR, java_script_enabled=False)
    page.get_by_role("link", name=f"Move {card.name}").click()
    page.get_by_label(f"Move {card.name} to").select_option("done")
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_role("alert")).to_contain_text("needs evidence")
    page.get_by_label("What shows it: a link or a note").fill("Seen by Lea")
    page.get_by_role("button", name="Move").click()
    expect(page.locator('.lane[data-status="done"] .task')).to_contain_text(label)
    assert status(console, card) is Status.DONE


def test_what_somebody_moved_meanwhile_is_told(
    visit: Visit, console: Console, card: Action, label: str
) -> None:
    page = visit(f"/actions/board?words={label}", CONTRIBUTOR)
    console.wiring.actions.drop(card.id, Hand(LEAD), "Not ours")
    page.locator(f"#a-{card.id} .name").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#told")).to_contain_text("is dropped. Reopen it first.")


def test_many_are_chosen_and_changed(visit: Visit, console: Console, card: Action) -> None:
    page = visit("/actions?label=pumps", CONTRIBUTOR)
    page.get_by_label(f"Choose {card.name}", exact=True).check()
    expect(page.locator("[data-chosen]")).to_have_text("1 chosen")
    form = page.get_by_role("form", name="Change the chosen ones")
    form.get_by_label("Priority").select_option("high")
    form.get_by_role("button", name="Change them").click()
    expect(page.get_by_role("status")).to_contain_text("changed")
    shown = console.wiring.actions.show(card.id, LEAD).action
    assert shown.priority.value == "high"


def test_a_fact_is_changed_with_the_keyboard_alone(visit: Visit, card: Action) -> None:
    page = visit(f"/actions/{card.id}", CONTRIBUTOR)
    page.get_by_role("link", name="Change the due date").press("Enter")
    field = page.get_by_label("Due")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("11 December 2026")
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text("Friday, 11 December 2026")
    expect(page.locator(".page-head")).to_contain_text("moved 1")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator(".facts")).to_contain_text("Tuesday, 17 November 2026")


def test_arrows_go_from_day_to_day(visit: Visit, console: Console, card: Action) -> None:
    later = Draft("Order it", due=date(2026, 11, 26), readers=("plant",))
    console.wiring.actions.add(later, Hand(LEAD))
    page = visit("/actions/calendar", CONTRIBUTOR)
    assert card.due
    page.locator('a.date[href*="2026-11-17"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('a.date[href*="2026-11-26"]')).to_be_focused()


@pytest.mark.parametrize("person", [LEAD, ADMINISTRATOR], ids=lambda person: person.id)
def test_the_navigation_stands_on_one_line(visit: Visit, person: Person) -> None:
    page = visit("/actions", person, viewport={"width": 1280, "height": 800})
    links = page.locator(
        "nav.bar > ul a, nav.bar > details summary, nav.bar .self a, nav.bar .self button"
    )
    middles = links.evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => Math.round(r.top + r.height / 2))"
    )
    assert max(middles) - min(middles) <= 4
    if person is ADMINISTRATOR:
        page.locator("nav.bar summary", has_text="More").press("Enter")
        page.get_by_role("link", name="Audit").click()
        expect(page.locator("nav.bar .present")).to_have_text("More")


@pytest.mark.parametrize("scheme", LAYOUTS)
@pytest.mark.parametrize(
    ("below", "person"),
    [
        ("", CONTRIBUTOR),
        ("", READER),
        ("?edit=owner", CONTRIBUTOR),
        ("?edit=step", CONTRIBUTOR),
        ("?edit=text", CONTRIBUTOR),
        ("?pick=check", CONTRIBUTOR),
        ("/history", CONTRIBUTOR),
    ],
    ids=lambda value: value.id if isinstance(value, Person) else value or "page",
)
def test_the_pages_of_an_action_are_open_to_everybody(
    visit: Visit, axe: str, card: Action, below: str, person: Person, scheme: str
) -> None:
    page = visit(
        f"/actions/{card.id}{below}", person, color_scheme=scheme, viewport=LAYOUTS[scheme]
    )
    assert_open(page, axe)


@pytest.mark.parametrize("scheme", LAYOUTS)
def test_the_full_list_board_calendar_and_proposals_are_open_to_everybody(
    visit: Visit, console: Console, axe: str, card: Action, scheme: str
) -> None:
    draft = Draft(f"{card.title} again", owner=Party("Turbotec"), source=card.source)
    proposal = console.wiring.actions.propose([draft], Hand(LEAD))[0]
    console.wiring.actions.block(card.id, Hand(LEAD), "No offer")
    options = {"color_scheme": scheme, "viewport": LAYOUTS[scheme]}
    for path, person in (
        ("/actions", CONTRIBUTOR),
        ("/actions?status=all&priority=urgent", GUEST),
        ("/actions/board", CONTRIBUTOR),
        (f"/actions/board?move={card.id}", CONTRIBUTOR),
        ("/actions/calendar", GUEST),
        ("/actions/proposed", CONTRIBUTOR),
        (f"/actions/{proposal.id}", CONTRIBUTOR),
        ("/actions/new?title=check+pump", CONTRIBUTOR),
    ):
        assert_open(visit(path, person, **options), axe)
