"""Each of Slack's limits: what is at it is taken, what is one above is refused by its name."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_workspace import SlackWorkspace, limits

Block = dict[str, Any]
Limits = dict[str, tuple[int, Callable[[int], Block]]]


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackWorkspace]:
    """Give one workspace for all: what is posted here stands in nobody's way."""
    with SlackWorkspace() as workspace:
        workspace.channel("general", [workspace.user("Ben")])
        yield workspace


def plain(length: int) -> Block:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Block:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**more: Any) -> Block:  # noqa: ANN401 - JSON
    return {"type": "section", "text": mrkdwn(1), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(n: int = 0, **more: Any) -> Block:  # noqa: ANN401 - JSON
    return {"type": "button", "text": plain(1), "action_id": f"isthmus:{n}", **more}


def option(n: int = 0, length: int = 1) -> Block:
    return {"text": plain(length), "value": f"v{n}"}


def options(count: int) -> list[Block]:
    return [option(n) for n in range(count)]


def table(rows: int, columns: int = 1, length: int = 1) -> Block:
    cell = {"type": "raw_text", "text": "x" * length}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]}


def menu(**more: Any) -> Block:  # noqa: ANN401 - JSON
    return section(accessory={"type": "static_select", "action_id": "a", **more})


def context(count: int, length: int = 1) -> Block:
    return {"type": "context", "elements": [mrkdwn(length)] * count}


def feedback(count: int) -> Block:
    icon = {"type": "icon_button", "icon": "trash", "text": plain(1)}
    return {"type": "context_actions", "elements": [icon] * count}


def question(length: int) -> Block:
    confirm = {"title": plain(length), "text": plain(1), "confirm": plain(1), "deny": plain(1)}
    return actions(button(confirm=confirm))


def markdown(length: int) -> Block:
    return {"type": "markdown", "text": "x" * length}


IN_MESSAGES: Limits = {
    "a section's text": (limits.SECTION_TEXT, lambda n: section(text=mrkdwn(n))),
    "a field": (limits.SECTION_FIELD, lambda n: section(fields=[mrkdwn(n)])),
    "fields": (limits.SECTION_FIELDS, lambda n: section(fields=[mrkdwn(1)] * n)),
    "a header": (limits.HEADER, lambda n: {"type": "header", "text": plain(n)}),
    "a context's elements": (limits.CONTEXT_ELEMENTS, context),
    "actions": (limits.ACTIONS_ELEMENTS, lambda n: actions(*map(button, range(n)))),
    "context actions": (limits.CONTEXT_ACTIONS_ELEMENTS, feedback),
    "a block_id": (limits.BLOCK_ID, lambda n: section(block_id="b" * n)),
    "an action_id": (limits.ACTION_ID, lambda n: actions(button(action_id="a" * n))),
    "a value": (limits.VALUE, lambda n: actions(button(value="v" * n))),
    "a button's text": (limits.BUTTON_TEXT, lambda n: actions(button(text=plain(n)))),
    "an address": (limits.URL, lambda n: actions(button(url="https://x.org/".ljust(n, "u")))),
    "markdown": (limits.MARKDOWN, markdown),
    "a table's rows": (limits.TABLE_ROWS, table),
    "a table's columns": (limits.TABLE_COLUMNS, lambda n: table(1, n)),
    "a table's characters": (limits.TABLE_CHARACTERS, lambda n: table(1, 1, n)),
    "a menu's options": (limits.SELECT_OPTIONS, lambda n: menu(options=options(n))),
    "an option's text": (limits.OPTION_TEXT, lambda n: menu(options=[option(0, n)])),
    "an option's value": (
        limits.OPTION_VALUE,
        lambda n: menu(options=[{"text": plain(1), "value": "v" * n}]),
    ),
    "a placeholder": (
        limits.PLACEHOLDER,
        lambda n: menu(options=options(1), placeholder=plain(n)),
    ),
    "an overflow menu": (
        limits.OVERFLOW_OPTIONS,
        lambda n: section(accessory={"type": "overflow", "options": options(n)}),
    ),
    "checkboxes": (
        limits.CHECKED_OPTIONS,
        lambda n: actions({"type": "checkboxes", "options": options(n)}),
    ),
    "a confirmation's title": (limits.CONFIRM_TITLE, question),
    "a picture's words": (
        limits.ALT_TEXT,
        lambda n: {"type": "image", "alt_text": "x" * n, "image_url": "https://x.org/x.png"},
    ),
}


