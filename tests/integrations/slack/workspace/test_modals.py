"""Modals and Home: opened with a trigger, filled, submitted, closed, changed."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_workspace import NotPossibleError, SlackWorkspace
from slack_workspace.listener import Listener
from slack_workspace.receiving import Answer

Block = dict[str, Any]
AS_JSON = {"content-type": "application/json"}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Block:  # noqa: ANN401 - JSON
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def buttons(*labels: str) -> Block:
    made = [
        {"type": "button", "text": plain(one), "action_id": f"isthmus:{n}", "value": f"t{n}"}
        for n, one in enumerate(labels)
    ]
    return {"type": "actions", "elements": made}


def form(**more: Any) -> Block:  # noqa: ANN401 - JSON
    title = {"type": "plain_text_input", "action_id": "v", "max_length": 10}
    states = [{"text": plain(one), "value": one.lower()} for one in ("Open", "Done")]
    state = {"type": "static_select", "action_id": "v", "options": states}
    people = {"type": "multi_users_select", "action_id": "v"}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Action"),
        "submit": plain("Save"),
        "blocks": [
            {"type": "input", "block_id": "title", "label": plain("Title"), "element": title},
            {"type": "input", "block_id": "state", "label": plain("State"), "element": state}
            | {"optional": True},
            {"type": "input", "block_id": "who", "label": plain("Who"), "element": people}
            | {"optional": True},
        ],
        **more,
    }


def answering(**body: Any) -> Answer:  # noqa: ANN401 - JSON
    return Answer(200, json.dumps(body).encode(), AS_JSON)


def opened(slack: SlackWorkspace, client: WebClient, **more: Any) -> None:  # noqa: ANN401 - JSON
    trigger = slack.state.trigger(slack.state.user("Ben"))
    client.views_open(trigger_id=trigger, view=form(**more))


def test_a_trigger_opens_one_modal_and_soon(slack: SlackWorkspace, client: WebClient) -> None:
    ben = slack.state.user("Ben")
    trigger = slack.state.trigger(ben)
    client.views_open(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=form())

    late = slack.state.trigger(ben)
    slack.forward(3.5)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=late, view=form())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="made-up", view=form())


def test_a_modal_is_filled_and_submitted(
    slack: SlackWorkspace, app: Listener, client: WebClient
) -> None:
    opened(slack, client)
    with pytest.raises(NotPossibleError, match="Title"):
        slack.submit("Ben")
    with pytest.raises(NotPossibleError, match="0 to 10 characters"):
        slack.fill("Ben", {"Title": "x" * 11})
    with pytest.raises(NotPossibleError, match="there are: Open, Done"):
        slack.fill("Ben", {"State": "Lost"})
    slack.fill("Ben", {"Title": "Patch", "State": "Done", "Who": ["Ana Berg"]})
    assert slack.sees_modal("Ben").splitlines()[1:4] == [
        "Title: Patch",
        "State (optional): Done",
        "Who (optional): Ana Berg",
    ]

    values = slack.submit("Ben").payload["view"]["state"]["values"]
    assert values["title"]["v"] == {"type": "plain_text_input", "value": "Patch"}
    assert values["state"]["v"]["selected_option"]["value"] == "done"
    assert values["who"]["v"]["selected_users"] == [slack.state.user("Ana Berg").id]
    assert slack.sees_modal("Ben") == ""
    del app


def test_a_submitted_modal_shows_errors_changes_or_leads_on(
    slack: SlackWorkspace, app: Listener, client: WebClient
) -> None:
    opened(slack, client)
    slack.fill("Ben", {"Title": "Patch"})
    app.answers = [
        answering(response_action="errors", errors={"title": "Too short."}),
        answering(response_action="errors", errors={"nowhere": "Lost."}),
        answering(response_action="update", view=form(title=plain("Again"))),
        answering(response_action="push", view=form(title=plain("Above"))),
    ]
    slack.submit("Ben")
    assert "! Too short." in slack.sees_modal("Ben")
    slack.submit("Ben")
    assert "trouble connecting" in slack.sees_modal("Ben")
    slack.submit("Ben")
    assert slack.sees_modal("Ben").startswith("= Again =\nTitle: Patch")
    slack.submit("Ben")
    assert slack.sees_modal("Ben").startswith("= Above =")
    slack.close("Ben")
    assert slack.sees_modal("Ben").startswith("= Again =")
    app.answers = [Answer(500, b"")]
    slack.submit("Ben")
    assert "trouble connecting" in slack.sees_modal("Ben")


def test_closing_is_told_where_it_is_wanted(
    slack: SlackWorkspace, app: Listener, client: WebClient
) -> None:
    opened(slack, client)
    assert slack.close("Ben") is None
    opened(slack, client, notify_on_close=True)
    closed = slack.close("Ben")

    assert closed is not None
    assert closed.payload["type"] == "view_closed"
    assert len(app.requests) == 1


def test_a_view_of_another_state_is_not_changed(slack: SlackWorkspace, client: WebClient) -> None:
    ben = slack.state.user("Ben").id
    home = {"type": "home", "blocks": [section("My actions"), buttons("Done")]}
    first = client.views_publish(user_id=ben, view=home)["view"]
    client.views_publish(user_id=ben, view=home, hash=first["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id=ben, view=home, hash=first["hash"])

    assert slack.sees_home("Ben") == "My actions\n[Done]"
    assert slack.sees_home("Ana Berg") == ""


def test_a_press_at_home_tells_the_view(
    slack: SlackWorkspace, app: Listener, client: WebClient
) -> None:
    home = {"type": "home", "blocks": [buttons("Done")]}
    client.views_publish(user_id=slack.state.user("Ben").id, view=home)
    payload = slack.press("Ben", "Done", "home").payload

    assert payload["container"]["type"] == "view"
    assert "response_url" not in payload
    del app


def test_a_view_has_a_size(slack: SlackWorkspace, client: WebClient) -> None:
    home = {"type": "home", "blocks": [section("x" * 2_990)] * 85}

    with pytest.raises(SlackApiError, match="view_too_large"):
        client.views_publish(user_id=slack.state.user("Ben").id, view=home)
