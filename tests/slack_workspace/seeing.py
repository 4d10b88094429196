"""What blocks read like on a screen, as lines of text."""

import html
from collections.abc import Callable, Iterator
from typing import Any, Final

from slack_workspace.model import Json, Message, View
from slack_workspace.mrkdwn import Names, read, read_markdown
from slack_workspace.viewing import holds

Lines = Iterator[str]


def text_of(said: Json | None, names: Names) -> str:
    """Give a text object as people read it."""
    if not said:
        return ""
    if said["type"] == "mrkdwn":
        return read(said["text"], names)
    return html.unescape(str(said["text"]))


def lines_of(blocks: list[Json], names: Names, view: View | None = None) -> list[str]:
    """Give blocks line by line; ``view`` tells what stands in the fields."""
    return [line for block in blocks for line in _READ[block["type"]](block, names, view)]


def _section(block: Json, names: Names, view: View | None) -> Lines:
    if block.get("text"):
        yield from text_of(block["text"], names).splitlines()
    for field in block.get("fields") or []:
        yield text_of(field, names)
    if block.get("accessory"):
        yield element_of(block, block["accessory"], names, view)


def _texts(block: Json, names: Names, _: View | None) -> Lines:
    for name in ("title", "subtitle", "text", "body"):
        said = block.get(name)
        if said:
            yield said if isinstance(said, str) else text_of(said, names)


def _card(block: Json, names: Names, view: View | None) -> Lines:
    yield from _texts(block, names, view)
    actions = [element_of(block, one, names, view) for one in block.get("actions") or []]
    if actions:
        yield " ".join(actions)


def _elements(block: Json, names: Names, view: View | None) -> Lines:
    yield " ".join(element_of(block, one, names, view) for one in block["elements"])


def _cards(block: Json, names: Names, view: View | None) -> Lines:
    for card in block["elements"]:
        yield from _card(card, names, view)


def _container(block: Json, names: Names, view: View | None) -> Lines:
    yield from _texts(block, names, view)
    yield from lines_of(block["child_blocks"], names, view)


def _image(block: Json, names: Names, _: View | None) -> Lines:
    title = text_of(block.get("title"), names)
    yield f"(picture: {title or block['alt_text']})"


def _markdown(block: Json, names: Names, _: View | None) -> Lines:
    yield from read_markdown(block["text"], names).splitlines()


def _divider(_: Json, __: Names, ___: View | None) -> Lines:
    yield "---"


def _input(block: Json, names: Names, view: View | None) -> Lines:
    optional = " (optional)" if block.get("optional") else ""
    shown = element_of(block, block["element"], names, view)
    yield f"{text_of(block['label'], names)}{optional}: {shown}".rstrip()
    if block.get("hint"):
        yield f"  {text_of(block['hint'], names)}"
    if view and block["block_id"] in view.errors:
        yield f"  ! {view.errors[block['block_id']]}"


def _table(block: Json, names: Names, _: View | None) -> Lines:
    for row in block["rows"]:
        yield " | ".join(_cell(cell, names) for cell in row)


def _cell(cell: Json, names: Names) -> str:
    if cell["type"] == "rich_text":
        return " ".join(_rich(cell, names, None))
    return str(cell["text"])


def _task(block: Json, names: Names, view: View | None) -> Lines:
    yield f"({block['status']}) {block['title']}"
    for name in ("details", "output"):
        if block.get(name):
            yield from _rich(block[name], names, view)
    for source in block.get("sources") or []:
        yield f"{source['text']} ({source['url']})"


def _plan(block: Json, names: Names, view: View | None) -> Lines:
    yield block["title"]
    for task in block.get("tasks") or []:
        yield from _task(task, names, view)


def _video(block: Json, names: Names, _: View | None) -> Lines:
    yield f"(video: {text_of(block['title'], names)})"


def _rich(block: Json, names: Names, _: View | None) -> Lines:
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            indent = "  " * part.get("indent", 0)
            for n, item in enumerate(part["elements"], start=1 + part.get("offset", 0)):
                mark = f"{n}." if part["style"] == "ordered" else "•"
                yield f"{indent}{mark} {_inline(item, names)}"
        else:
            mark = "> " if part["type"] == "rich_text_quote" else ""
            for line in _inline(part, names).splitlines():
                yield f"{mark}{line}"


def _inline(part: Json, names: Names) -> str:
    return "".join(_INLINE[one["type"]](one, names) for one in part["elements"])


