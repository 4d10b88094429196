"""Every page, in both themes, wide and on a phone: axe, no complaints, no sideways scrolling."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page

import served
from console_of_tests import ADMINISTRATOR, CONTRIBUTOR, LEAD, Console
from isthmus.library.model import Collection, Said
from isthmus.people import GUEST, Person
from open_pages import LAYOUTS, assert_open

DOCUMENT: Final = "/library/documents/patching-adc2943f68c6"
# Add a page here, and it is held to all of this.
PAGES: Final[tuple[tuple[str, Person], ...]] = (
    ("/", GUEST),
    ("/api/docs", GUEST),
    ("/blueprint", GUEST),
    ("/blueprint/steps/1.2", GUEST),
    ("/blueprint/steps/3.3", ADMINISTRATOR),
    ("/blueprint/roles", GUEST),
    ("/blueprint/templates", GUEST),
    ("/blueprint/templates/exception-request", GUEST),
    ("/blueprint/standards", GUEST),
    ("/blueprint/standards/remote-access", GUEST),
    ("/blueprint/obligations", GUEST),
    ("/blueprint/obligations/nis2", GUEST),
    ("/charts", GUEST),
    ("/charts/draft?sentence=RACI+for+OT+patching+with+the+plant+manager+and+IT", GUEST),
    ("/charts/import", CONTRIBUTOR),
    ("/charts/roles?role=plant+manager", CONTRIBUTOR),
    ("/roles", GUEST),
    ("/roles/define?role=plant+manager", CONTRIBUTOR),
    ("/roles/define?role=Tide+watcher", GUEST),
    ("/actions", GUEST),
    ("/actions", CONTRIBUTOR),
    ("/actions/board", CONTRIBUTOR),
    ("/actions/calendar", CONTRIBUTOR),
    ("/actions/new", CONTRIBUTOR),
    ("/actions/find", CONTRIBUTOR),
    ("/actions/import", CONTRIBUTOR),
    ("/actions/proposed", CONTRIBUTOR),
    ("/actions/steps", GUEST),
    ("/actions/steps", LEAD),
    ("/actions/webhooks", ADMINISTRATOR),
    ("/programme", GUEST),
    ("/programme?period=12-months&phase=2", LEAD),
    ("/library", GUEST),
    ("/library?state=retired", CONTRIBUTOR),
    ("/library/reviews", GUEST),
    ("/library/index", CONTRIBUTOR),
    ("/library/failures", ADMINISTRATOR),
    ("/library/add", CONTRIBUTOR),
    (DOCUMENT, LEAD),
    (f"{DOCUMENT}/revisions", LEAD),
    (f"{DOCUMENT}/change", LEAD),
    (f"{DOCUMENT}/retire", CONTRIBUTOR),
    ("/sign-in", GUEST),
    ("/people", ADMINISTRATOR),
    ("/audit", ADMINISTRATOR),
    ("/jobs", ADMINISTRATOR),
    ("/jobs/schedules", ADMINISTRATOR),
    ("/unanswered", LEAD),
    ("/conversations", LEAD),
    ("/notices", LEAD),
    ("/actions/reminders", LEAD),
    ("/account", CONTRIBUTOR),
    ("/account/calendar", CONTRIBUTOR),
    ("/people/ana", ADMINISTRATOR),
)
LARGEST: Final = 100_000


def named(value: str | Person) -> str:
    return value if isinstance(value, str) else value.id


@pytest.mark.parametrize("scheme", LAYOUTS)
@pytest.mark.parametrize(("path", "person"), PAGES, ids=named)
def test_a_page_is_open_to_everybody(
    visit: Callable[..., Page], axe: str, path: str, person: Person, scheme: str
) -> None:
    page = visit(path, person, color_scheme=scheme, viewport=LAYOUTS[scheme])
    assert_open(page, axe)


def test_a_passage_and_a_form_with_mistakes_are_open_to_everybody(
    visit: Callable[..., Page], axe: str
) -> None:
    page = visit(DOCUMENT)
    page.locator(".outline a").first.click()
    assert_open(page, axe)
    page = visit(f"{DOCUMENT}/change", LEAD, color_scheme="dark")
    page.get_by_label("Who may read it").fill(" , ")
    page.get_by_role("button", name="Save").click()
    assert page.locator("[aria-invalid=true]").count() == 1
    assert_open(page, axe)


def test_what_changed_is_open_to_everybody(
    visit: Callable[..., Page], console: Console, axe: str
) -> None:
    said: Said = {"collection": Collection.RECORDS, "readers": frozenset({"plant"})}
    first, second = (
        "Patch each month.\nKeep a log.",
        "Patch each quarter.\nKeep a log.\nTest first.",
    )
    console.wiring.ingest.uploaded("log.txt", first.encode(), said, served.ANA)
    added = console.wiring.ingest.uploaded("log.txt", second.encode(), said, served.ANA).documents[
        0
    ]
    for scheme, viewport in LAYOUTS.items():
        page = visit(
            f"/library/documents/{added.id}/difference",
            LEAD,
            color_scheme=scheme,
            viewport=viewport,
        )
        assert page.locator("ins").count() == 2
        assert_open(page, axe)


@pytest.mark.parametrize(("path", "person"), PAGES, ids=named)
def test_a_page_is_light_and_has_nothing_that_the_policy_blocks(
    client: TestClient, wiring: served.FakeAnsweringWiring, path: str, person: Person
) -> None:
    if not person.is_guest:
        served.sign_in(client, wiring, person)
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    seen = Seen()
    seen.feed(page.text)
    assert seen.inline == []
    total = len(page.content) + sum(len(client.get(one).content) for one in seen.loaded)
    assert total < LARGEST


class Seen(HTMLParser):
    """Collects what the content policy would block, and what the page loads with it."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loaded: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        bad_script = tag == "script" and "src" not in said
        if tag == "style" or bad_script or any(n == "style" or n.startswith("on") for n in said):
            self.inline.append(f"{tag} {sorted(said)}")
        address = said.get("src") or (said.get("href") if tag == "link" else None)
        if address and address.startswith("/static/"):
            self.loaded.add(address)
