"""Slack's texts as HTML: everything escaped, then the marks that Slack knows."""

import html
import re
from typing import Final

from slack_workspace.model import Json
from slack_workspace.mrkdwn import Names, referred

_REFERENCE: Final = re.compile(r"<([^<>]+)>")
_MARKS: Final = (
    (re.compile(r"```(.+?)```", re.DOTALL), r"<pre>\1</pre>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), r"<s>\1</s>"),
)
_MARKDOWN: Final = (
    (re.compile(r"^#{1,6} +(.+)$", re.MULTILINE), r"<b class=title>\1</b>"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\[([^\]\n]*)\]\((https?:[^)\s]+)\)"), r"<a>\1</a>"),
    (re.compile(r"^[-*] +", re.MULTILINE), "• "),
)


def marked(text: str, names: Names) -> str:
    """Give mrkdwn as HTML; nothing of the text itself becomes markup."""
    said = "".join(
        _shown_reference(part, names) if n % 2 else html.escape(html.unescape(part))
        for n, part in enumerate(_REFERENCE.split(text))
    )
    for pattern, replacement in _MARKS:
        said = pattern.sub(replacement, said)
    return said.replace("\n", "<br>")


def marked_down(text: str, names: Names) -> str:
    """Give a markdown block as HTML."""
    said = "".join(
        _shown_reference(part, names) if n % 2 else html.escape(html.unescape(part))
        for n, part in enumerate(_REFERENCE.split(text))
    )
    for pattern, replacement in (*_MARKDOWN, *_MARKS):
        said = pattern.sub(replacement, said)
    return said.replace("\n", "<br>")


def shown_text(said: Json | None, names: Names) -> str:
    if not said:
        return ""
    if said["type"] == "mrkdwn":
        return marked(said["text"], names)
    return html.escape(html.unescape(str(said["text"]))).replace("\n", "<br>")


def rich(block: Json, names: Names) -> str:
    """Give rich text as HTML."""
    tags = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}
    made = []
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            tag = "ol" if part["style"] == "ordered" else "ul"
            items = "".join(f"<li>{_inline(one, names)}</li>" for one in part["elements"])
            made.append(f"<{tag} class=in{part.get('indent', 0)}>{items}</{tag}>")
        else:
            tag = tags.get(part["type"], "div")
            made.append(f"<{tag}>{_inline(part, names)}</{tag}>")
    return "".join(made)


def _inline(part: Json, names: Names) -> str:
    return "".join(_styled(one, names) for one in part["elements"])


def _styled(one: Json, names: Names) -> str:
    said = _plain(one, names)
    tags = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "underline": "u"}
    for name, tag in tags.items():
        if one.get("style", {}).get(name):
            said = f"<{tag}>{said}</{tag}>"
    return said


def _plain(one: Json, names: Names) -> str:
    match one["type"]:
        case "link":
            return f"<a>{html.escape(one.get('text') or one['url'])}</a>"
        case "user":
            return _tag(f"@{names.get(one['user_id'], one['user_id'])}")
        case "channel":
            return _tag(f"#{names.get(one['channel_id'], one['channel_id'])}")
        case "broadcast":
            return _tag(f"@{one['range']}")
        case "emoji":
            return html.escape(f":{one['name']}:")
    said = one.get("text") or one.get("fallback") or one.get("value") or ""
    return html.escape(str(said)).replace("\n", "<br>")


def _shown_reference(inside: str, names: Names) -> str:
    target, _, label = inside.partition("|")
    if target[:1] in "@#!":
        return _tag(referred(inside, names))
    return f"<a>{html.escape(html.unescape(label or target))}</a>"


def _tag(said: str) -> str:
    return f"<span class=at>{html.escape(said)}</span>"
