"""How the Web API fails: too many calls, replies that are lost, tokens that end."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from slack_workspace import (
    App,
    Broken,
    Clock,
    DropsReply,
    RateLimited,
    Refuses,
    SlackWorkspace,
    Slow,
)
from slack_workspace.installing import TOKEN_SECONDS


def test_too_many_calls_are_told_when_to_come_again(
    slack: SlackWorkspace, client: WebClient
) -> None:
    slack.misbehave("chat.postMessage", RateLimited(7), at_call=2)
    channel = channel_id(slack)
    client.chat_postMessage(channel=channel, text="one")

    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel, text="two")
    client.chat_postMessage(channel=channel, text="three")

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert [one.text for one in slack.messages("general")] == ["one", "three"]


def test_a_dropped_reply_leaves_the_message_there(slack: SlackWorkspace, client: WebClient) -> None:
    slack.misbehave("chat.postMessage", DropsReply())

    with pytest.raises((ConnectionError, OSError, SlackRequestError)):
        client.chat_postMessage(channel=channel_id(slack), text="one")

    assert [one.text for one in slack.messages("general")] == ["one"]
    assert len(slack.calls_of("chat.postMessage")) == 1


def test_slack_breaks_before_or_after_it_did_it(slack: SlackWorkspace, client: WebClient) -> None:
    slack.misbehave("chat.postMessage", Broken(503))
    slack.misbehave("chat.postMessage", Broken(500, does=True), at_call=2)
    slack.misbehave("chat.postMessage", Refuses("fatal_error"), at_call=3)
    slack.misbehave("*", Slow(0.01), at_call=4)

    for text, status in (("before", 503), ("after", 500), ("refused", 200)):
        with pytest.raises(SlackApiError) as broken:
            client.chat_postMessage(channel=channel_id(slack), text=text)
        assert broken.value.response.status_code == status
    client.chat_postMessage(channel=channel_id(slack), text="slow")

    assert [one.text for one in slack.messages("general")] == ["after", "slow"]


def test_tokens_end_and_are_renewed() -> None:
    with SlackWorkspace(App(rotates_tokens=True), Clock(0)) as slack:
        client = WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])
        client.auth_test()
        slack.forward(TOKEN_SECONDS + 1)
        with pytest.raises(SlackApiError, match="token_expired"):
            client.auth_test()

        renewed = client.oauth_v2_access(
            client_id=slack.app.client_id,
            client_secret=slack.app.client_secret,
            grant_type="refresh_token",
            refresh_token=slack.installation.refresh_token,
        )

        WebClient(renewed["access_token"], base_url=slack.api_url).auth_test()


def channel_id(slack: SlackWorkspace) -> str:
    return slack.state.channel("general").id
