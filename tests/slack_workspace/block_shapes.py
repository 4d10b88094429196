"""What blocks look like, what a message or a view holds of them, and on which surface each is."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, Final

from slack_workspace import limits
from slack_workspace.element_shapes import (
    ELEMENTS,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from slack_workspace.shapes import (
    Check,
    Problems,
    boolean,
    either,
    listed,
    one_of,
    problem,
    shape,
    string,
    typed,
    unique,
)
from slack_workspace.text_shapes import (
    ADDRESS,
    CELL,
    IMAGE,
    IMAGE_BLOCK,
    RICH_TEXT,
    column,
    plain,
    text,
)


class Surface(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


_ID = {"block_id": string(limits.BLOCK_ID)}


def _unique_actions(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
    elements = value.get("elements")
    if isinstance(elements, list):
        yield from unique("action_id", elements, f"{at}/elements")


_CONTEXT_ELEMENT = typed(
    {
        "image": IMAGE,
        "plain_text": text(limits.CONTEXT_TEXT),
        "mrkdwn": text(limits.CONTEXT_TEXT),
    }
)
_TASK_FIELDS = {
    "task_id": string(limits.BLOCK_ID),
    "title": string(limits.TASK_TITLE),
    "status": one_of("pending", "in_progress", "complete", "error"),
}
_SOURCE = typed({"url": shape({"url": ADDRESS, "text": string()}, {})})
_TASK = shape(
    _TASK_FIELDS,
    {
        **_ID,
        "details": typed({"rich_text": RICH_TEXT}),
        "output": typed({"rich_text": RICH_TEXT}),
        "sources": listed(_SOURCE),
    },
)
_CARD = shape(
    {},
    {
        **_ID,
        "hero_image": typed({"image": IMAGE}),
        "icon": typed({"image": IMAGE}),
        "title": text(limits.CARD_TITLE),
        "subtitle": text(limits.CARD_TITLE),
        "body": text(limits.CARD_BODY),
        "actions": listed(typed(ELEMENTS, {"button"}), limits.CARD_ACTIONS),
    },
    either("hero_image", "title", "actions", "body"),
)

BLOCKS: Final[dict[str, Check]] = {
    "section": shape(
        {},
        {
            **_ID,
            "text": text(limits.SECTION_TEXT),
            "fields": listed(text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
            "accessory": typed(ELEMENTS, IN_SECTION),
            "expand": boolean,
        },
        either("text", "fields"),
    ),
    "divider": shape({}, _ID),
    "header": shape({"text": plain(limits.HEADER)}, _ID),
    "image": IMAGE_BLOCK,
    "context": shape({"elements": listed(_CONTEXT_ELEMENT, limits.CONTEXT_ELEMENTS)}, _ID),
    "actions": shape(
        {"elements": listed(typed(ELEMENTS, IN_ACTIONS), limits.ACTIONS_ELEMENTS)},
        _ID,
        _unique_actions,
    ),
    "context_actions": shape(
        {"elements": listed(typed(ELEMENTS, IN_CONTEXT_ACTIONS), limits.CONTEXT_ACTIONS_ELEMENTS)},
        _ID,
        _unique_actions,
    ),
    "input": shape(
        {"label": plain(limits.INPUT_LABEL), "element": typed(ELEMENTS, IN_INPUT)},
        {**_ID, "hint": plain(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "markdown": shape({"text": string(limits.MARKDOWN)}, _ID),
    "table": shape(
        {"rows": listed(listed(CELL, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
        {**_ID, "column_settings": listed(column, limits.TABLE_COLUMNS)},
    ),
    "video": shape(
        {
            "alt_text": string(),
            "video_url": ADDRESS,
            "thumbnail_url": ADDRESS,
            "title": plain(200),
        },
        {
            **_ID,
            "title_url": ADDRESS,
            "description": plain(200),
            "provider_icon_url": ADDRESS,
            "provider_name": string(),
            "author_name": string(50),
        },
    ),
    "alert": shape(
        {"text": text(limits.ALERT)},
        {**_ID, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "task_card": _TASK,
    "plan": shape(
        {"title": string(limits.TASK_TITLE)},
        {**_ID, "tasks": listed(typed({"task_card": _TASK}), limits.PLAN_TASKS, least=0)},
    ),
    "card": _CARD,
    "carousel": shape({"elements": listed(typed({"card": _CARD}), limits.CAROUSEL_CARDS)}, _ID),
}

BLOCKS["container"] = shape(
    {"child_blocks": listed(typed(BLOCKS), limits.CONTAINER_BLOCKS)},
    {
        **_ID,
        "title": plain(limits.CONTAINER_TITLE),
        "rich_text_title": typed({"rich_text": RICH_TEXT}),
        "subtitle": text(limits.CONTAINER_TITLE),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": typed({"image": IMAGE}),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    either("title", "rich_text_title"),
)

_EVERYWHERE: Final = frozenset(
    {"section", "divider", "header", "image", "context", "actions", "input", "rich_text", "video"}
)
_ON: Final = {
    Surface.MESSAGE: _EVERYWHERE
    | {
        "markdown",
        "table",
        "context_actions",
        "task_card",
        "plan",
        "card",
        "carousel",
        "container",
    },
    Surface.MODAL: _EVERYWHERE | {"alert", "card"},
    Surface.HOME: _EVERYWHERE | {"card", "carousel"},
}


def wrong_with(blocks: object, surface: Surface, at: str = "/blocks") -> list[str]:
    """Tell all that Slack would not take of these blocks, each with a pointer to it."""
    most = limits.BLOCKS_IN_MESSAGE if surface is Surface.MESSAGE else limits.BLOCKS_IN_VIEW
    found = list(listed(typed(BLOCKS, _ON[surface]), most, least=0)(blocks, at))
    if isinstance(blocks, list) and not found:
        found += unique("block_id", blocks, at)
        found += _together(blocks, at)
    return found


def _together(blocks: Sequence[dict[str, Any]], at: str) -> Iterator[str]:
    """Look at what holds for all blocks of a message at once."""
    markdown = sum(len(one["text"]) for one in blocks if one["type"] == "markdown")
    if markdown > limits.MARKDOWN:
        yield problem(f"markdown must be less than {limits.MARKDOWN + 1} characters in all", at)
    tables = [one for one in blocks if one["type"] == "table"]
    if len(tables) > limits.TABLES:
        yield problem("only_one_table_allowed", at)
    if sum(_written(one["rows"]) for one in tables) > limits.TABLE_CHARACTERS:
        yield problem(f"table must be less than {limits.TABLE_CHARACTERS + 1} characters", at)


def too_long_together(blocks: Sequence[dict[str, Any]]) -> bool:
    """Tell whether Slack would say `msg_blocks_too_long`."""
    return any(one["type"] == "markdown" for one in blocks) and (
        _written(list(blocks)) > limits.EXPANDED
    )


def _written(value: object) -> int:
    """Count the characters that people read, wherever they stand."""
    if isinstance(value, list):
        return sum(map(_written, value))
    if isinstance(value, dict):
        return sum(
            len(item) if name == "text" and isinstance(item, str) else _written(item)
            for name, item in value.items()
            if isinstance(item, str | list | dict)
        )
    return 0
