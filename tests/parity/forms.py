"""A form that is filled in, in Slack and in Teams."""

from collections.abc import Mapping
from typing import Any, Final

from isthmus.messages import (
    Entry,
    Field,
    Form,
    Option,
)
from isthmus.understanding.commands import (
    Fill,
    OpenForm,
)
from isthmus_integrations.slack import render as slack
from isthmus_integrations.teams import render as teams

FORM: Final = Form(
    "Mtitle",
    OpenForm("action", "1"),
    (
        Field("title", "Mlabel", value="Mvalue", hint="Mhint", problem="Mproblem"),
        Field("owner", "Mchoice", Entry.CHOICE, "b", (Option("a", "Moffered"), Option("b", "B"))),
    ),
    "Msubmit",
    "Mabout",
    ("Mwords",),
)


def filled_in_slack() -> bool:
    state = {}
    for block in slack.modal(FORM, "about")["blocks"]:
        if block["type"] == "input":
            state[block["block_id"]] = {
                block["element"]["action_id"]: _slack_value(block["element"])
            }
    return slack.filled(FORM.about, state) == FILLED


def _slack_value(element: Mapping[str, Any]) -> Mapping[str, Any]:
    if element["type"] == "static_select":
        return {"type": "static_select", "selected_option": element["initial_option"]}
    return {"type": element["type"], "value": element["initial_value"]}


def filled_in_teams() -> bool:
    card = teams.dialog(FORM, "about")["task"]["value"]["card"]["content"]
    entered = {e["id"]: e["value"] for e in card["body"] if e["type"].startswith("Input.")}
    (send,) = card["actions"]
    return teams.filled(FORM.about, {**send["data"], **entered}) == FILLED


FILLED: Final = Fill(FORM.about, (("title", "Mvalue"), ("owner", "b")))
