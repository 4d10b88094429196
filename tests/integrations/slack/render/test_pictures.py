"""What is kept of each reply, drawn by a library that looks as Slack does, on a desk and a phone.

The pictures stay in `build/slack-pictures/`, to be looked at. Needs npm and Chromium.
"""

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from slack_sdk import WebClient

from npm_of_tests import BUILD, Program, packages, running
from said_of_tests import SAYINGS
from slack_workspace import SlackWorkspace
from slack_workspace.picture import CHROMIUM

SNAPSHOTS = Path(__file__).parent / "snapshots"
PICTURES = BUILD / "slack-pictures"
PACKAGES = ("slack-blocks-to-jsx@1.1.1", "react@19.3.1", "react-dom@19.3.1")
PROGRAM = Path(__file__).parents[3] / "slack_blocks.mjs"
DESK, PHONE = 640, 375
STYLE = "body { font-family: Lato, 'Open Sans', sans-serif; margin: 12px } .file { color: #666 }"
IN_CHROMIUM = pytest.mark.skipif(not CHROMIUM.exists(), reason="pictures: Chromium is missing")

Kept = dict[str, Any]


@pytest.fixture(scope="module")
def drawing() -> Iterator[Program]:
    with running(PROGRAM, packages("slack-blocks", *PACKAGES)) as program:
        yield program


@pytest.fixture(scope="module")
def style() -> str:
    folder = packages("slack-blocks", *PACKAGES) / "node_modules" / "slack-blocks-to-jsx"
    return f"{(folder / 'dist' / 'style.css').read_text(encoding='utf-8')} {STYLE}"


@pytest.fixture(scope="module")
def browsed(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@IN_CHROMIUM
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_all_that_is_said_is_to_be_read_in_a_picture(
    width: int, drawing: Program, style: str, browsed: Page
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    browsed.set_viewport_size({"width": width, "height": 300})
    unread = []
    for name in SAYINGS:
        kept = snapshot(name)
        browsed.set_content(f"<meta charset=utf-8><style>{style}</style>{body(kept, drawing)}")
        browsed.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        read = squeezed(browsed.locator("body").inner_text())
        unread += [(name, text) for text in texts(kept) if squeezed(text) not in read]
        if not any(each["type"] == "table" for each in blocks_of(kept)):
            assert browsed.evaluate("document.documentElement.scrollWidth") <= width, name
    assert not unread


@IN_CHROMIUM
def test_the_workspace_for_tests_takes_and_draws_what_is_posted(browsed: Page) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with SlackWorkspace() as slack:
        place = slack.channel("general", [slack.user("Ana", "ana@example.org")])
        client = WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])
        for each in (message for name in SAYINGS for message in snapshot(name)["messages"]):
            client.chat_postMessage(channel=place.id, text=each["text"], blocks=each["blocks"])
        page = slack.page("general")
    browsed.set_viewport_size({"width": 760, "height": 300})
    browsed.set_content(page)
    browsed.screenshot(path=PICTURES / "workspace.png", full_page=True)
    read = squeezed(browsed.locator("body").inner_text())
    assert squeezed("Emergency patches need the approval of the shift supervisor.") in read


def snapshot(name: str) -> Kept:
    kept: Kept = json.loads((SNAPSHOTS / f"{name}.json").read_text(encoding="utf-8"))
    return kept


def body(kept: Kept, drawing: Program) -> str:
    return "".join([*_messages(kept, drawing), *_views(kept, drawing)])


def _messages(kept: Kept, drawing: Program) -> Iterator[str]:
    for each in kept["messages"]:
        yield drawing.asked({"blocks": each["blocks"], "bare": False})
        yield from (f"<p class=file>{html.escape(file['name'])}</p>" for file in each["files"])


def _views(kept: Kept, drawing: Program) -> Iterator[str]:
    for view in kept["views"]:
        names = [html.escape(view[e]["text"]) for e in ("title", "close", "submit") if e in view]
        drawn = drawing.asked({"blocks": view["blocks"], "bare": True})
        yield f"<h2>{names[0] if names else 'Home'}</h2>{drawn}<p>{' | '.join(names[1:])}</p>"


def blocks_of(kept: Kept) -> list[Kept]:
    return [block for each in (*kept["messages"], *kept["views"]) for block in each["blocks"]]


def texts(kept: Kept) -> Iterator[str]:
    """Give what is to be read without pressing anything."""
    for block in blocks_of(kept):
        yield from _texts({name: part for name, part in block.items() if name != "element"})


def _texts(value: object) -> Iterator[str]:
    match value:
        case {"type": "feedback_buttons"}:
            return
        case {"text": str(text)}:
            yield text
        case dict():
            yield from (text for each in value.values() for text in _texts(each))
        case list():
            yield from (text for each in value for text in _texts(each))


def squeezed(text: str) -> str:
    return "".join(text.split())