def _link(one: Json, _: Names) -> str:
    label = one.get("text") or ""
    return f"{label} ({one['url']})" if label and label != one["url"] else str(one["url"])


_INLINE: Final[dict[str, Callable[[Json, Names], str]]] = {
    "text": lambda one, _: str(one["text"]),
    "link": _link,
    "user": lambda one, names: f"@{names.get(one['user_id'], one['user_id'])}",
    "usergroup": lambda one, _: f"@{one['usergroup_id']}",
    "channel": lambda one, names: f"#{names.get(one['channel_id'], one['channel_id'])}",
    "team": lambda one, _: str(one["team_id"]),
    "emoji": lambda one, _: f":{one['name']}:",
    "broadcast": lambda one, _: f"@{one['range']}",
    "date": lambda one, _: str(one.get("fallback") or one["timestamp"]),
    "color": lambda one, _: str(one["value"]),
}


def element_of(block: Json, element: Json, names: Names, view: View | None = None) -> str:
    """Give an element as people see it: buttons in brackets, fields with what stands in them."""
    kind = element["type"]
    if kind in {"plain_text", "mrkdwn"}:
        return text_of(element, names)
    if kind == "image":
        return f"(picture: {element['alt_text']})"
    labels = labels_of(element)
    if labels:
        return " ".join(f"[{label}]" for label in labels)
    values = view.values if view else {}
    state = values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""), {})
    return shown(element, state.get(holds(element)), names)


def labels_of(element: Json) -> list[str]:
    """Give what can be pressed in an element."""
    if element["type"] in {"button", "workflow_button", "icon_button"}:
        return [html.unescape(element["text"]["text"])]
    if element["type"] == "feedback_buttons":
        both = (element["positive_button"], element["negative_button"])
        return [html.unescape(one["text"]["text"]) for one in both]
    if element["type"] == "overflow":
        return [html.unescape(one["text"]["text"]) for one in element["options"]]
    return []


def shown(element: Json, value: Any, names: Names) -> str:  # noqa: ANN401 - JSON
    """Give what stands in a field, or what it says while it is empty."""
    if isinstance(value, list) and value:
        return ", ".join(shown(element, one, names) for one in value)
    if isinstance(value, dict) and "text" in value:
        return text_of(value["text"], names)
    if isinstance(value, dict) and "elements" in value:
        return " ".join(_rich(value, names, None))
    if value not in (None, "", []):
        return names.get(str(value), str(value))
    if element["type"] in {"checkboxes", "radio_buttons"}:
        return " ".join(f"( ) {text_of(one['text'], names)}" for one in element["options"])
    placeholder = element.get("placeholder")
    return f"<{text_of(placeholder, names)}>" if placeholder else ""


_READ: Final[dict[str, Callable[[Json, Names, View | None], Lines]]] = {
    "section": _section,
    "header": _texts,
    "alert": _texts,
    "divider": _divider,
    "image": _image,
    "context": _elements,
    "actions": _elements,
    "context_actions": _elements,
    "input": _input,
    "rich_text": _rich,
    "markdown": _markdown,
    "table": _table,
    "video": _video,
    "task_card": _task,
    "plan": _plan,
    "card": _card,
    "carousel": _cards,
    "container": _container,
}


def message_lines(message: Message, names: Names) -> list[str]:
    """Give a message below its author: blocks where there are any, files, links, reactions."""
    said = lines_of(message.blocks, names) or read(message.text, names).splitlines()
    said += [f"(file: {file.title or file.name})" for file in message.files]
    for attachment in message.attachments:
        shown_ = lines_of(attachment.get("blocks", []), names)
        said += [f"| {line}" for line in shown_ or [str(attachment.get("text", ""))]]
    reactions = [f":{name}: {len(who)}" for name, who in message.reactions.items() if who]
    if reactions:
        said.append(" ".join(reactions))
    return said


def view_lines(view: View, names: Names) -> list[str]:
    """Give a modal or a Home as somebody sees it."""
    title = text_of(view.what.get("title"), names)
    buttons = [
        f"[{text_of(view.what[name], names)}]"
        for name in ("close", "submit")
        if view.what.get(name)
    ]
    trouble = [f"! {view.trouble}"] if view.trouble else []
    middle = lines_of(view.blocks, names, view)
    return [
        *([f"= {title} ="] if title else []),
        *middle,
        *trouble,
        *([" ".join(buttons)] * bool(buttons)),
    ]