@pytest.mark.parametrize("name", IN_MESSAGES)
def test_a_message_takes_what_is_at_a_limit_and_no_more(
    slack: SlackWorkspace, client: WebClient, name: str
) -> None:
    channel = slack.state.channel("general").id
    limit, block = IN_MESSAGES[name]
    before = len(slack.messages("general"))

    client.chat_postMessage(channel=channel, text="x", blocks=[block(limit)])
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel, text="x", blocks=[block(limit + 1)])

    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    assert "/blocks" in answer["errors"][0], "the place of the fault is named"
    assert len(slack.messages("general")) == before + 1


def test_a_message_has_at_most_fifty_blocks(slack: SlackWorkspace, client: WebClient) -> None:
    channel = slack.state.channel("general").id

    client.chat_postMessage(channel=channel, text="x", blocks=[{"type": "divider"}] * 50)
    refused = refusal(client, channel, [{"type": "divider"}] * 51)

    assert refused == "no more than 50 items allowed [json-pointer:/blocks]"


def test_markdown_and_tables_are_counted_over_the_whole_message(
    slack: SlackWorkspace, client: WebClient
) -> None:
    channel = slack.state.channel("general").id

    assert "markdown must be less" in refusal(client, channel, [markdown(6_001), markdown(6_000)])
    assert "only_one_table_allowed" in refusal(client, channel, [table(1), table(1)])


def test_much_text_beside_markdown_is_too_long(slack: SlackWorkspace, client: WebClient) -> None:
    channel = slack.state.channel("general").id
    taken = [markdown(12_000), section(text=mrkdwn(1_200))]
    client.chat_postMessage(channel=channel, text="x", blocks=taken)

    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        client.chat_postMessage(
            channel=channel, text="x", blocks=[markdown(12_000), section(text=mrkdwn(1_201))]
        )


def test_long_texts_are_refused(slack: SlackWorkspace, client: WebClient) -> None:
    channel = slack.state.channel("general").id
    posted = client.chat_postMessage(channel=channel, text="x" * limits.MESSAGE_TEXT)

    with pytest.raises(SlackApiError, match="msg_too_long"):
        client.chat_postMessage(channel=channel, text="x" * (limits.MESSAGE_TEXT + 1))
    client.chat_update(channel=channel, ts=posted["ts"], text="x" * limits.CHANGED_TEXT)
    with pytest.raises(SlackApiError, match="msg_too_long"):
        client.chat_update(channel=channel, ts=posted["ts"], text="x" * (limits.CHANGED_TEXT + 1))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "marquee"}, "unsupported type: marquee [json-pointer:/blocks/0/type]"),
        ({"type": "alert", "text": plain(1)}, "type not allowed here: alert"),
        ({"type": "section"}, "one of text, fields is required"),
        ({"type": "header", "text": mrkdwn(1)}, "unsupported type: mrkdwn"),
        ({"type": "header", "text": plain(0)}, "must be more than 0 characters"),
        (section(colour="red"), "invalid additional property: colour"),
        (actions(), "no fewer than 1 items allowed"),
        (actions({"type": "slider"}), "unsupported type: slider"),
        (actions({"type": "image", "alt_text": "x"}), "type not allowed here: image"),
        (actions(button(1), button(1)), '"action_id" already exists: isthmus:1'),
        (actions(button(style="loud")), "must be one of primary, danger"),
        (actions(button(url="javascript:alert(1)")), "failed to match format"),
        (menu(options=options(1), initial_option=option(9)), "must be one of the options"),
        (menu(), "one of options, option_groups is required"),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}, "more than 0"),
        ({"type": "rich_text", "elements": [{"type": "p"}]}, "unsupported type: p"),
        ({"type": "image", "image_url": "https://x.org"}, "missing required field: alt_text"),
        ({"type": "context", "elements": ["words"]}, "must be an object"),
    ],
)
def test_wrong_shapes_are_refused(
    slack: SlackWorkspace, client: WebClient, block: Block, said: str
) -> None:
    assert said in refusal(client, slack.state.channel("general").id, [block])


