"""The Web API as the real client of Slack meets it."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_workspace import (
    App,
    Message,
    SlackWorkspace,
)

Block = dict[str, Any]


def test_the_token_tells_whose_it_is(slack: SlackWorkspace, client: WebClient) -> None:
    told = client.auth_test()

    assert told["team_id"] == slack.home_team.id
    assert told["user_id"] == slack.bot.id


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-1", "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused(slack: SlackWorkspace, token: str, error: str) -> None:
    client = WebClient(token, base_url=slack.api_url, retry_handlers=[])

    with pytest.raises(SlackApiError, match=error):
        client.auth_test()


def test_a_revoked_token_and_an_uninstalled_app_are_refused(
    slack: SlackWorkspace, client: WebClient
) -> None:
    slack.revoke()
    with pytest.raises(SlackApiError, match="token_revoked"):
        client.auth_test()

    slack.uninstall()
    with pytest.raises(SlackApiError, match="account_inactive"):
        client.auth_test()


def test_a_missing_scope_is_named() -> None:
    with SlackWorkspace(App(), installed=False) as slack:
        slack.installed(scopes=frozenset({"users:read", "im:read"}))
        slack.channel("general")
        client = WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])

        channel = channel_id(slack)
        for method, needed in (
            ("chat.postMessage", "chat:write"),
            ("conversations.info", "channels:read"),
            ("conversations.history", "channels:history"),
        ):
            with pytest.raises(SlackApiError) as refused:
                client.api_call(method, json={"channel": channel, "text": "x"})
            assert refused.value.response["error"] == "missing_scope"
            assert refused.value.response["needed"] == needed
            assert refused.value.response["provided"] == "im:read,users:read"

        ana = slack.user("Ana", "ana@example.org")
        assert "email" not in client.users_info(user=ana.id)["user"]["profile"]


def test_nobody_learns_of_a_private_channel_the_app_is_not_in(
    slack: SlackWorkspace, client: WebClient
) -> None:
    secret = slack.channel("secret", ["Ben"], app=False, kind="private")
    hall = slack.channel("hall", ["Ben"], app=False)

    for call in (client.conversations_info, client.conversations_members):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            call(channel=secret.id)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel=secret.id, text="x")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.conversations_history(channel=hall.id)
    assert secret.id not in {
        one["id"]
        for one in client.conversations_list(types="public_channel,private_channel")["channels"]
    }


def test_members_come_in_pages(slack: SlackWorkspace, client: WebClient) -> None:
    general = slack.state.channel("general")

    first = client.conversations_members(channel=general.id, limit=2)
    second = client.conversations_members(
        channel=general.id, limit=2, cursor=first["response_metadata"]["next_cursor"]
    )

    assert first["members"] + second["members"] == general.members
    assert second["response_metadata"]["next_cursor"] == ""


def test_a_thread_is_read_back_with_its_metadata(client: WebClient, asked: Message) -> None:
    metadata = {"event_type": "answered", "event_payload": {"key": "k1"}}
    posted = client.chat_postMessage(
        channel=asked.channel, thread_ts=asked.ts, text="Ana.", metadata=metadata
    )

    with_it = client.conversations_replies(
        channel=asked.channel, ts=asked.ts, include_all_metadata=True
    )["messages"]
    without = client.conversations_replies(channel=asked.channel, ts=asked.ts)["messages"]

    assert [one["ts"] for one in with_it] == [asked.ts, posted["ts"]]
    assert with_it[1]["metadata"] == metadata
    assert "metadata" not in without[1]
    assert [
        one["ts"] for one in client.conversations_history(channel=asked.channel)["messages"]
    ] == [asked.ts]


def test_stamps_are_unique_and_in_order(slack: SlackWorkspace, client: WebClient) -> None:
    channel = channel_id(slack)
    stamps = [client.chat_postMessage(channel=channel, text="x")["ts"] for _ in range(5)]

    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize("thread", ["1.000001", "reply"])
def test_a_reply_needs_the_first_message_of_a_thread(
    client: WebClient, asked: Message, thread: str
) -> None:
    reply = client.chat_postMessage(channel=asked.channel, thread_ts=asked.ts, text="x")
    wanted = reply["ts"] if thread == "reply" else thread

    with pytest.raises(SlackApiError, match=r"thread_not_found|cannot_reply_to_message"):
        client.chat_postMessage(channel=asked.channel, thread_ts=wanted, text="x")


def test_only_ones_own_messages_are_changed(
    slack: SlackWorkspace, client: WebClient, asked: Message
) -> None:
    posted = client.chat_postMessage(channel=asked.channel, text="x", blocks=[words("x")])

    client.chat_update(channel=asked.channel, ts=posted["ts"], text="y")
    assert "Isthmus: x" in slack.sees("Ben", "general"), "blocks stay where only text is changed"
    client.chat_update(channel=asked.channel, ts=posted["ts"], text="y", blocks=[])
    assert "Isthmus: y (edited)" in slack.sees("Ben", "general")

    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel=asked.channel, ts=asked.ts, text="y")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        client.chat_delete(channel=asked.channel, ts=asked.ts)
    client.chat_delete(channel=asked.channel, ts=posted["ts"])
    assert len(slack.messages("general")) == 1


def test_an_ephemeral_message_is_seen_by_one(
    slack: SlackWorkspace, client: WebClient, asked: Message
) -> None:
    ana, ben = slack.state.user("Ana Berg"), slack.state.user("Ben")
    client.chat_postEphemeral(
        channel=asked.channel, user=ana.id, text="for you", thread_ts=asked.ts
    )

    assert "for you (only visible to you)" in slack.sees(ana, "general", asked)
    assert "for you" not in slack.sees(ben, "general", asked)
    assert len(client.conversations_replies(channel=asked.channel, ts=asked.ts)["messages"]) == 1
    outsider = slack.user("Eve")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        client.chat_postEphemeral(channel=asked.channel, user=outsider.id, text="x")


def test_files_are_uploaded_into_a_thread_and_read_with_the_token(
    slack: SlackWorkspace, client: WebClient, asked: Message
) -> None:
    shared = client.files_upload_v2(
        channel=asked.channel, thread_ts=asked.ts, content=b"bytes", filename="chart.xlsx"
    )
    file = client.files_info(file=shared["file"]["id"])["file"]

    assert "(file: chart.xlsx)" in slack.sees("Ben", "general", asked)
    assert file["size"] == 5
    assert slack.state.files[file["id"]].content == b"bytes"


def test_a_stream_grows_and_ends(slack: SlackWorkspace, client: WebClient, asked: Message) -> None:
    ana = slack.state.user("Ana Berg")
    started = client.chat_startStream(
        channel=asked.channel,
        thread_ts=asked.ts,
        recipient_user_id=ana.id,
        recipient_team_id=ana.team,
        markdown_text="The plant ",
    )
    place = {"channel": asked.channel, "ts": started["ts"]}
    client.chat_appendStream(**place, markdown_text="**manager**")
    assert "The plant **manager**" in slack.replies(asked)[0].text
    client.chat_stopStream(**place, blocks=[words("[1]")])

    assert slack.sees(ana, "general", asked).endswith("Isthmus: The plant manager\n  [1]")
    with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
        client.chat_appendStream(**place, markdown_text="x")


def test_the_status_is_gone_with_the_answer(
    slack: SlackWorkspace, client: WebClient, asked: Message
) -> None:
    client.assistant_threads_setStatus(
        channel_id=asked.channel, thread_ts=asked.ts, status="is looking it up"
    )
    assert slack.sees("Ben", "general", asked).endswith("Isthmus is looking it up")

    client.chat_postMessage(channel=asked.channel, thread_ts=asked.ts, text="Ana.")
    assert "looking" not in slack.sees("Ben", "general", asked)


def test_prompts_with_a_thread_are_never_seen(slack: SlackWorkspace, client: WebClient) -> None:
    prompts = [{"title": "Due", "message": "What is due?"}]
    place = slack.dm("Ben").id

    client.assistant_threads_setSuggestedPrompts(channel_id=place, thread_ts="1.1", prompts=prompts)
    assert slack.prompts("Ben") == []
    client.assistant_threads_setSuggestedPrompts(channel_id=place, thread_ts="", prompts=prompts)
    assert slack.prompts("Ben") == ["Due"]
    with pytest.raises(SlackApiError, match="no more than 4"):
        client.assistant_threads_setSuggestedPrompts(
            channel_id=place, thread_ts="", prompts=prompts * 5
        )


def words(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def channel_id(slack: SlackWorkspace) -> str:
    return slack.state.channel("general").id
