"""The page Programme with actions on it, in a browser: open to everybody in both themes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page

import served
from console_of_tests import ADMINISTRATOR, LEAD, Console
from isthmus.actions.model import Draft, Party
from isthmus.raci.desk import Hand
from open_pages import LAYOUTS, assert_open

LATE = Draft(
    "Agree the patch window for the boiler controls",
    owner=Party("Ingrid Vestergaard-Johannsen of the maintenance provider"),
    due=served.NOW.date() - timedelta(days=9),
    step="2.3",
)


@pytest.fixture(scope="module")
def filled(console: Console) -> Console:
    hand = Hand(ADMINISTRATOR, "test")
    actions = console.wiring.actions
    console.signed_in(ADMINISTRATOR)
    added = [actions.add(replace(LATE, step=step), hand) for step in ("1.1", "2.3", "3.3", "")]
    actions.block(added[0].id, hand, "No spare part")
    actions.done(added[2].id, hand)
    return console


@pytest.mark.parametrize("scheme", LAYOUTS)
def test_a_programme_with_actions_is_open_to_everybody(
    visit: Callable[..., Page], filled: Console, axe: str, scheme: str
) -> None:
    assert filled.address
    page = visit("/programme", LEAD, color_scheme=scheme, viewport=LAYOUTS[scheme])
    for summary in page.get_by_text("The numbers behind it").all():
        summary.click()
    assert page.get_by_role("img", name="Burn-up").count() == 1
    assert_open(page, axe)


def test_a_report_is_downloaded_with_two_clicks(
    visit: Callable[..., Page], filled: Console
) -> None:
    assert filled.address
    page = visit("/programme", LEAD)
    page.get_by_text("Steering report").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Slides (PPTX)").click()
    assert download.value.suggested_filename.endswith(".pptx")
