"""A conversation as a page of HTML, to be looked at; it loads nothing and runs nothing."""

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from slack_workspace.marked import marked, marked_down, rich, shown_text
from slack_workspace.model import Json, Message, View
from slack_workspace.mrkdwn import Names
from slack_workspace.seeing import labels_of, shown
from slack_workspace.viewing import holds

STYLE: Final = Path(__file__).with_name("page.css").read_text()

Draw = Callable[[Json, Names, View | None], str]


def page_of(title: str, body: str) -> str:
    """Put parts of a page together."""
    return (
        f"<!doctype html><meta charset=utf-8><title>{html.escape(title)}</title>"
        f"<style>{STYLE}</style><main><h1>{html.escape(title)}</h1>{body}</main>"
    )


def conversation(messages: Sequence[Message], names: Names, bots: Sequence[str]) -> str:
    """Give messages one below the other, replies set in."""
    return "".join(_message(one, names, is_app=one.user in bots) for one in messages)


def view_of(view: View, names: Names) -> str:
    """Give a modal or a Home."""
    title = f"<h1>{shown_text(view.what['title'], names)}</h1>" if "title" in view.what else ""
    trouble = f"<p class=wrong>{html.escape(view.trouble)}</p>" if view.trouble else ""
    ends = [
        f"<button class={'primary' if name == 'submit' else ''}>"
        f"{shown_text(view.what[name], names)}</button>"
        for name in ("close", "submit")
        if view.what.get(name)
    ]
    body = drawn(view.blocks, names, view)
    return f"<div class=modal>{title}{body}{trouble}{''.join(ends)}</div>"


def drawn(blocks: Sequence[Json], names: Names, view: View | None = None) -> str:
    parts = []
    for block in blocks:
        inside = _DRAWN[block["type"]](block, names, view)
        parts.append(f'<div class="block {block["type"]}">{inside}</div>')
    return "".join(parts)


def _message(message: Message, names: Names, *, is_app: bool) -> str:
    name = names.get(message.user, message.user)
    kind = f"{'app ' if is_app else ''}{'reply ' if message.is_reply else ''}"
    kind += "only" if message.only_for else ""
    marks = " APP" * is_app + " · only visible to you" * bool(message.only_for)
    marks += " · edited" * bool(message.edited)
    body = drawn(message.blocks, names) or marked(message.text, names)
    files = [
        f"<div class=file>📄 {html.escape(one.title or one.name)}</div>" for one in message.files
    ]
    links = [
        f"<div class=bar>{drawn(one.get('blocks', []), names)}</div>" for one in message.attachments
    ]
    reactions = [f"<button>:{one}: {len(who)}</button>" for one, who in message.reactions.items()]
    said = f"<b>{html.escape(name)}</b><span class=quiet>{marks}</span>"
    parts = "".join([said, f"<div>{body}</div>", *files, *links, *reactions])
    face = html.escape(name[:1])
    inside = f"<div class=face>{face}</div><div class=said>{parts}</div>"
    return f'<article class="{kind}">{inside}</article>'


def _section(block: Json, names: Names, view: View | None) -> str:
    said = shown_text(block.get("text"), names)
    fields = [f"<div>{shown_text(one, names)}</div>" for one in block.get("fields") or []]
    if fields:
        said += f"<div class=fields>{''.join(fields)}</div>"
    beside = block.get("accessory")
    return f"<div>{said}</div>{_element(block, beside, names, view) if beside else ''}"


def _elements(block: Json, names: Names, view: View | None) -> str:
    return " ".join(_element(block, one, names, view) for one in block["elements"])


def _element(block: Json, element: Json, names: Names, view: View | None) -> str:
    if element["type"] in {"plain_text", "mrkdwn"}:
        return shown_text(element, names)
    if element["type"] == "image":
        return f"<span class=quiet>🖼 {html.escape(element['alt_text'])}</span>"
    labels = labels_of(element)
    if labels:
        style = element.get("style", "")
        return "".join(f'<button class="{style}">{html.escape(one)}</button>' for one in labels)
    return f"<div class=box>{html.escape(_inside(block, element, names, view))}</div>"


def _inside(block: Json, element: Json, names: Names, view: View | None) -> str:
    values: dict[str, Any] = view.values if view else {}
    held = values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""), {})
    return shown(element, held.get(holds(element)), names)


def _input(block: Json, names: Names, view: View | None) -> str:
    hint = f"<span class=quiet>{shown_text(block.get('hint'), names)}</span>"
    wrong = view.errors.get(block["block_id"], "") if view else ""
    optional = " <span class=quiet>(optional)</span>" if block.get("optional") else ""
    label = f"<b>{shown_text(block['label'], names)}{optional}</b>"
    field = _element(block, block["element"], names, view)
    return f"{label}{field}{hint}<div class=wrong>{html.escape(wrong)}</div>"


def _table(block: Json, names: Names, _: View | None) -> str:
    def cell(one: Json) -> str:
        return rich(one, names) if one["type"] == "rich_text" else html.escape(str(one["text"]))

    rows = ["".join(f"<td>{cell(one)}</td>" for one in row) for row in block["rows"]]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _texts(block: Json, names: Names, view: View | None) -> str:
    """Give a block that is a few texts, and what lies in it."""
    given = [block.get(name) for name in ("title", "subtitle", "text", "body")]
    said = [
        html.escape(one) if isinstance(one, str) else shown_text(one, names) for one in given if one
    ]
    said += [_element(block, one, names, view) for one in block.get("actions") or []]
    below = block.get("child_blocks") or block.get("tasks")
    below = below or (block.get("elements") if block["type"] == "carousel" else [])
    return "<br>".join(said) + drawn(below or [], names, view)


def _picture(block: Json, names: Names, _: View | None) -> str:
    title = shown_text(block.get("title"), names)
    return f"{title}<div class=picture>🖼 {html.escape(block['alt_text'])}</div>"


_DRAWN: Final[dict[str, Draw]] = {
    **dict.fromkeys(("header", "alert", "card", "carousel", "container", "plan", "video"), _texts),
    "task_card": _texts,
    "section": _section,
    **dict.fromkeys(("context", "actions", "context_actions"), _elements),
    "divider": lambda *_: "<hr>",
    "image": _picture,
    "input": _input,
    "markdown": lambda block, names, _: marked_down(block["text"], names),
    "rich_text": lambda block, names, _: rich(block, names),
    "table": _table,
}
