"""The elements that our Adaptive Cards are made of."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from isthmus_integrations.teams.render.inert import (
    inert,
    is_plain,
    one_line,
    spans,
    unmarked,
)
from isthmus_integrations.teams.render.sizes import Json, pieces

VERSION: Final = "1.5"
SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"
CARD: Final = "application/vnd.microsoft.card.adaptive"
LONGEST_LABEL: Final = 80
MOST_LINES: Final = 40
_LONGEST_HEADING: Final = 300
_LONGEST_TOOLTIP: Final = 300
_LEVELS: Final = {"error": "attention", "warning": "warning", "note": "accent"}
_LEVEL: Final = re.compile(rf"^({'|'.join(_LEVELS)}):", re.IGNORECASE)


def run(text: str, **style: Any) -> Json:  # noqa: ANN401 - properties as the cards have them
    return {"type": "TextRun", "text": text, **style}


def runs(text: str, console: str, **style: Any) -> list[Json]:  # noqa: ANN401
    """Give a text as runs, in which addresses of the console can be opened."""
    return [
        run(each.text, **style, **({"selectAction": opens(each.url)} if each.url else {}))
        for each in spans(text, console)
    ]


def opens(address: str, title: str = "") -> Json:
    named = {"title": title} if title else {}
    return {"type": "Action.OpenUrl", **named, "url": address}


def block(inlines: Sequence[Json], **style: Any) -> Json:  # noqa: ANN401
    return {"type": "RichTextBlock", "inlines": list(inlines), **style}


def lines(text: str, console: str, **style: Any) -> list[Json]:  # noqa: ANN401
    """Give a text as blocks, one a line; an "Error:" at its begin is told from the rest."""
    told = [piece for line in _parted(text) for piece in pieces(line)]
    first, *more = told or [""]
    return [
        block(_opened(first, console, style)),
        *(block(runs(each, console, **style), spacing="Small") for each in more),
    ]


def _parted(text: str) -> list[str]:
    """Divide a text at its first line ends; what is behind many goes on as one line."""
    parted = text.splitlines()
    rest = " ".join(parted[MOST_LINES:])
    return [*parted[:MOST_LINES], *([rest] if rest else [])]


def _opened(text: str, console: str, style: Json) -> list[Json]:
    found = _LEVEL.match(text)
    if not found:
        return runs(text, console, **style)
    word = run(f"{found[0]} ", color=_LEVELS[found[1].lower()], weight="Bolder")
    return [word, *runs(text[found.end() :].lstrip(), console, **style)]


def heading(text: str, size: str = "Default") -> Json:
    """Give a heading, for screen readers too where its words leave no doubt that they are words."""
    told = one_line(text, _LONGEST_HEADING)
    if not is_plain(told):
        return block([run(told, weight="Bolder", size=size)], spacing="Medium")
    return {
        "type": "TextBlock",
        "text": told,
        "style": "heading",
        "weight": "Bolder",
        "size": size,
        "wrap": True,
        "spacing": "Medium",
    }


def words(text: str, **style: Any) -> Json:  # noqa: ANN401
    """Give one short text, such as a cell, as small as can be."""
    told = " ".join(inert(text).split())
    if is_plain(told):
        return {"type": "TextBlock", "text": told, "wrap": True, **style}
    return block([run(told, **style)])


def container(items: Sequence[Json], **properties: Any) -> Json:  # noqa: ANN401
    return {"type": "Container", "items": list(items), **properties}


def action_set(actions: Sequence[Json]) -> Json:
    return {"type": "ActionSet", "actions": list(actions)}


def button(label: str, action: Json) -> Json:
    """Name an action; a longer name is read in full where somebody points at it."""
    told = one_line(label, LONGEST_LABEL) or "…"
    whole = one_line(label)
    return {
        **action,
        "title": told,
        **({"tooltip": whole} if whole != told and len(whole) <= _LONGEST_TOOLTIP else {}),
    }


def card(body: Iterable[Json], said: str, *, wide: bool = False) -> Json:
    """Give a card; ``said`` is what stands for it where cards are not shown or are read aloud."""
    told = unmarked(said, 600)
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "body": list(body),
        "fallbackText": told,
        "speak": told,
        **({"msteams": {"width": "Full"}} if wide else {}),
    }


def attached(content: Json) -> Json:
    return {"contentType": CARD, "content": content}
