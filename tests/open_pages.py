"""What makes a page open to everybody: axe finds nothing grave, and it fits the screen."""

from typing import Any, Final

from playwright.sync_api import Page

LAYOUTS: Final = {
    "light": {"width": 1280, "height": 900},
    "dark": {"width": 360, "height": 740},
}
GRAVE: Final = frozenset({"serious", "critical"})
FIND: Final = """
async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map((node) => node.html).slice(0, 3) }))
"""


def assert_open(page: Page, axe: str) -> None:
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(FIND)
    assert [one for one in found if one["impact"] in GRAVE] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
