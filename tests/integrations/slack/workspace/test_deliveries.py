"""What the app is told: signed, repeated as Slack repeats it, and only what it may know."""

import json
import time
from collections.abc import Mapping
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from slack_workspace import SlackWorkspace
from slack_workspace.listener import Listener
from slack_workspace.receiving import Answer

FAILED = Answer(500, b"")


def kinds(slack: SlackWorkspace) -> list[str]:
    said = [one.event for one in slack.deliveries]
    return [" ".join(filter(None, (one.get("type"), one.get("subtype")))) for one in said]


def test_every_request_is_signed_as_slack_signs(slack: SlackWorkspace, app: Listener) -> None:
    verifier = SignatureVerifier(slack.app.signing_secret)
    asked = slack.say("Ben", "general", "@Isthmus héllo & <b>")
    slack.command("Ben", "/isthmus", "ask who?", "general")
    slack.shortcut("Ben", "track", asked)

    assert len(app.requests) == 4
    for path, headers, body in app.requests:
        assert path == "/slack/events"
        assert verifier.is_valid_request(body, dict(headers))
        assert not verifier.is_valid_request(body + b" ", dict(headers))


def test_a_mention_arrives_as_a_message_and_as_a_mention(
    slack: SlackWorkspace, app: Listener
) -> None:
    asked = slack.say("Ben", "general", "@Isthmus is 3 < 4 & #general fine?")
    first, second = slack.deliveries

    assert kinds(slack) == ["message", "app_mention"]
    assert first.payload["event_id"] != second.payload["event_id"]
    assert first.event["ts"] == second.event["ts"] == asked.ts
    place = slack.state.channel("general").id
    expected = f"<@{slack.bot.id}> is 3 &lt; 4 &amp; <#{place}|general> fine?"
    assert first.event["text"] == second.event["text"] == expected
    assert first.event["channel_type"] == "channel"
    assert first.payload["authorizations"][0]["user_id"] == slack.bot.id
    del app


def test_in_a_direct_message_there_are_no_mentions(slack: SlackWorkspace, app: Listener) -> None:
    slack.say("Ben", "dm", "@Isthmus hello")

    assert [one.event["channel_type"] for one in slack.deliveries] == ["im"]
    del app


def test_edits_deletions_reactions_and_comings_are_told(
    slack: SlackWorkspace, app: Listener
) -> None:
    said = slack.say("Ben", "general", "one")
    slack.edit("Ben", said, "two")
    slack.react("Ana Berg", said, "eyes")
    slack.delete("Ben", said)
    slack.join(slack.user("Cem"), "general")
    slack.leave("Cem", "general")
    slack.open_home("Ben")
    slack.limit_rate()

    changed, deleted = slack.deliveries[1].event, slack.deliveries[3].event
    assert kinds(slack) == [
        "message",
        "message message_changed",
        "reaction_added",
        "message message_deleted",
        "member_joined_channel",
        "member_left_channel",
        "app_home_opened",
        "",
    ]
    assert changed["message"]["text"] == "two"
    assert changed["previous_message"]["text"] == "one"
    assert deleted["deleted_ts"] == said.ts
    assert slack.deliveries[-1].payload["type"] == "app_rate_limited"
    del app


def test_the_app_hears_its_own_messages(
    slack: SlackWorkspace, app: Listener, client: WebClient
) -> None:
    client.chat_postMessage(channel=slack.state.channel("general").id, text="x")
    slack.settle()

    assert [one.event.get("bot_id") for one in slack.deliveries] == [slack.bot.bot_id]
    del app


def test_the_app_hears_nothing_where_it_is_not_or_may_not() -> None:
    with SlackWorkspace(installed=False) as slack:
        slack.installed(scopes=frozenset({"app_mentions:read", "chat:write"}))
        slack.connect(Listener())
        slack.user("Ben")
        slack.channel("hall", ["Ben"], app=False)
        slack.channel("general", ["Ben"])

        slack.say("Ben", "hall", "@Isthmus hello")
        assert slack.deliveries == []
        slack.say("Ben", "general", "@Isthmus hello")
        assert kinds(slack) == ["app_mention"], "messages need channels:history"


def test_our_links_are_told_and_others_not(
    slack: SlackWorkspace, app: Listener, client: WebClient
) -> None:
    slack.unfurled = ("isthmus.example",)
    slack.say("Ben", "general", "see https://other.example/a")
    said = slack.say("Ben", "general", "see https://isthmus.example/a?b=1&c=2")

    shared = slack.deliveries[-1].event
    assert kinds(slack) == ["message", "message", "link_shared"]
    link = shared["links"][0]["url"]
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Chart"}}]
    client.chat_unfurl(channel=said.channel, ts=said.ts, unfurls={link: {"blocks": blocks}})
    assert slack.sees("Ana Berg", "general").endswith("  | Chart")
    del app


