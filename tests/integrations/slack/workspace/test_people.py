"""What people see and press: text as Slack shows it, buttons, response addresses."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient

from slack_workspace import Message, NotPossibleError, SlackWorkspace
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


def answering(**body: Any) -> Answer:  # noqa: ANN401 - JSON
    return Answer(200, json.dumps(body).encode(), AS_JSON)


# reading


def test_a_message_reads_as_slack_shows_it(
    slack: SlackWorkspace, client: WebClient, asked: Message
) -> None:
    ana = slack.state.user("Ana Berg").id
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": one} for one in "ab"]] * 2}
    blocks = [
        {"type": "header", "text": plain("Patching <!channel>")},
        section(f"*Bold* by <@{ana}>: a &lt; b &amp; <https://x.org|here>"),
        table,
        {"type": "divider"},
        {"type": "markdown", "text": "## Title\n**strong** [link](https://y.org)"},
        buttons("Show the passages", "Share"),
    ]
    client.chat_postMessage(channel=asked.channel, thread_ts=asked.ts, text="x", blocks=blocks)

    assert slack.sees("Ben", "general", asked).splitlines()[1:] == [
        "Isthmus: Patching <!channel>",
        "  Bold by @Ana Berg: a < b & here (https://x.org)",
        "  a | b",
        "  a | b",
        "  ---",
        "  Title",
        "  strong link (https://y.org)",
        "  [Show the passages] [Share]",
    ]
    assert slack.sees("Ben", "general").splitlines() == [
        "Ana Berg: @Isthmus who is accountable?",
        "  (1 reply)",
    ]


@pytest.mark.parametrize(
    ("message", "pinged"),
    [
        ({"text": "<!channel> fire"}, ["channel"]),
        ({"text": "&lt;!channel&gt; fire, @here"}, []),
        ({"text": "@here", "link_names": True}, ["here"]),
        ({"text": "x", "blocks": [section("<!here|here>")]}, ["here"]),
        ({"text": "x", "blocks": [{"type": "header", "text": plain("<!here>")}]}, []),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "<!everyone>"}]}, ["everyone"]),
        ({"text": "x", "blocks": [section("<!subteam^S1>")]}, ["S1"]),
    ],
)
def test_who_is_notified_is_known(
    slack: SlackWorkspace, client: WebClient, message: Block, pinged: list[str]
) -> None:
    client.chat_postMessage(channel=slack.state.channel("general").id, **message)

    assert [one.whom for one in slack.pings_by_app()] == pinged


def test_nobody_sees_a_channel_they_are_not_in(slack: SlackWorkspace) -> None:
    slack.user("Eve")

    with pytest.raises(NotPossibleError, match="Eve is not in #general"):
        slack.sees("Eve", "general")


# pressing


def test_a_press_tells_what_was_pressed_where_and_by_whom(
    slack: SlackWorkspace, app: Listener, client: WebClient, asked: Message
) -> None:
    client.chat_postMessage(
        channel=asked.channel, thread_ts=asked.ts, text="x", blocks=[buttons("Share", "Track")]
    )
    payload = slack.press("Ben", "Track").payload

    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == slack.state.user("Ben").id
    assert payload["actions"][0]["action_id"] == "isthmus:1"
    assert payload["actions"][0]["value"] == "t1"
    assert payload["container"]["thread_ts"] == asked.ts
    assert payload["message"]["ts"] == payload["container"]["message_ts"]
    with pytest.raises(NotPossibleError, match="there are: Share, Track"):
        slack.press("Ben", "Accept")
    del app


def test_feedback_and_menus_are_pressed_by_their_words(
    slack: SlackWorkspace, app: Listener, client: WebClient, asked: Message
) -> None:
    feedback = {
        "type": "feedback_buttons",
        "action_id": "isthmus:feedback",
        "positive_button": {"text": plain("Helpful"), "value": "up"},
        "negative_button": {"text": plain("Not helpful"), "value": "down"},
    }
    menu = {
        "type": "overflow",
        "action_id": "more",
        "options": [{"text": plain("Export"), "value": "xlsx"}],
    }
    blocks = [
        {"type": "context_actions", "elements": [feedback]},
        section("x", accessory=menu),
    ]
    client.chat_postMessage(channel=asked.channel, text="x", blocks=blocks)

    assert slack.press("Ben", "Not helpful").payload["actions"][0]["value"] == "down"
    chosen = slack.press("Ben", "Export").payload["actions"][0]
    assert chosen["selected_option"]["value"] == "xlsx"
    del app


def test_a_response_address_works_five_times_for_half_an_hour(
    slack: SlackWorkspace, app: Listener, client: WebClient, asked: Message
) -> None:
    client.chat_postMessage(channel=asked.channel, text="x", blocks=[buttons("Go")])
    url = slack.press("Ben", "Go").payload["response_url"]
    assert responded(url, text="only you") == 200
    assert responded(url, text="changed", replace_original=True, blocks=[]) == 200
    assert responded(url, text="x", blocks=[{"type": "nonsense"}]) == 400
    assert "only you (only visible to you)" in slack.sees("Ben", "general")
    assert "only you" not in slack.sees("Ana Berg", "general")
    assert "Isthmus: changed (edited)" in slack.sees("Ana Berg", "general")
    assert [responded(url, text="x") for _ in range(3)] == [200, 200, 404]

    later = slack.command("Ben", "/isthmus", "help", "general").payload["response_url"]
    slack.forward(1_801)
    assert responded(later, text="x") == 404
    del app


def test_what_a_command_answers_at_once_is_seen(slack: SlackWorkspace, app: Listener) -> None:
    app.answers = [Answer(200, b"working on it"), answering(text="all", response_type="in_channel")]
    slack.command("Ben", "/isthmus", "help", "general")
    slack.command("Ben", "/isthmus", "help", "general")

    assert "working on it" in slack.sees("Ben", "general")
    assert slack.sees("Ana Berg", "general") == "Isthmus: all"


def responded(url: str, **body: Any) -> int:  # noqa: ANN401 - JSON
    asked = urllib.request.Request(url, json.dumps(body).encode(), AS_JSON)  # noqa: S310
    try:
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
