"""Adaptive Cards as a person reads them, and what Teams does not take."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Json = Mapping[str, Any]

MOST: Final = 80_000
NEWEST: Final = (1, 5)
CARD: Final = "application/vnd.microsoft.card.adaptive"
_ELEMENTS: Final = frozenset(
    "AdaptiveCard TextBlock RichTextBlock TextRun Container ColumnSet Column FactSet Image "
    "ImageSet Table TableRow TableCell ActionSet Input.Text Input.Date Input.ChoiceSet "
    "Input.Number Input.Toggle Input.Time Media".split()
)
_ACTIONS: Final = frozenset(
    "Action.Execute Action.Submit Action.OpenUrl Action.ShowCard Action.ToggleVisibility".split()
)


class RefusedError(Exception):
    """Teams does not take it; the text says why."""


def check(body: Json) -> None:
    """Look at a message as Teams does before it takes one."""
    text = json.dumps(body, ensure_ascii=False)
    if max(len(text.encode(code, "replace")) for code in ("utf-16-le", "utf-8")) > MOST:
        raise RefusedError("MessageSizeTooBig")
    for each in body.get("attachments") or ():
        if each["contentType"] == CARD:
            check_card(each["content"])


def check_card(card: Json) -> None:
    version = tuple(map(int, str(card.get("version", "")).split(".")))
    if card.get("type") != "AdaptiveCard" or not (1, 0) <= version <= NEWEST:
        raise RefusedError("BadCardVersion")
    for each in objects(card):
        kind = each.get("type")
        if "contentType" in each or kind in {"task/fetch", None}:
            continue
        if str(kind).startswith("Action."):
            _check_action(each)
        elif kind not in _ELEMENTS:
            raise RefusedError(f"BadCardElement {kind}")


def _check_action(action: Json) -> None:
    if action["type"] not in _ACTIONS:
        raise RefusedError(f"BadCardAction {action['type']}")
    if action["type"] == "Action.Execute" and not action.get("verb"):
        raise RefusedError("BadCardAction without a verb")
    url = action.get("url", "https://")
    if action["type"] == "Action.OpenUrl" and not url.startswith(("https://", "http://")):
        raise RefusedError("BadCardAction url")


def objects(found: object) -> Iterator[Json]:
    """Give all objects inside, those that hold others first; data of actions is opaque."""
    if isinstance(found, Mapping):
        yield found
        for name, value in found.items():
            if name not in {"data", "choices"}:
                yield from objects(value)
    elif isinstance(found, list):
        for each in found:
            yield from objects(each)


# ---- as a person reads it


def text(card: Json) -> str:
    return "\n".join(line for line in _lines(card) if line.strip())


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a card
    if isinstance(found, list):
        for each in found:
            yield from _lines(each)
    elif isinstance(found, Mapping) and found.get("isVisible") is not False:
        kind = str(found.get("type", ""))
        if kind in _SAID:
            yield _SAID[kind](found)
        elif kind.startswith("Input."):
            yield f"{found.get('label', '')}: {found.get('value', '')}"
        elif kind.startswith("Action."):
            yield f"[{found.get('title', '')}]"
        else:
            for name in ("items", "columns", "rows", "body", "images", "actions"):
                yield from _lines(found.get(name) or [])


_SAID: Final[Mapping[str, Callable[[Json], str]]] = {
    "TextBlock": lambda e: str(e.get("text", "")),
    "RichTextBlock": lambda e: "".join(_run(each) for each in e["inlines"]),
    "FactSet": lambda e: "\n".join(f"{each['title']} {each['value']}" for each in e["facts"]),
    "TableRow": lambda e: " | ".join(" ".join(_lines(cell["items"])) for cell in e["cells"]),
    "Image": lambda e: f"(picture: {e.get('altText', '')})",
}


def _run(inline: str | Json) -> str:
    return inline if isinstance(inline, str) else str(inline.get("text", ""))


def actions(card: Json) -> list[Json]:
    """Give what can be pressed, in the order in which it is seen."""
    shown = {name: value for name, value in card.items() if name != "refresh"}
    found = [e for e in objects(shown) if str(e.get("type", "")).startswith("Action.")]
    fallbacks = [id(e.get("fallback")) for e in found]
    return [each for each in found if id(each) not in fallbacks]


def inputs(card: Json) -> dict[str, Json]:
    """Give the fields by their labels."""
    found = [e for e in objects(card) if str(e.get("type", "")).startswith("Input.")]
    return {str(each.get("label") or each["id"]): each for each in found}
