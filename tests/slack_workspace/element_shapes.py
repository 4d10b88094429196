"""What buttons, menus and fields look like in Block Kit, and where each may stand."""

from typing import Any, Final

from slack_workspace import limits
from slack_workspace.shapes import (
    Check,
    Problems,
    among_options,
    boolean,
    either,
    listed,
    not_both,
    number,
    one_of,
    problem,
    shape,
    string,
)
from slack_workspace.text_shapes import (
    ADDRESS,
    CONFIRM,
    IMAGE,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    RICH_TEXT,
    plain,
)

_DAY: Final = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME: Final = r"([01]\d|2[0-3]):[0-5]\d"

_ID = {"action_id": string(limits.ACTION_ID)}
_PRESSED = {**_ID, "confirm": CONFIRM}
_CHOSEN = {**_PRESSED, "focus_on_load": boolean, "placeholder": plain(limits.PLACEHOLDER)}
_MANY = {**_CHOSEN, "max_selected_items": number(1)}
_ON = listed(one_of("on_enter_pressed", "on_character_entered"))
_TYPED = {
    **_ID,
    "focus_on_load": boolean,
    "placeholder": plain(limits.PLACEHOLDER),
    "dispatch_action_config": shape({}, {"trigger_actions_on": _ON}),
}
_OPTIONS = {
    "options": listed(PLAIN_OPTION, limits.SELECT_OPTIONS),
    "option_groups": listed(OPTION_GROUP, limits.OPTION_GROUPS),
}
_HAS_OPTIONS = (either("options", "option_groups"), not_both("options", "option_groups"))
_FILTER = shape(
    {},
    {
        "include": listed(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
_IDS = listed(string())
_FEEDBACK = shape(
    {"text": plain(limits.BUTTON_TEXT), "value": string(limits.VALUE)},
    {"accessibility_label": string(limits.BUTTON_TEXT)},
)


def _lengths(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
    """See that what stands in a text field at first is as long as it may be."""
    most = value.get("max_length", limits.TYPED_TEXT)
    if value.get("min_length", 0) > most:
        yield problem("min_length must not be above max_length", at)
    if len(value.get("initial_value") or "") > most:
        yield problem(f"must be less than {most + 1} characters", f"{at}/initial_value")


def _menu(kind: str, initial: Check, *, many: bool = False) -> dict[str, Check]:
    """Give the two selects, of one and of many, over things Slack itself knows."""
    some = f"initial_{kind}s" if many else f"initial_{kind}"
    extra: dict[str, Check] = {some: initial}
    if kind == "conversation":
        extra |= {"default_to_current_conversation": boolean, "filter": _FILTER}
    if not many and kind != "user":
        extra["response_url_enabled"] = boolean
    return {**(_MANY if many else _CHOSEN), **extra}


ELEMENTS: Final[dict[str, Check]] = {
    "button": shape(
        {"text": plain(limits.BUTTON_TEXT)},
        {
            **_PRESSED,
            "url": ADDRESS,
            "value": string(limits.VALUE),
            "style": one_of("primary", "danger"),
            "accessibility_label": string(limits.BUTTON_TEXT),
            "visible_to_user_ids": _IDS,
        },
    ),
    "workflow_button": shape(
        {"text": plain(limits.BUTTON_TEXT), "workflow": shape({"trigger": shape({}, {})}, {})},
        {**_ID, "style": one_of("primary", "danger"), "accessibility_label": string(75)},
    ),
    "feedback_buttons": shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ID),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(limits.BUTTON_TEXT)},
        {
            **_PRESSED,
            "value": string(limits.VALUE),
            "accessibility_label": string(limits.BUTTON_TEXT),
            "visible_to_user_ids": _IDS,
        },
    ),
    "image": IMAGE,
    "overflow": shape({"options": listed(PLAIN_OPTION, limits.OVERFLOW_OPTIONS)}, _PRESSED),
    "checkboxes": shape(
        {"options": listed(RICH_OPTION, limits.CHECKED_OPTIONS)},
        {**_PRESSED, "focus_on_load": boolean, "initial_options": listed(RICH_OPTION)},
        among_options("initial_options"),
    ),
    "radio_buttons": shape(
        {"options": listed(RICH_OPTION, limits.CHECKED_OPTIONS)},
        {**_PRESSED, "focus_on_load": boolean, "initial_option": RICH_OPTION},
        among_options("initial_option"),
    ),
    "static_select": shape(
        {},
        {**_CHOSEN, **_OPTIONS, "initial_option": PLAIN_OPTION},
        *_HAS_OPTIONS,
        among_options("initial_option"),
    ),
    "multi_static_select": shape(
        {},
        {**_MANY, **_OPTIONS, "initial_options": listed(PLAIN_OPTION, limits.SELECT_OPTIONS)},
        *_HAS_OPTIONS,
        among_options("initial_options"),
    ),
    "external_select": shape(
        {}, {**_CHOSEN, "initial_option": PLAIN_OPTION, "min_query_length": number(0)}
    ),
    "multi_external_select": shape(
        {}, {**_MANY, "initial_options": listed(PLAIN_OPTION), "min_query_length": number(0)}
    ),
    "users_select": shape({}, _menu("user", string())),
    "multi_users_select": shape({}, _menu("user", _IDS, many=True)),
    "conversations_select": shape({}, _menu("conversation", string())),
    "multi_conversations_select": shape({}, _menu("conversation", _IDS, many=True)),
    "channels_select": shape({}, _menu("channel", string())),
    "multi_channels_select": shape({}, _menu("channel", _IDS, many=True)),
    "datepicker": shape({}, {**_CHOSEN, "initial_date": string(pattern=_DAY)}),
    "timepicker": shape(
        {}, {**_CHOSEN, "initial_time": string(pattern=_TIME), "timezone": string()}
    ),
    "datetimepicker": shape(
        {}, {**_PRESSED, "focus_on_load": boolean, "initial_date_time": number(10**9, 10**10 - 1)}
    ),
    "plain_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": string(least=0),
            "multiline": boolean,
            "min_length": number(0, limits.TYPED_TEXT),
            "max_length": number(1, limits.TYPED_TEXT),
        },
        _lengths,
    ),
    "email_text_input": shape({}, {**_TYPED, "initial_value": string()}),
    "url_text_input": shape({}, {**_TYPED, "initial_value": string()}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
    ),
    "rich_text_input": shape({}, {**_TYPED, "initial_value": RICH_TEXT}),
    "file_input": shape({}, {**_ID, "filetypes": listed(string()), "max_files": number(1, 10)}),
}

_MENUS: Final = frozenset(name for name in ELEMENTS if name.endswith("_select"))
_PICKED: Final = _MENUS | {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_FIELDS: Final = frozenset(name for name in ELEMENTS if name.endswith("_input"))

IN_SECTION: Final = _PICKED | {"button", "image", "overflow", "workflow_button"}
IN_ACTIONS: Final = _PICKED | {
    "button",
    "datetimepicker",
    "overflow",
    "rich_text_input",
    "workflow_button",
}
IN_INPUT: Final = _PICKED | _FIELDS | {"datetimepicker"}
IN_CONTEXT_ACTIONS: Final = frozenset({"feedback_buttons", "icon_button"})
