"""Slack's markup: whom a text notifies, and how it reads when Slack has resolved it."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_REFERENCE: Final = re.compile(r"<([^<>]+)>")
_BARE: Final = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")
_CODE: Final = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_EMPHASIS: Final = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]+?)(?<=\S)\1(?![\w*_~])")
_TITLE: Final = re.compile(r"^#{1,6} +", re.MULTILINE)
_STRONG: Final = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_LINK: Final = re.compile(r"!?\[([^\]\n]*)\]\(([^)\s]+)\)")

# parts of rich text that name somebody, and where
_NAMING: Final = {"broadcast": "range", "user": "user_id", "usergroup": "usergroup_id"}

Names = Mapping[str, str]


def notified(text: str, *, bare: bool = False) -> Iterator[str]:
    """Tell whom a text pings; ``bare`` for texts in which a plain @channel counts as well."""
    for found in _REFERENCE.findall(text):
        inside = found.partition("|")[0]
        if inside.startswith("!subteam^"):
            yield inside.removeprefix("!subteam^")
        elif inside in {"!channel", "!here", "!everyone", "!group"}:
            yield inside.removeprefix("!")
        elif re.fullmatch(r"@[UW]\w+", inside):
            yield inside.removeprefix("@")
    if bare:
        yield from _BARE.findall(text)


def notified_by(blocks: object) -> Iterator[str]:
    """Tell whom blocks ping: their mrkdwn, their markdown, and what rich text names."""
    if isinstance(blocks, list):
        for one in blocks:
            yield from notified_by(one)
    elif isinstance(blocks, dict):
        kind = str(blocks.get("type"))
        if kind in {"mrkdwn", "markdown"}:
            yield from notified(str(blocks.get("text", "")))
        elif kind in _NAMING:
            yield str(blocks.get(_NAMING[kind]))
        for value in blocks.values():
            yield from notified_by(value)


def read(text: str, names: Names) -> str:
    """Give mrkdwn as people read it: references resolved, marks gone, escapes undone."""
    parts = _CODE.split(text)
    said = [part if n % 2 else _EMPHASIS.sub(r"\2", part) for n, part in enumerate(parts)]
    return html.unescape(_REFERENCE.sub(lambda found: referred(found[1], names), "".join(said)))


def read_markdown(text: str, names: Names) -> str:
    said = _TITLE.sub("", _STRONG.sub(r"\2", text))
    said = _LINK.sub(lambda found: f"{found[1]} ({found[2]})", said)
    return html.unescape(_REFERENCE.sub(lambda found: referred(found[1], names), said))


def referred(inside: str, names: Names) -> str:
    """Resolve what stood between angle brackets."""
    target, _, label = inside.partition("|")
    kind, rest = target[:1], target[1:]
    if kind in {"@", "#"}:
        return f"{kind}{names.get(rest, rest if kind == '@' else label or rest)}"
    if kind == "!":
        named = rest.startswith(("date^", "subteam^"))
        return (label or rest) if named else f"@{rest}"
    if re.match(r"(https?|mailto|slack):", target):
        return f"{label} ({target})" if label and label != target else target
    return f"<{inside}>"


def typed(text: str, users: Names, channels: Names) -> str:
    """Write what a person typed as Slack keeps it: escaped, names and addresses as references."""
    said = html.escape(text, quote=False)
    for name, id_ in sorted(users.items(), key=lambda one: -len(one[0])):
        said = re.sub(rf"(?<![\w<])@{re.escape(name)}\b", f"<@{id_}>", said, flags=re.IGNORECASE)
    for name, id_ in sorted(channels.items(), key=lambda one: -len(one[0])):
        said = re.sub(rf"(?<![\w<])#{re.escape(name)}\b", f"<#{id_}|{name}>", said)
    said = _BARE.sub(r"<!\1>", said)
    return re.sub(r"(?<!\S)(https?://[^\s<>]+)", r"<\1>", said)


def as_rich_text(text: str, block_id: str) -> dict[str, Any]:
    """Give a person's message as the block Slack makes of it."""
    elements: list[dict[str, Any]] = []
    for n, part in enumerate(_REFERENCE.split(text)):
        if n % 2 == 0:
            if part:
                elements.append({"type": "text", "text": html.unescape(part)})
            continue
        target, _, label = part.partition("|")
        if target.startswith("@"):
            elements.append({"type": "user", "user_id": target[1:]})
        elif target.startswith("#"):
            elements.append({"type": "channel", "channel_id": target[1:]})
        elif target.startswith("!"):
            elements.append({"type": "broadcast", "range": target[1:]})
        else:
            link = {"type": "link", "url": html.unescape(target)}
            elements.append(link | ({"text": label} if label else {}))
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}