# again


def test_what_fails_comes_again_at_once_after_a_minute_and_after_five(
    slack: SlackWorkspace, app: Listener
) -> None:
    app.answers = [FAILED] * 9
    slack.say("Ben", "general", "hello")
    assert len(app.requests) == 2
    slack.forward(59)
    assert len(app.requests) == 2
    slack.forward(1)
    assert len(app.requests) == 3
    slack.forward(299)
    assert len(app.requests) == 3
    slack.forward(1)
    slack.forward(86_400)

    headers = [dict(one) for _, one, _ in app.requests]
    assert [one.get("x-slack-retry-num") for one in headers] == [None, "1", "2", "3"]
    assert [one.get("x-slack-retry-reason") for one in headers] == [None, *["http_error"] * 3]
    assert len({json.loads(body)["event_id"] for _, _, body in app.requests}) == 1


def test_an_ack_ends_it_and_no_retry_too(slack: SlackWorkspace, app: Listener) -> None:
    app.answers = [FAILED, Answer(204, b"")]
    slack.say("Ben", "general", "hello")
    assert [one.acked for one in slack.deliveries] == [False, True]

    app.answers = [Answer(500, b"", {"x-slack-no-retry": "1"})]
    slack.say("Ben", "general", "hello")
    slack.forward(86_400)
    assert len(app.requests) == 3


def test_a_late_answer_is_none(slack: SlackWorkspace) -> None:
    calls: list[str] = []

    def late(path: str, _: Mapping[str, str], __: bytes, patience: float) -> Answer:
        calls.append(path)
        if len(calls) == 1:
            raise TimeoutError
        return Answer(200, b"", {}, patience + 0.1 if len(calls) == 2 else 0.1)

    slack.connect(late)
    slack.say("Ben", "general", "hello")
    slack.forward(60)

    assert [one.acked for one in slack.deliveries] == [False, False, True]
    assert [one.reason for one in slack.deliveries] == ["http_timeout", "http_timeout", ""]


def test_an_event_arrives_many_times_at_once(slack: SlackWorkspace, app: Listener) -> None:
    slack.courier.copies, slack.courier.together = 4, True
    slack.say("Ben", "general", "hello")

    bodies = [body for _, _, body in app.requests]
    assert len(bodies) == 4
    assert len(set(bodies)) == 1
    slack.courier.deliver(slack.deliveries[0])
    assert len(app.requests) == 5


def test_events_may_arrive_in_another_order(slack: SlackWorkspace, app: Listener) -> None:
    slack.courier.holds = True
    said = slack.say("Ben", "general", "one")
    slack.edit("Ben", said, "two")
    assert app.requests == []

    slack.courier.release(lambda held: held[::-1])
    assert kinds(slack) == ["message message_changed", "message"]


def test_a_command_is_never_repeated_and_its_failure_is_seen(
    slack: SlackWorkspace, app: Listener
) -> None:
    app.answers = [FAILED]
    slack.command("Ben", "/isthmus", "ask who & why?", "general")
    slack.forward(86_400)

    assert len(app.requests) == 1
    form = parse_qs(app.requests[0][2].decode())
    assert form["text"] == ["ask who & why?"]
    assert form["command"] == ["/isthmus"]
    assert 'failed with the error "operation_timeout"' in slack.sees("Ben", "general")
    assert "operation_timeout" not in slack.sees("Ana Berg", "general")


def test_the_address_is_asked_to_prove_itself(slack: SlackWorkspace, app: Listener) -> None:
    app.answers = [Answer(200, b"challenge-of-tests", {"content-type": "text/plain"})]

    assert slack.courier.verify().answer == "challenge-of-tests"


def test_revoking_and_uninstalling_are_told(slack: SlackWorkspace, app: Listener) -> None:
    slack.revoke()
    slack.uninstall()

    assert kinds(slack) == ["tokens_revoked", "app_uninstalled"]
    slack.settle()
    slack.courier.event(slack.home_team.id, {"type": "team_rename"})
    assert len(app.requests) == 2, "nothing is told to an app that is gone"


@pytest.mark.parametrize("moved", [-301, 301])
def test_a_request_can_be_signed_for_another_time(slack: SlackWorkspace, moved: int) -> None:
    at = time.time() + moved
    headers = slack.courier.signed(b"{}", "application/json", at)

    assert not SignatureVerifier(slack.app.signing_secret).is_valid_request(b"{}", headers)
