"""What a reply becomes in Slack, and what is in that."""

from typing import Any

from isthmus.messages import Part, Reply
from isthmus_integrations.slack.render import Posting, home, posted
from replies_of_tests import CONSOLE


def shown(*parts: Part) -> Posting:
    return posted(Reply(parts), lambda button: f"token of {button.label}", CONSOLE)


def kinds(posting: Posting) -> list[str]:
    return [each["type"] for each in posting.blocks]


def buttons_in(posting: Posting) -> list[dict[str, Any]]:
    rows = [each for each in posting.blocks if each["type"] == "actions"]
    return [element for row in rows for element in row["elements"]]


def links_in(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    match value:
        case {"type": "link", "url": url}:
            return [url]
        case dict():
            return [url for each in value.values() for url in links_in(each)]
        case list() | tuple():
            return [url for each in value for url in links_in(each)]
    return []


def page(*parts: Part) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = home(Reply(parts), lambda _: "t", CONSOLE)["blocks"]
    return blocks