def test_a_block_id_is_there_once(slack: SlackWorkspace, client: WebClient) -> None:
    blocks = [section(block_id="same"), section(block_id="same")]
    said = refusal(client, slack.state.channel("general").id, blocks)

    assert '"block_id" already exists: same' in said


def modal(**more: Any) -> Block:  # noqa: ANN401 - JSON
    return {"type": "modal", "title": plain(1), "blocks": [section()], **more}


def home(**more: Any) -> Block:  # noqa: ANN401 - JSON
    return {"type": "home", "blocks": [section()], **more}


def field(element: Block, **more: Any) -> Block:  # noqa: ANN401 - JSON
    block = {"type": "input", "label": plain(1), "element": element, **more}
    return modal(submit=plain(1), blocks=[block])


IN_MODALS: Limits = {
    "a title": (limits.VIEW_TITLE, lambda n: modal(title=plain(n))),
    "the button that submits": (limits.VIEW_TITLE, lambda n: modal(submit=plain(n))),
    "the button that closes": (limits.VIEW_TITLE, lambda n: modal(close=plain(n))),
    "blocks": (limits.BLOCKS_IN_VIEW, lambda n: modal(blocks=[section()] * n)),
    "metadata": (limits.PRIVATE_METADATA, lambda n: modal(private_metadata="m" * n)),
    "a callback_id": (limits.CALLBACK_ID, lambda n: modal(callback_id="c" * n)),
    "a label": (
        limits.INPUT_LABEL,
        lambda n: field({"type": "plain_text_input"}, label=plain(n)),
    ),
    "a hint": (limits.INPUT_HINT, lambda n: field({"type": "plain_text_input"}, hint=plain(n))),
    "what stands in a field": (
        limits.TYPED_TEXT,
        lambda n: field({"type": "plain_text_input", "initial_value": "x" * n}),
    ),
    "an alert": (limits.ALERT, lambda n: modal(blocks=[{"type": "alert", "text": plain(n)}])),
}


@pytest.mark.parametrize("name", IN_MODALS)
def test_a_modal_takes_what_is_at_a_limit_and_no_more(
    slack: SlackWorkspace, client: WebClient, name: str
) -> None:
    limit, view = IN_MODALS[name]
    trigger = slack.state.trigger(slack.state.user("Ben"))

    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger, view=view(limit + 1))
    client.views_open(trigger_id=trigger, view=view(limit))

    assert refused.value.response["error"] == "invalid_arguments"
    assert "json-pointer:/view" in refused.value.response["response_metadata"]["messages"][0]


def test_a_home_has_at_most_a_hundred_blocks(slack: SlackWorkspace, client: WebClient) -> None:
    ben = slack.state.user("Ben").id

    client.views_publish(user_id=ben, view=home(blocks=[section()] * 100))
    with pytest.raises(SlackApiError, match="no more than 100 items"):
        client.views_publish(user_id=ben, view=home(blocks=[section()] * 101))


@pytest.mark.parametrize(
    "view",
    [
        modal(blocks=[markdown(1)]),
        modal(blocks=[table(1)]),
        modal(blocks=[]),
        modal(colour="red"),
        {"type": "modal", "blocks": [section()]},
        {**field({"type": "plain_text_input"}), "submit": None},
        home(),
    ],
)
def test_a_modal_of_a_wrong_shape_is_refused(
    slack: SlackWorkspace, client: WebClient, view: Block
) -> None:
    trigger = slack.state.trigger(slack.state.user("Ben"))

    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(trigger_id=trigger, view=view)


def refusal(client: WebClient, channel: str, blocks: list[Block]) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel, text="x", blocks=blocks)
    assert refused.value.response["error"] == "invalid_blocks"
    return str(refused.value.response["errors"][0])
