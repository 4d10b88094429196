"""Views: what Slack takes, what it keeps, and what stands in their fields."""

import json
from typing import Any, Final

from slack_workspace import limits
from slack_workspace.block_shapes import Surface, wrong_with
from slack_workspace.errors import SlackError, refused
from slack_workspace.identifying import with_ids
from slack_workspace.model import Json, View
from slack_workspace.shapes import boolean, shape, string
from slack_workspace.state import State
from slack_workspace.text_shapes import plain


def _blocks(value: Any, at: str) -> Any:  # noqa: ANN401 - JSON
    del value, at  # looked at by themselves
    return iter(())


_SHARED = {
    "blocks": _blocks,
    "private_metadata": string(limits.PRIVATE_METADATA, least=0),
    "callback_id": string(limits.CALLBACK_ID),
    "external_id": string(limits.CALLBACK_ID),
}
_MODAL = shape(
    {"title": plain(limits.VIEW_TITLE), "blocks": _blocks},
    {
        **_SHARED,
        "close": plain(limits.VIEW_TITLE),
        "submit": plain(limits.VIEW_TITLE),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"blocks": _blocks}, _SHARED)


def wrong_with_view(view: Json, kind: str) -> list[str]:
    """Tell all that Slack would not take of a view."""
    if view.get("type") != kind:
        return [f"view must be of type {kind} [json-pointer:/view/type]"]
    found = list((_MODAL if kind == "modal" else _HOME)(view, "/view"))
    blocks = view.get("blocks", [])
    found += wrong_with(blocks, Surface(kind), "/view/blocks")
    if not found and not blocks and kind == "modal":
        found.append("no fewer than 1 items allowed [json-pointer:/view/blocks]")
    inputs = [one for one in blocks if isinstance(one, dict) and one.get("type") == "input"]
    if inputs and kind == "modal" and not view.get("submit"):
        found.append("missing required field: submit [json-pointer:/view]")
    return found


def checked(view: object, kind: str) -> Json:
    if not isinstance(view, dict):
        raise refused("invalid_arguments", ["missing required field: view"])
    problems = wrong_with_view(view, kind)
    if problems:
        raise refused("invalid_arguments", problems)
    if len(json.dumps(view)) > limits.VIEW_BYTES:
        raise SlackError("view_too_large")
    return view


def made(state: State, what: Json, user: str) -> View:
    id_ = state.new_id("V")
    team = state.users[user].team
    view = View(id_, team, user, {}, "", root=id_)
    updated(state, view, what)
    return view


def updated(state: State, view: View, what: Json) -> None:
    """Put something else into a view; what was typed stays where the field is the same."""
    external = what.get("external_id")
    if external and any(
        one.what.get("external_id") == external for one in state.views() if one is not view
    ):
        raise SlackError("duplicate_external_id")
    before = view.values
    view.what = what | {"blocks": [with_ids(block, state) for block in what["blocks"]]}
    view.hash = f"{state.clock.stamp()}.{state.new_id('h')}"
    view.values = {}
    view.errors, view.trouble = {}, ""
    for block, element in fields(view.blocks):
        kept = before.get(block["block_id"], {}).get(element["action_id"])
        same = kept is not None and kept["type"] == element["type"]
        into = view.values.setdefault(block["block_id"], {})
        into[element["action_id"]] = kept if same and kept else at_first(element)


def fields(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Give the elements whose state Slack tells, each with its block."""
    found = []
    for block in blocks:
        candidates = [block.get("element"), block.get("accessory")]
        if block["type"] == "actions":
            candidates += block["elements"]
        found += [
            (block, one)
            for one in candidates
            if one and one["type"] not in {"button", "image", "overflow", "workflow_button"}
        ]
    return found


_HELD: Final[dict[str, tuple[str, str, Any]]] = {
    "static_select": ("initial_option", "selected_option", None),
    "external_select": ("initial_option", "selected_option", None),
    "radio_buttons": ("initial_option", "selected_option", None),
    "checkboxes": ("initial_options", "selected_options", []),
    "multi_static_select": ("initial_options", "selected_options", []),
    "multi_external_select": ("initial_options", "selected_options", []),
    "users_select": ("initial_user", "selected_user", None),
    "multi_users_select": ("initial_users", "selected_users", []),
    "conversations_select": ("initial_conversation", "selected_conversation", None),
    "multi_conversations_select": ("initial_conversations", "selected_conversations", []),
    "channels_select": ("initial_channel", "selected_channel", None),
    "multi_channels_select": ("initial_channels", "selected_channels", []),
    "datepicker": ("initial_date", "selected_date", None),
    "timepicker": ("initial_time", "selected_time", None),
    "datetimepicker": ("initial_date_time", "selected_date_time", None),
    "rich_text_input": ("initial_value", "rich_text_value", None),
    "file_input": ("", "files", []),
}


def holds(element: Json) -> str:
    """Tell under which name an element's value stands in the state."""
    return _HELD.get(element["type"], ("", "value", None))[1]


def at_first(element: Json) -> Json:
    initial, name, nothing = _HELD.get(element["type"], ("initial_value", "value", None))
    return {"type": element["type"], name: element.get(initial, nothing)}


def said(state: State, view: View) -> Json:
    """Give a view as Slack tells it."""
    installed = state.installation(view.team)
    optional: Json = {"close": None, "submit": None, "external_id": "", "callback_id": ""}
    flags = {"private_metadata": "", "clear_on_close": False, "notify_on_close": False}
    return {
        **optional,
        **flags,
        **view.what,
        "id": view.id,
        "team_id": view.team,
        "app_id": state.app.id,
        "app_installed_team_id": view.team,
        "bot_id": installed.bot_id,
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous or None,
        "state": {"values": view.values},
    }
