"""What Slack refuses, and what would be dangerous, said of anything that is to be sent there.

Written from Slack's documents, apart from the code that keeps it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Block = Mapping[str, Any]

UNSEEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f]"
)
OF_A_MESSAGE: Final = {
    "rich_text", "section", "actions", "context", "context_actions", "table", "header", "divider",
}  # fmt: skip
OF_A_VIEW: Final = {"rich_text", "section", "actions", "context", "header", "divider", "input"}
MOST_ELEMENTS: Final = {"actions": 25, "context": 10, "context_actions": 5}


def size(text: str) -> int:
    """Count as JavaScript does."""
    return len(text.encode("utf-16-le")) // 2


def broken_message(blocks: Sequence[Block], text: str, console: str) -> list[str]:
    """Say what is wrong with a message; nothing where Slack takes it."""
    found = [*_broken_blocks(blocks, OF_A_MESSAGE, 50, console)]
    if not 0 < size(text) <= 4_000:
        found.append(f"text of {size(text)}")
    if re.search(r"[<>]|&(?!(amp|lt|gt);)|(?<!\w):[\w+'-]+:", text):
        found.append("text means something")
    if UNSEEN.search(text):
        found.append("text hides something")
    tables = [each for each in blocks if each["type"] == "table"]
    if len(tables) > 1:
        found.append("several tables")
    if sum(size(each) for each in _texts(blocks)) > 13_000:
        found.append("msg_blocks_too_long")
    return found


def broken_view(view: Block, console: str) -> list[str]:
    """Say what is wrong with a window or a page."""
    found = [*_broken_blocks(view["blocks"], OF_A_VIEW, 100, console)]
    if len(json.dumps(view)) > 250_000:
        found.append("view_too_large")
    if view["type"] == "home":
        return found
    named = [name for name in ("title", "submit", "close") if name in view]
    found += [f"{name} too long" for name in named if not 0 < size(view[name]["text"]) <= 24]
    if size(view.get("private_metadata", "")) > 3_000 or size(view["callback_id"]) > 255:
        found.append("metadata")
    if "submit" not in view and any(each["type"] == "input" for each in view["blocks"]):
        found.append("inputs without a submit")
    return found


def all_texts(value: object) -> str:
    """Give all that is to be read in blocks, as one text."""
    return "\n".join(_texts(value))


def all_addresses(value: object) -> str:
    """Give all that can be followed in blocks, one a line."""
    return "\n".join(each["url"] for each in _all(value) if "url" in each)


# ---- blocks


def _broken_blocks(
    blocks: Sequence[Block], kinds: set[str], most: int, console: str
) -> Iterator[str]:
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    ids = Counter(each["action_id"] for each in _all(blocks) if "action_id" in each)
    many = {name for name, times in ids.items() if times > 1} - {"isthmus:feedback"}
    yield from (f"{name} twice" for name in many if "input" not in kinds)
    named = Counter(each["block_id"] for each in blocks if "block_id" in each)
    yield from (f"block {name} twice" for name, times in named.items() if times > 1)
    for block in blocks:
        if block["type"] not in kinds:
            yield f"{block['type']} is not for this place"
        yield from _broken_block(block)
    for each in _all(blocks):
        yield from _broken_object(each, console)


def _broken_block(block: Block) -> Iterator[str]:
    kind = block["type"]
    if not 0 < len(block.get("elements", [1])) <= MOST_ELEMENTS.get(kind, 10_000):
        yield f"{kind} with {len(block['elements'])} elements"
    if kind == "header" and size(block["text"]["text"]) > 150:
        yield "header too long"
    if kind == "section" and not 0 < size(block["text"]["text"]) <= 3_000:
        yield "section too long"
    if kind == "rich_text" and sum(size(each) for each in _texts(block)) > 6_000:
        yield "rich text too long"
    if kind == "table":
        yield from _broken_table(block)
    if kind == "input":
        yield from _broken_input(block)
    if size(block.get("block_id", "")) > 255:
        yield "block_id too long"


def _broken_table(block: Block) -> Iterator[str]:
    rows = block["rows"]
    if not 0 < len(rows) <= 100 or any(not 0 < len(row) <= 20 for row in rows):
        yield "table too large"
    if len({len(row) for row in rows}) > 1 or len(block["column_settings"]) > 20:
        yield "table is ragged"
    if sum(map(size, _texts(rows))) > 10_000:
        yield "cells too long"


def _broken_input(block: Block) -> Iterator[str]:
    element = block["element"]
    if size(block["label"]["text"]) > 2_000 or size(block.get("hint", {}).get("text", "")) > 2_000:
        yield "label or hint too long"
    if size(element.get("initial_value", "")) > min(3_000, element.get("max_length", 3_000)):
        yield "initial value too long"
    if not 1 <= element.get("max_length", 1) <= 3_000:
        yield "max_length"
    if "select" in element["type"]:
        yield from _broken_choice(element)


def _broken_choice(element: Block) -> Iterator[str]:
    groups = element.get("option_groups", [])
    lists = [each["options"] for each in groups] or [element["options"]]
    options = [each for part in lists for each in part]
    if len(groups) > 100 or any(not 0 < len(each) <= 100 for each in lists):
        yield "too many options"
    if any(size(each["label"]["text"]) > 75 for each in groups):
        yield "label of a group too long"
    for each in options:
        described = each.get("description", {"text": ""})["text"]
        if (
            not 0 < size(each["value"]) <= 150
            or max(map(size, (each["text"]["text"], described))) > 75
        ):
            yield "option too long"
    if len({each["value"] for each in options}) < len(options):
        yield "the same option twice"
    chosen = [*element.get("initial_options", [element.get("initial_option")])]
    if any(each not in options for each in chosen if each):
        yield "an initial option that is none"


def _broken_object(each: Block, console: str) -> Iterator[str]:
    kind = each.get("type")
    if kind in {"mrkdwn", "markdown", "emoji", "user", "usergroup", "channel", "broadcast"}:
        yield f"{kind} can mean something"
    if kind in {"text", "plain_text", "raw_text", "link"}:
        yield from _broken_text(each)
    if kind == "link" and not f"{each['url']}/".startswith(f"{console}/"):
        yield f"a link to {each['url']}"
    if kind == "button" and (size(each["text"]["text"]) > 75 or size(each["value"]) > 2_000):
        yield "button too long"
    if kind == "rich_text_list" and each["style"] not in {"bullet", "ordered"}:
        yield "style of a list"
    if size(each.get("url", "")) > 3_000 or size(each.get("action_id", "")) > 255:
        yield "url or action_id too long"


def _broken_text(each: Block) -> Iterator[str]:
    text, kind = each["text"], each["type"]
    if not (text if kind == "text" else text.strip()):
        yield f"empty {kind}"
    if UNSEEN.search(text):
        yield f"{kind} hides something"
    if kind == "plain_text" and each["emoji"] is not False:
        yield "emoji"


# ---- what is in it


def _all(value: object) -> Iterator[Block]:
    match value:
        case Mapping():
            yield value
            for each in value.values():
                yield from _all(each)
        case list() | tuple():
            for each in value:
                yield from _all(each)


def _texts(value: object) -> Iterator[str]:
    for each in _all(value):
        if isinstance(text := each.get("text"), str):
            yield text
