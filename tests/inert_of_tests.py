"""What somebody could be led astray by: foreign addresses, pictures and mentions in what is shown.

Each function gives what it found, in words; nothing is what they are to give.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from isthmus.messages import Button, Reply
from isthmus_integrations.slack.render import Posting
from isthmus_integrations.slack.render import posted as in_slack
from isthmus_integrations.teams.render import Activity
from isthmus_integrations.teams.render import posted as in_teams

_NAMED: Final = re.compile(
    r"://|\bwww\.|\b(?:javascript|data|vbscript|file|mailto|tel):\S|\]\(|!\[|<[/!@#a-z]"
    r"|[\w.-]+@[\w-]+\.\w|(?<!\w)@\w|\b[\w-]+\.(?:example|com|net|org|xyz|biz|site|security|io)\b",
    re.IGNORECASE,
)
_IN_HTML: Final = re.compile(
    r"\b(?:href|src|srcset|action|formaction|poster|data|background)\s*=\s*[\"']?([^\"'\s>]*)",
    re.IGNORECASE,
)
_IN_CSS: Final = re.compile(r"url\(|@import|expression\(", re.IGNORECASE)
_OUTWARD: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|\\)", re.IGNORECASE)
_MENTIONS: Final = frozenset({"user", "usergroup", "broadcast", "channel", "team", "mention"})
_CONTROL: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\U000e0000-\U000e007f]")


def in_words(text: str) -> Iterator[str]:
    """Find what a sentence that a model wrote must not hold: addresses, mentions, hidden signs."""
    if found := _NAMED.search(text):
        yield f"written {found[0]!r} in {text[:120]!r}"
    if found := _CONTROL.search(text):
        yield f"written hidden {found[0]!r} in {text[:120]!r}"


def in_page(html: str, console: str) -> Iterator[str]:
    """Find what leads out of a page, or would be fetched from elsewhere."""
    for address in _IN_HTML.findall(html):
        if _OUTWARD.match(address) and not address.startswith(f"{console}/"):
            yield f"page leads to {address[:120]!r}"
    if found := _IN_CSS.search(html):
        yield f"page styles {found[0]!r}"


def in_chats(reply: Reply, console: str) -> Iterator[str]:
    """Find what a reply would lead to, show or call in Slack and in Teams."""
    yield from _in_postings(in_slack(reply, _token, console), console)
    yield from _in_activities(in_teams(reply, _token, console), console)


def _token(_: Button) -> str:
    return "t" * 64


# ---- Slack


def _in_postings(posting: Posting, console: str) -> Iterator[str]:
    for each in _all(list(posting.blocks)):
        yield from _in_block(each, console)
    yield from _in_mrkdwn(posting.text, console)
    for more in posting.more:
        yield from _in_postings(more, console)


def _in_block(block: dict[str, Any], console: str) -> Iterator[str]:
    kind = block.get("type")
    if kind in _MENTIONS:
        yield f"Slack mentions {block}"
    if kind in {"image", "video"} and "slack_file" not in block:
        yield f"Slack shows {block}"
    if kind == "mrkdwn":
        yield from _in_mrkdwn(str(block.get("text", "")), console)
    yield from _foreign(block, console, "Slack")


def _in_mrkdwn(text: str, console: str) -> Iterator[str]:
    for found in re.finditer(r"<([^>]*)>?", text):
        if not found[1].startswith(f"{console}/"):
            yield f"Slack reads {found[0][:80]!r}"


# ---- Teams


def _in_activities(activity: Activity, console: str) -> Iterator[str]:
    for each in _all(activity.body):
        if each.get("type") in {"mention", "Image", "Media"}:
            yield f"Teams shows {each}"
        yield from _foreign(each, console, "Teams")
    yield from _in_markdown(str(activity.body.get("text", "")), console)
    for more in activity.more:
        yield from _in_activities(more, console)


def _in_markdown(text: str, console: str) -> Iterator[str]:
    plain = text.replace(f"]({console}", "").replace(f"[{console}", "")
    for found in re.finditer(r"(?<!\\)\]\(|https?://[^\s)]+|<(?:at|a|img|script)\b", plain):
        if not found[0].startswith(f"{console}/"):
            yield f"Teams reads {found[0][:80]!r}"


# ---- JSON


def _all(json: object) -> Iterator[dict[str, Any]]:
    """Give every object in it."""
    if isinstance(json, dict):
        yield json
        yield from (each for value in json.values() for each in _all(value))
    elif isinstance(json, list | tuple):
        yield from (each for value in json for each in _all(value))


def _foreign(json: dict[str, Any], console: str, where: str) -> Iterator[str]:
    for name, value in json.items():
        if name.lower().endswith("url") and _is_foreign(value, console):
            yield f"{where} leads to {value[:120]!r}"


def _is_foreign(value: object, console: str) -> bool:
    text = value if isinstance(value, str) else ""
    return bool(text) and text != console and not text.startswith(f"{console}/")
