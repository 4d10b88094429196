"""The page Jobs with something on it, in a browser: open to everybody, and a letter replayed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from playwright.sync_api import Page

import served
from console_of_tests import ADMINISTRATOR, Console
from isthmus.jobs.model import State, Wanted
from isthmus.jobs.store import JobStore
from isthmus.people import OPERATOR
from open_pages import LAYOUTS, assert_open

KEY = "actions.remind:A-17:maria@2026-11-20T08:30"
WHY = "The channel is gone (channel_not_found). Choose another one for the reminders of step 2.4."


@pytest.fixture
def dead_letter(console: Console) -> Iterator[int]:
    key = f"{KEY}:{uuid4().hex[:4]}"
    with console.wiring.recording() as act:
        store = JobStore(act.connection)
        store.enqueue(Wanted("actions.remind", key), served.NOW)
        found = store.by_key(key)
        assert found is not None
        begun = replace(found, attempts=1, sending={"to": "maria"})
        store.put(begun.ended(State.DEAD, WHY, served.NOW))
    yield found.id
    with console.wiring.recording() as act:
        store = JobStore(act.connection)
        store.put(store.get(found.id).ended(State.DONE, "", served.NOW))


@pytest.mark.parametrize("scheme", LAYOUTS)
def test_dead_letters_are_open_to_everybody(
    visit: Callable[..., Page], axe: str, dead_letter: int, scheme: str
) -> None:
    page = visit("/jobs", ADMINISTRATOR, color_scheme=scheme, viewport=LAYOUTS[scheme])
    assert page.get_by_role("button", name=f"Replay job {dead_letter}").is_visible()
    assert_open(page, axe)


def test_a_dead_letter_is_replayed_with_one_click(
    visit: Callable[..., Page], console: Console, dead_letter: int
) -> None:
    page = visit("/jobs", ADMINISTRATOR)
    page.get_by_role("button", name=f"Replay job {dead_letter}").click()
    page.wait_for_url("**/jobs")
    assert console.wiring.jobs.job(OPERATOR, dead_letter).state is State.WAITING
