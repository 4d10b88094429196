"""Makes the pictures of the README: real replies, as people in Teams see them.

Run `.venv/bin/python tests/teams_pictures.py`; it needs Chromium, node and npm, and writes to
docs/pictures. Microsoft's test client shows them.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Locator, sync_playwright

from isthmus import main
from isthmus.app import create_app
from isthmus.settings import Settings
from isthmus_integrations.teams import channel
from playground_of_tests import Playground, playground
from teams_of_tests import ANA, BEN, Clock, Product
from teams_service import TeamsService

FOLDER: Final = Path(__file__).parents[1] / "docs" / "pictures"
TALL: Final = {"width": 860, "height": 1200}
AROUND: Final = 36
WITHOUT_REMARKS: Final = """for (const each of document.querySelectorAll("div, span, p")) {
  const said = each.textContent;
  if (/^[^.]{0,60} is not supported yet in Microsoft 365 Agents playground/.test(said)) {
    each.style.visibility = "hidden";
  }
}"""
QUESTION: Final = "Who approves vendor remote access into the plant network?"
ADD: Final = "add action: Ana closes the modem line at turbine 2 by Friday, step 2.4, high"


@contextmanager
def real_product_in(folder: Path, **settings: Any) -> Iterator[Product]:  # noqa: ANN401 - any setting
    """Serve the product with everything that is shipped, and nothing made up."""
    clock = Clock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    with TeamsService(clock=clock) as teams:
        known = {**teams.settings, "worker": False, "data_dir": folder, **settings}
        known |= {"public_url": "http://localhost"}
        wiring = replace(
            main.wire(Settings.model_validate(known)), clock=clock, makers=lambda: [channel]
        )
        wiring.make_ready()
        with wiring.access() as access:
            for person in (ANA, BEN):
                access.put_person(person)
        try:
            yield Product(teams, wiring, create_app(wiring), clock)  # type: ignore[arg-type]
        finally:
            wiring.close()


def make(there: Playground, folder: Path) -> None:
    page = there.page
    page.set_viewport_size({"width": TALL["width"], "height": TALL["height"]})
    there.shows(page.get_by_text("You could say now"))
    for name, said, last in (
        ("teams-answer", QUESTION, page.get_by_role("button", name="Track this")),
        ("teams-action", ADD, page.get_by_role("link", name="Open in the console")),
    ):
        page.get_by_role("textbox").last.fill(said)
        page.keyboard.press("Enter")
        there.shows(last)
        page.wait_for_timeout(1_000)
        page.evaluate(WITHOUT_REMARKS)
        _picture(there, folder / f"{name}.png", page.get_by_text(said, exact=True).last, last.last)


def _picture(there: Playground, path: Path, first: Locator, last: Locator) -> None:
    """Take what stands from a message to a button below it."""
    last.scroll_into_view_if_needed()
    above, below = first.bounding_box(), last.bounding_box()
    assert above
    assert below
    top = max(0, above["y"] - AROUND)
    height = below["y"] + below["height"] + AROUND - top
    clip = {"x": 0, "y": top, "width": TALL["width"], "height": height}
    taken = there.page.screenshot(clip=clip)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(taken)) as image:
        image.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(path, optimize=True)


def run(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with playground(Path(data), browser, real_product_in) as there:
            make(there, folder)
        browser.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
