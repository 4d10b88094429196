"""What a person puts into a field, as Slack keeps it; what nobody could put in is refused."""

import html
import re
from typing import Any

from slack_workspace import limits
from slack_workspace.errors import NotPossibleError
from slack_workspace.model import Json
from slack_workspace.mrkdwn import as_rich_text, typed
from slack_workspace.state import State
from slack_workspace.viewing import holds

_FORMATS = {
    "datepicker": r"\d{4}-\d{2}-\d{2}",
    "timepicker": r"\d{2}:\d{2}",
    "email_text_input": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "url_text_input": r"https?://\S+",
    "number_input": r"-?\d+(\.\d+)?",
}


def filled(state: State, element: Json, given: Any) -> Json:  # noqa: ANN401 - as the field wants
    """Give a field's state after somebody put something in: words, a label, or several of them."""
    kind = element["type"]
    held: Json = {"type": kind}
    if given in (None, "", []):
        many = kind.startswith("multi_") or kind == "checkboxes"
        return held | {holds(element): [] if many else None}
    return held | {holds(element): _value(state, element, given)}


def _value(state: State, element: Json, given: Any) -> Any:  # noqa: ANN401 - JSON
    kind = element["type"]
    if kind in {"static_select", "radio_buttons"}:
        return option(element, given)
    if kind in {"multi_static_select", "checkboxes"}:
        return [option(element, one) for one in _several(element, given)]
    if kind.endswith("_select"):
        ids = [_id(state, kind, one) for one in _several(element, given)]
        return ids if kind.startswith("multi_") else ids[0]
    if kind == "rich_text_input":
        return as_rich_text(typed(given, {}, {}), "typed")
    return int(given) if kind == "datetimepicker" else _text(element, str(given))


def option(element: Json, label: str) -> Json:
    """Find an option by what is read on it."""
    options: list[Json] = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group["options"]
    for one in options:
        if html.unescape(one["text"]["text"]) == label:
            return one
    there = ", ".join(html.unescape(one["text"]["text"]) for one in options)
    raise NotPossibleError(f"There is no option {label!r}; there are: {there}.")


def _several(element: Json, given: Any) -> list[str]:  # noqa: ANN401 - one or several
    several = [given] if isinstance(given, str) else list(given)
    if len(several) > element.get("max_selected_items", len(several)):
        raise NotPossibleError(f"At most {element['max_selected_items']} can be chosen.")
    return several


def _id(state: State, kind: str, name: str) -> str:
    if "users" in kind:
        return state.user(name).id
    if "external" in kind:
        raise NotPossibleError("Options that the app gives while typing are not served here.")
    return state.channel(name).id


def _text(element: Json, said: str) -> str:
    most = element.get("max_length", limits.TYPED_TEXT)
    least = element.get("min_length", 0)
    if not least <= len(said) <= most:
        raise NotPossibleError(f"The field takes {least} to {most} characters.")
    wanted = _FORMATS.get(element["type"])
    if wanted and not re.fullmatch(wanted, said):
        raise NotPossibleError(f"{said!r} cannot be put into a {element['type']}.")
    return said
