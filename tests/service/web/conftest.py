"""A real browser, and the service it looks at."""

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from console_of_tests import Console, serving
from isthmus.people import GUEST, Person

PATIENCE = 60_000  # ms: a busy machine fails no test
# and by the browser in its console; whoever is somewhere already is not moved by an autofocus
TOLD_BY_THE_PAGE = re.compile(r"status of (409|412|422|503)|Autofocus processing was blocked")


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    with serving(tmp_path_factory.mktemp("browsed")) as console:
        yield console


@pytest.fixture(scope="session")
def address(console: Console) -> str:
    return console.address


@pytest.fixture
def visit(browser: Browser, console: Console) -> Iterator[Callable[..., Page]]:
    """Open pages as somebody, none of which may have complained when the test is over."""
    contexts, complaints = [], []

    def open_page(path: str, person: Person = GUEST, **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if not person.is_guest:
            token = console.signed_in(person)
            context.add_cookies([{"name": "isthmus", "value": token, "url": console.address}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{path}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.goto(console.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [said for said in complaints if not TOLD_BY_THE_PAGE.search(said)] == []


@pytest.fixture(scope="session")
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
